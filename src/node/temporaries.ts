/**
 * Files that are written beside their place and renamed into it, so that a file is whole at every moment. A process
 * that is killed in between leaves one behind, in a folder of the user's; the next write or restore there removes it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { posix } from 'node:path';
import { errorCode, ifThere } from './errors';

/** `.tracewright-<machine>-<process id>-<random>.tmp` */
const names = /^\.tracewright-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{12}\.tmp$/u;

const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** No write takes so long: what is older is nobody's, also where its process can't be asked. */
const longestWriteMs = 24 * 60 * 60 * 1000;

/** A path of its own for a file that is to be renamed to `path`. */
export function temporaryBeside(path: string): string {
  const name = `.tracewright-${machine}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  return posix.join(posix.dirname(path), name);
}

/** Whether a path is one that {@link temporaryBeside} gives: nobody's work, in no state and no list. */
export function isTemporary(path: string): boolean {
  return names.test(posix.basename(path));
}

/** Removes what processes that have ended left in a folder, and nothing that may still be written. */
export async function removeLeftBehind(folder: string): Promise<void> {
  for (const name of (await ifThere(readdir(folder))) ?? []) {
    const path = posix.join(folder, name);
    // It is there by accident: neither it nor what keeps it may fail what brought us here.
    if (isTemporary(name) && (await isLeftBehind(path).catch(() => false)))
      await rm(path, { force: true }).catch(() => undefined);
  }
}

async function isLeftBehind(path: string): Promise<boolean> {
  const [, where, id] = names.exec(posix.basename(path)) ?? [];
  // A link may lead to nothing, or to a file with a time of its own.
  const written = (await ifThere(lstat(path)))?.mtimeMs;
  if (written === undefined) return false;
  if (Date.now() - written > longestWriteMs) return true;
  if (where !== machine) return false;
  // A process id is given again: what is older than this process is of one before it.
  if (Number(id) === process.pid) return written < Date.now() - process.uptime() * 1000;
  return hasEnded(Number(id));
}

function hasEnded(id: number): boolean {
  try {
    process.kill(id, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}
