/** What git ignores below a folder, as its `.gitignore` files say. */
import ignore, { type Ignore } from 'ignore';
import type { Files } from '../host';

/** Whether a path, absolute and below the folder, is ignored; what lies in an ignored folder is not asked about. */
export type GitIgnored = (path: string, isFolder: boolean) => Promise<boolean>;

type Ports = Pick<Files, 'read' | 'stat'>;

/** One `.gitignore`. */
interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** Undefined where the folder is in no repository: a `.gitignore` speaks to nobody there. */
export async function createGitIgnored(files: Ports, root: string): Promise<GitIgnored | undefined> {
  const top = await topOf(files, root);
  if (top === undefined) return undefined;
  const chains = new Map<string, Promise<readonly Rules[]>>();
  const chainOf = (folder: string): Promise<readonly Rules[]> => {
    const known =
      chains.get(folder) ?? chainAt(files, folder, folder === top ? undefined : () => chainOf(parentOf(folder)));
    chains.set(folder, known);
    return known;
  };
  const ignored: GitIgnored = async (path, isFolder) => isIgnored(await chainOf(parentOf(path)), path, isFolder);
  // Who asks for a folder that is ignored means what is in it.
  for (let folder = root; folder !== top; folder = parentOf(folder))
    if (await ignored(folder, true)) return async () => false;
  return ignored;
}

async function topOf(files: Ports, root: string): Promise<string | undefined> {
  for (let folder = root; folder !== ''; folder = parentOf(folder))
    if ((await files.stat(`${folder}/.git`)) !== undefined) return folder;
  return undefined;
}

/** The rules that hold in a folder, its own last; a repository in a repository begins anew. */
async function chainAt(
  files: Ports,
  folder: string,
  above: (() => Promise<readonly Rules[]>) | undefined,
): Promise<readonly Rules[]> {
  const begins = above === undefined || (await files.stat(`${folder}/.git`)) !== undefined;
  const inherited = begins ? [] : await above();
  const bytes = await files.read(`${folder}/.gitignore`).catch(() => undefined);
  if (bytes === undefined) return inherited;
  const rules = ignore({ ignorecase: false, allowRelativePaths: true }).add(new TextDecoder().decode(bytes));
  return [...inherited, { folder, rules }];
}

/** The innermost file that has a word about the path decides. */
function isIgnored(chain: readonly Rules[], path: string, isFolder: boolean): boolean {
  for (const { folder, rules } of chain.toReversed()) {
    const { ignored, unignored } = rules.test(path.slice(folder.length + 1) + (isFolder ? '/' : ''));
    if (ignored || unignored) return ignored;
  }
  return false;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
