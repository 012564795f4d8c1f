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
import { appendStored, readStored, writeStored } from './store';

/** A map of more files would not fit a window's memory; the rest is left out. */
const mostFiles = 50_000;

/** Reads many files, perhaps in several threads. */
export type ReadMany = (root: string, files: readonly Met[]) => Promise<readonly MapFile[]>;

/** A folder's map in memory. */
export interface Mapper {
  /** Lists the folder, and reads what is new or changed. */
  refresh(hide: readonly string[]): Promise<void>;
  /** Looks at these paths only (absolute); gives how many files the map holds. */
  changed(hide: readonly string[], paths: readonly string[]): Promise<number>;
  rank(request: MapRequest): MapAnswer;
}

/** Makes the map of a folder from what is kept of it. */
export async function createMapper(
  place: Pick<MapPlace, 'root' | 'state'>,
  read: ReadMany,
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
    const files = await read(root, stale);
    for (const path of removed) known.delete(path);
    for (const file of files) known.set(file.path, file);
    graph = undefined;
    const fresh = lines === 0 || lines + stale.length > known.size * 2 + 100;
    if (fresh) await writeStored(store, known.values());
    else await appendStored(store, files, removed);
    lines = fresh ? known.size + 1 : lines + files.length + removed.length;
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
    changed: async (hide, paths) => {
      const inside = paths.flatMap((path) => (path.startsWith(`${root}/`) ? [path.slice(root.length + 1)] : []));
      const met = await shownOf(root, inside, hide);
      // A file that is new may be one that git ignores: the next look at the whole folder finds out.
      const old = met.filter(({ path }) => known.has(path));
      await take(
        old,
        inside.filter((path) => known.has(path) && !old.some((each) => each.path === path)),
      );
      return known.size;
    },
    rank: (request) => {
      graph ??= graphOf([...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1)));
      return rank(graph, request);
    },
  };
}

type ListFiles = ReturnType<typeof createSearch>['files'];

async function listed(list: ListFiles, root: string, hide: readonly string[]): Promise<readonly Met[]> {
  const paths = await list(root, [], mostFiles);
  return shownOf(
    root,
    // Specs and steering reach a prompt by ways of their own.
    paths.map((path) => path.slice(root.length + 1)).filter((path) => !/(?:^|\/)\.kiro\//u.test(path)),
    hide,
  );
}

/** Those that are files, lie where they seem to lie, and are not hidden. */
async function shownOf(root: string, paths: readonly string[], hide: readonly string[]): Promise<readonly Met[]> {
  const hidden = createHiddenBelow(createFiles(), root, { now: Date.now }, hide);
  const real = new Map<string, Promise<boolean>>();
  const isReal = (folder: string) => {
    const known =
      real.get(folder) ??
      realpath(folder).then(
        (path) => portPath(path) === folder,
        () => false,
      );
    real.set(folder, known);
    return known;
  };
  const judged: (Met | undefined)[] = [];
  for (let at = 0; at < paths.length; at += 256)
    judged.push(
      ...(await Promise.all(
        paths.slice(at, at + 256).map(async (path) => {
          const full = `${root}/${path}`;
          if (!(await isReal(posix.dirname(full))) || (await hidden(full))) return undefined;
          return meet(root, path);
        }),
      )),
    );
  return judged.filter((each) => each !== undefined);
}
