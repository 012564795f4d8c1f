/** One task from its beginning, or from where it was interrupted, to its evidence. */
import { render } from '../../context/render';
import type { Task } from '../../specs/model';
import { isFailure, refused, type Verdict } from '../deps';
import { criteriaOf } from '../prompt';
import failedPrompt from '../prompts/failed.md';
import type { RunOutcome } from '../service';
import { beginTask, mutable } from './begin';
import { budgetVerdict, enterRest, recordedSpent, tellLeft } from './budgets';
import { isOn, type RunCell, saveTask, windowCloses } from './cell';
import { catchUp, converse } from './converse';
import { finish } from './finish';
import { leftByChecks } from './left';
import { settleEnd, underWatch, undoneMessages, userMessage } from './turns';
import { closeWork, openWork, refreshChanges, type TaskWork, verifyContext } from './work';

/** How a task ended, before it is written down. */
export type TaskEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' | 'failed' | 'paused' | 'not_verifiable'; readonly message: string };

/** Builds a task. Refused where its gate is closed or no model is there; then nothing has begun. */
export async function runTask(cell: RunCell, task: Task, goOn: boolean, signal: AbortSignal): Promise<RunOutcome> {
  const gate = await cell.deps.gate(cell.place.path);
  cell.gate = gate;
  if (gate !== undefined && isOn(cell, 'run: gate')) return refused('gate', gate);
  const model = await cell.deps.model();
  if (isFailure(model)) return refused('model', model.message);
  const held = goOn ? undefined : await cell.deps.beforeTask?.(cell.place, task, signal);
  if (held !== undefined) return refused('gate', held);
  const work = await openWork(cell, task, model, goOn, signal);
  try {
    const end = await worked(work, goOn);
    return end === 'interrupted'
      ? { kind: 'stopped', message: 'The window was closed while the task was at work. Resume to go on.' }
      : await toldEnd(work, await writeEnd(work, end));
  } finally {
    work.shown.text = '';
    work.shown.waiting = undefined;
    work.shown.verifying = false;
    enterRest(work);
    await closeWork(work);
  }
}

/** Others hear of it when everything is written. */
async function toldEnd({ cell, task, shown, log }: TaskWork, outcome: RunOutcome): Promise<RunOutcome> {
  const files = (shown.changes ?? []).map(({ path }) => path);
  await cell.deps.afterTask?.(cell.place, task, outcome, files, log.id);
  return outcome;
}

async function worked(work: TaskWork, goOn: boolean): Promise<TaskEnd | 'interrupted'> {
  try {
    if (goOn) await work.log.note({ type: 'resumed' });
    else tellLeft(work);
    const within = budgetVerdict(work);
    return within === true ? await build(work) : { kind: 'paused', message: within };
  } catch (error) {
    if (work.signal.aborted) return stopped(work);
    throw error;
  }
}

function stopped({ signal }: TaskWork): TaskEnd | 'interrupted' {
  if (signal.reason === windowCloses) return 'interrupted';
  return { kind: 'stopped', message: 'Stopped. The changes are kept; resume to go on, or restore a checkpoint.' };
}

/** Agent, verification, correction, until it is proved or can't be. */
async function build(work: TaskWork): Promise<TaskEnd | 'interrupted'> {
  const { cell } = work;
  await beginTask(work);
  await catchUp(work);
  for (;;) {
    const position = work.log.position();
    if (!position.reported && position.verified === undefined) {
      const end = await converse(work);
      if (end.kind === 'stopped') return stopped(work);
      if (end.kind !== 'reported') return end;
    }
    const verdict = await verify(work);
    if (verdict.kind === 'passed') return finish(work, false);
    if (verdict.kind === 'not_verifiable') return { kind: 'not_verifiable', message: verdict.why };
    const hopeless = await sendBack(work, verdict);
    if (hopeless !== undefined) return hopeless;
    // Only now the agent goes on: what was proved, or can't be, has its end to be written down first.
    work.shown.verifying = false;
    cell.changed();
  }
}

/** The verdict; that of the log where a crash came between verdict and what follows from it. */
async function verify(work: TaskWork): Promise<Verdict> {
  const { cell, log, shown, signal } = work;
  const { since, baseline, verified, corrections } = log.position();
  if (verified !== undefined) return fromLog(verified);
  if (since === undefined) throw new Error('The checkpoint before the task is missing. Start the task again.');
  shown.verifying = true;
  cell.changed();
  try {
    const {
      result: verdict,
      undone,
      changed,
    } = await underWatch(
      work,
      () => cell.deps.verifier.verify(verifyContext(work, since), baseline?.data, corrections + 1, signal),
      { runs: baseline?.view.checks.length !== 0, last: ({ kind }) => kind !== 'failed' },
    );
    const warnings = [...verdict.view.warnings, ...leftByChecks(undone, changed, 'Look at it.')];
    const view = { ...verdict.view, warnings };
    shown.verification = view;
    await log.note({
      type: 'verified',
      view: mutable(view),
      verdict: verdict.kind,
      ...(verdict.kind === 'failed' ? { back: verdict.back, signature: verdict.signature } : {}),
      ...(verdict.kind === 'not_verifiable' ? { back: verdict.why } : {}),
    });
    if (verdict.kind === 'failed')
      for (const message of await undoneMessages(work, undone)) await log.conversation.append(message);
    return { ...verdict, view };
  } finally {
    cell.changed();
  }
}

function fromLog({
  view,
  verdict,
  back = '',
  signature = '',
}: NonNullable<ReturnType<TaskWork['log']['position']>['verified']>): Verdict {
  switch (verdict) {
    case 'passed':
      return { kind: 'passed', view };
    case 'failed':
      return { kind: 'failed', view, back, signature };
    case 'not_verifiable':
      return { kind: 'not_verifiable', view, why: back };
  }
}

/** Gives the failing part to the agent; or the end, where corrections are used up or go in circles. */
async function sendBack(
  work: TaskWork,
  { view, back, signature }: Extract<Verdict, { kind: 'failed' }>,
): Promise<TaskEnd | undefined> {
  const { cell, log, guard, turn } = work;
  const done = log.position().corrections;
  const most = cell.deps.limits().corrections;
  const circling = guard.failure({ signature, fingerprint: String(turn.fingerprint) });
  if (circling !== undefined) return { kind: 'failed', message: `${circling} ${view.sentence} The changes are kept.` };
  if (done >= most) {
    const times = most === 1 ? '1 correction' : `${most} corrections`;
    return { kind: 'failed', message: `Still red after ${times}. ${view.sentence} The changes are kept.` };
  }
  const values = { sentence: view.sentence, failing: back, attempt: String(done + 1), most: String(most) };
  await log.conversation.append(userMessage(render(failedPrompt, values)));
  await log.note({ type: 'sent_back', attempt: done + 1 });
  return undefined;
}

async function writeEnd(work: TaskWork, end: TaskEnd): Promise<RunOutcome> {
  const { cell, task, log } = work;
  const message =
    end.kind === 'done' ? `Verified and ticked. The evidence is written.${await untested(work)}` : end.message;
  await settleEnd(work);
  await keepEnd(work);
  await log.note({ type: 'end', outcome: end.kind, message });
  const { evidence } = log.position();
  await saveTask(cell, task, {
    state: end.kind,
    message,
    endedAt: cell.deps.host.clock.now(),
    ...recordedSpent(work),
    ...(evidence === undefined ? {} : { evidence }),
  });
  return end;
}

/** Which criteria of the task no test names: green checks say nothing of these by themselves. */
async function untested({ cell, task }: TaskWork): Promise<string> {
  if (cell.deps.verifier.expected(task) === 'none') return '';
  const criteria = criteriaOf(cell.spec, task).map(({ id }) => id);
  // The task is done whatever becomes of this look.
  const tests = await cell.deps.evidence.tests(cell.place.path, criteria).catch(() => ({}));
  const bare = Object.entries<readonly string[]>(tests).flatMap(([id, places]) => (places.length === 0 ? [id] : []));
  return bare.length === 0 ? '' : ` No test names ${bare.join(', ')}.`;
}

/** The state that the task left, so that its changes can be looked at whatever comes after. */
async function keepEnd(work: TaskWork): Promise<void> {
  const { log, cell } = work;
  try {
    // Never cut short by the user's stop: what is there at a stop is what they want to look at.
    const about = { label: 'After the task', spec: cell.place.path, task: work.task.identity, session: log.id };
    const taken = await cell.deps.checkpoints.take({ ...about, turn: -1, seq: log.events().length });
    await log.note({ type: 'checkpoint', id: taken.id, label: taken.label, turn: -1 });
    await refreshChanges(work, taken.id);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await log.note({ type: 'notice', level: 'warning', text: `No checkpoint after the task could be taken: ${why}` });
  }
}
