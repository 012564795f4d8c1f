/** Who changed which file: what tools and commands of agents and hooks write carries its cause to the watcher's event. */
import type { Cause } from '../model';

/** What is remembered of writes, for a while. */
export interface Changes {
  /** A tool has written a file, or is about to; absolute. `hash` absent: whatever it holds. */
  wrote(path: string, cause: Cause, hash?: string): void;
  /** A command of an agent or a hook runs: what changes below its roots until its end is its work. */
  began(roots: readonly string[], cause: Cause): { end(): void };
  /**
   * The cause of a change; undefined where nobody here made it. What a watcher has seen while a command ran is the
   * command's; `by: 'editor'`, it was saved there, and only a tool's own write is anybody else's. `changedAt`, by the file
   * system's clock, says whether it was before the command's end, however late it is told; without it, as for what is
   * gone, what is told shortly after the end is the command's too.
   */
  causeOf(path: string, hash: string | undefined, by?: 'watcher' | 'editor', changedAt?: number): Cause | undefined;
}

/** Watchers tell late; longer than this they are not waited for, in milliseconds. */
const memoryMs = 10_000;
/** After a command's end, for what has no time of its own. */
const lateMs = 1500;
/** File systems round their times down to the tick of the kernel, in milliseconds. */
const tickMs = 20;
/** A time so far ahead is another machine's, in milliseconds, and says nothing. */
const aheadMs = 1000;

interface Work {
  readonly roots: readonly string[];
  readonly cause: Cause;
  readonly began: number;
  ended: number | undefined;
}

/** Remembers writes; `now` in milliseconds. */
export function createChanges(now: () => number): Changes {
  const writes = new Map<string, { readonly cause: Cause; readonly hash: string | undefined; readonly at: number }>();
  const running = new Set<Work>();
  const forget = () => {
    for (const [path, { at }] of writes) if (now() - at > memoryMs) writes.delete(path);
    for (const each of running) if (each.ended !== undefined && now() - each.ended > memoryMs) running.delete(each);
  };
  const during = ({ began, ended }: Work, changedAt: number | undefined): boolean => {
    if (changedAt === undefined || changedAt > now() + aheadMs) return ended === undefined || now() - ended <= lateMs;
    return changedAt >= began - tickMs && (ended === undefined || changedAt <= ended);
  };
  return {
    wrote: (path, cause, hash) => {
      if (writes.size > 5000) forget();
      writes.delete(path);
      writes.set(path, { cause, hash, at: now() });
    },
    began: (roots, cause) => {
      const work: Work = { roots, cause, began: now(), ended: undefined };
      running.add(work);
      return {
        end: () => {
          work.ended = now();
        },
      };
    },
    causeOf: (path, hash, by = 'watcher', changedAt) => {
      forget();
      const write = writes.get(path);
      if (write !== undefined && (write.hash === undefined || hash === undefined || write.hash === hash))
        return write.cause;
      if (by === 'editor') return undefined;
      const below = ({ roots }: Work) => roots.some((root) => path.startsWith(`${root}/`));
      return [...running].reverse().find((work) => below(work) && during(work, changedAt))?.cause;
    },
  };
}
