/** Begins and ends a phase: what goes into the log around its conversation. */

import { escapeRepositoryText } from '../../context/frames';
import { above, placeholdersOf } from '../../context/render';
import type { ModelFailure } from '../../messages';
import type { SpecDocument } from '../../specs/model';
import { hashOf } from '../documents';
import { completeLines } from '../documentText';
import {
  type FlowLog,
  type FlowRead,
  lastPhase,
  offOf,
  overviewOf,
  type PhaseEnd,
  type PhaseStart,
  type Shown,
  shownSoFar,
} from '../log';
import { recordValues } from '../promptValues';
import type { Outcome } from '../service';
import { writeFlow } from '../sessionLog';
import { sha256 } from '../statePaths';
import { addVersion } from '../versions';
import { answerOf } from './answer';
import { type Gone, recordOf } from './ask';
import { type Cell, versionPorts, windowCloses } from './cell';
import type { PhaseResult, PhaseWork } from './converse';
import { isFailure, type PlanningModel } from './deps';

/** Share of the window from which on a new session is begun. */
const fullAt = 0.75;

/** The model, the session and the system prompt for the next phase; a failure where no model can be asked. */
export async function prepare(
  cell: Cell,
  signal: AbortSignal,
): Promise<PhaseWork | Extract<Outcome, { kind: 'failed' }>> {
  const model = await cell.deps.model();
  if (isFailure(model)) return { kind: 'failed', failure: model };
  cell.model = model;
  const off = offOf(cell.log?.notes() ?? []);
  const log = await openLog(cell, model);
  // What was switched off for a spec stays so when its conversation begins anew.
  if (off.length > 0 && offOf(log.notes()).length === 0 && log.prefix() === undefined)
    await log.note({ type: 'off', names: off });
  cell.log = log;
  cell.writing = log;
  const known = overviewOf(log.notes());
  // A session that has sent its system prompt keeps it whole: only what is added later is left out.
  const leftOut = log.prefix() === undefined ? off : keptOff(log, off);
  const system = await cell.deps.system(cell.place.root, recordOf(cell)?.sentence ?? '', known, leftOut);
  if (known === undefined) await log.note({ type: 'overview', text: system.overview });
  await keepPrefix(cell, log, model, system.parts);
  return { cell, log, model, system: system.parts, signal };
}

/** Of what is switched off, that which the session's system prompt never held. */
function keptOff(log: FlowLog, off: readonly string[]): readonly string[] {
  const system = log.prefix()?.system.join('\n') ?? '';
  return off.filter((name) => !system.includes(escapeRepositoryText(name)));
}

/** What every request begins with goes into the log once, and again where it changes. */
async function keepPrefix(cell: Cell, log: FlowLog, model: PlanningModel, system: readonly string[]): Promise<void> {
  const tools = cell.deps.tools([cell.place.root], {}).schemas;
  const known = log.prefix();
  const next = { model: modelName(model), system, tools };
  if (known === undefined) return log.setPrefix({ ...next, reason: 'A new session.' });
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  if (!same(known.system, system)) await log.setPrefix({ ...next, reason: 'The steering changed.' });
  else if (!same(known.tools, tools)) await log.setPrefix({ ...next, reason: 'The tools changed.' });
}

/**
 * The session to go on with; a new one where there is none, the model (where one is to be asked) is another, or the
 * window is nearly full.
 */
export async function openLog(cell: Cell, model?: PlanningModel): Promise<FlowLog> {
  const { log } = cell;
  const { sessions, sessionPrefix } = cell.state.paths;
  const store = cell.deps.sessions(sessions);
  const { clock } = cell.deps.host;
  const start = { kind: 'planning', spec: cell.place.path };
  const failed = (error: unknown) =>
    cell.deps.host.log.write('error', `An event of the session was lost: ${String(error)}`);
  if (log !== undefined && (model === undefined || fits(log, model))) {
    const session = await store.resume(log.id).catch(() => undefined);
    if (session !== undefined) return writeFlow(session, clock, failed);
  }
  const number = log === undefined ? 1 : Number(log.id.slice(sessionPrefix.length + 1)) + 1;
  return writeFlow(await store.create(`${sessionPrefix}-${number}`, start), clock, failed);
}

/** Interrupted work goes on where it was; else the model must be the same and the window not nearly full. */
function fits(log: FlowRead, model: PlanningModel): boolean {
  const usage = log.usages().at(-1)?.usage;
  const used = usage === undefined ? 0 : usage.input + usage.cacheRead + usage.cacheWrite + usage.output;
  const known = log.prefix()?.model;
  if (known !== undefined && known !== modelName(model)) return false;
  const phase = lastPhase(log.notes());
  return used < model.contextWindow * fullAt || (phase !== undefined && phase.end?.outcome !== 'done');
}

/** `provider/model`, as the log and the price table know it. */
export function modelName(model: PlanningModel): string {
  return `${model.provider}/${model.model}`;
}

/** What tells one phase from another. */
export type NewPhase = Pick<
  PhaseStart,
  'kind' | 'document' | 'request' | 'comments' | 'source' | 'only' | 'turn' | 'base' | 'says'
>;

/** Writes the phase's start into the log; `shown` are the documents that its message holds. */
export async function beginPhase(
  work: PhaseWork,
  phase: NewPhase,
  shown: readonly SpecDocument[],
): Promise<PhaseStart> {
  const { log, model, cell } = work;
  const clock = cell.deps.host.clock;
  const start: PhaseStart = {
    type: 'phase',
    id: clock.uuid(),
    ...phase,
    at: log.messages().length,
    model: modelName(model),
    sample: model.sample,
    shows: Object.fromEntries(shown.map((document) => [document.name, document.hash])),
    startedAt: clock.now(),
  };
  await log.note(start);
  return start;
}

/** Writes into the log how a phase ended. */
export async function endPhase(
  work: PhaseWork,
  start: PhaseStart,
  end: Omit<PhaseEnd, 'type' | 'id' | 'at'>,
): Promise<void> {
  await work.log.note({ type: 'end', id: start.id, at: work.log.messages().length, ...end });
}

/** Documents that the conversation holds in full, by hash; without those of the phase that is gone on with. */
export function shownIn(work: PhaseWork, gone?: Gone): Shown['documents'] {
  return shownTo(work, gone).documents;
}

function shownTo({ log }: PhaseWork, gone: Gone | undefined): Shown {
  return shownSoFar(log.notes(), log.messages().length, gone?.start.id);
}

/** What of the record may be long and stays the same from phase to phase. */
const lasting = ['reading', 'facts', 'answers'];

/** The record's values for a phase's message, and their hashes for its start; what stands above is not said again. */
export function recordTexts(
  work: PhaseWork,
  template: string,
  gone?: Gone,
): { readonly values: Readonly<Record<string, string>>; readonly says: Readonly<Record<string, string>> } {
  const values = recordValues(recordOf(work.cell));
  const known = shownTo(work, gone).texts;
  const used = new Set(placeholdersOf(template));
  const long = Object.entries(values).filter(([name, text]) => lasting.includes(name) && used.has(name) && text !== '');
  const says = Object.fromEntries(long.map(([name, text]) => [name, sha256(text).slice(0, 16)]));
  const repeated = Object.keys(says).filter((name) => known[name] === says[name]);
  return { values: { ...values, ...Object.fromEntries(repeated.map((name) => [name, above])) }, says };
}

/**
 * Ends a phase that was stopped or failed: what had arrived is kept as a draft version. Where the window closes it has
 * no end: the next one goes on with it.
 */
export async function endEarly(
  work: PhaseWork,
  start: PhaseStart,
  result: Extract<PhaseResult, { kind: 'stopped' | 'failed' }>,
): Promise<Outcome> {
  if (work.signal.reason === windowCloses) {
    await work.log.keepArriving();
    return { kind: 'stopped' };
  }
  const kept = await keepPartial(work, start, result);
  const failure: ModelFailure | undefined = result.kind === 'failed' ? result.failure : undefined;
  const saved = kept === undefined ? 'Everything before is kept.' : `What arrived is kept as draft version ${kept}.`;
  const message = failure === undefined ? `Stopped. ${saved}` : `${failure.message} ${saved}`;
  await endPhase(work, start, {
    outcome: result.kind,
    message,
    partial: result.partial,
    ...(failure === undefined ? {} : { failure }),
  });
  return failure === undefined ? { kind: 'stopped' } : { kind: 'failed', failure };
}

async function keepPartial(
  work: PhaseWork,
  start: PhaseStart,
  result: { readonly tail: PhaseResult['tail']; readonly partial: string },
): Promise<number | undefined> {
  const { document } = start;
  const text = completeLines(answerOf(work.cell, start, result.tail, { live: result.partial }).document ?? '');
  if (document === undefined || text.trim() === '') return undefined;
  const version = await addVersion(versionPorts(work.cell), {
    document,
    text,
    hash: hashOf(text),
    cause: 'Stopped draft',
    sample: start.sample,
    partial: true,
  });
  return version.number;
}

/** A refusal that is shown, and nothing else changed. */
export function refused(code: Extract<Outcome, { kind: 'refused' }>['code'], message: string): Outcome {
  return { kind: 'refused', code, message };
}
