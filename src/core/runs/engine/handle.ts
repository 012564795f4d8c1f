/** The runs of one spec and what may be done with them: each method is an operation on the shared cell. */
import type { Disposable } from '../../host';
import { refused } from '../deps';
import { positionOf } from '../log';
import { spentOfTasks, timesToGoOn } from '../meters';
import { atWork, type TaskRecord, usedAltogether, withTask } from '../records';
import type { RunOutcome, SpecRuns } from '../service';
import { raisedOf } from './budgets';
import { operate, type RunCell, recordOf, reload, save } from './cell';
import { forkFrom, restoreTo } from './fork';
import { changesOf, checkpointsOf, finishReviewed, previewOf, sidesOf } from './past';
import { estimateOf, startRequest, taskOf, workThrough } from './queue';
import { decideReview } from './review';
import { snapshotOf } from './view';

/** Who follows a spec's runs. */
export type Listener = Parameters<SpecRuns['subscribe']>[0];

/** The runs over a cell; `dispose` takes them out of the service. */
export function createSpecRuns(cell: RunCell, listeners: Set<Listener>, dispose: () => void): SpecRuns {
  return {
    snapshot: () => snapshotOf(cell),
    subscribe: (listener) => subscribe(listeners, listener),
    ...workOperations(cell),
    ...userOperations(cell),
    ...lookOperations(cell),
    dispose,
  };
}

type WorkOperations = Pick<
  SpecRuns,
  'start' | 'stop' | 'resume' | 'retry' | 'skip' | 'clear' | 'markReviewed' | 'raiseBudget' | 'restore' | 'fork'
>;

/** Operations that hold the lock of the workspace folder. */
function workOperations(cell: RunCell): WorkOperations {
  return {
    start: (request) => operate(cell, (signal) => startRequest(cell, request, signal)),
    stop: async () => {
      cell.running?.abort.abort();
      await cell.running?.ended;
    },
    resume: () => operate(cell, (signal) => resumeFirst(cell, signal)),
    retry: (identity) =>
      meanwhile(cell, identity, 'try it again', () => queueAgain(cell, identity)) ??
      operate(cell, (signal) => retryTask(cell, identity, signal)),
    skip: (identity) =>
      meanwhile(cell, identity, 'skip it', () => skipTask(cell, identity)) ??
      operate(cell, () => skipTask(cell, identity)),
    clear: () => meanwhile(cell, undefined, '', () => clearAll(cell)) ?? operate(cell, () => clearAll(cell)),
    markReviewed: (identity) =>
      operate(cell, async (signal) => {
        const task = taskOf(cell, identity);
        return task === undefined ? gone : finishReviewed(cell, task, signal);
      }),
    raiseBudget: () => operate(cell, (signal) => raise(cell, signal)),
    restore: (checkpoint, { conversation }) =>
      operate(cell, () => (conversation ? forkFrom(cell, checkpoint, true) : restoreTo(cell, checkpoint))),
    fork: (checkpoint, { files }) => operate(cell, () => forkFrom(cell, checkpoint, files)),
  };
}

/**
 * An operation on the queue while a task of it is at work: the run holds the lock, and only the task that it has in hand
 * is not to be touched. Undefined where no run is at work.
 */
function meanwhile(
  cell: RunCell,
  identity: string | undefined,
  what: string,
  operation: () => Promise<RunOutcome>,
): Promise<RunOutcome> | undefined {
  if (cell.running === undefined || cell.inHand === undefined) return undefined;
  if (identity === cell.inHand)
    return Promise.resolve(refused('busy', `This task is at work. Wait for it or stop it, then ${what}.`));
  return operation().catch((error: unknown) => ({
    kind: 'failed',
    message: `The queue could not be changed: ${error instanceof Error ? error.message : String(error)}`,
  }));
}

type UserOperations = Pick<SpecRuns, 'tell' | 'setMode' | 'decide' | 'answer' | 'review' | 'confirmChecks'>;

/** What the user says to a run that is at work; nothing of it waits for the lock, which the run holds. */
function userOperations(cell: RunCell): UserOperations {
  return {
    tell: (text) => {
      if (text.trim() === '') return;
      cell.told.push(text.trim());
      cell.changed();
    },
    setMode: (mode) => {
      cell.mode = mode;
      cell.waits.poke();
      cell.changed();
    },
    decide: (permission, answer) => cell.waits.decide(permission, answer),
    answer: (question, answer) => cell.waits.answer(question, answer),
    review: (decision) =>
      cell.running === undefined
        ? operate(cell, () => decideReview(cell, decision))
        : decideReview(cell, decision).catch((error: unknown) => ({ kind: 'failed', message: String(error) })),
    confirmChecks: async (lines) => {
      await cell.deps.verifier.confirm(cell.place.root, lines);
      cell.confirmed = lines.map(({ line }) => line);
      cell.waits.poke();
      cell.changed();
    },
  };
}

type LookOperations = Pick<SpecRuns, 'estimate' | 'changes' | 'sides' | 'evidence' | 'checkpoints' | 'previewRestore'>;

/** What only looks. */
function lookOperations(cell: RunCell): LookOperations {
  return {
    estimate: async (request) => {
      if (cell.running === undefined) await reload(cell);
      return estimateOf(cell, request);
    },
    changes: (identity) => changesOf(cell, identity),
    sides: (identity, path) => sidesOf(cell, identity, path),
    evidence: (identity) => cell.deps.evidence.markdown(cell.place.path, identity),
    checkpoints: () => checkpointsOf(cell),
    previewRestore: (checkpoint) => previewOf(cell, checkpoint),
  };
}

const gone = refused('invalid', 'This task is not in tasks.md any more.');

/** The task in front of the queue, one that a crash left at work, or the last that ended before its end, with the session it has. */
async function resumeFirst(cell: RunCell, signal: AbortSignal): Promise<RunOutcome> {
  const left = cell.records.tasks.find(({ state }) => atWork.includes(state));
  const [front] = cell.records.queue;
  const ended = cell.records.tasks.filter(({ state }) => ['stopped', 'failed', 'paused'].includes(state));
  const identity =
    front ?? left?.identity ?? ended.sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0)).at(-1)?.identity;
  if (identity === undefined) return refused('invalid', 'Nothing was interrupted here.');
  await toFront(cell, identity);
  const task = taskOf(cell, identity);
  return workThrough(cell, task !== undefined && recordOf(cell, task).state !== 'queued', signal);
}

/** From the beginning, with a session of its own; the changes of the last try are as the user left them. */
async function retryTask(cell: RunCell, identity: string, signal: AbortSignal): Promise<RunOutcome> {
  const task = taskOf(cell, identity);
  if (task === undefined) return gone;
  if (task.state === 'done') cell.again.add(identity);
  await save(cell, withTask(cell.records, fresh(recordOf(cell, task))));
  await toFront(cell, identity);
  return workThrough(cell, false, signal);
}

/** It is built again after the task that is at work. */
async function queueAgain(cell: RunCell, identity: string): Promise<RunOutcome> {
  const task = taskOf(cell, identity);
  if (task === undefined) return gone;
  if (task.state === 'done') cell.again.add(identity);
  const [front, ...behind] = cell.records.queue.filter((each) => each !== identity);
  const queue =
    front === cell.inHand
      ? [front, identity, ...behind]
      : [identity, ...(front === undefined ? [] : [front]), ...behind];
  await save(cell, {
    ...withTask(cell.records, fresh(recordOf(cell, task))),
    queue: queue.filter((each) => each !== undefined),
  });
  return { kind: 'done' };
}

/** A record for another try, with a session of its own. */
function fresh(record: TaskRecord): TaskRecord {
  const { session: _, message: __, ...rest } = record;
  return { ...rest, state: 'queued' };
}

async function toFront(cell: RunCell, identity: string): Promise<void> {
  const queue = [identity, ...cell.records.queue.filter((each) => each !== identity)];
  await save(cell, { ...cell.records, queue });
}

async function skipTask(cell: RunCell, identity: string): Promise<RunOutcome> {
  const task = taskOf(cell, identity);
  if (task === undefined) return gone;
  const queue = cell.records.queue.filter((each) => each !== identity);
  await save(cell, { ...withTask(cell.records, { ...recordOf(cell, task), state: 'skipped' }), queue });
  return { kind: 'done' };
}

async function clearAll(cell: RunCell): Promise<RunOutcome> {
  const kept = ({ state, identity }: TaskRecord) =>
    state === 'done' || state === 'not_verifiable' || identity === cell.inHand;
  const queue = cell.records.queue.filter((identity) => identity === cell.inHand);
  await save(cell, { ...cell.records, queue, tasks: cell.records.tasks.filter(kept) });
  return { kind: 'done' };
}

/** The limits grow by what they were, as often as it takes, for this task in all its tries, and the work goes on. */
async function raise(cell: RunCell, signal: AbortSignal): Promise<RunOutcome> {
  const paused = cell.records.tasks.find(({ state }) => state === 'paused');
  if (paused?.session === undefined) return refused('invalid', 'No task is paused.');
  const session = await cell.deps.sessions(cell.paths.sessions).resume(paused.session);
  const raised = raisedOf(paused, session === undefined ? { raised: 0 } : positionOf(session.events()));
  const spent = { task: usedAltogether(paused), spec: spentOfTasks(cell.records.tasks), day: cell.today };
  const times = timesToGoOn(spent, cell.deps.limits(), raised);
  await session?.append({ type: 'note', note: { type: 'raised', times } });
  await session?.close();
  await save(cell, withTask(cell.records, { ...paused, raised: raised.task + times }));
  await toFront(cell, paused.identity);
  return workThrough(cell, true, signal);
}

function subscribe(listeners: Set<Listener>, listener: Listener): Disposable {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}
