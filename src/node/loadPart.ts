import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host, Parts } from '../core/host';
import { portPath } from './paths';

/** Gives a part's module, `{ part }`. */
export type PartResolver = (name: keyof Parts & string) => Promise<unknown>;

/** Loads heavy parts, each once; a part that failed to load is tried again on the next call. */
export function createLoadPart(resolve: PartResolver): Host['loadPart'] {
  const loaded = new Map<string, Promise<unknown>>();
  return async <Name extends keyof Parts>(name: Name): Promise<Parts[Name]> => {
    const loading = loaded.get(name) ?? resolve(name);
    loaded.set(name, loading);
    const module: unknown = await loading.catch((error: unknown) => {
      loaded.delete(name);
      throw new Error(`Tracewright's part "${name}" could not be loaded. Install Tracewright again.`, { cause: error });
    });
    if (typeof module !== 'object' || module === null || !('part' in module))
      throw new Error(`"${name}" is not a part.`);
    // What a part is called and what it holds are tied together by the file that declares it.
    return module.part as Parts[Name];
  };
}

/** Parts of the bundles: `<folder>/<name>.js`. */
export function bundledParts(folder: string = partsBesideThisBundle()): PartResolver {
  const require = createRequire(`${folder}/parts.js`);
  return async (name) => require(`${folder}/${name}.js`);
}

/** `lazy` next to the running bundle, or its own folder where the bundle is itself a part. */
export function partsBesideThisBundle(): string {
  const folder = posix.dirname(portPath(fileURLToPath(import.meta.url)));
  return posix.basename(folder) === 'lazy' ? folder : `${folder}/lazy`;
}
