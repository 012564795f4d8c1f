/** What was going on when it ended early, and how to go on with it: told by the log and the files alone. */
import type { DocumentName } from '../../specs/model';
import { completeLines } from '../documentText';
import { lastPhase, type PhaseEnd, type PhaseStart } from '../log';
import type { Outcome } from '../service';
import type { Activity } from '../snapshot';
import { analyzePhase } from './analyze';
import { answerOf } from './answer';
import { askPhase, type Gone, noSpecNeeded, recordOf } from './ask';
import type { Cell } from './cell';
import type { PhaseWork } from './converse';
import { refused } from './phase';
import { refinePhase } from './refine';
import { updateAll, updatePhase } from './update';
import { mend, writePhase } from './write';

/** Work that ended before its end. `phase` absent: it had not begun. */
export interface Pending {
  readonly phase?: { readonly start: PhaseStart; readonly end: PhaseEnd | undefined };
  readonly next?: 'ask' | 'write';
  /** Id of the session that holds the phase. */
  readonly session?: string;
}

/** Nobody stopped it and it did not fail: its process or its window went away while it was at work. */
export function cutOff(pending: Pending | undefined): pending is Pending & { readonly phase: { start: PhaseStart } } {
  return pending?.phase !== undefined && pending.phase.end === undefined;
}

/** Undefined where nothing is left over. */
export function pendingOf(cell: Cell): Pending | undefined {
  const phase = cell.log === undefined ? undefined : lastPhase(cell.log.notes());
  if (
    phase !== undefined &&
    (phase.end === undefined || phase.end.outcome === 'stopped' || phase.end.outcome === 'failed')
  )
    return { phase, ...(cell.log === undefined ? {} : { session: cell.log.id }) };
  const record = recordOf(cell);
  const first = cell.state.standings[0];
  if (record === undefined || record.sentence === '' || first === undefined || first.current !== undefined)
    return undefined;
  if (record.asked === undefined) return phase?.end?.outcome === 'done' ? undefined : { next: 'ask' };
  const triedToWrite = phase !== undefined && phase.start.kind !== 'ask';
  if (record.answers === undefined || triedToWrite || noSpecNeeded(cell) !== undefined) return undefined;
  return { next: 'write' };
}

/** The activity while nothing runs: asking, stopped or idle. */
export function restingActivity(cell: Cell): Activity {
  const pending = pendingOf(cell);
  if (pending !== undefined) return stopped(cell, pending);
  const record = recordOf(cell);
  const written = cell.state.standings[0]?.current !== undefined;
  const asking = !written && record !== undefined && record.questions.length > 0 && record.answers === undefined;
  return { kind: asking ? 'asking' : 'idle' };
}

function stopped(cell: Cell, { phase, next }: Pending): Activity {
  const lately = cell.live.failure;
  const message =
    next === 'write'
      ? 'Interrupted. Your answers are kept, and the first document waits to be written.'
      : 'Interrupted. Everything before is kept.';
  const about = phase === undefined ? {} : draftOf(cell, phase.start);
  if (phase?.end === undefined)
    return lately === undefined
      ? { kind: 'stopped', by: 'crash', ...about, message }
      : { kind: 'stopped', by: 'failure', ...about, failure: lately, message: lately.message };
  const { failure } = phase.end;
  return {
    kind: 'stopped',
    by: failure === undefined ? 'user' : 'failure',
    ...about,
    ...(failure === undefined ? {} : { failure }),
    message: phase.end.message ?? message,
  };
}

/** The document that was being worked on, and what of it had arrived. */
function draftOf(cell: Cell, start: PhaseStart): { readonly document?: DocumentName; readonly text?: string } {
  const { document } = start;
  if (document === undefined) return {};
  const messages = cell.log?.messages().slice(start.at) ?? [];
  const text = completeLines(answerOf(cell, start, messages, { live: cell.log?.arriving() ?? '' }).document ?? '');
  return text.trim() === '' ? { document } : { document, text };
}

/** Goes on with what was interrupted; refused where nothing was. */
export async function resumeWork(work: PhaseWork, pending: Pending | undefined): Promise<Outcome> {
  if (pending === undefined) return refused('invalid', 'Nothing was interrupted here.');
  if (pending.phase === undefined) return pending.next === 'ask' ? askThenWrite(work) : writeFirst(work);
  const { start } = pending.phase;
  // Another model begins a session of its own, and there the phase begins anew.
  if (work.log.id !== pending.session) return phaseAgain(work, start);
  await work.log.note({ type: 'resumed', id: start.id });
  return phaseAgain(work, start, { start });
}

async function phaseAgain(work: PhaseWork, start: PhaseStart, gone?: Gone): Promise<Outcome> {
  const { document } = start;
  if (start.kind === 'ask') return afterAsking(work, await askPhase(work, gone));
  if (document === undefined)
    return refused('invalid', 'The interrupted work can’t be told from the log. Start it again.');
  switch (start.kind) {
    case 'write':
      return writePhase(work, document, gone);
    case 'repair':
      return mend(work, document, gone);
    case 'refine':
      return refinePhase(work, document, start.request ?? '', gone);
    case 'update':
      return start.source === undefined
        ? refused('invalid', 'The interrupted update names no document.')
        : restOfUpdate(
            work,
            start.source,
            start.only,
            await updatePhase(work, document, start.source, start.only, gone),
          );
    case 'analyze':
      return analyzePhase(work, document, gone);
  }
}

/** What else has to follow comes after the update that was interrupted. */
async function restOfUpdate(
  work: PhaseWork,
  source: DocumentName,
  only: readonly string[] | undefined,
  outcome: Outcome,
): Promise<Outcome> {
  return outcome.kind === 'done' ? updateAll(work, source, only) : outcome;
}

/** Asks; goes straight on to the first document where there was nothing to ask. */
export async function askThenWrite(work: PhaseWork): Promise<Outcome> {
  return afterAsking(work, await askPhase(work));
}

async function afterAsking(work: PhaseWork, outcome: Outcome): Promise<Outcome> {
  return outcome.kind === 'done' && noSpecNeeded(work.cell) === undefined ? writeFirst(work) : outcome;
}

/** Writes the first document of the flow. */
export async function writeFirst(work: PhaseWork): Promise<Outcome> {
  const first = work.cell.state.flow.documents[0];
  return first === undefined ? { kind: 'done' } : writePhase(work, first.name);
}
