/** Finds steering files and reads them as their authors meant them. */
import type { Diagnostic } from '../diagnostic';
import type { Clock, FileStat, Files, Search } from '../host';
import type { SteeringCache } from './cache';
import { readFrontMatter } from './frontMatter/read';
import { type SteeringGuards, steeringGuards } from './guards';
import type { Note } from './meant';
import {
  baseName,
  type SteeringBar,
  type SteeringFile,
  type SteeringScope,
  type SteeringSourceId,
  tokensOf,
} from './model';
import { placeOf } from './place';
import { type ReferencePorts, readReferences, referencesIn } from './references';
import { alwaysIncluded } from './select';
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
interface Walked extends SteeringPlace {
  readonly realRoot: string;
  readonly guards: SteeringGuards;
}

/** A file that was found and is not read yet. */
interface Found {
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
/** Tools that write a reference as `@path`. */
const importing: readonly SteeringSourceId[] = ['claude', 'gemini'];
const alwaysOn: readonly SteeringSourceId[] = ['kiro', 'agents'];

/**
 * Every steering file in the order in which it is shown: the user's, then the workspace folder's, from the general to
 * the near. Where two differ the later one holds. Never rejects for what is in a file.
 */
export async function loadSteering(asked: SteeringPlace): Promise<readonly SteeringFile[]> {
  const realRoot = (await asked.files.realpath(asked.root)) ?? asked.root;
  const place: Walked = { ...asked, realRoot, guards: asked.guards ?? steeringGuards };
  const wanted = sources.filter(({ id }) => alwaysOn.includes(id) || (place.from?.includes(id) ?? true));
  const found = [
    ...(await foundByUser(place, wanted)),
    ...(place.guards.trusted(place.trusted) ? await foundInWorkspace(place, wanted) : []),
  ];
  const real = await Promise.all(found.map(({ path, met }) => met ?? place.files.realpath(path)));
  const best = bestOf(found, real);
  const read = await Promise.all(
    found.map((each, at) => {
      const path = real[at];
      if (path === undefined) return undefined;
      const same = best.get(path);
      if (same !== undefined && same !== each && same.path !== each.path)
        return barred(each, { kind: 'same', as: same.label });
      if (same !== each) return undefined;
      const outside = each.scope === 'workspace' && !place.guards.inside(realRoot, path);
      return outside ? barred(each, { kind: 'outside' }) : readOne(place, each, path);
    }),
  );
  return withoutBrought(withoutRepeats(read.flatMap((file) => file ?? [])));
}

/** Whether a folder has steering of its own, as far as names tell; nothing is read. */
export async function hasSteering(files: Pick<Files, 'stat'>, root: string): Promise<boolean> {
  const spots = sources.flatMap(({ workspace }) => workspace.map((spot) => ('file' in spot ? spot.file : spot.folder)));
  const found = await Promise.all([...new Set(spots)].map((each) => files.stat(`${root}/${each}`)));
  return found.some((stat) => stat !== undefined);
}

/** Which of several paths to one file counts: the one that is for the most, then the one that comes last. */
function bestOf(found: readonly Found[], real: readonly (string | undefined)[]): ReadonlyMap<string, Found> {
  const best = new Map<string, Found>();
  for (const [at, each] of found.entries()) {
    const path = real[at];
    if (path === undefined) continue;
    const before = best.get(path);
    if (before === undefined || each.subtree.length <= before.subtree.length) best.set(path, each);
  }
  return best;
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

function subtreeOf(path: string, wanted: readonly SteeringSource[]): string {
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

async function readOne(place: Walked, found: Found, real: string): Promise<SteeringFile | undefined> {
  const { files, root, realRoot, visible, guards } = place;
  const known = found.met === undefined ? undefined : { real: found.met };
  const isShown = async () => visible === undefined || (await visible(found.path, known));
  if (found.scope === 'workspace' && !(await guards.visible(isShown))) return barred(found, { kind: 'hidden' });
  try {
    // Asked before reading: a change in between shows in the next answer.
    const stat = await files.stat(real);
    // `.clinerules` is a file for some and a folder for others.
    if (stat === undefined || stat.kind === 'folder') return undefined;
    if (!guards.plain(stat.kind)) return barred(found, { kind: 'unreadable', message: 'It is no plain file.' });
    const file = await parsed(place, found, real, stat);
    // Nothing of an untrusted workspace is loaded, by the user's own steering neither.
    if (file === undefined || !guards.trusted(place.trusted)) return file;
    return await withReferences({ files, root, realRoot, visible, guards }, file);
  } catch (error) {
    return barred(found, { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) });
  }
}

/** The file as it was read the last time, where it is still that; else read now. Rejects as `Files.read` does. */
async function parsed(place: Walked, found: Found, real: string, stat: FileStat): Promise<SteeringFile | undefined> {
  const { cache, clock, files, guards } = place;
  const key = [found.source.id, found.scope, found.subtree, found.label, found.path, real].join('\n');
  const kept = clock && cache?.get(key, stat);
  if (kept !== undefined) return kept;
  const bytes = await files.read(found.path, { start: 0, end: guards.most.file + 1 });
  if (bytes === undefined) return undefined;
  const file = parseSteering(found, bytes, guards);
  if (clock !== undefined) cache?.keep(key, stat, clock.now(), file);
  return file;
}

/** The file with what it brings along, read now; problems of its references are added to its own. Never rejects. */
export async function withReferences(ports: ReferencePorts, file: SteeringFile): Promise<SteeringFile> {
  const imports = importing.includes(file.source);
  if (file.inclusion.kind === 'never' || referencesIn(file.body, imports).length === 0) return file;
  const { references, problems } = await readReferences(file.body, file.path, ports, imports);
  const tokens = references.reduce((sum, { text }) => sum + tokensOf(text), file.tokens);
  const moved = problems.map((problem) => ({ ...problem, place: below(problem.place, file) }));
  return { ...file, references, tokens, problems: [...file.problems, ...moved] };
}

/** A place in the body as a place in the file. */
function below(place: Diagnostic['place'], { bodyLine, bodyStart }: SteeringFile): Diagnostic['place'] {
  return { ...place, line: place.line + bodyLine - 1, start: place.start + bodyStart, end: place.end + bodyStart };
}

function parseSteering(found: Found, bytes: Uint8Array, { text, most }: SteeringGuards): SteeringFile {
  if (!text(bytes)) return barred(found, { kind: 'unreadable', message: 'It is not text.' });
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, most.file));
  return steeringOf(found, decoded, bytes.length > most.file);
}

/**
 * Reads one file's text as its source does, for what an editor holds unsaved; undefined where no source reads such a
 * path. `path` is relative to the workspace folder, or to the home folder with `scope` user.
 */
export function readSteering(path: string, scope: SteeringScope, text: string): SteeringFile | undefined {
  for (const source of [...sources].reverse()) {
    const spots = scope === 'user' ? source.user : source.workspace;
    if (spots.some((spot) => isAt(spot, path)))
      return steeringOf(
        { path, label: scope === 'user' ? `~/${path}` : path, scope, source, subtree: '', met: undefined },
        text,
        false,
      );
    const subtree = scope === 'user' ? '' : subtreeOf(path, [source]);
    if (subtree !== '') return steeringOf({ path, label: path, scope, source, subtree, met: undefined }, text, false);
  }
  return undefined;
}

function isAt(spot: Spot, path: string): boolean {
  return 'file' in spot ? path === spot.file : path.startsWith(`${spot.folder}/`) && spot.ending.test(path);
}

function steeringOf({ source, met: _, ...found }: Found, text: string, cut: boolean): SteeringFile {
  const hasFront = source.frontMatter(found.path);
  const bom = text.startsWith('\ufeff') ? 1 : 0;
  const front = hasFront
    ? readFrontMatter(text, source.bareGlobs)
    : { values: {}, lines: {}, body: text.slice(bom), bodyStart: bom, problems: [] };
  const meant = source.meant(front, front.body, found.path);
  const notes = meant.notes.map((note) => toDiagnostic(note, text, front.lines));
  return {
    ...found,
    source: source.id,
    name: meant.name ?? baseName(found.path),
    inclusion: meant.inclusion,
    body: front.body,
    bodyLine: placeOf(text, front.bodyStart, front.bodyStart).line,
    bodyStart: front.bodyStart,
    references: [],
    tokens: tokensOf(front.body),
    problems: [...front.problems, ...notes, ...(cut ? [tooLarge(text)] : [])],
  };
}

function toDiagnostic(note: Note, text: string, lines: ReturnType<typeof readFrontMatter>['lines']): Diagnostic {
  const { code, severity, message, key, fix } = note;
  const at = (key === undefined ? undefined : lines[key]) ?? { start: 0, end: Math.max(0, text.indexOf('\n')) };
  return { code, severity, message, place: placeOf(text, at.start, at.end), ...(fix === undefined ? {} : { fix }) };
}

function tooLarge(text: string): Diagnostic {
  return {
    code: 'steering/too-large',
    severity: 'warning',
    message: `The file is larger than ${steeringGuards.most.file / 1024} KB. What stands after that is not used.`,
    place: placeOf(text, text.length, text.length),
  };
}

function barred({ source, met: _, ...found }: Found, bar: SteeringBar): SteeringFile {
  const nothing = {
    inclusion: { kind: 'never' as const },
    body: '',
    bodyLine: 1,
    bodyStart: 0,
    references: [],
    tokens: 0,
    problems: [],
  };
  return { ...found, source: source.id, name: baseName(found.path), ...nothing, bar };
}

/** What is in every prompt by itself need not be brought along: a CLAUDE.md that imports AGENTS.md says it once. */
function withoutBrought(files: readonly SteeringFile[]): readonly SteeringFile[] {
  const everywhere = files.filter(({ scope, bar }) => scope === 'workspace' && bar === undefined);
  const labels = new Set(alwaysIncluded(everywhere).map(({ label }) => label));
  return files.map((file) => {
    const references = file.references.filter(({ path, lines }) => lines !== undefined || !labels.has(path));
    if (references.length === file.references.length) return file;
    const tokens = references.reduce((sum, { text }) => sum + tokensOf(text), tokensOf(file.body));
    return { ...file, references, tokens };
  });
}

/** One text under several names (AGENTS.md and CLAUDE.md) is there once, by the name that comes last. */
function withoutRepeats(files: readonly SteeringFile[]): readonly SteeringFile[] {
  const keyOf = (file: SteeringFile) =>
    file.inclusion.kind === 'always' && file.body.trim() !== '' ? `${file.subtree}\n${file.body.trim()}` : undefined;
  const last = new Map(files.map((file) => [keyOf(file), file]));
  return files.map((file) => {
    const key = keyOf(file);
    const same = key === undefined ? undefined : last.get(key);
    if (same === undefined || same === file) return file;
    return { ...file, body: '', references: [], tokens: 0, bar: { kind: 'same', as: same.label } };
  });
}
