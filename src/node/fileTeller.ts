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
  /** All files that are there: what differs from what was heard of so far is told now. */
  compare(files: readonly string[]): void;
  /** The same for some files that are there. */
  look(files: readonly string[]): void;
  /** Resolves when no deletion waits any more. */
  settled(): Promise<void>;
  /** `add`, `change`, `unlink` of a file, or `saved`: a change for certain, even to the same bytes. Anything else is no news. */
  heard(event: string, path: string): void;
}

/** A deletion waits so long for the creation that makes it a rename, in milliseconds. */
const renameMs = 120;
const largest = 5_000_000;

/** `root` absolute; `changed` is called at once, or after a rename could have been. */
export function createFileTeller(root: string, changed: (change: FileChange) => void): FileTeller {
  const { inodes, paths, times, inodeOf, seen } = knownFiles(root);
  const hashes = new Map<string, string>();
  const gone = new Map<number, { readonly path: string; readonly timer: NodeJS.Timeout }>();
  /** Told of already; that they are gone is no news. */
  const toldGone = new Set<string>();
  let begun = false;
  const tell = (kind: FileChange['kind'], path: string, from?: string, again = false) => {
    const { hash, changedAt } = contentOf(`${root}/${path}`);
    if (changedAt === undefined) times.delete(path);
    else times.set(path, changedAt);
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
    toldGone.delete(path);
    const inode = seen(path);
    if (!begun) return;
    // The new name may be told before the old one is said to be gone.
    if (before !== undefined && before !== path && inodes.get(before) === inode && !existsSync(`${root}/${before}`)) {
      inodes.delete(before);
      const waiting = inode === undefined ? undefined : gone.get(inode);
      clearTimeout(waiting?.timer);
      if (inode !== undefined) gone.delete(inode);
      toldGone.add(before);
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
    if (toldGone.delete(path)) return;
    const inode = inodes.get(path);
    inodes.delete(path);
    if (inode === undefined) return tell('deleted', path);
    const timer = setTimeout(() => {
      gone.delete(inode);
      tell('deleted', path);
    }, renameMs);
    gone.set(inode, { path, timer });
  };
  const heard = (event: string, path: string) => {
    if (event === 'add') added(path);
    else if (event === 'change') tell('saved', path);
    else if (event === 'saved') tell('saved', path, undefined, true);
    else if (event === 'unlink') removedAll(path);
  };
  const look = (files: readonly string[]) => {
    for (const path of files) {
      if (!inodes.has(path)) heard('add', path);
      else if (statOf(`${root}/${path}`)?.ctimeMs !== times.get(path)) heard('change', path);
    }
  };
  return {
    begin: () => {
      begun = true;
    },
    look,
    seen: (path) => void seen(path),
    heard,
    compare: (files) => {
      const there = new Set(files);
      for (const path of [...inodes.keys()].filter((each) => !there.has(each))) {
        removed(path);
        toldGone.add(path);
      }
      look(files);
    },
    settled: async () => {
      while (gone.size > 0) await new Promise((resolve) => setTimeout(resolve, renameMs));
    },
    dispose: () => {
      for (const { timer } of gone.values()) clearTimeout(timer);
    },
  };
}

/** The files that were heard of: which each is on its disk, and when it was changed last. */
function knownFiles(root: string) {
  const inodes = new Map<string, number>();
  const paths = new Map<number, string>();
  const times = new Map<string, number>();
  const inodeOf = (path: string) => statOf(`${root}/${path}`)?.ino;
  const seen = (path: string): number | undefined => {
    const stat = statOf(`${root}/${path}`);
    if (stat === undefined) return undefined;
    inodes.set(path, stat.ino);
    paths.set(stat.ino, path);
    times.set(path, stat.ctimeMs);
    return stat.ino;
  };
  return { inodes, paths, times, inodeOf, seen };
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
