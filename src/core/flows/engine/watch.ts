import type { Disposable, Watcher } from '../../host';

const inSpecs = /^(.*\/\.kiro\/specs\/.+)\/[^/]+$/u;
const sidecar = /\/\.tracewright(?:\/.*)?$/u;

/** Calls back with the spec folders whose files changed, below any `.kiro/specs` of the roots. */
export function watchSpecs(
  watcher: Watcher,
  roots: readonly string[],
  changed: (paths: readonly string[]) => void,
): Disposable {
  const watches = roots.map((root) =>
    watcher.watch(root, (paths) => {
      const specs = new Set(paths.flatMap((path) => specOf(path) ?? []));
      if (specs.size > 0) changed([...specs].sort());
    }),
  );
  return {
    dispose: () => {
      for (const watch of watches) watch.dispose();
    },
  };
}

/** A folder that came or went as a whole is told by its own path alone. */
const folderItself = /\/\.kiro(?:\/specs(?:\/[^/]+)?)?$/u;

/** The spec folder of a changed path; undefined for paths elsewhere. */
function specOf(path: string): string | undefined {
  if (folderItself.test(path)) return path;
  return inSpecs.exec(path)?.[1]?.replace(sidecar, '');
}
