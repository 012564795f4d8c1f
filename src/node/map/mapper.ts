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
import { type Met, meet } from './read';
import { appendStored, fileOf, lineOf, readStored, writeStored } from './store';

/** A map of more files would not fit a window's memory; the rest is left out. */
const mostFiles = 50_000;

/** Reads many files, perhaps in several threads; gives the line of the store for each, in any order, as it has them. */
export type ReadMany = (root: string, files: readonly Met[], take: (lines: readonly string[]) => void) => Promise<void>;

/** A folder's map in memory. */
export interface Mapper {
  /** Lists the folder, and reads what is new or changed. */
  refresh(hide: readonly string[]): Promise<void>;
  rank(request: MapRequest): MapAnswer;
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

  const take = async (met: readonly Met[], removed: readonly string[]) => {
    const stale = met.filter(({ path, size, modified }) => {
      const old = known.get(path);
      return old === undefined || old.size !== size || old.modified !== modified;
    });
    if (stale.length === 0 && removed.length === 0) return;
    const read: string[] = [];
    const files: MapFile[] = [];
    await readMany(root, stale, (some) => {
      read.push(...some);
      files.push(...some.map(fileOf));
    });
    for (const path of removed) known.delete(path);
    for (const file of files) known.set(file.path, file);
    graph = undefined;
    const fresh = lines === 0 || lines + stale.length > known.size * 2 + 100;
    if (fresh) await writeStored(store, lines === 0 ? read : [...known.values()].map(lineOf));
    else await appendStored(store, read, removed);
    lines = fresh ? known.size + 1 : lines + read.length + removed.length;
  };

  return {
    refresh: async (hide) => {
      const met = await listed(search.files, root, hide);
      const there = new Set(met.map(({ path }) => path));
      await take(
        met,
        [...known.keys()].filter((path) => !there.has(path)),
      );
    },
    rank: (request) => {
      graph ??= graphOf([...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1)));
      return rank(graph, request);
    },
  };
}

type ListFiles = ReturnType<typeof createSearch>['files'];

/** The files of the folder that lie where they seem to lie and are not hidden. */
async function listed(list: ListFiles, root: string, hide: readonly string[]): Promise<readonly Met[]> {
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
    // Specs and steering reach a prompt by ways of their own.
    if (/(?:^|\/)\.kiro\//u.test(path)) continue;
    if (!(await isReal(posix.dirname(full))) || (await hidden(full))) continue;
    const met = meet(root, path);
    if (met !== undefined) found.push(met);
  }
  return found;
}
