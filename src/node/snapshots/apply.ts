/** Writes differences into the user's folder: only over what the present was known to be, never through a link. */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  readFile,
  readlink,
  rename,
  rm,
  rmdir,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { posix } from 'node:path';
import type { SnapshotChange, SnapshotGap } from '../../core/host';
import { errorCode, ifThere } from '../errors';
import { temporaryBeside } from '../temporaries';
import { changeOf } from './compare';
import type { BlobReader, Difference, Entry } from './objects';

/** What to bring about. Paths relative to the folder. */
export interface Application {
  /** Absolute, links resolved. */
  readonly root: string;
  /** `before` is what must be there now, `after` what is to be. */
  readonly differences: ReadonlyMap<string, Difference>;
  readonly blobs: BlobReader;
  /** Permissions of files that are made anew. */
  readonly modes: Readonly<Record<string, number>>;
  /** Folders that are empty afterwards, and those that were and are no more; with `/` at the end. */
  readonly empties: { readonly make: readonly string[]; readonly remove: readonly string[] };
}

/** What came of it. What was as it should be already counts as restored. */
export interface Applied {
  readonly restored: readonly SnapshotChange[];
  readonly failed: readonly SnapshotGap[];
}

/** Never rejects for a file: what can't be written is named, and the rest is done. */
export async function apply(application: Application): Promise<Applied> {
  const restored: SnapshotChange[] = [];
  const failed: SnapshotGap[] = [];
  const each = async (path: string, difference: Difference) => {
    const why = await change(application, path, difference).catch(reasonOf);
    if (why === undefined) restored.push(changeOf(path, difference));
    else failed.push({ path, why });
  };
  const all = [...application.differences];
  // Deleted first, from the inside out: a folder may have to make room for a file, or a file for a folder.
  for (const [path, difference] of all.toReversed()) if (difference.after === undefined) await each(path, difference);
  await removeFolders(application);
  for (const [path, difference] of all) if (difference.after !== undefined) await each(path, difference);
  for (const path of application.empties.make) await makeEmpty(application.root, path);
  return { restored, failed };
}

const changedMeanwhile = 'it was changed meanwhile, and was left as it is';

/** Undefined where it is done, else why not. */
async function change(application: Application, path: string, difference: Difference): Promise<string | undefined> {
  const { root } = application;
  const full = posix.join(root, path);
  const { before, after } = difference;
  const blocked = await parentsOf(root, path);
  if (blocked === 'link') return 'its folder is now a link to somewhere else';
  if (blocked === 'file') return 'a file is in the place of its folder';
  const stat = await ifThere(lstat(full));
  if (after === undefined && stat === undefined) return undefined;
  if (stat?.isDirectory() === true)
    return after === undefined ? undefined : 'a folder with other files is in its place';
  const present = stat && (await entryOf(full, stat));
  if (same(present, after)) return undefined;
  if (!same(present, before)) return changedMeanwhile;
  if (after === undefined) await unlink(full);
  else await put(application, path, after, stat);
  return undefined;
}

function same(a: Entry | undefined, b: Entry | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.sha === b.sha && a.kind === b.kind;
}

/** What is at a path, as git would hold it. */
async function entryOf(full: string, stat: Stats): Promise<Entry> {
  if (stat.isSymbolicLink()) return { kind: 'link', sha: blobName(await readlink(full, { encoding: 'buffer' })) };
  if (!stat.isFile()) return { kind: 'file', sha: '' };
  const executable = process.platform !== 'win32' && (stat.mode & 0o100) !== 0;
  return { kind: executable ? 'executable' : 'file', sha: blobName(await readFile(full)) };
}

function blobName(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

async function parentsOf(root: string, path: string): Promise<'link' | 'file' | undefined> {
  const parts = path.split('/').slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth++) {
    const stat = await ifThere(lstat(posix.join(root, ...parts.slice(0, depth))));
    if (stat === undefined) return undefined;
    if (stat.isSymbolicLink()) return 'link';
    if (!stat.isDirectory()) return 'file';
  }
  return undefined;
}

/** The file is whole or as it was at every moment. */
async function put(application: Application, path: string, entry: Entry, present: Stats | undefined): Promise<void> {
  const full = posix.join(application.root, path);
  const bytes = await application.blobs.read(entry.sha);
  await mkdir(posix.dirname(full), { recursive: true });
  const temporary = temporaryBeside(full);
  try {
    if (entry.kind === 'link') await symlink(bytes.toString('utf8'), temporary);
    else {
      await writeFile(temporary, bytes, { flag: 'wx' });
      await chmod(temporary, modeOf(entry, present, application.modes[path]));
    }
    await rename(temporary, full);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A file keeps its permissions, but for being executable; a new one gets those that it had. */
function modeOf({ kind }: Entry, present: Stats | undefined, known: number | undefined): number {
  const executable = kind === 'executable';
  const usual = (executable ? 0o777 : 0o666) & ~process.umask();
  const base = present?.isFile() === true ? present.mode & 0o7777 : (known ?? usual);
  const readable = (base & 0o444) >> 2;
  return executable ? base | readable : base & ~0o111;
}

/** Folders that nothing is left in; others stay. */
async function removeFolders({ root, differences, empties }: Application): Promise<void> {
  const candidates = new Set(empties.remove.map((path) => path.replace(/\/$/u, '')));
  const gone = [...differences].filter(([, { after }]) => after === undefined).map(([path]) => path);
  for (const path of [...gone, ...candidates])
    for (let at = posix.dirname(path); at !== '.'; at = posix.dirname(at)) candidates.add(at);
  for (const path of [...candidates].sort().toReversed()) {
    if ((await parentsOf(root, `${path}/x`)) !== undefined) continue;
    await rmdir(posix.join(root, path)).catch(() => undefined);
  }
}

async function makeEmpty(root: string, path: string): Promise<void> {
  if ((await parentsOf(root, `${path}x`)) !== undefined) return;
  await mkdir(posix.join(root, path), { recursive: true }).catch(() => undefined);
}

function reasonOf(error: unknown): string {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'it may not be written';
    case 'EBUSY':
      return 'another program holds it';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'ENAMETOOLONG':
      return 'its name is too long here';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
