/** What the operations on one spec's runs share: its records, the task at work, and who waits for what. */
import type { Spent } from '../../agent/budget';
import type { AgentEvent } from '../../agent/types';
import type { SandboxFacts } from '../../host';
import type { Mode } from '../../permissions/types';
import type { Spec, Task } from '../../specs/model';
import { readSpec } from '../../specs/spec';
import type { RunDeps } from '../deps';
import { refused } from '../deps';
import { spentIn } from '../ledger';
import { beforeTask, type LogEvent, notesOf, ofChecks } from '../log';
import { newRecord, type QueueFile, type SpecRecords, type TaskRecord, withTask } from '../records';
import type { RunOutcome } from '../service';
import type { BudgetMeter, ChecksToConfirm, CurrentRun, FileReview, ReviewDecision } from '../snapshot';
import { createTimeline, type Timeline } from '../timeline';
import type { Waits } from './waits';

/** Where a spec is. */
export interface RunPlace {
  readonly path: string;
  /** Its workspace folder. */
  readonly root: string;
}

/** Changes that are to be decided, against the checkpoint before them. */
export interface OpenReview {
  readonly base: string;
  files: readonly FileReview[];
  /** What the user said with a decision. */
  said: readonly SaidOf[];
}

/** Words of the user, and what they were said of: everything, a file, a hunk. */
export interface SaidOf extends Pick<ReviewDecision, 'path' | 'hunk'> {
  readonly text: string;
}

/** The task that is at work, or was last, as it is shown. */
export interface ShownTask {
  readonly task: Task;
  readonly session: string;
  readonly timeline: Timeline;
  model: CurrentRun['model'] | undefined;
  text: string;
  waiting: string | undefined;
  /** Against the task's beginning. */
  changes: readonly FileReview[];
  /** The checkpoint before the task. */
  since: string | undefined;
  review: OpenReview | undefined;
  verifying: boolean;
  verification: CurrentRun['verification'];
  checkpoints: CurrentRun['checkpoints'];
  about: Pick<CurrentRun, 'criteria' | 'design'>;
  meters: readonly BudgetMeter[];
  context: { readonly used: number; readonly window: number; readonly cached: number };
}

/** The shared state of one spec's runs. Only operations change it. */
export interface RunCell {
  readonly deps: RunDeps;
  readonly place: RunPlace;
  readonly paths: Awaited<ReturnType<RunDeps['paths']>>;
  readonly queue: QueueFile;
  readonly waits: Waits;
  spec: Spec;
  records: SpecRecords;
  mode: Mode;
  /** Why the tasks may not be built: documents that are not approved. */
  gate: string | undefined;
  heldBy: string | undefined;
  sandbox: SandboxFacts | undefined;
  confirm: ChecksToConfirm | undefined;
  /** What the user last confirmed, for the run that waits for it. */
  confirmed: readonly string[] | undefined;
  /** What everybody on this machine used today. */
  today: Spent;
  shown: ShownTask | undefined;
  /** Words of the user that the agent has not heard yet. */
  told: string[];
  /** What the next task's session begins with telling: what became of those before it in the queue. */
  readonly asides: string[];
  /** The task that a run has in hand: what the queue's other tasks are, may be changed meanwhile. */
  inHand: string | undefined;
  /** Tasks that were asked for though they are ticked. */
  readonly again: Set<string>;
  running: { readonly abort: AbortController; readonly ended: Promise<RunOutcome> } | undefined;
  /** The other spec of this workspace folder whose task is at work in this process. */
  besides(): string | undefined;
  changed(): void;
  event(event: AgentEvent): void;
}

/** Why work was aborted where it was not the user who stopped it: what was at work is then interrupted, not stopped. */
export const windowCloses = new Error('The window closes.');

/** Reads spec, records and gate anew. */
export async function reload(cell: RunCell): Promise<void> {
  const { deps, place } = cell;
  const before = cell.records;
  const [spec, records, gate, today] = await Promise.all([
    readSpec(deps.host.files, place.path),
    cell.queue.read(place.path),
    deps.gate(place.path),
    deps.ledger.day(deps.host.clock.now()),
  ]);
  cell.spec = spec;
  // What was saved while this was read is newer.
  if (cell.records === before) cell.records = records;
  cell.gate = gate;
  cell.today = spentIn(today);
}

/** Keeps records; the caller holds the lock. */
export async function save(cell: RunCell, records: SpecRecords): Promise<void> {
  const before = cell.records;
  const next = { ...records, mode: cell.mode };
  cell.records = next;
  try {
    await cell.queue.write(cell.place.path, next);
  } catch (error) {
    // What is shown is what the next process would find.
    if (cell.records === next) cell.records = before;
    throw error;
  }
  cell.changed();
}

/** The record of a task, as it is or new. */
export function recordOf(cell: RunCell, task: Task): TaskRecord {
  return (
    cell.records.tasks.find(({ identity }) => identity === task.identity) ??
    newRecord({ identity: task.identity, id: task.id, title: task.title, expected: cell.deps.verifier.expected(task) })
  );
}

/** Changes a task's record and keeps it. */
export async function saveTask(cell: RunCell, task: Task, change: Partial<TaskRecord>): Promise<void> {
  await save(cell, withTask(cell.records, { ...recordOf(cell, task), ...change }));
}

/** What is shown of a task whose session holds these events. */
export function showTask(cell: RunCell, task: Task, session: string, events: readonly LogEvent[]): ShownTask {
  const timeline = createTimeline(() => cell.sandbox !== undefined && cell.sandbox.kind !== 'none');
  for (const event of events) timeline.add(event);
  const notes = notesOf(events);
  const checkpoints = notes.flatMap((note) => (note.type === 'checkpoint' && note.turn !== ofChecks ? [note] : []));
  const times = new Map(
    timeline.steps().flatMap((step) => (step.kind === 'checkpoint' ? [[step.checkpoint, step.at]] : [])),
  );
  const shown: ShownTask = {
    task,
    session,
    timeline,
    model: undefined,
    text: '',
    waiting: undefined,
    changes: [],
    since: beforeTask(notes),
    review: undefined,
    verifying: false,
    verification: notes.findLast((note) => note.type === 'verified')?.view,
    // The newest first, as those that come are put before them.
    checkpoints: checkpoints
      .map(({ id, label }) => ({ id, label, at: new Date(times.get(id) ?? 0).toISOString() }))
      .reverse(),
    about: { criteria: [], design: [] },
    meters: [],
    context: { used: 0, window: 0, cached: 0 },
  };
  cell.shown = shown;
  return shown;
}

/**
 * Runs one operation: alone for its spec, with the lock of the workspace folder, on freshly read state. Resolves with
 * `refused` where somebody else is at work; never rejects.
 */
export function operate(cell: RunCell, operation: (signal: AbortSignal) => Promise<RunOutcome>): Promise<RunOutcome> {
  const closed = mayNot(cell);
  if (closed !== undefined) return Promise.resolve(closed);
  const abort = new AbortController();
  const ended = locked(cell, () => operation(abort.signal))
    .catch((error: unknown) => brokenOff(cell, error))
    .finally(() => {
      cell.running = undefined;
      cell.changed();
    });
  cell.running = { abort, ended };
  cell.changed();
  return ended;
}

/** What stands between a task and its beginning, by name: tests switch each off to see that it matters. */
export const runGuards = ['run: trust', 'run: gate'] as const;

/** Whether a guard is not switched off. */
export function isOn({ deps }: Pick<RunCell, 'deps'>, guard: (typeof runGuards)[number]): boolean {
  return deps.without?.includes(guard) !== true;
}

/** Why nothing is done here at all. */
export function mayNot(cell: RunCell): Extract<RunOutcome, { kind: 'refused' }> | undefined {
  const { deps } = cell;
  if (cell.running !== undefined)
    return refused('busy', 'A task of this spec is at work. Wait for it or stop it, then try again.');
  const other = cell.besides();
  // Checkpoints, reviews and restores are of the whole folder: what two tasks change could not be told apart.
  if (other !== undefined)
    return refused(
      'busy',
      `A task of ${other} is at work in this workspace folder. Wait for it or stop it, then try again.`,
    );
  if (!deps.trusted && isOn(cell, 'run: trust'))
    return refused('trust', 'Nothing is run in a folder that is not trusted. Trust it, then start the task.');
  if ((deps.host.env('TRACEWRIGHT_AGENT') ?? '') !== '')
    return refused('agent', 'Running tasks is refused here: this process was started by an agent.');
  return undefined;
}

async function locked(cell: RunCell, work: () => Promise<RunOutcome>): Promise<RunOutcome> {
  const lock = await cell.deps.host.locks.acquire(cell.paths.lock);
  if ('heldBy' in lock) {
    cell.heldBy = lock.heldBy;
    return refused('locked', `${lock.heldBy} is at work in this workspace folder. Wait until it is done.`);
  }
  try {
    cell.heldBy = undefined;
    await reload(cell);
    return await work();
  } finally {
    await cell.deps.ledger.settled();
    await lock.release();
  }
}

/** What no one expected (a full disk) ends the operation with a sentence; what was written before stays. */
function brokenOff(cell: RunCell, error: unknown): RunOutcome {
  const why = error instanceof Error ? error.message : String(error);
  cell.deps.host.log.write('error', `${cell.place.path}: ${error instanceof Error ? (error.stack ?? why) : why}`);
  return { kind: 'failed', message: `The work broke off: ${why} Everything done before is kept; resume to go on.` };
}
