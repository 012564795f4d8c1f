/** Every version of every document, in the state folder: an index of lines and one file for each text. */
import * as z from 'zod';
import type { Clock, Files } from '../host';
import type { DocumentName } from '../specs/model';
import type { Followed, Items } from './followed';
import type { Conflict } from './snapshot';
import { sha256 } from './statePaths';
import type { SpecStore } from './store';
import { parseJson, readText } from './textFiles';

const documentName = z.enum(['requirements.md', 'bugfix.md', 'design.md', 'tasks.md']);

const line = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('version'),
    id: z.string(),
    document: documentName,
    number: z.number().int().positive(),
    at: z.string(),
    cause: z.string(),
    /** Canonical hash. */
    hash: z.string(),
    /** Name of the file that holds the text. */
    text: z.string().regex(/^[0-9a-f]{32}$/u),
    sample: z.boolean(),
    partial: z.boolean(),
    /** Hash of each document it was brought in line with as a whole, where it was. */
    upstream: z.record(z.string(), z.string()).optional(),
    /** By document: what it follows where that is not the whole; see `Followed`. */
    follows: z
      .record(z.string(), z.object({ base: z.string(), items: z.record(z.string(), z.array(z.string())) }))
      .optional(),
  }),
  /** `versionId` absent: the conflict is over. */
  z.object({
    type: z.literal('conflict'),
    document: documentName,
    versionId: z.string().optional(),
    message: z.string(),
  }),
]);

/** One version of a document, without its text. */
export type Version = Readonly<Extract<z.infer<typeof line>, { type: 'version' }>>;

/** All versions of a spec, oldest first, and open conflicts. */
export interface Versions {
  readonly all: readonly Version[];
  readonly conflicts: Readonly<Partial<Record<DocumentName, Conflict>>>;
}

/** What versions are kept with. */
export interface VersionPorts {
  readonly files: Pick<Files, 'read'>;
  readonly store: Pick<SpecStore, 'state' | 'appendState'>;
  readonly clock: Pick<Clock, 'now'>;
  /** This spec's folder of versions. */
  readonly folder: string;
}

/** A text to be kept. */
export interface NewVersion {
  readonly document: DocumentName;
  readonly text: string;
  readonly hash: string;
  readonly cause: string;
  readonly sample?: boolean;
  readonly partial?: boolean;
  /** What it is in line with, by document; what is not named here follows from the version before. */
  readonly follows?: Readonly<Partial<Record<DocumentName, Followed>>>;
}

/** The index as it is on disk; a line that can't be read (a crash while writing) is passed over. */
export async function loadVersions(ports: Pick<VersionPorts, 'files' | 'folder'>): Promise<Versions> {
  const text = (await readText(ports.files, indexPath(ports))) ?? '';
  const all: Version[] = [];
  const conflicts: Partial<Record<DocumentName, Conflict>> = {};
  for (const each of text.split('\n')) {
    const parsed = line.safeParse(parseJson(each));
    if (!parsed.success) continue;
    const entry = parsed.data;
    if (entry.type === 'version') all.push(entry);
    else if (entry.versionId === undefined) delete conflicts[entry.document];
    else conflicts[entry.document] = { versionId: entry.versionId, message: entry.message };
  }
  return { all, conflicts };
}

/** Keeps a text; the document's last version is given back where it says the same, for the same reason and in line with the same. */
export async function addVersion(ports: VersionPorts, added: NewVersion): Promise<Version> {
  const known = (await loadVersions(ports)).all.filter((each) => each.document === added.document);
  const text = textId(added.text);
  const last = known.at(-1);
  const line = lineOf(added.follows ?? {});
  const same = last !== undefined && last.text === text && last.cause === added.cause;
  if (same && JSON.stringify([last.upstream, last.follows]) === JSON.stringify([line.upstream, line.follows]))
    return last;
  const number = (last?.number ?? 0) + 1;
  const version: Version = {
    type: 'version',
    id: `${added.document}/${number}`,
    document: added.document,
    number,
    at: new Date(ports.clock.now()).toISOString(),
    cause: added.cause,
    hash: added.hash,
    text,
    sample: added.sample ?? false,
    partial: added.partial ?? false,
    ...line,
  };
  await keepText(ports, added.text);
  await appendLine(ports, version);
  return version;
}

type Line = Pick<Version, 'upstream' | 'follows'>;

function lineOf(follows: NonNullable<NewVersion['follows']>): Line {
  const entries = Object.entries(follows);
  const whole = entries.flatMap(([name, { base, items }]) => (items === undefined ? [[name, base] as const] : []));
  const parts = entries.flatMap(([name, { base, items }]) =>
    items === undefined ? [] : [[name, { base, items: copyOf(items) }] as const],
  );
  return {
    ...(whole.length === 0 ? {} : { upstream: Object.fromEntries(whole) }),
    ...(parts.length === 0 ? {} : { follows: Object.fromEntries(parts) }),
  };
}

function copyOf(items: Items): Record<string, string[]> {
  return Object.fromEntries(Object.entries(items).map(([key, ids]) => [key, [...ids]]));
}

/** What a version says that it follows of another document; undefined where it says nothing of it. */
export function followedBy(version: Version, source: DocumentName): Followed | undefined {
  const whole = version.upstream?.[source];
  return whole === undefined ? version.follows?.[source] : { base: whole };
}

/** Notes a version that could not be written. */
export async function setConflict(ports: VersionPorts, document: DocumentName, conflict: Conflict): Promise<void> {
  await appendLine(ports, { type: 'conflict', document, ...conflict });
}

/** Notes that the conflict of a document is over. */
export async function endConflict(ports: VersionPorts, document: DocumentName): Promise<void> {
  await appendLine(ports, { type: 'conflict', document, message: '' });
}

/** Keeps a text exactly as it is; gives the id that `keptText` reads it by. */
export async function keepText(ports: Pick<VersionPorts, 'store' | 'folder'>, text: string): Promise<string> {
  const id = textId(text);
  await ports.store.state(textPath(ports, id), text);
  return id;
}

/** Undefined where the file is gone or `id` is none. */
export async function keptText(ports: Pick<VersionPorts, 'files' | 'folder'>, id: string): Promise<string | undefined> {
  return /^[0-9a-f]{32}$/u.test(id) ? readText(ports.files, textPath(ports, id)) : undefined;
}

/** The text of a version; undefined where its file is gone. */
export async function versionText(
  ports: Pick<VersionPorts, 'files' | 'folder'>,
  version: Version,
): Promise<string | undefined> {
  return readText(ports.files, textPath(ports, version.text));
}

/** Adds a line; one that a crash cut off before is closed first, so that it spoils no other. */
async function appendLine(ports: VersionPorts, entry: z.input<typeof line>): Promise<void> {
  const known = (await readText(ports.files, indexPath(ports))) ?? '';
  const open = known !== '' && !known.endsWith('\n');
  await ports.store.appendState(indexPath(ports), `${open ? '\n' : ''}${JSON.stringify(entry)}`);
}

function indexPath(ports: Pick<VersionPorts, 'folder'>): string {
  return `${ports.folder}/index.jsonl`;
}

function textId(text: string): string {
  return sha256(text).slice(0, 32);
}

function textPath(ports: Pick<VersionPorts, 'folder'>, text: string): string {
  return `${ports.folder}/texts/${text}.md`;
}
