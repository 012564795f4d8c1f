/** The files of the workspace folders as one search sees them: each is read once, whatever asks for it. */
import type { Files, FolderEntry } from '../../../host';
import { isWithin, joinPath } from '../../../permissions/paths';

/** What a search reads. */
export interface Tree {
  /** Absolute path of the workspace folder that things are named from. */
  readonly root: string;
  /** The text of a file in a workspace folder; undefined where there is none. Never rejects. */
  text(path: string): Promise<string | undefined>;
  /** Sorted by name; empty where there is no such folder. Never rejects. */
  list(path: string): Promise<readonly FolderEntry[]>;
  /** Where a path leads, links resolved; itself where nobody can tell. Never rejects. */
  real(path: string): Promise<string>;
  /** Relative to the workspace folder that it is of; absolute where it is another's. */
  nameOf(path: string): string;
}

/** Ports that a search needs. */
export type TreeFiles = Pick<Files, 'read' | 'list'> & Partial<Pick<Files, 'realpath'>>;

/** Opens the folders; what lies outside them does not exist. */
export function openTree(files: TreeFiles, root: string, roots: readonly string[] = [root]): Tree {
  const inside = (path: string) => isWithin(root, path) || roots.some((each) => isWithin(each, path));
  const text = remembered(async (path) => {
    const bytes = inside(path) ? await files.read(path).catch(() => undefined) : undefined;
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes).replace(/^\uFEFF/u, '');
  });
  const list = remembered(async (path) => (inside(path) ? await files.list(path).catch(() => []) : []));
  const nameOf = (path: string) => (isWithin(root, path) && path !== root ? path.slice(root.length + 1) : path);
  const real = async (path: string) => (await files.realpath?.(path).catch(() => undefined)) ?? path;
  return { root, text, list, real, nameOf };
}

/** The folder and those around it, up to the workspace folder; the folder alone where it lies outside. */
export function foldersUp(root: string, folder: string): readonly string[] {
  const found = [folder];
  if (!isWithin(root, folder)) return found;
  for (let each = folder; each !== root; found.push(each)) each = joinPath(each, '..');
  return found;
}

/** Folders in which nobody configures a check of this project. */
const skipped = /^(?:node_modules|bower_components|\..+|dist|build|out|target|vendor|venv|env|__pycache__|coverage)$/u;

/** Folders below one, itself first, level by level; at most so many. */
export async function foldersBelow(tree: Tree, folder: string, deepest: number, most = 2000): Promise<string[]> {
  const found = [folder];
  let level = [folder];
  for (let depth = 0; depth < deepest && level.length > 0 && found.length < most; depth++) {
    const lists = await Promise.all(
      level.map(async (path) =>
        (await tree.list(path)).flatMap(({ kind, name }) =>
          kind === 'folder' && !skipped.test(name) ? [`${path}/${name}`] : [],
        ),
      ),
    );
    level = lists.flat().slice(0, most - found.length);
    found.push(...level);
  }
  return found;
}

/** What a pattern of folders or files names: `a/b`, `packages/*`, `libs/**`, `mk/*.mk`. */
export async function expanded(tree: Tree, folder: string, pattern: string): Promise<readonly string[]> {
  const plain = pattern.replace(/^\.\//u, '').replace(/\/+$/u, '');
  const star = plain.search(/[*?[{]/u);
  if (star === -1) return [joinPath(folder, plain === '' ? '.' : `./${plain}`)];
  const base = joinPath(folder, `./${plain.slice(0, plain.lastIndexOf('/', star) + 1)}`);
  const rest = plain.slice(plain.lastIndexOf('/', star) + 1);
  if (rest.startsWith('**')) return (await foldersBelow(tree, base, 4)).slice(1);
  const [first = '', ...more] = rest.split('/');
  const like = new RegExp(
    `^${first
      .replace(/[.+^${}()|[\]\\]/gu, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'u',
  );
  const names = (await tree.list(base))
    .map(({ name }) => name)
    .filter((name) => like.test(name) && !skipped.test(name));
  const tail = more.length === 0 ? '' : `/${more.join('/')}`;
  return names.map((name) => joinPath(base, `./${name}${tail}`));
}

function remembered<Value>(make: (path: string) => Promise<Value>): (path: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (path) => {
    const made = known.get(path) ?? make(path);
    known.set(path, made);
    return made;
  };
}
