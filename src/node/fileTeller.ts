/** Makes what watchers say into what happened: renames are put together, and the same bytes are told once. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import type { FileChange } from '../core/hooks/fileChange';
import type { Disposable } from '../core/host';

/** Hears one watcher, or several of the same folder. */
export interface FileTeller extends Disposable {
  /** Files that are heard of before this are there already. */
  begin(): void;
  /** A file that is there, which is no news. */
  seen(path: string): void;
  /** `add`, `change`, `unlink` of a file, or `saved`: a change for certain, even to the same bytes. Anything else is no news. */
  heard(event: string, path: string): void;
}

/** A deletion waits so long for the creation that makes it a rename, in milliseconds. */
const renameMs = 120;
const largest = 5_000_000;

/** `root` absolute; `changed` is called at once, or after a rename could have been. */
export function createFileTeller(root: string, changed: (change: FileChange) => void): FileTeller {
  const inodes = new Map<string, number>();
  const paths = new Map<number, string>();
  const hashes = new Map<string, string>();
  const gone = new Map<number, { readonly path: string; readonly timer: NodeJS.Timeout }>();
  /** Told as renamed already; that they are gone is no news. */
  const renamed = new Set<string>();
  let begun = false;
  const inodeOf = (path: string) => statOf(`${root}/${path}`)?.ino;
  const seen = (path: string): number | undefined => {
    const inode = inodeOf(path);
    if (inode === undefined) return undefined;
    inodes.set(path, inode);
    paths.set(inode, path);
    return inode;
  };
  const tell = (kind: FileChange['kind'], path: string, from?: string, again = false) => {
    const { hash, changedAt } = contentOf(`${root}/${path}`);
    // The same bytes again: touched, or told twice.
    if (!again && kind === 'saved' && hash !== undefined && hashes.get(path) === hash) return;
    if (hash === undefined) hashes.delete(path);
    else hashes.set(path, hash);
    changed({
      kind,
      path,
      ...(from === undefined ? {} : { from }),
      ...(hash === undefined ? {} : { hash }),
      ...(changedAt === undefined ? {} : { changedAt }),
    });
  };
  const added = (path: string) => {
    const now = inodeOf(path);
    const before = now === undefined ? undefined : paths.get(now);
    const replaced = inodes.has(path);
    const inode = seen(path);
    if (!begun) return;
    // The new name may be told before the old one is said to be gone.
    if (before !== undefined && before !== path && inodes.get(before) === inode && !existsSync(`${root}/${before}`)) {
      inodes.delete(before);
      const waiting = inode === undefined ? undefined : gone.get(inode);
      clearTimeout(waiting?.timer);
      if (inode !== undefined) gone.delete(inode);
      renamed.add(before);
      return tell('renamed', path, before);
    }
    const moved = inode === undefined ? undefined : gone.get(inode);
    if (moved === undefined || inode === undefined) return tell(replaced ? 'saved' : 'created', path);
    clearTimeout(moved.timer);
    gone.delete(inode);
    tell(moved.path === path ? 'saved' : 'renamed', path, moved.path === path ? undefined : moved.path);
  };
  /** A folder that is gone is told of as one; its files were known. */
  const removedAll = (path: string) => {
    const inside = inodes.has(path) ? [] : [...inodes.keys()].filter((each) => each.startsWith(`${path}/`));
    for (const each of inside.length === 0 ? [path] : inside) removed(each);
  };
  const removed = (path: string) => {
    if (renamed.delete(path)) return;
    const inode = inodes.get(path);
    inodes.delete(path);
    if (inode === undefined) return tell('deleted', path);
    const timer = setTimeout(() => {
      gone.delete(inode);
      tell('deleted', path);
    }, renameMs);
    gone.set(inode, { path, timer });
  };
  return {
    begin: () => {
      begun = true;
    },
    seen: (path) => void seen(path),
    heard: (event: string, path: string) => {
      if (event === 'add') added(path);
      else if (event === 'change') tell('saved', path);
      else if (event === 'saved') tell('saved', path, undefined, true);
      else if (event === 'unlink') removedAll(path);
    },
    dispose: () => {
      for (const { timer } of gone.values()) clearTimeout(timer);
    },
  };
}

/** What is at a path; undefined also where a folder above it has become a file, is a loop or can't be entered. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** What a file holds, and when that was written; no hash where it is too large. */
function contentOf(path: string): Pick<FileChange, 'hash' | 'changedAt'> {
  try {
    // Programs can set the time of modification, but not that of the change.
    const { size, ctimeMs: changedAt } = statSync(path);
    if (size > largest) return { changedAt };
    return { hash: createHash('sha256').update(readFileSync(path)).digest('hex'), changedAt };
  } catch {
    return {};
  }
}
