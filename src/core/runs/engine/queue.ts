/** Tasks one after the other: the queue is on disk before the first begins, and what is left stays there. */

import { flattenTasks } from '../../specs/canonical';
import type { Task } from '../../specs/model';
import { documentOf } from '../../specs/spec';
import { refused } from '../deps';
import { type Ordered, ordered } from '../order';
import { usedAltogether, withTask } from '../records';
import type { RunEstimate, RunOutcome, RunRequest } from '../service';
import { isOn, type RunCell, recordOf, reload, save } from './cell';
import { runTask } from './task';

/** Why a task was left out that nobody has to build any more. */
const tickedMeanwhile = 'It was ticked by hand while it waited, so it was not built.';

/** The tasks that a request means now. */
export function tasksFor(cell: RunCell, request: RunRequest): Ordered {
  const document = documentOf(cell.spec, 'tasks.md');
  if (document === undefined) return { kind: 'invalid', message: 'There is no tasks.md here any more.' };
  // What was left out only because it had been ticked is wanted again once its box is open.
  const skipped = new Set(
    cell.records.tasks
      .filter(({ state, message }) => state === 'skipped' && message !== tickedMeanwhile)
      .map(({ identity }) => identity),
  );
  return ordered(document, request, skipped);
}

/** Queues what a request means and works through it. */
export async function startRequest(cell: RunCell, request: RunRequest, signal: AbortSignal): Promise<RunOutcome> {
  const found = tasksFor(cell, request);
  if (found.kind === 'invalid') return refused('invalid', found.message);
  if (cell.gate !== undefined && isOn(cell, 'run: gate')) return refused('gate', cell.gate);
  let records = cell.records;
  cell.again.clear();
  for (const task of found.tasks) {
    if (task.state === 'done') cell.again.add(task.identity);
    const { message: _, endedAt: __, ...before } = recordOf(cell, task);
    records = withTask(records, { ...before, state: 'queued' });
  }
  await save(cell, { ...records, queue: found.tasks.map(({ identity }) => identity) });
  return workThrough(cell, false, signal);
}

/**
 * Works through the queue until it is empty or a task does not end well: what follows may rest on it. `goOn`: the first
 * one has a session that is gone on with.
 */
export async function workThrough(cell: RunCell, goOn: boolean, signal: AbortSignal): Promise<RunOutcome> {
  const ended = await throughQueue(cell, goOn, signal).finally(() => {
    cell.inHand = undefined;
  });
  // What no task's session has told.
  const aside = cell.asides.splice(0).join(' ');
  const outcome = ended.kind === 'done' && aside !== '' ? { ...ended, message: aside } : ended;
  if (outcome.kind !== 'refused') await cell.deps.afterRun?.(cell.place, outcome);
  return outcome;
}

async function throughQueue(cell: RunCell, goOn: boolean, signal: AbortSignal): Promise<RunOutcome> {
  for (let first = true; ; first = false) {
    if (!first) await reload(cell);
    const [identity] = cell.records.queue;
    if (identity === undefined) return { kind: 'done' };
    const task = taskOf(cell, identity);
    if (task === undefined) {
      // Its words were changed: whoever did so starts it again.
      await save(cell, { ...cell.records, queue: cell.records.queue.slice(1) });
      continue;
    }
    if (task.state === 'done' && !(first && goOn) && !cell.again.delete(identity)) {
      await leaveOut(cell, task);
      continue;
    }
    cell.inHand = identity;
    const outcome = await runTask(cell, task, first && goOn, signal);
    if (outcome.kind === 'refused') {
      await backToQueue(cell, task);
      return outcome;
    }
    // A task that is stopped or paused stays in front: resume goes on with it, then with what follows.
    if (outcome.kind !== 'done') return outcome;
    await save(cell, { ...cell.records, queue: cell.records.queue.filter((each) => each !== identity) });
  }
}

/** Somebody ticked it while it waited: what they did counts, and the next task's steps say so. */
async function leaveOut(cell: RunCell, task: Task): Promise<void> {
  const queue = cell.records.queue.filter((each) => each !== task.identity);
  const record = { ...recordOf(cell, task), state: 'skipped' as const, message: tickedMeanwhile };
  cell.asides.push(`Task ${`${task.id ?? ''} ${task.title}`.trim()}: ${tickedMeanwhile}`);
  await save(cell, { ...withTask(cell.records, record), queue });
}

async function backToQueue(cell: RunCell, task: Task): Promise<void> {
  const record = recordOf(cell, task);
  if (record.state === 'queued') await save(cell, withTask(cell.records, record));
}

/** The task with this identity; undefined where tasks.md has it no more. */
export function taskOf(cell: RunCell, identity: string): Task | undefined {
  const document = documentOf(cell.spec, 'tasks.md');
  return document === undefined
    ? undefined
    : [...flattenTasks(document.tasks)].find((each) => each.identity === identity);
}

const assumedMinutes = 6;

/** What a request will cost, about: the mean of the tasks of this spec that were finished. */
export function estimateOf(cell: RunCell, request: RunRequest): RunEstimate {
  const found = tasksFor(cell, request);
  const tasks = found.kind === 'tasks' ? found.tasks.length : 0;
  const finished = cell.records.tasks.filter(({ state }) => state === 'done' || state === 'not_verifiable');
  const known = finished.map(usedAltogether);
  if (known.length === 0) return { tasks, minutes: tasks * assumedMinutes, basis: 'a guess, as no task was run yet' };
  const mean = (of: (each: (typeof known)[number]) => number) =>
    known.reduce((sum, each) => sum + of(each), 0) / known.length;
  const priced = known.every(({ dollars }) => dollars !== undefined);
  return {
    tasks,
    minutes: Math.max(tasks === 0 ? 0 : 1, Math.round((tasks * mean(({ ms }) => ms)) / 60_000)),
    ...(priced ? { dollars: tasks * mean(({ dollars }) => dollars ?? 0) } : {}),
    basis: known.length === 1 ? 'the last task of this spec' : `the last ${known.length} tasks of this spec`,
  };
}
