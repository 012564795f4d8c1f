/** Where everything lies that is hidden: a sandbox has to be told before a command starts. */
import type { Clock, FileStat, Files, FolderEntry } from '../host';
import { isWithin } from '../permissions/paths';
import { createHiddenStep } from './visible';

/** What packages were downloaded into: what is there is public, and nothing runs without it. */
const downloaded: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '.venv',
  'venv',
  'site-packages',
  'Pods',
  '.gradle',
  '.yarn',
  '.pnpm-store',
]);

/** What builds fill. Hidden as a whole it is kept from prompts because it is no source; a build still has to write it. */
const built: ReadonlySet<string> = new Set([
  'dist',
  'build',
  'out',
  'target',
  'vendor',
  'coverage',
  '.next',
  '.nuxt',
  '.turbo',
  '.cache',
  '__pycache__',
  'obj',
  'bin',
]);

/** From this many on, whole folders are masked where that takes fewer masks: each costs time at the start. */
const foldFrom = 300;
/** A sandbox with more masks than these would take longer to start than a command to run. */
const most = 1000;

/** What lies hidden below the roots (absolute, links resolved), each list sorted. */
export interface HiddenPaths {
  /** Files and folders of which commands see nothing. */
  readonly paths: readonly string[];
  /** Folders with too many hidden files to mask each: empty for commands but for what is shown in them. */
  readonly emptied: readonly { readonly path: string; readonly shown: readonly string[] }[];
}

/** A folder that is not hidden, as a walk met it. */
interface Folder {
  readonly path: string;
  readonly isRoot: boolean;
  /** Entries that are hidden. */
  readonly hidden: readonly string[];
  /** Entries that are not, or that stay as they are although they are: what builds and package managers fill. */
  readonly shown: readonly string[];
  /** The folders among `shown` that were walked. */
  readonly folders: readonly Folder[];
  /** It holds a link or a device, which could not be put back into an emptied folder. */
  readonly odd: boolean;
}

/** Looks for what is hidden; keeps the lists of folders that did not change. */
export interface HiddenWalk {
  /**
   * The outermost hidden files and folders, each. Not among them are folders of packages and, where a whole folder is
   * hidden, of what builds make; links are followed by nobody here.
   */
  all(roots: readonly string[], hide: readonly string[]): Promise<readonly string[]>;
  /**
   * As few paths as are needed to mask all of them; `fixed` are paths that have masks or binds of their own. Rejects
   * with a sentence where there are still too many to keep from commands.
   */
  masks(roots: readonly string[], hide: readonly string[], fixed: readonly string[]): Promise<HiddenPaths>;
}

type Ports = Pick<Files, 'read' | 'list'> & Partial<Pick<Files, 'stat'>>;

/** Makes a walk. */
export function createHiddenWalk(files: Ports, clock: Pick<Clock, 'now'>): HiddenWalk {
  const list = keptLists(files, clock);
  const foldersOf = (roots: readonly string[], hide: readonly string[]) => {
    const outermost = roots.filter((root) => !roots.some((other) => other !== root && isWithin(other, root)));
    return Promise.all(
      [...new Set(outermost)].map((root) => {
        const hidden = createHiddenStep(files, root, clock, hide);
        return walked(root, true, list, hidden);
      }),
    );
  };
  return {
    all: async (roots, hide) => (await foldersOf(roots, hide)).flatMap(pathsIn).sort(),
    masks: async (roots, hide, fixed) => masksOf(await foldersOf(roots, hide), fixed),
  };
}

type List = Files['list'];

/** Coarsest step of a file system's clock, in milliseconds. */
const step = 2_000;

/** Lists a folder anew only where it has changed: what is added, renamed or removed in it changes its time. */
function keptLists({ list, stat }: Ports, clock: Pick<Clock, 'now'>): List {
  const kept = new Map<string, { readonly stat: FileStat; readonly entries: readonly FolderEntry[] }>();
  return async (path) => {
    const now = await stat?.(path);
    const known = kept.get(path);
    if (now?.changed !== undefined && known?.stat.changed === now.changed && known.stat.modified === now.modified)
      return known.entries;
    const entries = await list(path).catch(() => []);
    kept.delete(path);
    if (now?.changed !== undefined && now.changed < clock.now() - step) kept.set(path, { stat: now, entries });
    return entries;
  };
}

async function walked(
  path: string,
  isRoot: boolean,
  list: List,
  isHidden: (path: string, isFolder: boolean) => Promise<boolean>,
): Promise<Folder> {
  const entries = await list(path);
  const known = await Promise.all(
    entries.map(async ({ name, kind }) => {
      const each = { path: `${path}/${name}`, kind, walk: false, hidden: false };
      if (name === '.git' || (kind === 'folder' && downloaded.has(name)) || kind === 'other' || kind === 'link')
        return each;
      const hidden = await isHidden(each.path, kind === 'folder');
      const stays = kind === 'folder' && built.has(name);
      return { ...each, hidden: hidden && !stays, walk: kind === 'folder' && !hidden };
    }),
  );
  const below = known.filter(({ walk }) => walk);
  return {
    path,
    isRoot,
    hidden: known.filter(({ hidden }) => hidden).map((each) => each.path),
    shown: known.filter(({ hidden }) => !hidden).map((each) => each.path),
    folders: await Promise.all(below.map((each) => walked(each.path, false, list, isHidden))),
    odd: known.some(({ kind }) => kind === 'other' || kind === 'link'),
  };
}

function pathsIn({ hidden, folders }: Folder): readonly string[] {
  return [...hidden, ...folders.flatMap(pathsIn)];
}

function masksOf(roots: readonly Folder[], fixed: readonly string[]): HiddenPaths {
  const each = roots.flatMap(pathsIn);
  if (each.length <= foldFrom) return { paths: each.sort(), emptied: [] };
  const free = (folder: Folder) =>
    !folder.isRoot && !fixed.some((path) => isWithin(path, folder.path) || isWithin(folder.path, path));
  const paths = roots.flatMap((root) => folded(root, free));
  const emptied = paths.length <= foldFrom ? [] : worthEmptying(roots, paths, free);
  const rest = paths.filter((path) => !emptied.some((one) => path.slice(0, path.lastIndexOf('/')) === one.path));
  if (rest.length + emptied.reduce((sum, { shown }) => sum + 1 + shown.length, 0) > most)
    throw new Error(`More than ${most} files are hidden by .kiroignore: hide their folders instead.`);
  return { paths: rest.sort(), emptied };
}

/** A folder in which everything is hidden stands for all of it. */
function folded(folder: Folder, free: (folder: Folder) => boolean): readonly string[] {
  if (free(folder) && isAllHidden(folder)) return [folder.path];
  return [...folder.hidden, ...folder.folders.flatMap((each) => folded(each, free))];
}

function isAllHidden({ hidden, shown, folders, odd }: Folder): boolean {
  const some = hidden.length > 0 || folders.length > 0;
  return some && !odd && shown.length === folders.length && folders.every(isAllHidden);
}

/** Folders with far more hidden files than others, most first, until few enough masks are left. */
function worthEmptying(
  roots: readonly Folder[],
  paths: readonly string[],
  free: (folder: Folder) => boolean,
): HiddenPaths['emptied'] {
  const masked = new Set(paths);
  const all = (folder: Folder): readonly Folder[] => [folder, ...folder.folders.flatMap(all)];
  const saved = (folder: Folder) => folder.hidden.filter((path) => masked.has(path)).length - 1 - folder.shown.length;
  const candidates = roots
    .flatMap(all)
    .filter((folder) => !folder.odd && free(folder) && saved(folder) > 0)
    .sort((a, b) => saved(b) - saved(a));
  const chosen: Folder[] = [];
  let count = paths.length;
  for (const folder of candidates) {
    if (count <= foldFrom) break;
    count -= saved(folder);
    chosen.push(folder);
  }
  return chosen.map(({ path, shown }) => ({ path, shown })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
