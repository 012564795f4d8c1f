import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { posix } from 'node:path';
import { lock } from 'proper-lockfile';
import { onDisk } from '../core/diskError';
import type { Locks, Log } from '../core/host';
import { errorCode } from './errors';
import { makeFolder } from './folders';

/** A holder says that it lives every second; one that has been silent for so long is taken for gone. */
const staleMs = 10_000;
const updateMs = 1000;
/** The least that the lock library allows; enough for a holder whose process is known to have ended. */
const deadStaleMs = 2000;

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly product: string;
}

/** Locks of the state folder. `product` tells others who holds one: "the command line", "Visual Studio Code". */
export function createLocks(product: string, log: Log): Locks {
  return { acquire: (path) => onDisk(path, 'taken as a lock', () => acquire(path, product, log)) };
}

/** Locks that this process let go of and could not take away from a disk that refused. */
const leftBehind = new Set<string>();

async function acquire(path: string, product: string, log: Log): ReturnType<Locks['acquire']> {
  await makeFolder(posix.dirname(path), true);
  const holderPath = `${path}.holder.json`;
  await takeAway(path, holderPath);
  const release = (await tryLock(path, staleMs, log)) ?? (await afterDeath(path, holderPath, log));
  if (release === undefined) return { heldBy: words(await readHolder(holderPath)) };
  const holder: Holder = { pid: process.pid, host: hostname(), product };
  try {
    await writeFile(holderPath, JSON.stringify(holder), { mode: 0o600 });
  } catch (error) {
    // A lock that nobody was given would stay held for as long as this process lives.
    await release();
    throw error;
  }
  let released = false;
  return {
    release: async () => {
      // A second release must not take away the name of the next holder.
      if (released) return;
      released = true;
      // A name that can't be taken away is written over by the next holder.
      await rm(holderPath, { force: true }).catch((error: unknown) => log.write('warn', String(error)));
      await release();
    },
  };
}

/** Takes away a lock that this process left behind, unless somebody else has taken it over since. */
async function takeAway(path: string, holderPath: string): Promise<void> {
  if (!leftBehind.delete(path)) return;
  const holder = await readHolder(holderPath);
  if (holder !== undefined && holder.pid === process.pid && holder.host === hostname())
    await rm(lockFolder(path), { recursive: true, force: true });
}

/** What stands for a held lock. */
function lockFolder(path: string): string {
  return `${path}.lock`;
}

async function tryLock(path: string, stale: number, log: Log): Promise<(() => Promise<void>) | undefined> {
  try {
    const release = await lock(path, {
      lockfilePath: lockFolder(path),
      realpath: false,
      stale,
      update: updateMs,
      onCompromised: (error) => log.write('warn', `The lock ${path} was lost: ${error.message}`),
    });
    return () =>
      release().catch((error: unknown) => {
        // Letting go of a lock that was lost is no failure.
        if (errorCode(error) !== 'ERELEASED' && errorCode(error) !== 'ENOTACQUIRED') leftBehind.add(path);
      });
  } catch (error) {
    if (errorCode(error) === 'ELOCKED') return undefined;
    throw error;
  }
}

/** A killed holder's lock is free as soon as it has been silent for two seconds. */
async function afterDeath(path: string, holderPath: string, log: Log): Promise<(() => Promise<void>) | undefined> {
  if (!hasEnded(await readHolder(holderPath))) return undefined;
  for (let waited = 0; waited <= deadStaleMs + updateMs; waited += 250) {
    const release = await tryLock(path, deadStaleMs, log);
    if (release !== undefined) return release;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return undefined;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'host' in value &&
    'product' in value
  );
}

function hasEnded(holder: Holder | undefined): boolean {
  if (holder === undefined || holder.host !== hostname() || holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

function words(holder: Holder | undefined): string {
  if (holder === undefined) return 'another Tracewright';
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return `Tracewright in ${holder.product} (process ${holder.pid}${where})`;
}
