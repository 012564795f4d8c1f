/**
 * Programs that nobody knows may start others: where one of their words is a program that can do harm, what begins there
 * is judged as a command of its own, as in `cpulimit -l 50 -- rm -rf src` or `hyperfine 'git push --force'`. Which
 * programs do is open for ever; which ones take their words as data is a list.
 */
import type { ShellWord } from './line';
import type { Started } from './started';
import { programName, unversioned } from './words';

/** Their words are texts, patterns, files, names of packages and tests, or are understood elsewhere. */
const takesData = new RegExp(
  `^(?:${[
    // Texts and files.
    'echo|printf|print|cat|bat|head|tail|less|more|ls|eza|exa|tree|wc|sort|uniq|cut|tr|paste|join|fold|fmt|column|diff|cmp|comm|patch|file|stat|du|df|grep|egrep|fgrep|zgrep|rg|ag|ack|sed|gsed|awk|gawk|mawk|nawk|jq|yq|xq|gron|find|fd|fdfind|locate|basename|dirname|realpath|readlink|touch|mkdir|rmdir|cp|mv|ln|install|rm|rimraf|tee|dd|chmod|chown|chgrp|tar|zip|unzip|gzip|gunzip|xz|zstd|7z|base64|xxd|od|strings|md5sum|sha\\d+sum|shasum|cksum|openssl|gpg|say|notify-send|cowsay|figlet',
    // The shell's own.
    'cd|pushd|popd|alias|unalias|trap|source|\\.|enable|shopt|complete|compgen|bind|fc|history|coproc|mapfile|readarray|test|\\[|\\[\\[|export|declare|local|readonly|typeset|read|set|unset|let|expr|seq|sleep|wait|true|false|:|exit|return|type|which|whereis|man|info|help|whatis|apropos|hash|kill|jobs|date|cal|bc|dc|uname|hostname|whoami|id|groups|who|ps|top|pgrep|lsof|env|printenv',
    // Version control, forges and package managers.
    'git|hub|gh|glab|svn|hg|jj|fossil|cvs|npm|pnpm|yarn|bun|pip|pip3|poetry|uv|pdm|gem|bundle|composer|cargo-(?:add|install)|apt|apt-get|aptitude|dpkg|brew|port|yum|dnf|rpm|apk|pacman|yay|zypper|emerge|snap|flatpak|choco|winget|scoop|pkg|pkg_add|pkgin|opkg|mamba|micromamba|cpan|cpanm|luarocks|opam|cabal|stack|mix|hex|rebar3|corepack',
    // Builds, checks and tests, whose own options are looked at elsewhere.
    'make|gmake|bmake|remake|just|task|rake|cmake|ctest|ninja|meson|bazel|bazelisk|buck2|gradle|gradlew|mvn|mvnw|ant|sbt|lein|node|nodejs|tsx|ts-node|python[\\d.]*|pypy[\\d.]*|ruby|perl|php|lua|java|javac|kotlin|kotlinc|scala|groovy|go|gofmt|rustc|dotnet|swift|swiftc|gcc|g\\+\\+|cc|c\\+\\+|clang|clang\\+\\+|zig|tsc|esbuild|vite|webpack|rollup|parcel|swc|babel|turbo|nx|eslint|prettier|biome|stylelint|markdownlint|cspell|vitest|jest|mocha|ava|tap|tape|jasmine|karma|playwright|cypress|wdio|pytest|py\\.test|phpunit|pest|rspec|mypy|pyright|ruff|flake8|black|isort|pylint|rubocop|shellcheck|hadolint',
    // What acts elsewhere is in the catalogue.
    'curl|wget|http|https|xh|ssh|scp|sftp|rsync|nc|ncat|dig|nslookup|host|ping|aws|az|gcloud|gsutil|bq|kubectl|oc|helm|terraform|tofu|terragrunt|pulumi|cdk|docker|podman|nerdctl|docker-compose|psql|pg_dump|mysql|mariadb|mongosh?|redis-cli|sqlite3|systemctl|service|journalctl|launchctl|crontab',
  ].join('|')})$`,
  'u',
);

/** Of these, what stands behind a word of their own is a command; `install` and `use` name versions. */
const managers =
  /^(?:nvm|fnm|volta|asdf|rtx|mise|rbenv|pyenv|nodenv|jenv|goenv|tfenv|nix|nix-env|guix|conda|devbox|pixi|rye|hatch|proto|cargo|rustup|vagrant|multipass|lxc|lxd|incus|snapcraft)$/u;
const opens = /^(?:exec|run|x|shell|develop|ssh|watch|-c|-s|-x|--command|--shell|--exec|--)$/u;

/** Programs by which harm is done, wherever they stand. */
const harmful =
  /^(?:rm|rmdir|unlink|shred|srm|dd|mkfs[\w.]*|truncate|mv|cp|ln|install|tee|chmod|chown|sudo|doas|su|pkexec|eval|pwsh|powershell|cmd|kubectl|oc|helm|helmfile|terraform|tofu|terragrunt|pulumi|cdk|aws|az|gcloud|gsutil|docker|podman|psql|mysql|mongosh?|redis-cli|dropdb|sqlite3|curl|wget|nc|ncat|ssh|scp|rsync|killall|pkill|systemctl|launchctl|crontab|rimraf|twine|gem|vercel|netlify|firebase|flyctl|fly|heroku|wrangler|vault)$/u;
/** Programs by which harm is done with certain words. */
const harmfulWith: readonly (readonly [program: RegExp, next: RegExp])[] = [
  [/^kill$/u, /^(?:-[A-Z0-9]+|\d+)$/u],
  [
    /^(?:(?:ba|z|k|da|a|mk)?sh|fish|node|deno|bun|python[\d.]*|ruby|perl|php|lua)$/u,
    /^-\w*[cepr]\w*$|^--eval$|^eval$/u,
  ],
  [
    /^git$/u,
    /^(?:push|reset|clean|rebase|filter-\w+|update-ref|reflog|branch|tag|checkout|restore|rm|stash|config|gc|-c)$/u,
  ],
  [/^(?:npm|pnpm|yarn|cargo|poetry|gh|hub)$/u, /^(?:publish|unpublish|npm|release|repo|deprecate|exec|dlx|yank)$/u],
];

/** What such a program may start; empty for programs that are known. */
export function mayStart(program: string, [, ...rest]: readonly ShellWord[]): readonly Started[] {
  if (program === '' || takesData.test(program) || takesData.test(unversioned(program))) return [];
  const from = managers.test(program) ? rest.findIndex(({ value }) => opens.test(value)) + 1 : 0;
  if (from === 0 && managers.test(program)) return [];
  for (let at = from; at < rest.length; at++) {
    const word = rest[at];
    if (word === undefined || !word.known) continue;
    const spoken = word.value.trim().split(/\s+/u);
    if (spoken.length > 1) {
      if (isHarmful(programName({ ...word, value: spoken[0] ?? '' }), spoken[1]))
        return [{ kind: 'line', line: word.value }];
    } else if (at + 1 < rest.length && isHarmful(programName(word), rest[at + 1]?.value))
      return [{ kind: 'words', words: rest.slice(at) }];
  }
  return [];
}

/** Whether a program of that name can do harm with what stands behind it. */
export function isHarmful(program: string, next: string | undefined): boolean {
  if (next === undefined) return false;
  return (
    harmful.test(program) ||
    harmfulWith.some(([name, follows]) => name.test(unversioned(program)) && follows.test(next))
  );
}
