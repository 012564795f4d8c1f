/** Brings a later document in line with exactly what changed in an earlier one. */

import { render } from '../../context/render';
import type { DocumentChange, DocumentName, SpecDocument } from '../../specs/model';
import { downstreamOf, flowDocument } from '../flow';
import type { PhaseStart } from '../log';
import { changesText, documentText, shortHash } from '../promptValues';
import type { Outcome } from '../service';
import { addVersion } from '../versions';
import type { Gone } from './ask';
import { baseText, keepBase } from './base';
import { type Cell, reload, versionPorts } from './cell';
import { followedNow, followedWith, untouched, upstreamChanges } from './changes';
import type { PhaseWork } from './converse';
import { converseWithEdits } from './editing';
import { type Follows, type Landing, land, renumberLater } from './land';
import { beginPhase, endEarly, endPhase, recordTexts, refused, shownIn } from './phase';
import { currentDocument } from './refine';

/** Hash of each document at one moment. */
type Hashes = Readonly<Partial<Record<DocumentName, string>>>;

/** The documents that have to follow `source`, with the changes that each has to follow. */
export async function documentsToUpdate(
  cell: Cell,
  source: DocumentName,
  only: readonly string[] | undefined,
): Promise<readonly { readonly name: DocumentName; readonly changes: readonly DocumentChange[] }[]> {
  const written = downstreamOf(cell.state.flow, source).filter(
    (each) => currentDocument(cell, each.name) !== undefined,
  );
  const all = await Promise.all(
    written.map(async ({ name }) => ({
      name,
      changes: chosen(await upstreamChanges(cell.deps, cell.state, name, source), only),
    })),
  );
  return all.filter(({ changes }) => changes.length > 0);
}

/** Updates every document that rests on `source`, in the flow's order. */
export async function updateAll(
  work: PhaseWork,
  source: DocumentName,
  only: readonly string[] | undefined,
): Promise<Outcome> {
  const standing = work.cell.state.standings.find((each) => each.document.name === source);
  if (standing?.state !== 'approved') {
    return refused(
      'gate',
      `${standing?.document.label ?? source} is not approved as it stands. Approve it, then update what rests on it.`,
    );
  }
  const before = hashesOf(work.cell);
  await followHandNumbers(work.cell, source);
  const documents = await documentsToUpdate(work.cell, source, only);
  for (const { name } of documents) {
    const outcome = await updatePhase(work, name, source, only, undefined, before);
    if (outcome.kind !== 'done') return outcome;
  }
  return { kind: 'done' };
}

/**
 * Numbers that shifted by hand are followed before the model is asked. Where a number could mean two things (what it meant
 * is gone or has other words, or the document was edited since and may follow already) the model looks.
 */
async function followHandNumbers(cell: Cell, source: DocumentName): Promise<void> {
  const origin = currentDocument(cell, source);
  if (origin === undefined) return;
  for (const { name } of downstreamOf(cell.state.flow, source)) {
    const changes = await upstreamChanges(cell.deps, cell.state, name, source);
    const plain = untouched(cell.state, name, source) && !changes.some(leavesItsNumber);
    if (plain && (await renumberLater(cell, name, origin, changes))) await reload(cell);
  }
}

function leavesItsNumber({ kind, id, previousId }: DocumentChange): boolean {
  return kind === 'removed' || (kind !== 'renumbered' && previousId !== undefined && previousId !== id);
}

/** Updates one document; goes on with an interrupted update where `gone` is given. */
export async function updatePhase(
  work: PhaseWork,
  document: DocumentName,
  source: DocumentName,
  only: readonly string[] | undefined,
  gone?: Gone,
  before: Hashes = {},
): Promise<Outcome> {
  const { cell } = work;
  const current = currentDocument(cell, document);
  const origin = currentDocument(cell, source);
  const kept = gone === undefined ? await keepBase(cell, document) : gone.start.base;
  if (current === undefined || origin === undefined || kept === undefined)
    return refused('invalid', `There is no ${document} to update.`);
  const changes = chosen(await upstreamChanges(cell.deps, cell.state, document, source), only);
  const shown = shownIn(work, gone);
  const template = cell.state.flow.prompts.update;
  const { values, says } = recordTexts(work, template, gone);
  const prompt = render(template, {
    ...values,
    spec_name: cell.state.spec.name,
    source_name: source,
    source_hash: shortHash(origin),
    source: documentText(origin, shown),
    document_name: document,
    document_hash: shortHash(current),
    document: documentText(current, shown),
    changes: changesText(changes),
  });
  const newPhase = {
    kind: 'update' as const,
    document,
    source,
    says,
    base: kept,
    ...(only === undefined ? {} : { only }),
  };
  const start = gone?.start ?? (await beginPhase(work, newPhase, [current, origin]));
  const base = (await baseText(cell, start)) ?? current.text;
  const request = `Follow the changes in ${source}`;
  const result = await converseWithEdits(work, {
    start,
    prompt,
    document,
    base,
    activity: (text) => ({ kind: 'refining', document, request, text }),
  });
  if (result.kind !== 'done') return endEarly(work, start, result);
  const follows = await followsAfter(cell, document, origin, start, changes, before);
  const landed = await landUpdate(cell, document, source, { base, text: result.text, sample: start.sample, follows });
  await endPhase(work, start, { outcome: landed === 'written' ? 'done' : 'refused', reply: result.reply });
  if (landed === 'conflict')
    return refused('conflict', cell.state.versions.conflicts[document]?.message ?? 'The document has a conflict.');
  return { kind: 'done' };
}

/**
 * What the document follows now: of the source what it was shown of it. A document between them that this run has just
 * brought in line stands changed in the same conversation, so it is followed as far as it was before the run.
 */
async function followsAfter(
  cell: Cell,
  document: DocumentName,
  origin: SpecDocument,
  start: PhaseStart,
  changes: readonly DocumentChange[],
  before: Hashes,
): Promise<Follows> {
  const { deps, state } = cell;
  const hash = start.shows[origin.name] ?? origin.hash;
  const ofSource =
    start.only === undefined ? { base: hash } : await followedWith(deps, state, document, origin, changes);
  const between = (flowDocument(state.flow, document)?.restsOn ?? []).flatMap((name) => {
    const now = currentDocument(cell, name)?.hash;
    const followed = followedNow(state, document, name);
    const updated = name !== origin.name && now !== undefined && before[name] !== undefined && before[name] !== now;
    const inLine = followed !== undefined && followed.items === undefined && followed.base === before[name];
    return updated && inLine ? [[name, { base: now }] as const] : [];
  });
  return { ...Object.fromEntries(between), ...(ofSource === undefined ? {} : { [origin.name]: ofSource }) };
}

function hashesOf(cell: Cell): Hashes {
  return Object.fromEntries(
    cell.state.standings.flatMap(({ document, current }) =>
      current === undefined ? [] : [[document.name, current.hash] as const],
    ),
  );
}

/** A document that had nothing to follow is in line all the same: a version says so. */
async function landUpdate(
  cell: Cell,
  document: DocumentName,
  source: DocumentName,
  update: Pick<Landing, 'text' | 'sample' | 'follows'> & { readonly base: string },
): Promise<'written' | 'conflict'> {
  const { text, base, sample, follows } = update;
  if (text !== base)
    return land(cell, { document, text, base, cause: `Updated after ${source} changed`, sample, follows });
  const hash = currentDocument(cell, document)?.hash ?? '';
  await addVersion(versionPorts(cell), {
    document,
    text,
    hash,
    cause: `Nothing to follow in ${source}`,
    sample,
    follows,
  });
  await reload(cell);
  return 'written';
}

function chosen(changes: readonly DocumentChange[], only: readonly string[] | undefined): readonly DocumentChange[] {
  return only === undefined ? changes : changes.filter((change) => only.includes(change.id));
}
