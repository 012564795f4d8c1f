/** The private store of one workspace folder: where things lie, and how they are written so that a kill harms nothing. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { ifThere } from '../errors';
import { realTarget } from '../paths';
import { rootStateFolder } from '../stateFolder';
import { temporaryBeside } from '../temporaries';

/** The store of a workspace folder. All paths absolute. */
export interface Store {
  /** The workspace folder, links resolved. */
  readonly root: string;
  readonly stateFolder: string;
  readonly folder: string;
  readonly objects: string;
  /** Says that the objects are there. */
  readonly mark: string;
  /** A git folder for reading objects. */
  readonly reader: string;
  readonly views: string;
  readonly records: string;
  readonly extras: string;
  readonly journal: string;
  readonly settings: string;
  readonly lock: string;
}

/** The store's places; nothing is made. */
export async function storeOf(stateFolder: string, root: string): Promise<Store> {
  const [real, realState] = await Promise.all([realTarget(root), realTarget(stateFolder)]);
  const folder = posix.join(stateFolder, rootStateFolder(real), 'checkpoints');
  return {
    root: real,
    stateFolder: realState,
    folder,
    objects: `${folder}/objects`,
    mark: `${folder}/objects/info/mark`,
    reader: `${folder}/reader`,
    views: `${folder}/views`,
    records: `${folder}/records`,
    extras: `${folder}/extras`,
    journal: `${folder}/restore.json`,
    settings: `${folder}/settings.json`,
    lock: `${folder}/lock`,
  };
}

/** Makes the store's folders. */
export async function makeStore(store: Store): Promise<void> {
  const folders = [`${store.objects}/pack`, `${store.objects}/info`, store.views, store.records, store.extras];
  // Objects that somebody has removed are not what the indexes say is there.
  const [marked] = await Promise.all([
    ifThere(stat(store.mark)),
    makeGitDir(store.reader),
    ...folders.map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })),
  ]);
  if (marked !== undefined) return;
  await rm(store.views, { recursive: true, force: true });
  await mkdir(store.views, { mode: 0o700 });
  await writeWhole(store.mark, '');
}

/** Settings of our git folders. Nothing in them comes from the user's own. */
function config(): string {
  const posixLike = process.platform !== 'win32';
  const ignoresCase = process.platform === 'win32' || process.platform === 'darwin';
  return `[core]
\trepositoryformatversion = 0
\tbare = false
\tfileMode = ${posixLike}
\tsymlinks = ${posixLike}
\tignoreCase = ${ignoresCase}
\tprecomposeUnicode = false
\tprotectNTFS = false
\tprotectHFS = false
\tlongPaths = true
\tautocrlf = false
\tsafecrlf = false
\tfsmonitor = false
\thooksPath = /dev/null
\tattributesFile = /dev/null
\texcludesFile = /dev/null
\tpreloadIndex = true
\tcompression = 1
\tfsync = loose-object,pack,pack-metadata
\tfsyncMethod = batch
[gc]
\tauto = 0
`;
}

/** Bytes exactly as they are: nothing that a .gitattributes says about them holds here. */
const attributes = '* -text -eol -ident -filter !working-tree-encoding -diff -merge\n';

/** Makes a git folder of ours, where there is none yet. */
export async function makeGitDir(gitDir: string): Promise<void> {
  if ((await ifThere(stat(`${gitDir}/HEAD`))) !== undefined) return;
  for (const name of ['info', 'refs', 'objects']) await mkdir(`${gitDir}/${name}`, { recursive: true, mode: 0o700 });
  await writeWhole(`${gitDir}/config`, config());
  await writeWhole(`${gitDir}/info/attributes`, attributes);
  // Last: it says that the rest is there.
  await writeWhole(`${gitDir}/HEAD`, 'ref: refs/heads/none\n');
}

/**
 * Replaces a file of the store in one step. `durable` outlives a power cut too, which costs as much as a small state:
 * what is lost without it is read as not there, and made again.
 */
export async function writeWhole(path: string, text: string, durable = false): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await writeFile(temporary, text, { mode: 0o600, flush: durable });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A JSON file of the store as it was written; undefined where there is none, or it is no JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await ifThere(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names in a folder of the store, sorted; empty where there is none. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return ((await ifThere(readdir(folder))) ?? []).sort();
}

/** SHA-256 in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
