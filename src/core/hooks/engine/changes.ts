/** Who changed which file: what tools and commands of agents and hooks write carries its cause to the watcher's event. */
import type { Cause } from '../model';

/** What is remembered of writes, for a while. */
export interface Changes {
  /** A tool has written a file, or is about to; absolute. `hash` absent: whatever it holds. */
  wrote(path: string, cause: Cause, hash?: string): void;
  /** A command of an agent or a hook runs: what changes below its roots meanwhile, and shortly after, is its work. */
  began(roots: readonly string[], cause: Cause): { end(): void };
  /**
   * The cause of a change; undefined where nobody here made it. What a watcher has seen while a command ran is the
   * command's; `by: 'editor'`, it was saved there, and only a tool's own write is anybody else's.
   */
  causeOf(path: string, hash: string | undefined, by?: 'watcher' | 'editor'): Cause | undefined;
}

/** Watchers tell late; longer than this they are not waited for, in milliseconds. */
const memoryMs = 10_000;
/** After a command's end. */
const lateMs = 1500;

/** Remembers writes; `now` in milliseconds. */
export function createChanges(now: () => number): Changes {
  const writes = new Map<string, { readonly cause: Cause; readonly hash: string | undefined; readonly at: number }>();
  const running = new Set<{ readonly roots: readonly string[]; readonly cause: Cause; ended: number | undefined }>();
  const forget = () => {
    for (const [path, { at }] of writes) if (now() - at > memoryMs) writes.delete(path);
    for (const each of running) if (each.ended !== undefined && now() - each.ended > lateMs) running.delete(each);
  };
  return {
    wrote: (path, cause, hash) => {
      if (writes.size > 5000) forget();
      writes.delete(path);
      writes.set(path, { cause, hash, at: now() });
    },
    began: (roots, cause) => {
      const work = { roots, cause, ended: undefined as number | undefined };
      running.add(work);
      return {
        end: () => {
          work.ended = now();
        },
      };
    },
    causeOf: (path, hash, by = 'watcher') => {
      forget();
      const write = writes.get(path);
      if (write !== undefined && (write.hash === undefined || hash === undefined || write.hash === hash))
        return write.cause;
      if (by === 'editor') return undefined;
      const at = [...running].reverse().find(({ roots }) => roots.some((root) => path.startsWith(`${root}/`)));
      return at?.cause;
    },
  };
}
