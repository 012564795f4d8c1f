/** What happens to files below some folders of a workspace, told by anyone's changes: for hooks without an editor. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { watch } from 'chokidar';
import type { Disposable, Log } from '../core/host';
import { portPath } from './paths';

/** One change; paths are relative to the workspace folder, with `/`. */
export interface FileChange {
  readonly kind: 'created' | 'saved' | 'deleted' | 'renamed';
  readonly path: string;
  /** Where a renamed file was. */
  readonly from?: string;
  /** Hex SHA-256; absent where it is gone or too large. */
  readonly hash?: string;
}

/** What is watched. */
export interface FileEventRequest {
  readonly root: string;
  /** Folders relative to the root; `''` is the whole folder. */
  readonly bases: readonly string[];
  readonly changed: (change: FileChange) => void;
  readonly log: Log;
  /** More files than this are not watched: each costs a handle of the system. */
  readonly most?: number;
}

/** A deletion waits so long for the creation that makes it a rename, in milliseconds. */
const renameMs = 120;
const largest = 5_000_000;
const pruned =
  /[/\\](?:node_modules|\.git|dist|out|build|target|\.venv|venv|__pycache__|\.next|coverage|\.cache)(?:[/\\]|$)/u;

/** Begins to watch; resolves when changes from now on are told. Rejects with a sentence where there are too many files. */
export async function watchFileEvents(request: FileEventRequest): Promise<Disposable> {
  const { root, bases, changed, log, most = 50_000 } = request;
  const folders = bases.map((base) => (base === '' ? root : `${root}/${base}`)).filter((path) => existsSync(path));
  const teller = createTeller(root, changed);
  let count = 0;
  const watcher = watch(folders, {
    followSymlinks: false,
    ignored: (path) => pruned.test(path.slice(root.length)) || /\.tmp$|~$/u.test(path),
  });
  await new Promise<void>((resolve, reject) => {
    watcher.on('add', () => {
      count++;
      if (count <= most) return;
      void watcher.close();
      reject(
        new Error(
          `More than ${most.toLocaleString('en-US')} files would have to be watched. Give the hooks of this folder patterns that begin with a folder, such as "src/**/*.ts".`,
        ),
      );
    });
    watcher.on('all', (event, path) => teller.heard(event, relativeTo(root, path)));
    watcher.on('error', (error) => log.write('warn', `Watching ${root}: ${String(error)}`));
    watcher.once('ready', () => {
      teller.begin();
      resolve();
    });
  });
  return {
    dispose: () => {
      teller.dispose();
      void watcher.close();
    },
  };
}

function relativeTo(root: string, path: string): string {
  const full = portPath(path);
  return full.startsWith(`${root}/`) ? full.slice(root.length + 1) : full;
}

function createTeller(root: string, changed: (change: FileChange) => void) {
  const inodes = new Map<string, number>();
  const paths = new Map<number, string>();
  const hashes = new Map<string, string>();
  const gone = new Map<number, { readonly path: string; readonly timer: NodeJS.Timeout }>();
  /** Told as renamed already; that they are gone is no news. */
  const renamed = new Set<string>();
  let begun = false;
  const inodeOf = (path: string) => statSync(`${root}/${path}`, { throwIfNoEntry: false })?.ino;
  const tell = (kind: FileChange['kind'], path: string, from?: string) => {
    const hash = hashOf(`${root}/${path}`);
    // The same bytes again: touched, or told twice.
    if (kind === 'saved' && hash !== undefined && hashes.get(path) === hash) return;
    if (hash === undefined) hashes.delete(path);
    else hashes.set(path, hash);
    changed({ kind, path, ...(from === undefined ? {} : { from }), ...(hash === undefined ? {} : { hash }) });
  };
  const added = (path: string) => {
    const inode = inodeOf(path);
    const before = inode === undefined ? undefined : paths.get(inode);
    if (inode !== undefined) {
      inodes.set(path, inode);
      paths.set(inode, path);
    }
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
    if (moved === undefined || inode === undefined) return tell('created', path);
    clearTimeout(moved.timer);
    gone.delete(inode);
    tell(moved.path === path ? 'saved' : 'renamed', path, moved.path === path ? undefined : moved.path);
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
    heard: (event: string, path: string) => {
      if (event === 'add') added(path);
      else if (event === 'change') tell('saved', path);
      else if (event === 'unlink') removed(path);
    },
    dispose: () => {
      for (const { timer } of gone.values()) clearTimeout(timer);
    },
  };
}

function hashOf(path: string): string | undefined {
  try {
    if (statSync(path).size > largest) return undefined;
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return undefined;
  }
}
