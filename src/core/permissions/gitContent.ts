/**
 * What git may print of files that are hidden: they are kept from the working tree, and their content still stands in
 * commits, stashes and the index. A command is let through where it can be seen that it prints nothing of them.
 */
import { gitWords } from './catalogue/entry';
import { builtin, type PathContext, type Verdict } from './judgePath';
import { isWithin, joinPath } from './paths';
import { hasOption, operands, optionValues, type Part } from './shell/words';

/** What a verdict on git needs. */
export type GitContext = Pick<PathContext, 'on' | 'places' | 'sandboxed' | 'committedHidden'>;

interface GitCommand {
  readonly verb: string;
  readonly args: readonly string[];
  /** Options before the verb. */
  readonly own: readonly string[];
  /** Where it runs; undefined where that is known only then. */
  readonly folder: string | undefined;
}

/** Subcommands that print no file, unless they have one of the options that show a patch. */
const quiet: ReadonlySet<string> = new Set(
  'add apply branch check-attr check-ignore cherry cherry-pick clean commit config count-objects describe fetch for-each-ref fsck gc help init ls-files ls-remote ls-tree merge merge-base mv name-rev pull push remote reset restore checkout switch revert rev-list rev-parse rm show-ref stash status tag update-index update-ref var verify-commit version'.split(
    ' ',
  ),
);
/** Options with which one of these shows a patch all the same. */
const showsPatch: Readonly<Record<string, readonly string[]>> = {
  add: ['-p', '--patch', '-i', '--interactive', '-e', '--edit'],
  checkout: ['-p', '--patch'],
  commit: ['-p', '--patch', '--interactive', '-v', '--verbose'],
  config: ['--blob'],
  reset: ['-p', '--patch'],
  restore: ['-p', '--patch'],
  stash: ['-p', '--patch'],
  status: ['-v', '--verbose'],
};

/** Options with which log, diff and show print names, numbers and messages only. */
const harmless =
  /^(?:-\d+|-n\d*|-s|-i|-E|-F|-q|-r|-z|-m|--cached|--staged|--(?:oneline|graph|stat.*|shortstat|numstat|name-only|name-status|summary|dirstat.*|compact-summary|no-patch|quiet|all|branches.*|tags.*|remotes.*|since.*|after.*|until.*|before.*|author.*|committer.*|grep.*|format.*|pretty.*|date.*|decorate.*|no-decorate|abbrev.*|no-abbrev.*|merges|no-merges|first-parent|reverse|max-count.*|skip.*|topo-order|date-order|color.*|no-color|exit-code|check|diff-filter.*|no-renames|left-right|cherry-pick|boundary|ancestry-path.*|simplify-.*|full-history|invert-grep|all-match|relative.*|root))$/u;
const summary =
  /^(?:-s|-q|--(?:stat.*|shortstat|numstat|name-only|name-status|summary|dirstat.*|compact-summary|no-patch|quiet|check))$/u;

/** Options that reach past the paths that are named. */
const beyondPaths =
  /^(?:-L|--full-d|--follow|--stdin|--pathspec-f|--submodule|--textconv|--ext-diff|--output|--contents|-O|--open-f)/u;

/** What is said to a part that runs git where the repository holds hidden files; nothing for anything else. */
export async function gitContentVerdicts(part: Part, context: GitContext): Promise<readonly Verdict[]> {
  const git = gitWords(part);
  if (git === undefined || !context.on('committed-hidden')) return [];
  const own = part.args.slice(0, part.args.length - git.args.length - 1);
  const folders = part.folders ?? [undefined];
  const verdicts: Verdict[] = [];
  for (const from of folders) {
    const command: GitCommand = { ...git, own, folder: folderOf(own, from) };
    if (isQuiet(command)) continue;
    const held = await context.committedHidden(command.folder ?? context.places.roots[0] ?? '/');
    const found = held.length === 0 ? undefined : judge(command, held, context);
    if (found !== undefined) verdicts.push(found);
  }
  return verdicts;
}

function folderOf(own: readonly string[], from: string | undefined): string | undefined {
  return optionValues(own, '-C').reduce<string | undefined>(
    (folder, step) => (step.startsWith('/') ? step : folder === undefined ? undefined : joinPath(folder, `./${step}`)),
    from,
  );
}

function isQuiet({ verb, args, own }: GitCommand): boolean {
  if (verb === '' || own.some((each) => /^(?:--work-tree|--git-dir|-c|--config-env|--exec-path)/u.test(each)))
    return verb === '';
  return (
    quiet.has(verb) &&
    !hasOption(args, ...(showsPatch[verb] ?? [])) &&
    !(verb === 'stash' && operands(args)[0] === 'show')
  );
}

function judge(command: GitCommand, held: readonly string[], context: GitContext): Verdict | undefined {
  const { roots } = context.places;
  const places = [...(command.folder === undefined ? [] : [command.folder]), ...roots];
  const named = namedPaths(command, places).flatMap((path) => held.filter((each) => overlap(path, each)));
  const [first] = named;
  if (first !== undefined)
    return builtin('deny', 'guard: committed-hidden', `Git holds ${shown(first, roots)}, which is hidden.`);
  if (leavesOut(command, held, context)) return undefined;
  const rest = held.length === 1 ? '' : ` and ${held.length - 1} more`;
  const excluded = held.length > 3 ? '' : ` -- . ${held.map((each) => `':!${fromFolder(command, each)}'`).join(' ')}`;
  const advice =
    excluded === '' ? 'name the paths that you want after --, or use --stat' : `add ${excluded.trim()}, or use --stat`;
  const reason = `It may print hidden files that git holds (${shown(held[0] ?? '', roots)}${rest}): ${advice}.`;
  return { ...builtin('ask', 'guard: committed-hidden', reason), settles: true };
}

/** One is the other, or lies in it: a held name may be a folder. */
function overlap(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}

function fromFolder({ folder }: GitCommand, path: string): string {
  return folder !== undefined && isWithin(folder, path) ? path.slice(folder.length + 1) : path;
}

function shown(path: string, roots: readonly string[]): string {
  const root = roots.find((each) => isWithin(each, path));
  return root === undefined ? path : path.slice(root.length + 1);
}

/** What stands behind a revision's colon, `HEAD:src/a.ts`, wherever it may begin. */
function namedPaths({ args }: GitCommand, places: readonly string[]): readonly string[] {
  return args.flatMap((each) => {
    const path = /^[^:]*:(?:[0-3]:)?([^:!^(].*)$/u.exec(each)?.[1];
    if (path === undefined || each.startsWith(':/')) return [];
    return places.map((place) => joinPath(place, `./${path.replace(/^\/+/u, '')}`));
  });
}

/** Whether it can be seen that nothing of the held files is printed. */
function leavesOut(command: GitCommand, held: readonly string[], { sandboxed }: GitContext): boolean {
  const { verb, args, own } = command;
  if (own.some((each, at) => !/^(?:-C|--no-pager|-P|--no-optional-locks)$/u.test(each) && own[at - 1] !== '-C'))
    return false;
  const end = args.indexOf('--');
  const before = end === -1 ? args : args.slice(0, end);
  const lines = verb === 'blame' || verb === 'annotate' ? /^-L/u : undefined;
  if (before.some((each) => beyondPaths.test(each) && lines?.test(each) !== true)) return false;
  const selects = () =>
    end === -1 || command.folder === undefined || selected(args.slice(end + 1), command.folder, held);
  const options = before.filter((each) => each.startsWith('-'));
  switch (verb) {
    case 'log':
    case 'reflog':
    case 'shortlog':
      return options.every((each) => harmless.test(each)) || !selects();
    case 'diff':
      if (before.includes('--no-index')) return true;
      return (summarizes(options) || !selects()) && !mayBeBlob(before);
    case 'show':
    case 'diff-tree':
    case 'diff-index':
    case 'diff-files':
      return onlyPaths(before, verb) || ((summarizes(options) || !selects()) && !mayBeBlob(before));
    case 'blame':
    case 'annotate':
      return blames(command, held);
    case 'grep':
      return !selects() || (sandboxed && end === -1 && operands(before).length === 1 && !before.includes('--cached'));
    case 'cat-file':
      return before.some((each) => /^-[tse]$/u.test(each)) || onlyPaths(before, verb);
    default:
      return false;
  }
}

function summarizes(options: readonly string[]): boolean {
  return options.some((each) => summary.test(each)) && options.every((each) => harmless.test(each));
}

/** `git show HEAD:a`: exactly the files that are named, which were looked at. */
function onlyPaths(args: readonly string[], verb: string): boolean {
  const list = operands(args).filter((each) => verb !== 'cat-file' || each !== 'blob');
  return list.length > 0 && list.every((each) => /^[^:{]*:[^/:!^(]/u.test(each));
}

/** A bare hash may name a file as well as a commit; with `~` or `^` it is a commit. */
function mayBeBlob(args: readonly string[]): boolean {
  return operands(args)
    .flatMap((each) => each.split(/\.{2,3}/u))
    .some((each) => each.includes('{') || each.startsWith(':/') || /^[0-9a-f]{4,64}$/iu.test(each));
}

function blames({ args, folder }: GitCommand, held: readonly string[]): boolean {
  const path = operands(args, ['-L', '--since']).at(-1);
  return path !== undefined && folder !== undefined && !selected([path], folder, held);
}

/** Whether path patterns of git name one of the paths. What is no plain path may name any; an exclusion has to be plain. */
function selected(patterns: readonly string[], folder: string, held: readonly string[]): boolean {
  const outOf = (pattern: string) => /^:(?:[!^]|\(exclude\))(.+)$/su.exec(pattern)?.[1];
  const excluded = patterns.flatMap((each) => outOf(each) ?? []).filter((each) => !/[*?[\\:]/u.test(each));
  const wanted = patterns.filter((each) => outOf(each) === undefined);
  const at = (path: string) => (path.startsWith('/') ? joinPath('/', path) : joinPath(folder, `./${path}`));
  return held.some((path) => {
    if (excluded.some((each) => isWithin(at(each), path))) return false;
    return wanted.length === 0 || wanted.some((each) => /[*?[\\]|^:/u.test(each) || overlap(at(each), path));
  });
}
