import type { Locks } from '../../host';

/** A lock that was taken, or who has it. */
export type RootLock = { release(): Promise<void> } | { readonly heldBy: string };

/**
 * One lock a workspace folder for all specs of this process: several may be at work here at once, while another window
 * or the command line waits. Taken with the first work and given back with the last.
 */
export function createRootLocks(locks: Locks): { acquire(path: string): Promise<RootLock> } {
  const held = new Map<string, { users: number; lock: Promise<RootLock> }>();
  return {
    acquire: async (path) => {
      const entry = held.get(path) ?? { users: 0, lock: locks.acquire(path) };
      held.set(path, entry);
      entry.users += 1;
      const leave = async () => {
        entry.users -= 1;
        if (entry.users > 0) return;
        held.delete(path);
        const lock = await entry.lock;
        if ('release' in lock) await lock.release();
      };
      try {
        const lock = await entry.lock;
        if ('release' in lock) return { release: leave };
        await leave();
        return lock;
      } catch (error) {
        held.delete(path);
        throw error;
      }
    },
  };
}
