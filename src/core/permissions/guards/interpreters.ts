import { optionsOf, those } from '../shell/options';
import { hasOption, operands, optionValues, type Part, unversioned } from '../shell/words';
import { guard } from './guard';
import { readSed } from './sedScript';

/** Options with which a program runs code that stands in its arguments, by its name. */
const codeOptions: readonly { readonly programs: RegExp; readonly option: RegExp }[] = [
  { programs: /^(?:python|pypy)[\d.]*$/u, option: /^-(?:[A-Za-z]*c)|^-$/u },
  {
    programs: /^(?:node|nodejs|bun|tsx|ts-node|electron)$/u,
    option:
      /^(?:-[a-z]*[ep][a-z]*|--eval|--print|-r.*|--require|--import|--loader|--experimental-loader|--env-file.*|-)(?:=.*)?$/u,
  },
  { programs: /^deno$/u, option: /^(?:eval|repl|--eval.*|-)$/u },
  { programs: /^perl[\d.]*$/u, option: /^-(?:[a-zA-Z0-9]*[eEnpiMm].*|)$/u },
  { programs: /^ruby[\d.]*$/u, option: /^-(?:[a-zA-Z]*[enpir].*|)$/u },
  { programs: /^php[\d.]*$/u, option: /^(?:-[rBRFEd].*|-)$/u },
  {
    programs:
      /^(?:lua[\d.]*|luajit|rscript|r|julia|elixir|erl|ghci?|runghc|ocaml|swift|scala|kotlin|groovy|jshell|clojure|clj|bb|racket|guile|sbcl|tclsh|expect|osascript|octave|gdb|lldb|maxima|bc|dc|m4)$/u,
    option: /^-{0,2}(?:e|eval|E|x|ex|c|batch|r|S|l|i|-)(?:=.*)?$/u,
  },
  { programs: /^mix$/u, option: /^(?:-e|--eval.*|-S|eval)$/u },
  { programs: /^gnuplot$/u, option: /^-/u },
  {
    programs:
      /^(?:iex|pwsh|powershell|cmd|wscript|cscript|mshta|rundll32|wsl|cmd\.exe|fish|csh|tcsh|nu|xonsh|elvish)$/u,
    option: /^/u,
  },
  {
    programs:
      /^(?:vim?|nvim|ex|ed|red|view|gvim|vimdiff|emacs|emacsclient|nano|pico|micro|less|more|most|joe|mcedit|top|htop|screen|tmux)$/u,
    option: /^/u,
  },
];

/** Words with which a framework's own program runs code, or opens a shell of its language. */
const consoles =
  /^(?:rails (?:runner|r|console|c|dbconsole|db)|artisan tinker|manage\.py (?:db)?shell\w*|django-admin (?:db)?shell\w*|flask shell|wp (?:eval|eval-file|shell)|drush (?:php\S*|eval|ev|core:cli))(?: |$)/u;
/** Modules of Python that run code among their arguments. */
const codeModules = /^(?:timeit|code|pdb|asyncio|idlelib\S*|IPython|ptpython|bpython)$/u;

function runsCode(part: Part): boolean {
  const { args } = part;
  const program = unversioned(part.program);
  const own = codeOptions.filter(({ programs }) => programs.test(program) || programs.test(part.program));
  if (own.some(({ option }) => args.some((each) => option.test(each)))) return true;
  if (own.length > 0 && args.some((each) => /^\/(?:dev\/(?:stdin|fd\/)|proc\/)/u.test(each))) return true;
  if (/^(?:python|pypy)$/u.test(program)) {
    const module = those(optionsOf(args, 'mcWXQ'), '-m')[0]?.value ?? '';
    if (codeModules.test(module)) return true;
  }
  return runsInConsole(part, program) || (program === 'deno' && fromElsewhere(args));
}

function runsInConsole({ args }: Part, program: string): boolean {
  const list = operands(args, ['-e', '--environment', '--settings', '--env']);
  const spoken = /^(?:python|php|ruby)$/u.test(program) ? list : [program, ...list];
  const [own = '', verb = '', given = ''] = [spoken[0]?.replace(/^.*\//su, ''), ...spoken.slice(1)];
  return consoles.test(`${own} ${verb}`) && !/^[\w./-]+\.(?:rb|php)$/u.test(given);
}

/** What deno fetches and runs at once. */
function fromElsewhere(args: readonly string[]): boolean {
  const [verb = '', ...more] = operands(args);
  if (/^(?:https?|data|npm|jsr|blob):/u.test(verb)) return true;
  if (/^(?:run|serve|test|bench|compile|x)$/u.test(verb))
    return more.some((each) => /^(?:https?|data|npm|jsr|blob):/u.test(each));
  return /^(?:install|i)$/u.test(verb) && more.some((each) => /^(?:https?|data):/u.test(each));
}

/** An interpreter without a file runs what it reads. */
function readsCode(part: Part): boolean {
  if (
    !/^(?:python[\d.]*|pypy[\d.]*|node|nodejs|bun|deno|perl|ruby|php|lua|tclsh|fish|csh|tcsh|irb|ghci|psh)$/u.test(
      unversioned(part.program),
    )
  )
    return false;
  if (part.args.length === 1 && /^(?:--version|-v|-V|--help|-h)$/u.test(part.args[0] ?? '')) return false;
  const module = /^(?:python|pypy)/u.test(part.program) && part.args.some((each) => each.startsWith('-m'));
  return operands(part.args).length === 0 && !module && !part.args.some((each) => /^--(?:test|run|watch)/u.test(each));
}

/** Scripts of sed that run or write, and not only edit. */
function sedActs(part: Part): boolean {
  if (!/^g?sed$/u.test(part.program)) return false;
  const read = optionsOf(part.args, 'efl', ['--expression', '--file', '--line-length']);
  if (those(read, '-f', '--file').length > 0) return true;
  // The suffix of copies may lead into another folder.
  if (part.args.some((each) => /^(?:-[nErsuz]*i|--in-?p?l?a?c?e?=).*\//u.test(each))) return true;
  const given = those(read, '-e', '--expression').map(({ value }) => value ?? '');
  // On a Mac, `-i` takes the empty word before the script.
  const scripts = given.length > 0 ? given : read.operands.filter((each) => each !== '').slice(0, 1);
  const script = readSed(scripts.join('\n'));
  if (script === undefined) return true;
  return (
    script.runs ||
    script.writes.some((each) => !/^\/dev\/std(?:out|err)$/u.test(each)) ||
    script.reads.some((each) => /^(?:\/(?!dev\/stdin$)|~)|(?:^|\/)\.\.(?:\/|$)/u.test(each))
  );
}

function awkActs(part: Part): boolean {
  if (!/^(?:[gmn]?awk|busybox-awk)$/u.test(part.program)) return false;
  const read = optionsOf(part.args, 'FvfeiElopdD');
  const acting = ['-f', '-i', '-l', '-E', '-o', '-d', '-p', '-D'];
  if (those(read, ...acting, '--file', '--include', '--load', '--exec', '--debug').length > 0) return true;
  if (those(read, '--pretty-print', '--dump-variables', '--profile').length > 0) return true;
  const scripts = [...operands(part.args, ['-F', '-v']).slice(0, 1), ...optionValues(part.args, '-e', '--source')];
  return scripts.some((each) =>
    /\bsystem\s*\(|\bgetline\b|\||(?:print\w*\b[^;}]*>)|@(?:load|include)|@\s*\w+\s*\(|\bENVIRON\b/u.test(each),
  );
}

/** Options of everyday programs that start another program. */
const starting: readonly { readonly programs: RegExp; readonly option: RegExp }[] = [
  {
    programs: /^(?:tar|gtar|bsdtar)$/u,
    option:
      /^(?:--to-command|--checkpoint-action|--use-compress-program|--rsh-command|--info-script|--new-volume-script|-I|-F)(?:=.*)?$|^-I.+/u,
  },
  {
    programs: /^(?:tar|gtar|bsdtar)$/u,
    option:
      /^--(?:to-c\w*|use\S*|checkpoint-\w*|rsh\S*|rmt\S*|info\S*|new-v\S*|remove\S*)(?:=.*)?$|^-?[cxtruvzjJapPhkmS]+[IF]/u,
  },
  {
    programs: /^(?:make|gmake)$/u,
    option:
      /^(?:--ev\S*|(?:-f|--(?:file|makef?i?l?e?))=?(?:-$|-=|\/|~|.*\.\.\/).*|[\w.:?+-]*!?=.*(?:\$[({]|`|;).*|[\w.-]+!=.*)$/su,
  },
  { programs: /^cmake$/u, option: /^-[PC]/u },
  {
    programs: /^(?:rustc|cargo)$/u,
    option: /^(?:-C|--codegen)=?(?:linker|link-arg)/u,
  },
  {
    programs: /^(?:mvn|mvnw)$/u,
    option: /^(?:-(?:gs|gt|t|s).*|--(?:global-settings|global-toolchains|toolchains)(?:=.*)?)$/u,
  },
  {
    programs: /^(?:pip|uv)$/u,
    option: /^(?:-[if].+|--(?:ind\w*(?:-url)?|extra\S*|default-i\S*|find\S*|trust\S*)(?:=.*)?)$/u,
  },
  { programs: /^rsync$/u, option: /^(?:-[a-zA-Z]*e|--rsh|--rsync-path|--filter.*)(?:=.*)?$/u },
  { programs: /^(?:zip)$/u, option: /^(?:-T{1,2}|--unzip-command|-[a-zA-Z]*TT)(?:=.*)?$/u },
  {
    programs: /^(?:make|gmake|ninja|cmake|just|task)$/u,
    option:
      /^(?:--eval.*|-[eE]|--include-dir.*|-I.*|SHELL=.*|\.SHELLFLAGS=.*|CC=.*|CXX=.*|MAKEFLAGS=.*|-D.*(?:LAUNCHER|COMPILER).*|--shell.*)$/u,
  },
  {
    programs: /^(?:npm|pnpm|yarn|npx)$/u,
    option:
      /^--?(?:script-shell|node-options|shell|userconfig|globalconfig|prefix|init-module|git|editor|viewer|onload-script|registry|cafile|proxy|https-proxy|package-import-method|config\..*)(?:=.*)?$/u,
  },
  {
    programs:
      /^(?:node|nodejs|vitest|jest|mocha|eslint|prettier|webpack|rollup|vite|tsc|babel|nyc|c8|ava|stylelint|tap)$/u,
    option:
      /^(?:-c|--config|--require|-r|--import|--loader|--plugin.*|--rulesdir|--resolve-plugins.*|--setupFiles.*|--globalSetup|--reporter|--reporters|--transform|--runner|--environment|--env|--parser|--formatter|-f|--testRunner|--compiler|--register|--ui|--pool)=?(?:\.{0,2}\/|https?:|data:|\/).*$/u,
  },
  {
    programs: /^(?:pytest|py\.test)$/u,
    option: /^(?:-p|-c|--rootdir|--confcutdir|-o|--override-ini|--pyargs)(?:=.*)?$|^-p.+/u,
  },
  {
    programs: /^(?:pip|pip3|uv)$/u,
    option: /^(?:-i|--index-url|--extra-index-url|-f|--find-links|--trusted-host|-e|--editable)(?:=.*)?$/u,
  },
  { programs: /^(?:go)$/u, option: /^-{1,2}(?:exec|toolexec|vettool|overlay|modfile|ldflags|gcflags)(?:=.*)?$/u },
  { programs: /^(?:cargo)$/u, option: /^(?:--config|-Z.*)(?:=.*)?$/u },
  {
    programs: /^(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|ld)$/u,
    option: /^(?:-wrapper|-fplugin.*|-B.*|-specs.*|--sysroot.*|-Xclang|-load|-T.*)(?:=.*)?$/u,
  },
  {
    programs: /^(?:mvn|mvnw|gradle|gradlew)$/u,
    option:
      /^(?:-I|--init-script|-D(?:exec|maven\.ext|org\.gradle\.(?:jvmargs|java)).*|exec:.*|-b|--build-file|-s|--settings)(?:=.*)?$/u,
  },
  {
    programs: /^(?:java|javaw)$/u,
    option:
      /^(?:-XX:(?:OnError|OnOutOfMemoryError|Flags|VMOptionsFile).*|-(?:javaagent|agentpath|agentlib|Xrun).*|@.*)$/u,
  },
  { programs: /^(?:ssh|scp|sftp)$/u, option: /^-o.*/u },
  { programs: /^(?:curl|wget)$/u, option: /^(?:-K.*|--config|--use-askpass|-e.*execute.*|--execute)(?:=.*)?$/u },
  { programs: /^(?:sort)$/u, option: /^--compress-prog.*/u },
  { programs: /^(?:rg)$/u, option: /^--(?:pre|hostname-bin)(?:=.*)?$/u },
  { programs: /^(?:man)$/u, option: /^(?:-[PHX].*|--pager.*|--html.*|-C.*)$/u },
  { programs: /^(?:mapfile|readarray)$/u, option: /^-C.*/u },
  { programs: /^(?:split|csplit)$/u, option: /^--filter(?:=.*)?$/u },
  {
    programs: /^(?:xxd|ip|openssl|ffmpeg|convert|magick|gs|latex|pdflatex|xelatex|lualatex)$/u,
    option: /^(?:-engine|-provider-path|--?shell-escape|-netns|netns|batch|-batch|-dNOSAFER)(?:=.*)?$/u,
  },
  {
    programs: /^(?:code|code-insiders|codium|cursor|windsurf|kiro|code-server|devcontainer|subl|idea|webstorm)$/u,
    option: /^/u,
  },
  {
    programs:
      /^(?:strace|ltrace|gdb|perf|valgrind|dtrace|rr|parallel|sem|pssh|dsh|expect|rlwrap|proxychains4?|torsocks|fakeroot|sshpass|proot|ld\.so|ld-linux.*|qemu-.*|wine|gtk-launch|xdg-open|open|start|explorer|nix-shell|direnv|asdf)$/u,
    option: /^/u,
  },
];

const builtins =
  /^(?:alias|unalias|trap|source|\.|enable|shopt|hash|complete|compgen|bind|fc|history|suspend|logout|disown|ulimit|umask|zmodload|autoload|emulate|setopt|coproc|caller|newgrp)$/u;

/** Programs that run what nobody can see in the line. */
export const interpreterGuards = [
  guard('interpreters', (part) => {
    if (runsCode(part)) return `${part.program} runs code that stands in the command itself.`;
    return readsCode(part) ? `${part.program} runs whatever it reads.` : undefined;
  }),
  guard('scripts', (part) => {
    if (sedActs(part)) return 'This script of sed may run commands or write files.';
    return awkActs(part) ? 'This script of awk may run commands or write files.' : undefined;
  }),
  guard('starting-options', (part) => {
    const pairs = part.args.map((each, at) => `${each}=${part.args[at + 1] ?? ''}`);
    const found = starting.find(
      ({ programs, option }) =>
        (programs.test(part.program) || programs.test(unversioned(part.program))) &&
        [...part.args, ...pairs].some((each) => option.test(each)),
    );
    return found === undefined
      ? undefined
      : `With these options ${part.program} starts another program, or one that lies elsewhere.`;
  }),
  guard('builtins', ({ program, args }) =>
    builtins.test(program) ||
    (program === 'set' &&
      args.length > 0 &&
      !args.every((each) =>
        /^[-+](?:[euxo]+|pipefail|errexit|nounset|xtrace)$|^(?:pipefail|errexit|nounset|xtrace)$/u.test(each),
      ))
      ? `${program} changes what later words mean, or runs what lies elsewhere.`
      : undefined,
  ),
  guard('unpacking', (part, { sandboxed }) =>
    !sandboxed && unpacks(part)
      ? 'Which files come out of it is known only when it runs, and outside a sandbox nothing keeps them in their place.'
      : undefined,
  ),
  guard(
    'own-cli',
    ({ program, args }) => {
      if (program !== 'tracewright') return undefined;
      const [verb = '', sub = ''] = operands(args);
      const looks =
        verb === '' ||
        /^(?:check|help)$/u.test(verb) ||
        (verb === 'spec' && /^(?:show|list|versions)$/u.test(sub)) ||
        (verb === 'permissions' && /^(?:explain|list)$/u.test(sub)) ||
        (verb === 'log' && /^(?:show|verify)$/u.test(sub));
      return looks ? undefined : 'Approving, trusting and running are the user’s, not an agent’s.';
    },
    { effect: 'deny', settles: false },
  ),
];

/** Programs that write whatever an archive or a patch names. */
function unpacks({ program, args }: Part): boolean {
  const [first = ''] = args;
  if (/^(?:g?tar|bsdtar|jar)$/u.test(program))
    return /^-?[a-zA-Z]*x/u.test(first) || args.some((each) => /^-[a-zA-Z]*x|^--(?:extract|get)$/u.test(each));
  if (/^7za?$/u.test(program)) return /^[ex]$/u.test(first);
  if (program === 'cpio') return hasOption(args, '-i', '--extract');
  return (
    /^(?:unzip|patch|gpatch|unrar|unar|bsdcpio|uudecode|shar)$/u.test(program) && !hasOption(args, '-l', '--dry-run')
  );
}
