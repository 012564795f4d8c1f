/** Steering files as they were read, so that the next request reads only what has changed. */
import type { FileStat } from '../host';
import type { SteeringFile } from './model';

/** What is kept of a file that was read. */
interface Kept {
  readonly stat: FileStat;
  readonly file: SteeringFile;
}

/** Files that were read, without what they bring along: references are read anew each time. */
export interface SteeringCache {
  /** The file as it was read while it was exactly so; undefined where it has to be read. */
  get(key: string, stat: FileStat): SteeringFile | undefined;
  /** `stat` was asked before the file was read, `now` is the clock then. */
  keep(key: string, stat: FileStat, now: number, file: SteeringFile): void;
}

/** Coarsest step of a file system's clock, in milliseconds: within it a second change may leave no other trace. */
const step = 2_000;
const mostKept = 5_000;

/** Makes an empty one. */
export function createSteeringCache(): SteeringCache {
  const kept = new Map<string, Kept>();
  return {
    get: (key, stat) => {
      const known = kept.get(key);
      return known !== undefined && isSame(known.stat, stat) ? known.file : undefined;
    },
    keep: (key, stat, now, file) => {
      kept.delete(key);
      // What changed a moment ago may change again without a later time.
      if (stat.changed === undefined || Math.max(stat.changed, stat.modified) > now - step) return;
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, { stat, file });
    },
  };
}

function isSame(a: FileStat, b: FileStat): boolean {
  return (
    a.kind === 'file' && b.kind === 'file' && a.size === b.size && a.modified === b.modified && a.changed === b.changed
  );
}
