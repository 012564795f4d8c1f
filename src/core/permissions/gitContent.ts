/**
 * What git may print of files that are hidden: they are kept from the working tree, and their content still stands in
 * commits, stashes and the index. A command is let through where it can be seen that it prints nothing of them.
 */
import { gitWords } from './catalogue/entry';
import { copiedFrom } from './gitCopies';
import { type GitCommand, harmless, isPlainOwn, isQuiet, mayBeBlob, namesNoPath } from './gitQuiet';
import { builtin, type PathContext, type Verdict } from './judgePath';
import { isWithin, joinPath } from './paths';
import { operands, optionValues, type Part } from './shell/words';

/** What a verdict on git needs. */
export type GitContext = Pick<PathContext, 'on' | 'places' | 'sandboxed' | 'hidden' | 'committedHidden' | 'files'>;

/** Those with which nothing but a summary is printed. */
const summary =
  /^(?:-s|-q|--(?:stat.*|shortstat|numstat|name-only|name-status|summary|dirstat.*|compact-summary|no-patch|quiet))$/u;

/** Options that reach past the paths that are named. */
const beyondPaths =
  /^(?:-L|--full-d|--follow|--stdin|--pathspec-f|--submodule|--textconv|--ext-diff|--output|--contents|-O|--open-f)/u;

/** What is said to a part that runs git where the repository holds hidden files; nothing for anything else. */
export async function gitContentVerdicts(part: Part, context: GitContext): Promise<readonly Verdict[]> {
  const git = gitWords(part);
  if (git === undefined || !context.on('committed-hidden')) return [];
  const verdicts: Verdict[] = [];
  for (const from of part.folders ?? [undefined]) {
    const found = await look({ ...git, folder: folderOf(git.own, from) }, context);
    if (found !== undefined) verdicts.push(found);
  }
  return verdicts;
}

async function look(command: GitCommand, context: GitContext): Promise<Verdict | undefined> {
  const { roots } = context.places;
  const named = namedPaths(command, roots);
  for (const path of named) if (await context.hidden(path)) return refusal(path, roots);
  const copied = await copiedFrom(command, context);
  if (isQuiet(command, roots) && copied.length === 0 && named.length === 0) return undefined;
  // A repository that is given otherwise than by the folder may be that of the workspace.
  const others = command.own.every(isPlainOwn) ? copied : [...copied, ...roots];
  const held: string[] = [];
  for (const place of new Set([command.folder ?? roots[0] ?? '/', ...others])) {
    const there = await context.committedHidden(place);
    if (there === undefined) return unanswered(command, place, named.length > 0, context);
    held.push(...there);
  }
  return held.length === 0 ? undefined : judge(command, [...new Set(held)], named, copied.length > 0, context);
}

function folderOf(own: readonly string[], from: string | undefined): string | undefined {
  return optionValues(own, '-C').reduce<string | undefined>(
    (folder, step) => (step.startsWith('/') ? step : folder === undefined ? undefined : joinPath(folder, `./${step}`)),
    from,
  );
}

function refusal(path: string, roots: readonly string[]): Verdict {
  return builtin('deny', 'guard: committed-hidden', `Git holds ${shown(path, roots)}, which is hidden.`);
}

function asks(reason: string): Verdict {
  return { ...builtin('ask', 'guard: committed-hidden', reason), settles: true };
}

/** Anything in the repository may be hidden then. */
function unanswered(command: GitCommand, place: string, names: boolean, context: GitContext): Verdict | undefined {
  if (!names && leavesOut(command, [place], context)) return undefined;
  return asks('It may print hidden files: git did not say which ones its history holds.');
}

function judge(
  command: GitCommand,
  held: readonly string[],
  named: readonly string[],
  copies: boolean,
  context: GitContext,
): Verdict | undefined {
  const { roots } = context.places;
  const first = named.flatMap((path) => held.filter((each) => overlap(path, each)))[0];
  if (first !== undefined) return refusal(first, roots);
  const rest = held.length === 1 ? '' : ` and ${held.length - 1} more`;
  const what = `${shown(held[0] ?? '', roots)}${rest}`;
  if (copies) return asks(`It may copy hidden files that git holds (${what}) to where nothing hides them.`);
  if (isQuiet(command, roots) || leavesOut(command, held, context)) return undefined;
  const excluded = held.length > 3 ? '' : ` -- . ${held.map((each) => `':!${fromFolder(command, each)}'`).join(' ')}`;
  const advice =
    excluded === '' ? 'name the paths that you want after --, or use --stat' : `add ${excluded.trim()}, or use --stat`;
  return asks(`It may print hidden files that git holds (${what}): ${advice}.`);
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

/**
 * What stands behind a revision's colon, `HEAD:src/a.ts`: git counts from the top of the repository, which may be any folder
 * above, and from its own folder what begins with a dot. And what `git mv` gives another name.
 */
function namedPaths({ verb, args, folder }: GitCommand, roots: readonly string[]): readonly string[] {
  if (namesNoPath(verb)) return [];
  const here = folder === undefined ? [] : [folder];
  if (verb === 'mv') {
    const from = folder === undefined ? roots : here;
    return operands(args).flatMap((each) =>
      from.map((base) => joinPath(base, each.startsWith('/') ? each : `./${each}`)),
    );
  }
  const places = new Set([...here, ...roots].flatMap(ancestors));
  return args.flatMap((each) => {
    const path = /^[^:]*:(?:[0-3]:)?([^:!^(].*)$/u.exec(each)?.[1];
    if (path === undefined || each.startsWith(':/')) return [];
    const bases = folder !== undefined && /^\.\.?(?:\/|$)/u.test(path) ? here : [...places];
    return bases.map((place) => joinPath(place, `./${path.replace(/^\/+/u, '')}`));
  });
}

function ancestors(path: string): readonly string[] {
  const found = [path];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) found.push(path.slice(0, at));
  return [...found, '/'];
}

/** Whether it can be seen that nothing of the held files is printed. */
function leavesOut(command: GitCommand, held: readonly string[], { sandboxed }: GitContext): boolean {
  const { verb, args, own } = command;
  if (!own.every(isPlainOwn)) return false;
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
      return onlyPaths(command, before) || ((summarizes(options) || !selects()) && !mayBeBlob(before));
    case 'blame':
    case 'annotate':
      return blames(command, held);
    case 'grep':
      return !selects() || (sandboxed && end === -1 && operands(before).length === 1 && options.every(searchesFiles));
    case 'cat-file':
      return before.some((each) => /^-[tse]$/u.test(each)) || onlyPaths(command, before);
    default:
      return false;
  }
}

function summarizes(options: readonly string[]): boolean {
  return options.some((each) => summary.test(each)) && options.every((each) => harmless.test(each));
}

/** With these git grep takes its operand for the pattern, and looks in the files of the working tree. */
function searchesFiles(option: string): boolean {
  return /^-[nilwEFchHo]+$/u.test(option);
}

/** `git show HEAD:a`: exactly the files that are named, which were looked at. Any other option may add revisions. */
function onlyPaths({ verb, folder }: GitCommand, args: readonly string[]): boolean {
  const list = operands(args).filter((each) => verb !== 'cat-file' || each !== 'blob');
  const plain = args.every((each) => !each.startsWith('-') || /^-[ptse]$/u.test(each));
  return (
    plain &&
    folder !== undefined &&
    list.length > 0 &&
    list.every((each) => /^[^:{^][^:{]*:[^/:!^(]|^:[^/:!^(]/u.test(each))
  );
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
