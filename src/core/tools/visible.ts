/**
 * Which paths exist for tools. A path counts only if it lies in a workspace folder once links are resolved, and if no
 * `.kiroignore` between that folder and the path hides it; both the path as it was asked for and the one it really is
 * must pass. What is hidden does not exist for any tool.
 */
import ignore, { type Ignore } from 'ignore';
import type { Clock, Files } from '../host';
import { isWithin, joinPath } from '../permissions/paths';

/** What the caller knows of a path from walking to it: where it really lies, and that it is a file. */
interface KnownFile {
  readonly real: string;
}

type Visible = (path: string, known?: KnownFile) => Promise<boolean>;
type ReadPorts = Pick<Files, 'read' | 'realpath' | 'stat'>;
/** Patterns (gitignore syntax) that hold in every root, and that no ignore file takes back. */
export type Hiding = () => Promise<readonly string[]>;
type RulesOf = (folder: string) => Promise<Rules | undefined>;

/**
 * One `.kiroignore`, twice: an ignore file is a promise to hide, and a name in another case may be the same file. So a
 * path is hidden as soon as one of the two readings hides it.
 */
interface Rules {
  readonly exact: Ignore;
  readonly folded: Ignore;
}

/** How long an ignore file is taken to be unchanged. */
const rulesLifeMs = 2000;

/**
 * Makes the function; it keeps the ignore files for two seconds. `hide` are patterns of settings and organisation: they
 * hold in each root, and no ignore file takes them back.
 */
export function createVisible(
  files: ReadPorts,
  roots: readonly string[],
  clock: Pick<Clock, 'now'>,
  hide: Hiding = async () => [],
): Visible {
  const rulesOf = createRulesReader(files, clock);
  const alwaysOf = alwaysReader(hide);
  let realRoots: Promise<readonly string[]> | undefined;
  return async (asked, known) => {
    realRoots ??= Promise.all(roots.map(async (root) => (await files.realpath(root)) ?? root));
    const path = joinPath('/', asked);
    const real = known?.real ?? (await realPathOf(files, path));
    const realRoot = outermostRoot(await realRoots, real);
    const isFolder = async (to: string) => known === undefined && (await files.stat(to))?.kind === 'folder';
    const hidden = async (from: string, to: string) =>
      isHidden({ rulesOf, always: await alwaysOf() }, await isFolder(to), from, to);
    if (realRoot === undefined || (await hidden(realRoot, real))) return false;
    const root = outermostRoot(roots, path);
    return root === undefined || path === real || !(await hidden(root, path));
  };
}

/** Keeps the rules as long as the patterns are the same. */
function alwaysReader(hide: Hiding): () => Promise<Rules | undefined> {
  let last: { readonly text: string; readonly rules: Rules | undefined } | undefined;
  return async () => {
    const text = (await hide()).join('\n');
    if (last?.text !== text) last = { text, rules: text === '' ? undefined : rulesFrom(text) };
    return last.rules;
  };
}

/** The path with links resolved as far as it exists; what does not exist yet is kept as it stands. */
async function realPathOf(files: Pick<Files, 'realpath'>, path: string): Promise<string> {
  const missing: string[] = [];
  for (let existing = path; ; ) {
    const real = await files.realpath(existing);
    if (real !== undefined) return missing.length === 0 ? real : joinPath(real, missing.join('/'));
    const cut = existing.lastIndexOf('/');
    if (cut <= 0) return path;
    missing.unshift(existing.slice(cut + 1));
    existing = existing.slice(0, cut);
  }
}

/** The outermost root that holds the path, so that ignore files between nested roots count too. */
function outermostRoot(roots: readonly string[], path: string): string | undefined {
  return [...roots].sort((a, b) => a.length - b.length).find((root) => isWithin(root, path));
}

/**
 * As `createVisible`, for a walk that meets every path below one root itself and follows no link: the paths are real, and
 * whether a folder is hidden is known from the files before.
 */
export function createHiddenBelow(
  files: Pick<Files, 'read'>,
  root: string,
  clock: Pick<Clock, 'now'>,
  hide: readonly string[],
): (path: string) => Promise<boolean> {
  const rules = rulesFor(files, clock, hide);
  const folders = new Map<string, Promise<boolean>>();
  const hidden = (path: string, isFolder: boolean): Promise<boolean> => isHiddenLast(rules, isFolder, root, path);
  const folderHidden = (folder: string): Promise<boolean> => {
    if (folder === root || !isWithin(root, folder)) return Promise.resolve(folder !== root);
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const found = folderHidden(folder.slice(0, folder.lastIndexOf('/'))).then(
      async (above) => above || (await hidden(folder, true)),
    );
    folders.set(folder, found);
    return found;
  };
  return async (path) => (await folderHidden(path.slice(0, path.lastIndexOf('/')))) || (await hidden(path, false));
}

/**
 * As `createVisible`, for a walk that comes down from one root by itself: whether a file or folder is hidden, when none
 * of the folders that it lies in is. The path is real.
 */
export function createHiddenStep(
  files: Pick<Files, 'read'>,
  root: string,
  clock: Pick<Clock, 'now'>,
  hide: readonly string[],
): (path: string, isFolder: boolean) => Promise<boolean> {
  const rules = rulesFor(files, clock, hide);
  return (path, isFolder) => isHiddenLast(rules, isFolder, root, path);
}

/** Every rule there is. */
interface AllRules {
  readonly rulesOf: RulesOf;
  readonly always: Rules | undefined;
}

function rulesFor(files: Pick<Files, 'read'>, clock: Pick<Clock, 'now'>, hide: readonly string[]): AllRules {
  return {
    rulesOf: createRulesReader(files, clock),
    always: hide.length === 0 ? undefined : rulesFrom(hide.join('\n')),
  };
}

/** Whether the path itself is hidden, apart from the folders that it lies in. */
async function isHiddenLast(rules: AllRules, isFolder: boolean, root: string, path: string): Promise<boolean> {
  const steps = path.slice(root.length).split('/').filter(Boolean);
  if (steps.some((step) => folded(step) === '.git')) return true;
  const above = steps.map((_, at) => (at === 0 ? root : joinPath(root, steps.slice(0, at).join('/'))));
  const from = (depth: number) => steps.slice(depth).join('/').normalize('NFC') + (isFolder ? '/' : '');
  return isHiddenStep(rules, above, from);
}

async function isHidden(rulesOf: AllRules, isFolder: boolean, root: string, path: string): Promise<boolean> {
  const steps = path.slice(root.length).split('/').filter(Boolean);
  // Credentials stand in .git/config, and nothing of a repository's own store helps a spec.
  if (steps.some((step) => folded(step) === '.git')) return true;
  const folders = [root, ...steps.map((_, at) => joinPath(root, steps.slice(0, at + 1).join('/')))];
  for (let length = 1; length <= steps.length; length++) {
    const slash = length < steps.length || isFolder ? '/' : '';
    const from = (depth: number) => steps.slice(depth, length).join('/').normalize('NFC') + slash;
    // A hidden folder hides everything in it, whatever a deeper ignore file says.
    if (await isHiddenStep(rulesOf, folders.slice(0, length), from)) return true;
  }
  return false;
}

/** Judges one step of the path by the ignore files of the folders above it; the innermost one that has a word decides. */
async function isHiddenStep(
  { rulesOf, always }: AllRules,
  above: readonly string[],
  from: (depth: number) => string,
): Promise<boolean> {
  if (always !== undefined && (always.exact.ignores(from(0)) || always.folded.ignores(from(0)))) return true;
  const decided = { exact: false, folded: false };
  for (const [depth, folder] of above.entries()) {
    const rules = await rulesOf(folder);
    if (rules === undefined) continue;
    for (const kind of ['exact', 'folded'] as const) {
      const result = rules[kind].test(from(depth));
      if (result.ignored) decided[kind] = true;
      else if (result.unignored) decided[kind] = false;
    }
  }
  return decided.exact || decided.folded;
}

function createRulesReader(
  files: Pick<Files, 'read'>,
  clock: Pick<Clock, 'now'>,
): (folder: string) => Promise<Rules | undefined> {
  const kept = new Map<string, { readonly until: number; readonly rules: Promise<Rules | undefined> }>();
  return (folder) => {
    const known = kept.get(folder);
    if (known !== undefined && known.until > clock.now()) return known.rules;
    const rules = readRules(files, folder);
    kept.set(folder, { until: clock.now() + rulesLifeMs, rules });
    return rules;
  };
}

async function readRules(files: Pick<Files, 'read'>, folder: string): Promise<Rules | undefined> {
  const bytes = await files.read(`${folder}/.kiroignore`).catch(() => undefined);
  if (bytes === undefined) return undefined;
  return rulesFrom(new TextDecoder().decode(bytes));
}

function rulesFrom(written: string): Rules {
  const text = written.normalize('NFC');
  return {
    exact: ignore({ ignorecase: false, allowRelativePaths: true }).add(text),
    folded: ignore({ ignorecase: true, allowRelativePaths: true }).add(text),
  };
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
