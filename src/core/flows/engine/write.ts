/** Writes a document whose gate is open, and mends what the check finds. */

import { contextNames } from '../../context/effective';
import { escapeRepositoryText } from '../../context/frames';
import { placeholdersOf, render } from '../../context/render';
import type { Diagnostic } from '../../diagnostic';
import type { ModelFailure } from '../../messages';
import type { DocumentName, SpecDocument } from '../../specs/model';
import { type FlowDocument, flowDocument } from '../flow';
import { closedGates, type DocumentStanding } from '../gates';
import { breaksMeaning, inForm } from '../inForm';
import { offOf, type PhaseStart } from '../log';
import { documentValues } from '../promptValues';
import type { Outcome } from '../service';
import { missingHeadings } from '../skeleton';
import { lackingWords } from '../team';
import { answerOf } from './answer';
import { answersResult, type Gone, recordOf } from './ask';
import { baseText, keepBase } from './base';
import type { Cell } from './cell';
import { converse, type Phase, type PhaseResult, type PhaseWork } from './converse';
import { followsShown, land } from './land';
import { beginPhase, endEarly, endPhase, recordTexts, refused, shownIn } from './phase';
import { shorten } from './refine';
import { repairPhase } from './repair';

const mostRepairs = 2;

/** Undefined where the document may be written now. */
export function gateRefusal(cell: Cell, document: DocumentName): Outcome | undefined {
  const entry = flowDocument(cell.state.flow, document);
  if (entry === undefined) return refused('invalid', `The flow "${cell.state.flow.label}" has no ${document}.`);
  if (entry.prompt === '')
    return refused(
      'invalid',
      `Tracewright can't write the ${document} of a bugfix yet. It can refine and approve one.`,
    );
  const closed = closedGates(entry, cell.state.standings);
  if (closed.length > 0) return refused('gate', gateSentence(entry, closed));
  const conflict = cell.state.versions.conflicts[document];
  return conflict === undefined ? undefined : refused('conflict', conflict.message);
}

function gateSentence(entry: FlowDocument, closed: readonly DocumentStanding[]): string {
  const reasons = closed.map(
    ({ document, state, approval, team }) =>
      `${document.label} ${stateWords[state]}${state === 'claimed' ? `: ${approval?.why ?? ''}` : ''}${
        team !== undefined && state === 'draft' ? `: ${lackingWords(team) ?? ''}` : ''
      }`,
  );
  return `${entry.label} is closed. ${reasons.join(', ')}.`.replace(/\.\.$/u, '.');
}

const stateWords: Readonly<Record<DocumentStanding['state'], string>> = {
  locked: 'is not written yet',
  absent: 'is not written yet',
  draft: 'is not approved',
  approved: 'is approved',
  changed: 'changed since it was approved',
  behind: 'is behind what it rests on',
  claimed: 'has an approval that does not count here',
};

/** Writes a document and has it mended; goes on with an interrupted writing where `gone` is given. */
export async function writePhase(work: PhaseWork, document: DocumentName, gone?: Gone): Promise<Outcome> {
  const { cell } = work;
  const closed = gateRefusal(cell, document);
  const entry = flowDocument(cell.state.flow, document);
  if (closed !== undefined || entry === undefined)
    return closed ?? refused('invalid', `There is no ${document} in this flow.`);
  const base = gone === undefined ? await keepBase(cell, document) : undefined;
  const upstream = upstreamDocuments(cell, entry);
  const { prompt, says } = await writePrompt(work, entry, gone);
  const newPhase = { kind: 'write' as const, document, says, ...(base === undefined ? {} : { base }) };
  const start = gone?.start ?? (await beginPhase(work, newPhase, upstream));
  const record = recordOf(cell);
  const phase: Phase = {
    start,
    prompt,
    ...(record === undefined ? {} : { answers: { ask_user: answersResult(record, work.log.messages()) } }),
    handlers: {},
    activity: (text) => ({
      kind: 'writing',
      document,
      text: answerOf(cell, start, work.log.messages().slice(start.at), { live: text }).document ?? '',
    }),
  };
  const result = await converseForDocument(work, phase);
  if (result.kind === 'stopped' || result.kind === 'failed') return endEarly(work, start, result);
  const { document: text, reply } = answerOf(cell, start, result.tail, { ended: true });
  return text === undefined ? endWithout(work, start, reply) : landDraft(work, start, document, text, reply);
}

/** Where words came instead of a document, it is asked for once more. */
async function converseForDocument(work: PhaseWork, phase: Phase): Promise<PhaseResult> {
  const { cell, log } = work;
  const result = await converse(work, phase);
  if (result.kind !== 'done' || answerOf(cell, phase.start, result.tail).document !== undefined) return result;
  await log.append({ role: 'user', content: [{ type: 'text', text: cell.state.flow.prompts.noDocument }] });
  return converse(work, phase);
}

/** Nothing was written: the model's words say why, if anything does. */
async function endWithout(work: PhaseWork, start: PhaseStart, reply: string): Promise<Outcome> {
  const next = reply === '' ? 'Go on to ask it again' : 'See to what its words name and go on';
  const words = reply === '' ? '' : ` Its words: “${shorten(reply, 300)}”`;
  const message = `The model answered twice without a document, so nothing was written. ${next}, or choose another model.${words}`;
  const failure: ModelFailure = { kind: 'malformed', message, retryable: true };
  await endPhase(work, start, { outcome: 'failed', message, failure, reply });
  return { kind: 'failed', failure };
}

async function landDraft(
  work: PhaseWork,
  start: PhaseStart,
  document: DocumentName,
  text: string,
  reply: string,
): Promise<Outcome> {
  const { cell } = work;
  const cause = start.base === undefined ? 'First draft' : 'Written anew';
  const base = await baseText(cell, start);
  const follows = followsShown(cell, document, start.shows);
  const formed = inForm(document, text);
  const landed = await land(cell, { document, text: formed, base, cause, sample: start.sample, follows });
  const current = cell.state.standings.find((each) => each.document.name === document)?.current;
  // What was joined from several answers stands in none of them as a whole, but in all of them together. What was brought
  // into form is shown to the model again, which would otherwise quote its own words.
  const own = landed === 'written' && formed === text;
  const wrote = own && current !== undefined ? { wrote: { [document]: current.hash } } : {};
  await endPhase(work, start, { outcome: landed === 'written' ? 'done' : 'refused', reply, ...wrote });
  if (landed === 'conflict')
    return refused('conflict', cell.state.versions.conflicts[document]?.message ?? 'The document has a conflict.');
  return mend(work, document);
}

/**
 * Sends what the check found back, at most twice since the document was written; what remains is shown. Goes on with an
 * interrupted repair where `gone` is given.
 */
export async function mend(work: PhaseWork, document: DocumentName, gone?: Gone): Promise<Outcome> {
  if (gone !== undefined) {
    const outcome = await repairPhase(work, document, problemsOf(work.cell, document), gone.start.turn ?? 1, gone);
    if (outcome.kind !== 'done') return outcome;
  }
  for (;;) {
    const problems = problemsOf(work.cell, document);
    const turn = repairsDone(work, document) + 1;
    if (problems.length === 0 || turn > mostRepairs) return { kind: 'done' };
    const outcome = await repairPhase(work, document, problems, turn);
    if (outcome.kind !== 'done') return outcome;
  }
}

function repairsDone(work: PhaseWork, document: DocumentName): number {
  const phases = work.log
    .notes()
    .filter((note): note is PhaseStart => note.type === 'phase' && note.document === document);
  const last = phases.findLastIndex((phase) => phase.kind !== 'repair');
  return phases.length - last - 1;
}

/** What must be mended: what breaks the document's meaning, and headings of the template that are not there. */
function problemsOf(cell: Cell, document: DocumentName): readonly Diagnostic[] {
  const current = cell.state.standings.find((each) => each.document.name === document)?.current;
  const entry = flowDocument(cell.state.flow, document);
  if (current === undefined || entry === undefined) return [];
  const across = cell.state.spec.diagnostics[document] ?? [];
  const broken = [...current.diagnostics, ...across].filter(breaksMeaning);
  return [...broken, ...missingHeadings(entry.skeleton, current)];
}

function upstreamDocuments(cell: Cell, entry: FlowDocument) {
  return cell.state.standings.flatMap((each) =>
    each.current !== undefined && entry.restsOn.includes(each.document.name) ? [each.current] : [],
  );
}

async function writePrompt(work: PhaseWork, entry: FlowDocument, gone: Gone | undefined) {
  const { cell } = work;
  const { values, says } = recordTexts(work, entry.prompt, gone);
  const upstream = upstreamDocuments(cell, entry);
  const prompt = render(entry.prompt, {
    ...values,
    spec_name: cell.state.spec.name,
    ...documentValues(upstream, shownIn(work, gone)),
    ...(await mapValue(work, entry, upstream)),
  });
  return { prompt, says };
}

/** The map for what the documents above ask for, where the prompt has a place for it. */
async function mapValue({ cell, log, signal }: PhaseWork, entry: FlowDocument, upstream: readonly SpecDocument[]) {
  if (!placeholdersOf(entry.prompt).includes('map')) return {};
  if (offOf(log.notes()).includes(contextNames.map)) return { map: '' };
  const record = recordOf(cell);
  const about = [record?.sentence ?? '', ...upstream.map(({ text }) => text)].join('\n');
  const files = (record?.facts ?? []).map(({ file }) => file);
  return { map: escapeRepositoryText(await cell.deps.map(cell.place.root, { about, files }, signal)) };
}
