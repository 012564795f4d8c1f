import { existsSync, watch as watchFolder } from 'node:fs';
import { type FSWatcher, watch } from 'chokidar';
import type { Disposable, Log, Watcher } from '../core/host';
import { portPath } from './paths';

/** Changes that come within this time are told together. */
const quietMs = 60;

/**
 * Watches `.kiro` folders and what is in them. Watching a whole repository costs a handle for every file, so a path
 * outside any `.kiro` stands for the `.kiro` folder in it.
 */
export function createWatcher(log: Log): Watcher {
  return {
    deep: false,
    watch(path, changed) {
      const told = gathered(changed);
      const watching = /\/\.kiro(?:\/|$)/u.test(path) ? below(path, true, told.add, log) : kiroIn(path, told.add, log);
      return {
        dispose: () => {
          told.dispose();
          watching.dispose();
        },
      };
    },
  };
}

/** The `.kiro` in a folder, whenever it comes and goes. The library alone misses one that comes while it begins. */
function kiroIn(folder: string, add: (path: string) => void, log: Log): Disposable {
  const scope = `${folder}/.kiro`;
  let inside: Disposable | undefined;
  const look = (first: boolean): void => {
    const there = existsSync(scope);
    if (there) inside ??= below(scope, first, add, log);
    if (there || inside === undefined) return;
    inside.dispose();
    inside = undefined;
    add(scope);
  };
  const stop = namesIn(folder, (name) => (name === undefined || name === '.kiro') && look(false), log);
  look(true);
  return {
    dispose: () => {
      stop.dispose();
      inside?.dispose();
    },
  };
}

/** Calls back with the names that come and go directly in a folder; undefined where the system does not say which. */
function namesIn(folder: string, act: (name: string | undefined) => void, log: Log): Disposable {
  try {
    const watcher = watchFolder(folder, (_event, name) => act(name ?? undefined));
    watcher.on('error', (error) => log.write('warn', `Watching ${folder} failed: ${String(error)}`));
    return { dispose: () => watcher.close() };
  } catch (error) {
    log.write('warn', `Watching ${folder} failed: ${String(error)}`);
    return { dispose: () => undefined };
  }
}

/** Everything in a folder; what is there already is told of only where it came after watching began. */
function below(scope: string, ignoreInitial: boolean, add: (path: string) => void, log: Log): Disposable {
  const watcher: FSWatcher = watch(scope, {
    ignoreInitial,
    followSymlinks: false,
    ignored: (each) => /[/\\](?:node_modules|\.git)$|\.tmp$/u.test(each),
  });
  watcher.on('all', (_event, file) => add(file));
  watcher.on('error', (error) => log.write('warn', `Watching ${scope} failed: ${String(error)}`));
  return {
    dispose: () => {
      watcher.close().catch((error: unknown) => log.write('warn', `Watching ${scope} did not end: ${String(error)}`));
    },
  };
}

function gathered(changed: (paths: readonly string[]) => void): { add(path: string): void; dispose(): void } {
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    const paths = [...pending].sort();
    pending.clear();
    changed(paths);
  };
  return {
    add: (path) => {
      pending.add(portPath(path));
      clearTimeout(timer);
      timer = setTimeout(tell, quietMs);
    },
    dispose: () => clearTimeout(timer),
  };
}
