/** Brings a view's index up to the files: what is too large or can't be read is left out, and said. */
import { accessSync, constants, lstatSync, type Stats } from 'node:fs';
import { posix } from 'node:path';
import { isAbsent } from '../errors';
import { noteFresh, secondOf } from './fresh';
import { git, pathList, pathText, pieces, SnapshotError } from './git';
import { filePrint } from './ignored';
import { inTurns } from './turns';
import { forgetTree, type View } from './view';

/** A file that a state does not hold, as git names it. */
export interface Left {
  readonly path: string;
  readonly why: string;
  /** What is known of it, to tell later whether it changed. */
  readonly print: string;
}

/** What to bring into the index. */
export interface Staging {
  readonly paths: readonly string[];
  /** Those of them that the index has. */
  readonly tracked: ReadonlySet<string>;
  readonly gone: readonly string[];
  /** Held whatever their size: a restore would write over them. */
  readonly forced: ReadonlySet<string>;
  readonly maxFileBytes: number;
}

/** What came of it. */
export interface Staged {
  readonly left: readonly Left[];
  /** Permissions that are not those of a new file; undefined takes back what was known. */
  readonly modes: ReadonlyMap<string, number | undefined>;
  /** Files that could change again without git's seeing it. */
  readonly young: readonly string[];
  /** The index is another than before. */
  readonly written: boolean;
}

/** Files of the index that are not as they were: read again, or gone. */
export async function changedFiles(
  view: View,
  signal?: AbortSignal,
): Promise<{ readonly changed: readonly string[]; readonly gone: readonly string[] }> {
  const output = pieces(await git(view.place, ['diff-files', '-z', '--name-status', '--no-renames'], { signal }));
  const changed: string[] = [];
  const gone: string[] = [];
  for (let at = 0; at + 1 < output.length; at += 2) {
    const [status, name] = [output[at]?.toString('latin1'), output[at + 1]];
    const path = name && pathText(name);
    if (path !== undefined) (status === 'D' ? gone : changed).push(path);
  }
  return { changed, gone };
}

/** From so many files on one pack is quicker, and smaller, than a file for each. */
const packFrom = 40;
/** And of more than so many git compares each with all before it, so that they become several packs. */
const packUpTo = 8000;

/** Reads the files into the store. */
export async function stage(view: View, staging: Staging, signal?: AbortSignal): Promise<Staged> {
  const looked = await lookAt(view, staging);
  const left = [...looked.left];
  const dropped = [...looked.gone, ...left.map(({ path }) => path)].filter((path) => staging.tracked.has(path));
  const gone = [...staging.gone, ...dropped];
  // From here on the index is no longer what its tree says, until a tree is written again.
  const written = gone.length + looked.paths.length > 0;
  if (written) await forgetTree(view.place.gitDir);
  if (gone.length > 0)
    await git(view.place, ['update-index', '--force-remove', '-z', '--stdin'], { stdin: pathList(gone), signal });
  for (let at = 0; at < looked.paths.length; at += packUpTo)
    left.push(...(await add(view, looked.paths.slice(at, at + packUpTo), signal)));
  await noteFresh(view, looked.fresh);
  return { left, modes: looked.modes, young: looked.young, written };
}

/** Gives those that git could not take. */
async function add(view: View, all: readonly string[], signal?: AbortSignal): Promise<readonly Left[]> {
  const left: Left[] = [];
  let paths = all;
  while (paths.length > 0) {
    const trouble = await addAll(view, paths, signal);
    if (trouble === undefined) break;
    left.push({ path: trouble.path, why: trouble.why, print: '' });
    paths = paths.filter((path) => path !== trouble.path);
  }
  return left;
}

/** The first path that git could not take; undefined where it took them all. */
async function addAll(
  view: View,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly path: string; readonly why: string } | undefined> {
  const pack = paths.length < packFrom ? [] : ['-c', 'core.bigFileThreshold=1'];
  const args = [...pack, 'update-index', '--add', '--remove', '--replace', '-z', '--stdin'];
  const stdin = pathList(paths);
  for (let attempt = 1; ; attempt++) {
    try {
      await git(view.place, args, { stdin, signal });
      return undefined;
    } catch (error) {
      const named =
        error instanceof SnapshotError ? /Unable to process path (.*)$/su.exec(error.message)?.[1] : undefined;
      if (named === undefined || !paths.includes(named)) throw error;
      // Somebody may have been writing it just now.
      if (attempt === 3) return { path: named, why: 'it could not be read, or changes all the time' };
    }
  }
}

interface Looked extends Omit<Staged, 'written'> {
  readonly paths: readonly string[];
  readonly gone: readonly string[];
  /** How many may have been written in the second in which the index will be. */
  readonly fresh: number;
}

/** Two of git's, for clocks of disks that are not ours. */
const secondMs = 2000;

async function lookAt(view: View, { paths, forced, maxFileBytes }: Staging): Promise<Looked> {
  const taken: string[] = [];
  const gone: string[] = [];
  const left: Left[] = [];
  const modes = new Map<string, number | undefined>();
  const young: string[] = [];
  const now = Date.now();
  let fresh = 0;
  await inTurns(paths, (path) => {
    const full = posix.join(view.place.workTree, path);
    const stat = statOf(full);
    if (stat === undefined || stat.isDirectory()) return gone.push(path) > 0;
    const why = whyLeft(path, full, stat, forced.has(path) ? Number.POSITIVE_INFINITY : maxFileBytes);
    if (why !== undefined) return left.push({ path, why, print: filePrint(stat) }) > 0;
    taken.push(path);
    if (secondOf(stat.mtimeMs) >= secondOf(now)) fresh += 1;
    if (stat.isFile()) modes.set(path, unusual(stat.mode));
    if (now - stat.ctimeMs < secondMs && stat.ctimeMs - stat.mtimeMs > secondMs / 2) young.push(path);
    return true;
  });
  return { paths: taken, gone, left, modes, young, fresh };
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function whyLeft(path: string, full: string, stat: Stats, most: number): string | undefined {
  if (stat.isSymbolicLink()) return undefined;
  if (!stat.isFile()) return 'it is no file';
  if (path.split('/').some((part) => part.toLowerCase() === '.git')) return 'git keeps this name for itself';
  if (stat.size > most) return `too large (${megabytes(stat.size)} MB)`;
  if (isOwnToRead(stat)) return undefined;
  try {
    accessSync(full, constants.R_OK);
    return undefined;
  } catch {
    return 'it can’t be read';
  }
}

const user = process.getuid?.();

/** Asking costs as much as the look before it; where the answer is another all the same, git can't take the path. */
function isOwnToRead({ uid, mode }: Stats): boolean {
  return uid === user && (mode & 0o400) !== 0;
}

function megabytes(bytes: number): string {
  const all = bytes / 1024 / 1024;
  return all < 10 ? all.toFixed(1) : Math.round(all).toString();
}

const mask = process.umask();

/** Permissions that a file would not get by being made anew. */
function unusual(mode: number): number | undefined {
  const permissions = mode & 0o7777;
  const usual = (permissions & 0o100 ? 0o777 : 0o666) & ~mask;
  return process.platform === 'win32' || permissions === usual ? undefined : permissions;
}
