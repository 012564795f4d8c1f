import { chmod, type FileHandle, lstat, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { onDisk } from '../core/diskError';
import type { Files, Grant } from '../core/host';
import { assertGrant, type GrantCheck, GrantError, grantBorder, writeKinds } from '../core/permissions/grants';
import { folderEntries, statOf } from './entries';
import { errorCode, ifThere } from './errors';
import { makeFolder } from './folders';
import { portPath, realTarget, samePath } from './paths';
import { removeLeftBehind, temporaryBeside } from './temporaries';

/** What stands between a write and the disk; tests switch each off to see that it matters. */
export interface WriteGuards {
  readonly grant: GrantCheck;
  /** Rejects where the path leads through a link. */
  readonly links: (grant: Grant, path: string) => Promise<void>;
}

export const writeGuards: WriteGuards = { grant: assertGrant, links: refuseLinks };

/** Files on disk. */
export function createFiles(guards: WriteGuards = writeGuards): Files {
  const allow = async (grant: Grant, path: string) => {
    guards.grant(grant, writeKinds, path);
    await guards.links(grant, path);
  };
  return {
    read: (path, range) =>
      onDisk(path, 'read', () => ifThere(range === undefined ? readFile(path) : readRange(path, range))),
    stat: async (path) => {
      const found = await ifThere(lstat(path));
      return found && statOf(found);
    },
    list: async (path) => folderEntries((await ifThere(readdir(path, { withFileTypes: true }))) ?? []),
    realpath: async (path) => {
      const real = await ifThere(realpath(path));
      return real === undefined ? undefined : portPath(real);
    },
    write: async (grant, path, bytes) => {
      await allow(grant, path);
      await onDisk(path, 'written', () => writeAtomically(path, bytes, grant.kind === 'state'));
    },
    append: async (grant, path, bytes) => {
      await allow(grant, path);
      await onDisk(path, 'written', () => appendDurably(path, bytes, grant.kind === 'state'));
    },
    remove: async (grant, path) => {
      await allow(grant, path);
      await onDisk(path, 'deleted', () => rm(path, { force: true }));
    },
    move: async (grants, from, to) => {
      await allow(grants.from, from);
      await allow(grants.to, to);
      await onDisk(from, `moved to ${to}`, () => moveFile(from, to));
    },
  };
}

/**
 * The runner's own writes go to plain places only: with a link anywhere below the border, a file somewhere else would
 * be written in the name of a document.
 */
async function refuseLinks(grant: Grant, path: string): Promise<void> {
  const border = grantBorder(grant);
  if (border === undefined) return;
  const plain = posix.join(await realTarget(border), path.slice(border.length));
  if (!samePath(await realTarget(path), plain)) {
    throw new GrantError(
      `${path} leads through a link, and Tracewright does not write through links. Put the file itself there.`,
    );
  }
}

async function readRange(
  path: string,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, Math.min(end, (await file.stat()).size) - start));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

async function writeAtomically(path: string, bytes: Uint8Array, secret: boolean): Promise<void> {
  await makeFolder(posix.dirname(path), secret);
  const mode = (await ifThere(stat(path)))?.mode;
  const temporary = temporaryBeside(path);
  try {
    const file = await open(temporary, 'wx', secret ? 0o600 : 0o666);
    await closing(file, async () => {
      await file.writeFile(bytes);
      await file.sync();
    });
    if (mode !== undefined) await chmod(temporary, mode & 0o7777);
    await renameOver(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(posix.dirname(path));
  await removeLeftBehind(posix.dirname(path));
}

/** On Windows a reader (an indexer, a virus scanner) can hold the target for a moment. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '');
      if (process.platform !== 'win32' || !busy || attempt === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 10));
    }
  }
}

/** A name that differs in case only may be the file itself. */
async function moveFile(from: string, to: string): Promise<void> {
  const [source, target] = [await lstat(from), await ifThere(lstat(to))];
  const same = target !== undefined && target.ino === source.ino && target.dev === source.dev;
  if (target !== undefined && !same) throw new Error(`${to} is there already, and moving a file overwrites none.`);
  await makeFolder(posix.dirname(to), false);
  await renameOver(from, to);
  await syncFolder(posix.dirname(to));
}

async function appendDurably(path: string, bytes: Uint8Array, secret: boolean): Promise<void> {
  const file = await openToAppend(path, secret);
  await closing(file, async () => {
    // A disk with room for a part takes that, and says why with the rest.
    for (let at = 0; at < bytes.length; ) at += await writeSome(file, bytes.subarray(at), path);
    await file.datasync();
  });
}

async function writeSome(file: FileHandle, bytes: Uint8Array, path: string): Promise<number> {
  const { bytesWritten } = await file.write(bytes);
  if (bytesWritten === 0) throw new Error(`Nothing more could be added to ${path}. Is the disk full?`);
  return bytesWritten;
}

/** A log is added to often, and its folder is nearly always there. */
async function openToAppend(path: string, secret: boolean): Promise<FileHandle> {
  const mode = secret ? 0o600 : 0o666;
  try {
    return await open(path, 'a', mode);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await makeFolder(posix.dirname(path), secret);
    return open(path, 'a', mode);
  }
}

async function closing(file: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await file.close();
  }
}

/** Makes a rename durable. Windows can't sync folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await closing(folder, () => folder.sync());
}
