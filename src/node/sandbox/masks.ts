/**
 * Which masks a sandbox has still. A mask lies over the file that was there when the sandbox began: where something
 * outside has put another file in its place, or a file has become hidden since, each command needs one of its own.
 */
import { lstatSync } from 'node:fs';
import { posix } from 'node:path';
import type { SandboxRequest } from '../../core/host';

/** Told before the sandbox begins, so that no change in between is missed. */
export interface Masks {
  /** Of what is hidden now, that which the sandbox shows. */
  missing(hidden: readonly string[]): readonly string[];
}

/** Remembers what the masks of a request lie over. */
export function rememberMasks({ hidden, emptied = [] }: Pick<SandboxRequest, 'hidden' | 'emptied'>): Masks {
  const over = new Map([...hidden, ...emptied.map(({ path }) => path)].map((path) => [path, identityOf(path)]));
  const shown = new Set(emptied.flatMap((each) => each.shown));
  const stands = (path: string) => over.get(path) !== undefined && over.get(path) === identityOf(path);
  const covered = (path: string): boolean => {
    for (let at = path; at !== '/' && at !== '.'; at = posix.dirname(at)) {
      if (stands(at)) return true;
      // What is shown in an emptied folder lies bare.
      if (shown.has(at)) return false;
    }
    return false;
  };
  return { missing: (now) => now.filter((path) => !covered(path)) };
}

/** Which file it is; undefined where there is none. */
function identityOf(path: string): string | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? undefined : `${stat.dev}:${stat.ino}:${stat.birthtimeNs}`;
}
