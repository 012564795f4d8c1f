/** Finds the steering files of a folder and of its user; what is in them is not looked at. */
import type { Clock, Files, Search } from '../host';
import type { SteeringCache } from './cache';
import type { SteeringGuards } from './guards';
import type { SteeringScope, SteeringSourceId } from './model';
import { sources } from './sources/index';
import type { Spot, SteeringSource } from './sources/source';

/** Where steering is looked for. */
export interface SteeringPlace {
  readonly files: Pick<Files, 'read' | 'list' | 'realpath' | 'stat'>;
  /** Workspace folder. */
  readonly root: string;
  readonly home: string;
  /** Nothing of an untrusted workspace is loaded. */
  readonly trusted: boolean;
  /** Whose files are read besides Kiro's and AGENTS.md; absent: everybody's. */
  readonly from?: readonly SteeringSourceId[];
  /** False for what `.kiroignore` hides; `known` is told of a file whose real path the walk has found already. */
  readonly visible?: (path: string, known?: { readonly real: string }) => Promise<boolean>;
  /** Files that are worked on, relative to the root: files of their folders, such as a nested AGENTS.md, are found. */
  readonly paths?: readonly string[];
  /** Finds the files of every folder. */
  readonly search?: Pick<Search, 'files'>;
  /** Takes unchanged files from here; with it the clock is needed. */
  readonly cache?: SteeringCache;
  readonly clock?: Pick<Clock, 'now'>;
  /** All of them, unless told otherwise. */
  readonly guards?: SteeringGuards;
}

/** A place with its links resolved. */
export interface Walked extends SteeringPlace {
  readonly realRoot: string;
  readonly guards: SteeringGuards;
}

/** A file that was found and is not read yet. */
export interface Found {
  readonly path: string;
  readonly label: string;
  readonly scope: SteeringScope;
  readonly source: SteeringSource;
  readonly subtree: string;
  /** Its real path, where the walk met it as a file that is no link. */
  readonly met: string | undefined;
}

/** A path that may be a file. */
type Spotted = Pick<Found, 'path' | 'met'>;

const deepest = 8;
const mostNested = 500;
const alwaysOn: readonly SteeringSourceId[] = ['kiro', 'agents'];

/** Every file there may be, in the order in which they are shown: the user's, then from the general to the near. */
export async function findSteering(place: Walked): Promise<readonly Found[]> {
  const wanted = sources.filter(({ id }) => alwaysOn.includes(id) || (place.from?.includes(id) ?? true));
  return [
    ...(await foundByUser(place, wanted)),
    ...(place.guards.trusted(place.trusted) ? await foundInWorkspace(place, wanted) : []),
  ];
}

/** Whether a folder has steering of its own, as far as names tell; nothing is read. */
export async function hasSteering(files: Pick<Files, 'stat'>, root: string): Promise<boolean> {
  const spots = sources.flatMap(({ workspace }) => workspace.map((spot) => ('file' in spot ? spot.file : spot.folder)));
  const found = await Promise.all([...new Set(spots)].map((each) => files.stat(`${root}/${each}`)));
  return found.some((stat) => stat !== undefined);
}

async function foundByUser({ files, home }: Walked, wanted: readonly SteeringSource[]): Promise<readonly Found[]> {
  const found = await Promise.all(
    wanted.map(async (source) =>
      (await pathsAt({ files, mayFollow: () => true }, home, source.user)).map(({ path, met }): Found => {
        return { path, met, label: `~/${path.slice(home.length + 1)}`, scope: 'user', source, subtree: '' };
      }),
    ),
  );
  return found.flat();
}

async function foundInWorkspace(place: Walked, wanted: readonly SteeringSource[]): Promise<readonly Found[]> {
  const { files, root, realRoot, guards } = place;
  const walk = { files, mayFollow: (real: string) => guards.inside(realRoot, real) };
  const subtrees = await subtreesOf(place, wanted);
  const at = async (source: SteeringSource, subtree: string): Promise<readonly Found[]> => {
    const base = subtree === '' ? root : `${root}/${subtree}`;
    const paths = await pathsAt(walk, base, subtree === '' ? source.workspace : source.nested);
    return paths.map((each) => ({
      ...each,
      label: each.path.slice(root.length + 1),
      scope: 'workspace',
      source,
      subtree,
    }));
  };
  const found = await Promise.all(
    ['', ...subtrees].map((subtree) => Promise.all(wanted.map((source) => at(source, subtree)))),
  );
  return found.flat(2);
}

/** Folders below the root that may have files of their own, the outer ones first. */
async function subtreesOf(place: SteeringPlace, wanted: readonly SteeringSource[]): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const path of place.paths ?? []) {
    const steps = path.split('/').slice(0, -1);
    if (steps.some((step) => step === '..' || step === '')) continue;
    for (let depth = 1; depth <= steps.length; depth++) folders.add(steps.slice(0, depth).join('/'));
  }
  const globs = wanted.flatMap(({ nested }) =>
    nested.map((spot) => ('file' in spot ? `**/${spot.file}` : `**/${spot.folder}/**`)),
  );
  const hits = (await place.search?.files(place.root, globs, mostNested).catch(() => [])) ?? [];
  for (const path of hits) {
    const folder = subtreeOf(path.slice(place.root.length + 1), wanted);
    if (folder !== '') folders.add(folder);
  }
  return [...folders].sort();
}

/** The folder that a nested file of one of these sources is for; empty where it is none. */
export function subtreeOf(path: string, wanted: readonly SteeringSource[]): string {
  for (const spot of wanted.flatMap(({ nested }) => nested)) {
    const end = 'file' in spot ? `/${spot.file}` : `/${spot.folder}/`;
    const at = 'file' in spot ? (path.endsWith(end) ? path.length - end.length : -1) : path.indexOf(end);
    if (at > 0) return path.slice(0, at);
  }
  return '';
}

/** How a folder is walked. */
interface FolderWalk {
  readonly files: SteeringPlace['files'];
  /** Whether a link to this folder is followed. */
  readonly mayFollow: (real: string) => boolean;
}

async function pathsAt(walk: FolderWalk, base: string, spots: readonly Spot[]): Promise<readonly Spotted[]> {
  const found = await Promise.all(
    spots.map((spot): readonly Spotted[] | Promise<readonly Spotted[]> =>
      'file' in spot
        ? [{ path: `${base}/${spot.file}`, met: undefined }]
        : filesBelow({ ...walk, ending: spot.ending, seen: new Set() }, `${base}/${spot.folder}`, deepest),
    ),
  );
  return found.flat();
}

/** Files of a folder and its folders, by name. A link to a folder that may not be followed is given as it stands. */
async function filesBelow(
  walk: FolderWalk & { readonly ending: RegExp; readonly seen: Set<string> },
  folder: string,
  depth: number,
  above?: string,
): Promise<readonly Spotted[]> {
  const { files, mayFollow, ending, seen } = walk;
  if (depth === 0) return [];
  // Some tools have one file where others have a folder of that name.
  const entries = await files.list(folder).catch(() => []);
  const real = entries.length === 0 ? undefined : (above ?? (await files.realpath(folder)));
  // Links may lead round in a circle.
  if (real === undefined || seen.has(real)) return [];
  seen.add(real);
  const found = await Promise.all(
    entries.map(async ({ name, kind }): Promise<readonly Spotted[]> => {
      const path = `${folder}/${name}`;
      if (kind === 'folder') return filesBelow(walk, path, depth - 1, `${real}/${name}`);
      if (ending.test(name)) return [{ path, met: kind === 'file' ? `${real}/${name}` : undefined }];
      const target = kind === 'link' ? await files.realpath(path) : undefined;
      if (target === undefined || (await files.stat(target))?.kind !== 'folder') return [];
      return mayFollow(target) ? filesBelow(walk, path, depth - 1, target) : [{ path, met: undefined }];
    }),
  );
  return found.flat();
}
