/** One workspace folder's map: lists, reads what is new, keeps it, ranks. Runs in a thread of its own. */
import { realpath } from 'node:fs/promises';
import { posix } from 'node:path';
import { type FileGraph, graphOf } from '../../core/context/map/graph';
import { rank } from '../../core/context/map/rank';
import type { MapAnswer, MapFile, MapPlace, MapRequest } from '../../core/context/map/types';
import { createHiddenBelow } from '../../core/tools/visible';
import { createFiles } from '../files';
import { portPath } from '../paths';
import { createSearch } from '../search/search';
import { isOfKiro, lookAtPaths } from './changed';
import { createFolderWatch } from './folderWatch';
import { type Met, meet } from './read';
import { appendStored, fileOf, lineOf, readStored, writeStored } from './store';

/** A map of more files would not fit a window's memory; the rest is left out. */
const mostFiles = 50_000;
/** More files with several names than this are not looked at one by one. */
const mostShared = 500;

/** Reads many files, perhaps in several threads; gives the line of the store for each, in any order, as it has them. */
export type ReadMany = (root: string, files: readonly Met[], take: (lines: readonly string[]) => void) => Promise<void>;

/** A folder's map in memory. */
export interface Mapper {
  /** Looks at what has changed, as far as the system has told of each change, else at everything; reads what is new. */
  refresh(hide: readonly string[]): Promise<void>;
  rank(request: MapRequest): MapAnswer;
  /** Ends its watchers; it may be used on. */
  close(): void;
}

/** Makes the map of a folder from what is kept of it. */
export async function createMapper(
  place: Pick<MapPlace, 'root' | 'state'>,
  readMany: ReadMany,
  ripgrep: string | undefined,
): Promise<Mapper> {
  const root = portPath(await realpath(place.root));
  const store = posix.join(place.state, 'map.jsonl');
  const search = createSearch(ripgrep === undefined ? ['rg'] : [ripgrep, 'rg']);
  const stored = await readStored(store);
  const known = stored.files;
  let lines = stored.lines;
  let graph: FileGraph | undefined;
  const watch = createFolderWatch(root);
  /** Files with other names outside of any folder that is watched. */
  const shared = new Set<string>();

  /** Reads these files, and forgets those. */
  const take = async (stale: readonly Met[], removed: readonly string[]) => {
    if (stale.length === 0 && removed.length === 0) return;
    const read: string[] = [];
    const files: MapFile[] = [];
    await readMany(root, stale, (some) => {
      read.push(...some);
      files.push(...some.map(fileOf));
    });
    for (const path of removed) known.delete(path);
    for (const file of files) known.set(file.path, file);
    graph?.update(files, removed);
    const fresh = lines === 0 || lines + stale.length > known.size * 2 + 100;
    if (fresh) await writeStored(store, lines === 0 ? read : [...known.values()].map(lineOf));
    else await appendStored(store, read, removed);
    lines = fresh ? known.size + 1 : lines + read.length + removed.length;
  };
  const isStale = ({ path, size, modified }: Met) => {
    const old = known.get(path);
    return old === undefined || old.size !== size || old.modified !== modified;
  };
  /** False where not everything that happened can be known that way. */
  const lookAtTold = async (hide: readonly string[]) => {
    const told = await watch.told(hide);
    const looked = told && (await lookAtPaths({ root, known, hide }, new Set([...told, ...shared])));
    if (told === undefined || looked === undefined) return false;
    const stale = looked.met.filter((met) => told.has(met.path) || isStale(met));
    if (known.size + stale.length > mostFiles) return false;
    await take(stale, looked.removed);
    return true;
  };
  const lookAtAll = async (hide: readonly string[]) => {
    await watch.begin(hide);
    shared.clear();
    const met = await listed(search.files, root, hide, shared);
    const there = new Set(met.map(({ path }) => path));
    await take(
      met.filter(isStale),
      [...known.keys()].filter((path) => !there.has(path)),
    );
    if (shared.size > mostShared) watch.distrust();
  };

  return {
    refresh: async (hide) => {
      try {
        if (!(await lookAtTold(hide))) await lookAtAll(hide);
      } catch (error) {
        watch.distrust();
        throw error;
      }
    },
    rank: (request) => {
      graph ??= graphOf([...known.values()]);
      return rank(graph, request);
    },
    close: watch.distrust,
  };
}

type ListFiles = ReturnType<typeof createSearch>['files'];

/** The files of the folder that lie where they seem to lie and are not hidden. */
async function listed(
  list: ListFiles,
  root: string,
  hide: readonly string[],
  shared: Set<string>,
): Promise<readonly Met[]> {
  const hidden = createHiddenBelow(createFiles(), root, { now: Date.now }, hide);
  const folders = new Map<string, Promise<boolean>>();
  const isReal = (folder: string) => {
    const known =
      folders.get(folder) ??
      realpath(folder).then(
        (path) => portPath(path) === folder,
        () => false,
      );
    folders.set(folder, known);
    return known;
  };
  const found: Met[] = [];
  for (const full of await list(root, [], mostFiles)) {
    const path = full.slice(root.length + 1);
    if (isOfKiro(path) || !(await isReal(posix.dirname(full))) || (await hidden(full))) continue;
    const met = meet(root, path, shared);
    if (met !== undefined) found.push(met);
  }
  return found;
}
