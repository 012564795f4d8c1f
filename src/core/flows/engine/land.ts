/** Puts a text where its document is: kept as a version first, then written in one step, or a conflict. */
import type { DocumentChange, DocumentName, SpecDocument } from '../../specs/model';
import { compareTexts, hashOf, parseDocument } from '../documents';
import { downstreamOf, flowDocument } from '../flow';
import type { Followed } from '../followed';
import { addVersion, endConflict, setConflict, type Version } from '../versions';
import { keepBoxes } from './boxes';
import { type Cell, reload, versionPorts } from './cell';
import { followedAt, followedWith } from './changes';
import { followNumbers } from './references';

/** A text and where it is to land. */
export interface Landing {
  readonly document: DocumentName;
  readonly text: string;
  /** The text that it replaces; undefined where there must be none. */
  readonly base: string | undefined;
  readonly cause: string;
  readonly sample: boolean;
  /** What it is in line with now; of what is not named here it follows as much as the version before. */
  readonly follows: Follows;
}

/** What a document follows of each that it rests on. */
export type Follows = Readonly<Partial<Record<DocumentName, Followed>>>;

/** Writes the document; `conflict` where file or editor hold something else, and then both are kept. */
export async function land(cell: Cell, landing: Landing): Promise<'written' | 'conflict'> {
  const before = landing.base === undefined ? undefined : parseDocument(landing.document, landing.base);
  const text = keepBoxes(before, parseDocument(landing.document, landing.text));
  const version = await addVersion(versionPorts(cell), {
    document: landing.document,
    text,
    hash: hashOf(text),
    cause: landing.cause,
    sample: landing.sample,
    follows: landing.follows,
  });
  const written = await writeVersion(cell, version, text, landing.base);
  if (written === 'written' && landing.base !== undefined)
    await renumberDownstream(cell, landing.document, landing.base, text);
  await reload(cell);
  return written === 'conflict' ? 'conflict' : 'written';
}

/** `already`: the document holds this text, as after a crash between writing it and saying so. */
async function writeVersion(
  cell: Cell,
  version: Version,
  text: string,
  base: string | undefined,
): Promise<'written' | 'already' | 'conflict'> {
  const path = `${cell.place.path}/${version.document}`;
  if (base === text) return 'already';
  const result = await cell.deps.store.document(path, text, base);
  if (result.kind === 'written') return 'written';
  if (result.current?.text === text && !result.current.dirty) return 'already';
  const label = flowDocument(cell.state.flow, version.document)?.label ?? version.document;
  const why = result.current?.dirty === true ? 'has changes that are not saved' : 'was changed meanwhile';
  await setConflict(versionPorts(cell), version.document, {
    versionId: version.id,
    message: `${label} ${why}, so version ${version.number} was not written. Both are kept: keep the file, or take the version.`,
  });
  return 'conflict';
}

/** The references of later documents follow the new numbers, each in one step; what can't be written is a conflict. */
async function renumberDownstream(cell: Cell, document: DocumentName, before: string, after: string): Promise<void> {
  const changes = compareTexts(document, before, after);
  for (const later of downstreamOf(cell.state.flow, document))
    await renumberLater(cell, later.name, parseDocument(document, after), changes);
}

/** Has the references of one later document follow the new numbers of `source`; true where any of them changed. */
export async function renumberLater(
  cell: Cell,
  later: DocumentName,
  source: SpecDocument,
  changes: readonly DocumentChange[],
): Promise<boolean> {
  const open = await cell.deps.host.documents.open(`${cell.place.path}/${later}`);
  if (open === undefined) return false;
  const known = cell.state.spec.documents.find((each) => each.name === later);
  const current = known?.text === open.text ? known : parseDocument(later, open.text);
  const text = followNumbers(current, changes, cell.state.spec.name);
  if (text === undefined) return false;
  await noticeHandEdit(cell, later);
  const renumbered = changes.filter(({ kind }) => kind === 'renumbered');
  const followed = await followedWith(cell.deps, cell.state, later, source, renumbered);
  const version = await addVersion(versionPorts(cell), {
    document: later,
    text,
    hash: hashOf(text),
    cause: `References follow the numbers of ${source.name}`,
    follows: followed === undefined ? {} : { [source.name]: followed },
  });
  await writeVersion(cell, version, text, open.text);
  return true;
}

/** What a phase that was shown these documents (by hash) is in line with when it has written `name`. */
export function followsShown(
  cell: Cell,
  name: DocumentName,
  shown: Readonly<Partial<Record<DocumentName, string>>>,
): Follows {
  const restsOn = flowDocument(cell.state.flow, name)?.restsOn ?? [];
  return Object.fromEntries(
    restsOn.flatMap((source) => (shown[source] === undefined ? [] : [[source, { base: shown[source] }] as const])),
  );
}

/** Hash of each document that `name` rests on, as they stand. */
export function upstreamHashes(cell: Cell, name: DocumentName): Readonly<Record<string, string>> {
  const restsOn = flowDocument(cell.state.flow, name)?.restsOn ?? [];
  const current = cell.state.standings.flatMap((each) =>
    each.current !== undefined && restsOn.includes(each.document.name) ? [each.current] : [],
  );
  return Object.fromEntries(current.map((each) => [each.name, each.hash]));
}

/** Ends a conflict of a document that has one. */
export async function clearConflict(cell: Cell, document: DocumentName): Promise<void> {
  if (cell.state.versions.conflicts[document] !== undefined) await endConflict(versionPorts(cell), document);
}

const handEdit = 'Edited by hand';

/** Keeps a saved text that no version holds yet; gives the version that the document is at. */
export async function noticeHandEdit(cell: Cell, document: DocumentName): Promise<Version | undefined> {
  const open = cell.state.open[document];
  if (open === undefined) return undefined;
  const hash = hashOf(open.text);
  const known = cell.state.versions.all.filter((each) => each.document === document);
  const last = known.findLast((each) => !each.partial);
  const conflict = cell.state.versions.conflicts[document]?.versionId;
  if (last !== undefined && last.hash === hash && last.id !== conflict) return last;
  const cause = known.length === 0 ? 'As it was found' : handEdit;
  // A text that was there before (another branch, an undone edit) is in line with what it was in line with then.
  const same = known.findLast((each) => !each.partial && each.hash === hash);
  const follows = same === undefined ? {} : followedAt(cell.state, same);
  return addVersion(versionPorts(cell), { document, text: open.text, hash, cause, follows });
}
