/** What happens to files below some folders of a workspace, told by anyone's changes: for hooks without an editor. */
import { existsSync } from 'node:fs';
import { watch } from 'chokidar';
import type { FileChange } from '../core/hooks/fileChange';
import type { Disposable, Log } from '../core/host';
import { createFileTeller } from './fileTeller';
import { portPath } from './paths';

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

/** Folders of what is made from other files, or brought; their changes are nobody's work. */
export const pruned =
  /[/\\](?:node_modules|\.git|dist|out|build|target|\.venv|venv|__pycache__|\.next|coverage|\.cache)(?:[/\\]|$)/u;

/** Begins to watch; resolves when changes from now on are told. Rejects with a sentence where there are too many files. */
export async function watchFileEvents(request: FileEventRequest): Promise<Disposable> {
  const { root, bases, changed, log, most = 50_000 } = request;
  const folders = bases.map((base) => (base === '' ? root : `${root}/${base}`)).filter((path) => existsSync(path));
  const teller = createFileTeller(root, changed);
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
