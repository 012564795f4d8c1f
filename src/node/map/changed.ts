/** What became of paths at which something happened: the same that a look at the whole folder would find. */
import { lstatSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { posix } from 'node:path';
import { createHiddenBelow } from '../../core/tools/visible';
import { createFiles } from '../files';
import { portPath } from '../paths';
import { isListed } from '../search/listed';
import { type Met, meet } from './read';

/** A folder, and what the map has of it. */
export interface ChangedIn {
  /** A real path. */
  readonly root: string;
  /** By path relative to the root. */
  readonly known: ReadonlyMap<string, unknown>;
  readonly hide: readonly string[];
}

/** Files to be read, and those that count no more. */
export interface Changed {
  readonly met: readonly Met[];
  readonly removed: readonly string[];
}

/** Names that decide which other files count. */
const deciding = ['.git', '.gitignore', '.kiroignore'];

/** Undefined where only a look at the whole folder can tell: a folder came or went, or what decides which files count. */
export async function lookAtPaths(
  { root, known, hide }: ChangedIn,
  paths: ReadonlySet<string>,
): Promise<Changed | undefined> {
  const met: Met[] = [];
  const removed: string[] = [];
  const folders = lazily(() => foldersOf(known));
  const counts = lazily(() => counting(root, hide));
  for (const path of paths) {
    if (deciding.includes(posix.basename(path))) return undefined;
    const kind = kindAt(`${root}/${path}`);
    const still = kind === 'file' && known.has(path);
    if (!still && folders().has(path)) return undefined;
    const counted = still || (kind !== 'other' && (await counts()(path, kind === 'folder')));
    if (counted && kind === 'folder') return undefined;
    const there = counted ? meet(root, path) : undefined;
    if (there !== undefined) met.push(there);
    else if (known.has(path)) removed.push(path);
  }
  return { met, removed };
}

/** Specs and steering reach a prompt by ways of their own. */
export function isOfKiro(path: string): boolean {
  return /(?:^|\/)\.kiro\//u.test(path);
}

/** Whether a look at the whole folder would come to a path that it did not know. */
function counting(root: string, hide: readonly string[]): (path: string, isFolder: boolean) => Promise<boolean> {
  const hidden = createHiddenBelow(createFiles(), root, { now: Date.now }, hide);
  return async (path, isFolder) => {
    const full = `${root}/${path}`;
    if (isOfKiro(isFolder ? `${path}/` : path) || (await hidden(full)) || !(await isListed(root, path, isFolder)))
      return false;
    const folder = posix.dirname(full);
    return (await realpath(folder).then(portPath, () => undefined)) === folder;
  };
}

function kindAt(path: string): 'file' | 'folder' | 'other' {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() === true) return 'file';
    return stat?.isDirectory() === true ? 'folder' : 'other';
  } catch {
    return 'other';
  }
}

function foldersOf(known: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of known.keys())
    for (let at = path.lastIndexOf('/'); at > 0 && !found.has(path.slice(0, at)); at = path.lastIndexOf('/', at - 1))
      found.add(path.slice(0, at));
  return found;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
