/** Programs that only look, by what they are given. */
import { begins, configLooks, gitWords } from '../catalogue/entry';
import { hasOption, operands, optionValues, type Part } from './words';

interface Reader {
  readonly names: readonly string[];
  /** Options with which it does more than look. */
  readonly unless?: RegExp;
  /** How many of its operands may be anything: patterns, texts, numbers. */
  readonly texts?: number;
  /** More operands than these are written to. */
  readonly most?: number;
}

/** Looks at nothing but its own words. */
const inert: Reader = {
  names: [
    'echo',
    'printf',
    'true',
    'false',
    ':',
    'test',
    '[',
    '[[',
    'pwd',
    'whoami',
    'id',
    'groups',
    'uname',
    'arch',
    'nproc',
    'uptime',
    'free',
    'df',
    'date',
    'cal',
    'sleep',
    'seq',
    'expr',
    'basename',
    'dirname',
    'which',
    'whereis',
    'type',
    'command',
    'locale',
    'tty',
    'ps',
    'lscpu',
    'getconf',
    'sw_vers',
    'hostname',
    'exit',
    'return',
    'break',
    'continue',
    'wait',
    'jobs',
    'shift',
    'times',
    'man',
    'tput',
  ],
  unless: /^(?:-v|-s|--set(?:=.*)?)$/u,
  texts: Number.POSITIVE_INFINITY,
};

const readers: readonly Reader[] = [
  inert,
  { names: ['cd', 'pushd', 'popd', 'dirs'] },
  { names: ['bat', 'batcat'], unless: /^--(?:pager|config|diff)/u },
  {
    names: [
      'ls',
      'dir',
      'cat',
      'head',
      'tail',
      'wc',
      'cut',
      'tr',
      'nl',
      'tac',
      'rev',
      'fold',
      'fmt',
      'column',
      'paste',
      'join',
      'comm',
      'cmp',
      'diff',
      'colordiff',
      'stat',
      'readlink',
      'realpath',
      'du',
      'cksum',
      'md5sum',
      'sha1sum',
      'sha256sum',
      'sha512sum',
      'shasum',
      'b2sum',
      'xxd',
      'hexdump',
      'od',
      'strings',
      'base64',
      'expand',
      'unexpand',
      'tsort',
      'zcat',
      'gzcat',
      'nm',
      'ldd',
      'size',
      'objdump',
      'readelf',
      'exa',
      'eza',
      'lsd',
      'wc',
      'cloc',
      'tokei',
      'scc',
    ],
  },
  { names: ['file'], unless: /^(?:-C|--compile)$/u },
  { names: ['sort'], unless: /^(?:-o.*|--o.*|--compress.*|-T.*|--temp.*)$/u },
  { names: ['uniq'], most: 1 },
  { names: ['tree'], unless: /^-o/u },
  { names: ['grep', 'egrep', 'fgrep', 'zgrep', 'ack', 'ag'], texts: 1, unless: /^--pager/u },
  { names: ['rg'], texts: 1, unless: /^--(?:pre|hostname-bin|search-zip)/u },
  { names: ['jq', 'yq'], texts: 1, unless: /^(?:-i|--in-?place|-[a-z]*i[a-z]*|--from-file|-f|-L.*)$/u },
  {
    names: ['find', 'gfind', 'bfs', 'fd', 'fdfind'],
    texts: Number.POSITIVE_INFINITY,
    unless: /^-(?:exec.*|ok.*|delete|fprint.*|fls|[a-zA-Z]*[xX]|-exec.*)$/u,
  },
  {
    names: [
      'node',
      'npm',
      'npx',
      'python',
      'python3',
      'pip',
      'pip3',
      'cargo',
      'rustc',
      'go',
      'java',
      'javac',
      'ruby',
      'gem',
      'git',
      'make',
      'gcc',
      'clang',
      'docker',
      'kubectl',
      'terraform',
      'aws',
      'tsc',
      'deno',
      'bun',
      'pnpm',
      'yarn',
      'php',
      'perl',
      'dotnet',
    ],
    most: -1,
  },
];

const byName = new Map<string, Reader[]>();
for (const reader of readers) for (const name of reader.names) byName.set(name, [...(byName.get(name) ?? []), reader]);

/** Words of a git command that only looks. */
const gitLooks: Readonly<Record<string, RegExp | undefined>> = {
  status: /^$/u,
  log: /^$/u,
  diff: /^$/u,
  show: /^$/u,
  blame: /^$/u,
  annotate: /^$/u,
  shortlog: /^$/u,
  describe: /^$/u,
  'rev-parse': /^$/u,
  'rev-list': /^$/u,
  'ls-files': /^$/u,
  'ls-tree': /^$/u,
  'cat-file': /^--(?:filters|textconv|batch-command.*)$/u,
  'merge-base': /^$/u,
  'name-rev': /^$/u,
  'for-each-ref': /^$/u,
  'show-ref': /^$/u,
  'count-objects': /^$/u,
  'check-ignore': /^$/u,
  'check-attr': /^$/u,
  whatchanged: /^$/u,
  'diff-tree': /^$/u,
  'diff-index': /^$/u,
  'diff-files': /^$/u,
  grep: /^(?:-O.*|--open-files-in-pager.*)$/u,
  version: /^$/u,
  cherry: /^$/u,
  'range-diff': /^$/u,
  var: /^$/u,
  help: /^(?:-w|--web)$/u,
};

/** Options with which looking runs or writes something. */
const gitActs =
  /^--(?:output.*|ext-diff|textconv|exec-path.*|upload-pack.*|receive-pack.*|config-env.*)$|^-c.*$|^-p$|^--paginate$/u;

/** The folders and files that a git command which only looks reads besides its repository; undefined where it does more. */
function gitReads(part: Part): readonly string[] | undefined {
  if (!gitOnlyLooks(part)) return undefined;
  const git = gitWords(part);
  const folders = optionValues(git?.own ?? [], '-C');
  const beyond = git !== undefined && hasOption(git.args, '--no-index', '--contents');
  return beyond ? [...folders, ...operands(git.args), ...optionValues(git.args, '--contents')] : folders;
}

function gitOnlyLooks(part: Part): boolean {
  const git = gitWords(part);
  if (git === undefined) return false;
  const { verb, args, own } = git;
  if (own.some((each) => gitActs.test(each) || /^--(?:git-dir|work-tree)/u.test(each))) return false;
  if (args.some((each) => gitActs.test(each) && !/^-[cp]/u.test(each))) return false;
  const list = operands(args);
  if (verb === 'branch' || verb === 'tag')
    return (
      args.every((each) =>
        /^(?:-[avrl]+|-vv|--(?:list|all|remotes|show-current|contains.*|merged.*|no-merged.*|sort.*|format.*|points-at.*|column.*))$/u.test(
          each,
        ),
      ) ||
      (list.length > 0 &&
        args.some((each) => /^(?:-l|--list)$/u.test(each)) &&
        args.every((each) => !/^-[dDfmMcCu]|^--(?:delete|force|move|copy|edit|set|unset)/u.test(each)))
    );
  if (verb === 'remote') return begins(list, 'show|get-url') || args.every((each) => /^(?:-v|--verbose)$/u.test(each));
  if (verb === 'stash' || verb === 'worktree' || verb === 'notes' || verb === 'submodule')
    return begins(list, 'list|show|status') || (verb === 'submodule' && list.length === 0);
  if (verb === 'reflog') return list.length === 0 || begins(list, 'show');
  if (verb === 'config') return configLooks(args) && !args.some((each) => /^(?:-f|--file.*|--blob.*)$/u.test(each));
  const refused = gitLooks[verb];
  return refused !== undefined && !args.some((each) => refused.test(each));
}

/** The operands that are paths to read; undefined where the part does more than look. */
export function readsOnly(part: Part): readonly string[] | undefined {
  if (part.words[0]?.value.includes('/') === true && !/^\/(?:usr\/)?bin\//u.test(part.words[0].value)) return undefined;
  const git = gitReads(part);
  if (git !== undefined) return git;
  for (const reader of byName.get(part.program) ?? []) {
    if (reader.most === -1) {
      if (part.args.length === 1 && /^(?:--version|-v|-V|version|--help|-h)$/u.test(part.args[0] ?? '')) return [];
      continue;
    }
    if (
      part.args.some((each) => reader.unless?.test(each) === true) &&
      !(reader === inert && part.program === 'command')
    )
      continue;
    const list = operands(part.args);
    if (reader.most !== undefined && list.length > reader.most) continue;
    if (reader === inert && part.program === 'hostname' && list.length > 0) continue;
    if (part.program === 'find')
      return part.args.filter(
        (each, at) => !each.startsWith('-') && part.args.slice(0, at).every((before) => !/^[-(!]/u.test(before)),
      );
    return reader.texts === Number.POSITIVE_INFINITY ? [] : list.slice(reader.texts ?? 0);
  }
  return undefined;
}

/** Whether it only looks, whatever its open words turn out to be: no option makes it do more. */
export function changesNothing(part: Part): boolean {
  if (readsOnly(part) === undefined) return false;
  return (byName.get(part.program) ?? []).some(
    (reader) => reader === inert || (reader.unless === undefined && reader.most === undefined),
  );
}
