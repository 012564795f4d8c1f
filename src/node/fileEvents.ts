/** What happens to files below some folders of a workspace, told by anyone's changes: for hooks without an editor. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { watch } from 'chokidar';
import type { FileChange } from '../core/hooks/fileChange';
import type { Disposable, Log } from '../core/host';
import { afterBurst } from './afterBurst';
import { createFileTeller, type FileTeller } from './fileTeller';
import { watchNatively } from './nativeEvents';
import { type NativeWatcher, nativeName } from './nativeWatcher';
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
  /** For the whole folder, of which nobody knows how large it is; looked for where it is needed. */
  readonly native?: () => NativeWatcher | undefined;
}

const prunedNames = [
  ...['node_modules', '.git', 'dist', 'out', 'build', 'target', '.venv', 'venv', '__pycache__', '.next'],
  ...['coverage', '.cache'],
];

/** Folders of what is made from other files, or brought; their changes are nobody's work. */
export const pruned = new RegExp(
  `[/\\\\](?:${prunedNames.map((name) => name.replace('.', '\\.')).join('|')})(?:[/\\\\]|$)`,
  'u',
);

/** A folder that is watched. */
export interface FileEventWatch extends Disposable {
  /** What watches; absent where nothing is watched. */
  readonly by?: 'chokidar' | typeof nativeName;
  /** Resolves when everything that had changed when it was called is told, however late the system's news of it is. */
  settled(): Promise<void>;
}

/** Begins to watch; resolves when changes from now on are told. Rejects with a sentence where there are too many files. */
export async function watchFileEvents(request: FileEventRequest): Promise<FileEventWatch> {
  const { root, bases, changed } = request;
  const folders = [...new Set(bases.map((base) => nearest(root, base)))];
  const teller = createFileTeller(root, changed);
  if (folders.length === 0) return { settled: async () => undefined, dispose: () => teller.dispose() };
  const native = folders.includes(root) ? await nativeWatch(request, teller) : undefined;
  const watching = native ?? (await plainWatch(request, folders, teller));
  return {
    by: native === undefined ? 'chokidar' : nativeName,
    settled: async () => {
      teller.compare(filesBelow(root, native === undefined ? folders : [root]));
      await teller.settled();
    },
    dispose: () => {
      teller.dispose();
      watching.dispose();
    },
  };
}

/** Undefined where there is none, or the system refuses: then the other way is left. */
async function nativeWatch(
  { root, native: find, log }: FileEventRequest,
  teller: FileTeller,
): Promise<Disposable | undefined> {
  const native = find?.();
  if (native === undefined) return undefined;
  try {
    const watching = await watchNatively({
      root,
      native,
      teller,
      pruned: prunedNames,
      filesBelow: (folder) => filesBelow(root, [folder]),
      hasFolders: (folder) =>
        entriesOf(folder).some(
          (entry) => entry.isDirectory() && !isIgnored(`${folder}/${entry.name}`.slice(root.length)),
        ),
      ignored: isIgnored,
      log,
    });
    teller.begin();
    return watching;
  } catch (error) {
    log.write('warn', `${nativeName} does not watch ${root}: ${String(error)}`);
    return undefined;
  }
}

/** Resolves when it watches; rejects where there are too many files. */
async function plainWatch(
  { root, log, most = 50_000 }: FileEventRequest,
  folders: readonly string[],
  teller: FileTeller,
): Promise<Disposable> {
  let count = 0;
  let ready = false;
  const bursts = afterBurst(() => teller.compare(filesBelow(root, folders)));
  const watcher = watch([...folders], {
    followSymlinks: false,
    ignored: (path) => isIgnored(path.slice(root.length)),
  });
  await new Promise<void>((resolve, reject) => {
    watcher.on('add', () => {
      count++;
      if (count <= most) return;
      void watcher.close();
      reject(
        new Error(
          `More than ${most.toLocaleString('en-US')} files would have to be watched. Give the hooks of this folder patterns that begin with a folder, such as "src/**/*.ts", or install ${nativeName} beside Tracewright: npm install -g ${nativeName}.`,
        ),
      );
    });
    watcher.on('all', (event, path) => {
      teller.heard(event, relativeTo(root, path));
      if (ready) bursts.heard(1);
    });
    watcher.on('error', (error) => log.write('warn', `Watching ${root}: ${String(error)}`));
    watcher.once('ready', () => {
      teller.begin();
      ready = true;
      resolve();
    });
  });
  return {
    dispose: () => {
      bursts.dispose();
      void watcher.close();
    },
  };
}

function isIgnored(path: string): boolean {
  return pruned.test(path) || /\.tmp$|~$/u.test(path);
}

/** The folder, or the nearest above it that is there already: it may be made later. */
function nearest(root: string, base: string): string {
  let path = base === '' ? root : `${root}/${base}`;
  while (path !== root && !existsSync(path)) path = path.slice(0, path.lastIndexOf('/'));
  return path;
}

/** Paths relative to the root, as the watcher would tell of them. */
function filesBelow(root: string, folders: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const left = [...folders];
  for (let folder = left.pop(); folder !== undefined; folder = left.pop())
    for (const entry of entriesOf(folder)) {
      const path = `${folder}/${entry.name}`;
      if (isIgnored(path.slice(root.length))) continue;
      if (entry.isDirectory()) left.push(path);
      else found.add(path.slice(root.length + 1));
    }
  return [...found];
}

/** None where the folder is gone again, or can't be read. */
export function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function relativeTo(root: string, path: string): string {
  const full = portPath(path);
  return full.startsWith(`${root}/`) ? full.slice(root.length + 1) : full;
}
