/** Attacks on how a line is read. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's
import { all, type CommandAttack } from './attack';

const wipes = 'catalogue: delete-many';
const forces = 'catalogue: force-push';

/** Names and options that are spelt in other ways. */
export const quoting: readonly CommandAttack[] = [
  ...all(wipes, [
    '"r"m -rf src',
    "r''m -rf src",
    '\\rm -rf src',
    'rm "-rf" src',
    "rm '-r' '-f' src",
    'r\\m -r\\f src',
    'rm -r"f" src',
    '/bin/rm -rf src',
    '/usr/bin/../bin/rm -rf src',
    'rm -f --recurs src',
    'rm\t-rf\tsrc',
    'r\\\nm -rf src',
    'RM -rf src',
    'echo a#b; rm -rf src # harmless',
    "echo 'it''s' && rm -rf src",
  ]),
  ...all(forces, ['git push "--force"', 'g\'\'it pu"sh" -f', 'git push --forc', '"git" push -f']),
];

/** Bytes that stand for others. */
export const encodings: readonly CommandAttack[] = [
  ...all('invisible', [
    'ls \u202e# fr- mr',
    'echo a\u200bb',
    'ls\r# harmless',
    'npm test \u001b[2K\u001b[1G',
    'ls \u2066x',
    'echo \u00ad',
    'npm test\u3164',
  ]),
  ...all(wipes, [
    "$'r\\x6d' -rf src",
    "$'\\162\\155' -rf src",
    "$'\\u0072m' -rf src",
    "rm $'-\\x72f' src",
    "$'rm' $'-rf' src",
  ]),
  ...all(forces, ["git pu$'\\x73'h --force", "git push $'--force'"]),
  ...all(
    ['dynamic'],
    ['echo cm0gLXJmIHNyYw== | base64 -d | sh', 'printf "\\162\\155 -rf src" | bash', 'xxd -r -p <<< 726d | sh'],
    undefined,
  ),
];

/** What a variable holds is known only when it runs. */
export const variables: readonly CommandAttack[] = [
  ...all('dynamic-name', [
    'X=rm; $X -rf src',
    '${CMD} -rf src',
    '"$A$B" -rf src',
    'r${EMPTY}m -rf src',
    '`echo rm` -rf src',
    '$(echo rm) -rf src',
    '{rm,-rf,src}',
    '/bin/r? -rf src',
    './*.sh',
  ]),
  ...all('dynamic-arguments', [
    'git $SUB --force',
    'node $FILE',
    'npm $ARGS',
    'kubectl $VERB pod x',
    'git push $FLAG',
    'make $(cat targets)',
  ]),
  ...all('unparsable', ['echo ${!NAME}', 'echo ${NAME@P}', 'echo $(', 'a && ; b', 'if true; then']),
  ...all(
    ['assignments'],
    [
      'for PATH in /tmp/evil; do ls; done',
      'echo ${PATH:=/tmp/evil}',
      'read PATH < list; ls',
      'printf -v PATH /tmp; ls',
      '((IFS=1)); ls',
    ],
  ),
];

/** Words that mean something else from now on. */
export const aliases: readonly CommandAttack[] = [
  ...all('builtins', [
    "alias ls='rm -rf src'",
    'shopt -s expand_aliases',
    'trap "rm -rf src" EXIT',
    'source ./env.sh',
    '. ./env.sh',
    'hash -p /tmp/evil ls',
    'enable -f ./evil.so evil',
    "complete -C 'rm x' ls",
    'bind -x \'"a":rm x\'',
    'fc -s',
    'set -o history -o vi',
  ]),
  ...all('function', ['ls() { id; }; ls', 'function git { id; }; git status', 'npm() ( id )', 'coproc id']),
];

/** Programs that start the one that is meant. */
export const wrapping: readonly CommandAttack[] = [
  ...all('wrappers', [
    'sh -c "rm -rf src"',
    "bash -lc 'rm -rf src'",
    'bash -c \'sh -c "rm -rf src"\'',
    "eval 'rm -rf src'",
    'eval rm -rf src',
    'exec rm -rf src',
    'command rm -rf src',
    'builtin command rm -rf src',
    'env rm -rf src',
    'env A=1 rm -rf src',
    'env -C /work/app/src rm -rf x',
    'nohup rm -rf src &',
    'timeout 5 rm -rf src',
    'timeout -k 1 -s KILL 5s rm -rf src',
    'nice -n 5 rm -rf src',
    'time -p env rm -rf src',
    'setsid -f rm -rf src',
    'stdbuf -oL rm -rf src',
    'echo src | xargs rm -rf',
    'ls | xargs -I{} rm -rf {}',
    'find . -maxdepth 1 -exec rm -rf {} \\;',
    "find . -exec sh -c 'rm -rf src' \\;",
    'watch -n 1 rm -rf src',
    'npx rimraf src',
    'pnpm dlx rimraf src',
    'npm exec -- rimraf src',
    'bunx rimraf src',
    "npx -c 'rm -rf src'",
    'busybox rm -rf src',
    'flock /tmp/l rm -rf src',
    "script -c 'rm -rf src' /dev/null",
    'poetry run rm -rf src',
    'ionice -c 3 rm -rf src',
    'sh <<E\nrm -rf src\nE',
    'cross-env A=1 rm -rf src',
  ]),
  ...all(['wrappers', 'catalogue: privileges'], ['sudo rm -rf src', 'sudo -u x rm -rf src', 'doas rm -rf src']),
  ...all(wipes, [
    '(rm -rf src)',
    '{ rm -rf src; }',
    'if true; then rm -rf src; fi',
    'true && rm -rf src',
    'true | rm -rf src',
    'ls; rm -rf src',
    'ls\nrm -rf src',
    'ls & rm -rf src',
    '! rm -rf src',
    'time rm -rf src',
    'echo $(rm -rf src)',
    'echo `rm -rf src`',
    'cat <(rm -rf src)',
    'cat <<E\n$(rm -rf src)\nE',
    '[[ -n $(rm -rf src) ]]',
    'case x in x) rm -rf src;; esac',
    'while rm -rf src; do :; done',
    'echo "${A:-$(rm -rf src)}"',
    'echo $((1 + $(rm -rf src)))',
    'A=$(rm -rf src)',
    'for f in $(rm -rf src); do :; done',
  ]),
];

/** Code that stands in the command, or comes through a pipe. */
export const interpreters: readonly CommandAttack[] = [
  ...all(['interpreters', 'starting-options'], ['node -r ./evil.js a.js', 'node --import ./evil.mjs a.js']),
  ...all(['dynamic', 'dynamic-arguments'], ['sh -c "$X"', 'eval "$X"', 'eval "$(echo cm0= | base64 -d)"']),
  ...all(['unparsable', 'catalogue: delete-many'], ['rm -rf "src']),
  ...all('interpreters', [
    'python -c "import os; os.remove(\'a\')"',
    'python3 -Bc "1"',
    'node -e "1"',
    'node --eval=1',
    'node -p 1',
    'node -pe 1',
    'perl -e 1',
    'perl -pi -e s/a/b/ src/a.ts',
    'ruby -e 1',
    'php -r 1',
    'deno eval 1',
    'bun -e 1',
    'lua -e 1',
    'osascript -e 1',
    'pwsh -c ls',
    'cat a.py | python3',
    'python3 - < a.py',
    'python3 <<E\nprint(1)\nE',
    'node < a.js',
    'vim -c ":!id" a',
    'ed -s a',
  ]),
  ...all('scripts', [
    "sed -n '1e id' a",
    "sed 's/a/id/e' a",
    "sed 'w /work/app/x' a",
    'awk \'BEGIN{system("id")}\'',
    'awk \'{print > "x"}\' a',
    'awk \'"id" | getline\' a',
    'gawk -f x.awk a',
    'sed -f x.sed a',
  ]),
  ...all('dynamic', [
    'bash',
    'sh -s',
    'cat x.sh | sh',
    'bash --rcfile ./evil -i',
    'bash /dev/stdin',
    'zsh -o x',

    'env -S "rm -rf src"',
    'sh <<E\n$X\nE',
  ]),
];
