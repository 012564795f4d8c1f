/** What was going on when it ended early, and how to go on with it: told by the log and the files alone. */
import type { ModelFailure } from '../../messages';
import type { DocumentName } from '../../specs/model';
import { lastPhase, type PhaseEnd, type PhaseStart } from '../log';
import type { Outcome } from '../service';
import type { Activity } from '../snapshot';
import { analyzePhase } from './analyze';
import { askPhase, noSpecNeeded, recordOf } from './ask';
import type { Cell } from './cell';
import type { PhaseWork } from './converse';
import { refused } from './phase';
import { refinePhase } from './refine';
import { repairPhase } from './repair';
import { updatePhase } from './update';
import { mend, writePhase } from './write';

/** Work that ended before its end. `phase` absent: it had not begun. */
export interface Pending {
  readonly phase?: { readonly start: PhaseStart; readonly end: PhaseEnd | undefined };
  readonly next?: 'ask' | 'write';
}

/** Undefined where nothing is left over. */
export function pendingOf(cell: Cell): Pending | undefined {
  const phase = cell.log === undefined ? undefined : lastPhase(cell.log.notes());
  if (
    phase !== undefined &&
    (phase.end === undefined || phase.end.outcome === 'stopped' || phase.end.outcome === 'failed')
  )
    return { phase };
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
  if (pending !== undefined) return stopped(pending, cell.live.failure);
  const record = recordOf(cell);
  const written = cell.state.standings[0]?.current !== undefined;
  const asking = !written && record !== undefined && record.questions.length > 0 && record.answers === undefined;
  return { kind: asking ? 'asking' : 'idle' };
}

function stopped({ phase, next }: Pending, lately: ModelFailure | undefined): Activity {
  const message =
    next === 'write'
      ? 'Interrupted. Your answers are kept. Resume to write the first document.'
      : 'Interrupted. Everything before is kept. Resume to go on.';
  if (phase === undefined && lately !== undefined)
    return { kind: 'stopped', by: 'failure', failure: lately, message: lately.message };
  if (phase === undefined) return { kind: 'stopped', by: 'crash', message };
  const document = phase.start.document === undefined ? {} : { document: phase.start.document };
  const { end } = phase;
  if (end === undefined) return { kind: 'stopped', by: 'crash', ...document, message };
  const failure: { failure?: ModelFailure } = end.failure === undefined ? {} : { failure: end.failure };
  return {
    kind: 'stopped',
    by: end.failure === undefined ? 'user' : 'failure',
    ...document,
    ...failure,
    message: end.message ?? message,
  };
}

/** Goes on with what was interrupted; refused where nothing was. */
export async function resumeWork(work: PhaseWork): Promise<Outcome> {
  const pending = pendingOf(work.cell);
  if (pending === undefined) return refused('invalid', 'Nothing was interrupted here.');
  if (pending.phase !== undefined) return resumePhase(work, pending.phase.start, pending.phase.end);
  return pending.next === 'ask' ? askThenWrite(work) : writeFirst(work);
}

async function resumePhase(work: PhaseWork, start: PhaseStart, end: PhaseEnd | undefined): Promise<Outcome> {
  const gone = { start, end };
  const { document } = start;
  if (start.kind === 'ask') return afterAsking(work, await askPhase(work, gone));
  if (document === undefined)
    return refused('invalid', 'The interrupted work can’t be told from the log. Start it again.');
  switch (start.kind) {
    case 'write':
      return writePhase(work, document, gone);
    case 'repair':
      return afterRepair(work, document, await repairPhase(work, document, [], start.turn ?? 1, gone));
    case 'refine':
      return refinePhase(work, document, start.request ?? '', gone);
    case 'update':
      return start.source === undefined
        ? refused('invalid', 'The interrupted update names no document.')
        : updatePhase(work, document, start.source, start.only, gone);
    case 'analyze':
      return analyzePhase(work, document, gone);
  }
}

async function afterRepair(work: PhaseWork, document: DocumentName, outcome: Outcome): Promise<Outcome> {
  return outcome.kind === 'done' ? mend(work, document) : outcome;
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
