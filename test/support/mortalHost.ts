/** A host whose process can be killed at any write: from then on nothing reaches the disk. */
import type { Documents, Files, Host } from '../../src/core/host';
import type { MemoryHost } from './memoryHost';

export interface MortalHost {
  readonly host: Host;
  /** Writes that were made. */
  readonly writes: () => number;
  /** Kills the process now. */
  readonly kill: () => void;
  /** The process was killed. */
  readonly dead: () => boolean;
}

/**
 * Lets `limit` writes through. The next one is lost, or half of it is written where it is an append and `torn` is set;
 * every later one is lost. Locks of a dead process are free.
 */
export function mortalHost(memory: MemoryHost, limit: number, torn = false): MortalHost {
  let writes = 0;
  let killed = false;
  const guard = async <Result>(write: () => Promise<Result>, half?: () => Promise<void>): Promise<Result> => {
    writes += 1;
    if (killed) throw new Error('The process was killed.');
    if (writes <= limit) return write();
    if (writes === limit + 1 && torn) await half?.();
    throw new Error('The process was killed.');
  };
  const files: Files = {
    ...memory.files,
    write: (grant, path, bytes) => guard(() => memory.files.write(grant, path, bytes)),
    append: (grant, path, bytes) =>
      guard(
        () => memory.files.append(grant, path, bytes),
        () => memory.files.append(grant, path, bytes.subarray(0, Math.floor(bytes.length / 2))),
      ),
    remove: (grant, path) => guard(() => memory.files.remove(grant, path)),
    move: (grants, from, to) => guard(() => memory.files.move(grants, from, to)),
  };
  const documents: Documents = {
    ...memory.documents,
    replace: (grant, path, text, expected) => guard(() => memory.documents.replace(grant, path, text, expected)),
  };
  return {
    host: { ...memory, files, documents },
    writes: () => writes,
    kill: () => {
      killed = true;
    },
    dead: () => killed || writes > limit,
  };
}
