/** Watches a whole folder with the native watcher, and mends what it does not tell. */
import { lstatSync, type Stats } from 'node:fs';
import type { Log } from '../core/host';
import { afterBurst } from './afterBurst';
import type { FileTeller } from './fileTeller';
import type { NativeEvent, NativeWatcher } from './nativeWatcher';
import { portPath } from './paths';

/** What is watched. */
export interface NativeRequest {
  readonly root: string;
  readonly native: NativeWatcher;
  readonly teller: FileTeller;
  /** Names of folders that are left out, wherever they are. */
  readonly pruned: readonly string[];
  /** Files below a folder, relative to the root, without what is ignored; a folder that is gone has none. */
  filesBelow(folder: string): readonly string[];
  /** There are folders in a folder that are not ignored. */
  hasFolders(folder: string): boolean;
  readonly ignored: (path: string) => boolean;
  readonly log: Log;
}

/** Subscriptions that are on their way to their end: one that begins before the last of all has ended hears nothing. */
let ending: Promise<unknown> = Promise.resolve();

/** Begins; resolves when changes from now on are told. Rejects where the system refuses. */
export async function watchNatively(request: NativeRequest): Promise<{ dispose(): void }> {
  const { root, native, teller, log } = request;
  const known = new Set<string>();
  const subscriptions: { unsubscribe(): Promise<void> }[] = [];
  let disposed = false;
  const subscribe = async (folder: string): Promise<void> => {
    // One glob: each is tried on every path, and costs more than all the rest.
    const ignore = [`**/{${request.pruned.join(',')}}`];
    await ending;
    const made = await native.subscribe(folder, heard, { ignore });
    subscriptions.push(made);
    if (disposed) end();
  };
  const end = (): void => {
    const ended = subscriptions.splice(0).map((each) =>
      // It can't let go of a folder that is gone.
      each.unsubscribe().catch((error: unknown) => log.write('debug', `Watching ${root}: ${String(error)}`)),
    );
    ending = Promise.all([ending, ...ended]);
  };
  const found = (path: string, event: 'add' | 'change'): void => {
    teller.heard(known.has(path) ? event : 'add', path);
    known.add(path);
  };
  /**
   * Of a folder that is new, or was moved here, it tells nothing else: what is in it was there before anybody listened,
   * and folders that were in it by then are not listened to at all.
   */
  const opened = async (folder: string): Promise<void> => {
    const look = () => {
      const files = request.filesBelow(folder);
      teller.look(files);
      for (const path of files) known.add(path);
    };
    // At once, so that what was moved is told before it is told to be gone, and again for what happened meanwhile.
    look();
    if (!request.hasFolders(folder)) return;
    await subscribe(folder).catch((error: unknown) => log.write('warn', `Watching ${folder}: ${String(error)}`));
    if (!disposed) look();
  };
  const lookAtAll = (): void => {
    const all = request.filesBelow(root);
    teller.compare(all);
    known.clear();
    for (const path of all) known.add(path);
  };
  const bursts = afterBurst(lookAtAll);
  const heard = (error: Error | null, events: readonly NativeEvent[]): void => {
    if (disposed) return;
    if (error !== null) {
      log.write('warn', `Watching ${root}: ${String(error)}`);
      lookAtAll();
    }
    bursts.heard(events.length);
    const gone = new Set<string>();
    for (const { type, path: native } of events) {
      const full = portPath(native);
      const path = full.slice(root.length + 1);
      if (!full.startsWith(`${root}/`) || request.ignored(`/${path}`)) continue;
      const stat = statOf(full);
      // A folder that was moved goes on telling of its files where it was.
      if (stat === undefined) {
        if (type === 'delete') gone.add(path);
      } else if (stat.isDirectory()) {
        if (type === 'create') void opened(full);
      } else found(path, type === 'update' ? 'change' : 'add');
    }
    for (const path of goneOf(known, gone)) {
      known.delete(path);
      teller.heard('unlink', path);
    }
  };
  await subscribe(root);
  for (const path of request.filesBelow(root)) {
    known.add(path);
    teller.seen(path);
  }
  return {
    dispose: () => {
      disposed = true;
      bursts.dispose();
      end();
    },
  };
}

/** Of what is gone, the files that were known: each by itself, or with a folder around it. */
function goneOf(known: ReadonlySet<string>, gone: ReadonlySet<string>): readonly string[] {
  const files = [...gone].filter((path) => known.has(path));
  if (files.length === gone.size) return files;
  return [...known].filter((path) => {
    if (gone.has(path)) return true;
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      if (gone.has(path.slice(0, at))) return true;
    return false;
  });
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
