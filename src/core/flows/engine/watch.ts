import type { Disposable, Watcher } from '../../host';

const inSpecs = /^(.*\/\.kiro\/specs\/.+)\/[^/]+$/u;
const sidecar = /\/\.tracewright(?:\/.*)?$/u;

/** The watch over the specs of some roots. */
export interface SpecWatch extends Disposable {
  /** Hears the `.kiro` folders that hold these specs, too, where the watcher does not reach them by itself. */
  hear(specs: readonly string[]): void;
}

/** Calls back with the spec folders whose files changed, below any `.kiro/specs` of the roots that is reached or heard. */
export function watchSpecs(
  watcher: Watcher,
  roots: readonly string[],
  changed: (paths: readonly string[]) => void,
): SpecWatch {
  const told = (paths: readonly string[]) => {
    const specs = new Set(paths.flatMap((path) => specOf(path) ?? []));
    if (specs.size > 0) changed([...specs].sort());
  };
  const watches = new Map<string, Disposable>(roots.map((root) => [`${root}/.kiro`, watcher.watch(root, told)]));
  let ended = false;
  return {
    hear: (specs) => {
      if (ended || watcher.deep) return;
      for (const folder of specs.flatMap((spec) => kiroOf(spec) ?? [])) {
        if (!watches.has(folder)) watches.set(folder, watcher.watch(folder, told));
      }
    },
    dispose: () => {
      ended = true;
      for (const watch of watches.values()) watch.dispose();
    },
  };
}

/** The outermost `.kiro` folder that a spec lies in. */
function kiroOf(spec: string): string | undefined {
  return /^(.*?\/\.kiro)\/specs\//u.exec(spec)?.[1];
}

/** A folder that came or went as a whole is told by its own path alone. */
const folderItself = /\/\.kiro(?:\/specs(?:\/[^/]+)?)?$/u;

/** The spec folder of a changed path; undefined for paths elsewhere. */
function specOf(path: string): string | undefined {
  if (folderItself.test(path)) return path;
  return inSpecs.exec(path)?.[1]?.replace(sidecar, '');
}
