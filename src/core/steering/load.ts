/** Reads steering files as their authors meant them, and what they bring along. */
import type { Diagnostic } from '../diagnostic';
import type { FileStat } from '../host';
import { type Found, findSteering, type SteeringPlace, subtreeOf, type Walked } from './find';
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
import type { Spot } from './sources/source';

/** Tools that write a reference as `@path`. */
const importing: readonly SteeringSourceId[] = ['claude', 'gemini'];

/**
 * Every steering file in the order in which it is shown: the user's, then the workspace folder's, from the general to
 * the near. Where two differ the later one holds. Never rejects for what is in a file.
 */
export async function loadSteering(asked: SteeringPlace): Promise<readonly SteeringFile[]> {
  const realRoot = (await asked.files.realpath(asked.root)) ?? asked.root;
  const place: Walked = { ...asked, realRoot, guards: asked.guards ?? steeringGuards };
  const found = await findSteering(place);
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
