import { watch } from 'chokidar';
import type { Log, Watcher } from '../core/host';
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
      const scope = /\/\.kiro(?:\/|$)/u.test(path) ? path : `${path}/.kiro`;
      const pending = new Set<string>();
      let timer: NodeJS.Timeout | undefined;
      const tell = () => {
        const paths = [...pending].sort();
        pending.clear();
        changed(paths);
      };
      const watcher = watch(scope, {
        ignoreInitial: true,
        followSymlinks: false,
        ignored: (each) => /[/\\](?:node_modules|\.git)$|\.tmp$/u.test(each),
      });
      watcher.on('all', (_event, file) => {
        pending.add(portPath(file));
        clearTimeout(timer);
        timer = setTimeout(tell, quietMs);
      });
      watcher.on('error', (error) => log.write('warn', `Watching ${scope} failed: ${String(error)}`));
      return {
        dispose: () => {
          clearTimeout(timer);
          watcher
            .close()
            .catch((error: unknown) => log.write('warn', `Watching ${scope} did not end: ${String(error)}`));
        },
      };
    },
  };
}
