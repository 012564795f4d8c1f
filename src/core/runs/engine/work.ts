/** One task at work: its session, its workshop, what its turns share. */
import type { Spent } from '../../agent/budget';
import { createLoopGuard, type LoopGuard } from '../../agent/loopGuard';
import { createPlaces, type Places } from '../../agent/subAgent';
import type { ToolRunner } from '../../agent/types';
import type { SandboxFacts } from '../../host';
import type { Task } from '../../specs/model';
import { isRecord } from '../checkpoints/reviews';
import type { BuildingModel, CheckpointPlace, VerifyContext, Workshop } from '../deps';
import { dueTests } from '../due';
import { notesOf } from '../log';
import { aboutTask, criteriaOf } from '../prompt';
import { inSession } from '../records';
import type { FileReview } from '../snapshot';
import { type RunCell, recordOf, type ShownTask, saveTask, showTask } from './cell';
import { decisionNote } from './decisions';
import { handlersOf } from './handlers';
import { createRunLog, type RunLog } from './runLog';

/** What changes from turn to turn. */
export interface TurnState {
  /** Taken before the first tool of this turn that may write. */
  checkpoint: Promise<CheckpointPlace> | undefined;
  /** Files that tools changed in this turn, absolute. */
  readonly touched: Set<string>;
  /** A command ran in this turn, or one that an earlier turn began goes on. */
  commands: boolean;
  background: boolean;
  /** Of a turn that another process began: when that was last heard of. What changed later, somebody else may have changed. */
  until: number | undefined;
  /** Another value whenever the workspace is another. */
  fingerprint: number;
  /** Problems that the agent was told of. */
  readonly toldProblems: Set<string>;
  /** Every file that changed in this session so far, absolute. */
  readonly files: Set<string>;
}

/** Everything that the steps of one task are given. */
export interface TaskWork {
  readonly cell: RunCell;
  readonly task: Task;
  readonly model: BuildingModel;
  /** `provider/model` */
  readonly modelName: string;
  readonly shown: ShownTask;
  readonly log: RunLog;
  readonly workshop: Workshop;
  readonly tools: ToolRunner;
  readonly system: readonly string[];
  readonly guard: LoopGuard;
  readonly turn: TurnState;
  /** Helpers of all calls: places that they share, and how many were begun in this session, where that was counted. */
  readonly helpers: { readonly places: Places; begun: number | undefined };
  readonly signal: AbortSignal;
  /** Milliseconds of work on this task before, and the clock when this work began. */
  readonly ms: { readonly before: number; readonly began: number; readonly waited: number };
  /** What the day had used when this work began, and what the ledger had been given by then. */
  readonly usedBefore: { readonly day: Spent; readonly added: Spent };
  /** Milliseconds of work that the ledger knows. */
  readonly entered: { ms: number };
}

/** Opens a task's session (a new one, or the one it has) and everything that acts in it. The caller closes it. */
export async function openWork(
  cell: RunCell,
  task: Task,
  model: BuildingModel,
  goOn: boolean,
  signal: AbortSignal,
): Promise<TaskWork> {
  const { deps, place } = cell;
  const known = recordOf(cell, task);
  const { clock } = deps.host;
  const session = await openSession(cell, task, goOn ? known.session : undefined);
  const record = inSession(known, session.id);
  const shown = showTask(cell, task, session.id, session.events());
  shown.model = { label: model.label, sample: model.sample };
  const failed = (error: unknown) =>
    deps.host.log.write('error', `${session.id}: ${error instanceof Error ? error.message : String(error)}`);
  const log = createRunLog(
    session,
    clock,
    (event) => {
      shown.timeline.add(event);
      cell.changed();
    },
    failed,
  );
  const turn = newTurn();
  const workshop = await deps.workshop({
    root: place.root,
    spec: place.path,
    session: session.id,
    subject: () => ({ mode: cell.mode, headless: deps.headless, spec: place.path }),
    ask: (request, stop) => cell.waits.askPermission(request, stop),
    onDecision: (decision) => log.noteLater(decisionNote(decision, deps.roots)),
    touched: (path) => {
      turn.touched.add(path);
      turn.files.add(path);
    },
    seen: {
      before: notesOf(log.events()).filter((note) => note.type === 'seen'),
      // In the log before the result that the agent knows the file by.
      note: (file) => log.noteLater({ type: 'seen', ...file }),
    },
    inForce: (facts) => {
      cell.sandbox = facts;
      log.noteLater(sandboxNote(facts));
    },
  });
  cell.sandbox = workshop.facts();
  for (const text of cell.asides.splice(0)) log.noteLater({ type: 'notice', level: 'info', text });
  const { tools, system, modelName } = await prepare(cell, { log, workshop, model });
  const work: TaskWork = {
    cell,
    task,
    model,
    modelName,
    shown,
    log,
    workshop,
    tools: tools(() => work),
    system,
    guard: createLoopGuard({ repeats: (call) => call.name === 'command_output' }),
    turn,
    helpers: { places: createPlaces(), begun: undefined },
    signal,
    ms: { before: record.ms, began: clock.now(), waited: cell.waits.waited() },
    usedBefore: { day: cell.today, added: deps.ledger.added() },
    entered: { ms: record.ms },
  };
  try {
    await log.setPrefix({ model: modelName, system, tools: work.tools.schemas }, goOn ? 'resumed' : 'start');
    await saveTask(cell, task, { ...record, ...begun(work, record.startedAt) });
    return work;
  } catch (error) {
    await closeWork(work);
    throw error;
  }
}

/** What is in force for commands, as the log has it. */
export function sandboxNote({ kind, sentence }: SandboxFacts) {
  return { type: 'sandbox', kind, sentence } as const;
}

async function openSession(cell: RunCell, task: Task, known: string | undefined) {
  const { deps, place, paths } = cell;
  const store = deps.sessions(paths.sessions);
  const resumed = known === undefined ? undefined : await store.resume(known);
  if (resumed !== undefined) return resumed;
  const numbers = (await store.list()).flatMap((id) =>
    id.startsWith(`${paths.sessionPrefix}-`)
      ? [Number.parseInt(id.slice(paths.sessionPrefix.length + 1), 10) || 0]
      : [],
  );
  const session = await store.create(`${paths.sessionPrefix}-${Math.max(0, ...numbers) + 1}`, {
    kind: 'task',
    spec: place.path,
  });
  const expected = deps.verifier.expected(task);
  await session.append({ type: 'note', note: { type: 'task', identity: task.identity, title: task.title, expected } });
  return session;
}

/** What the user switched off of the context for the spec. */
export async function offOf({ deps, place }: Pick<RunCell, 'deps' | 'place'>): Promise<readonly string[]> {
  return (await deps.off?.(place.path)) ?? [];
}

/** The prompt of a session that goes on stays what it was, as long as the model is the same. */
async function prepare(cell: RunCell, { log, workshop, model }: Pick<TaskWork, 'log' | 'workshop' | 'model'>) {
  const modelName = `${model.provider}/${model.model}`;
  const before = log.prefix();
  const system =
    before?.model === modelName ? before.system : await cell.deps.system(cell.place.root, await offOf(cell));
  const tools = (work: () => TaskWork) => workshop.tools('main', handlersOf(work));
  return { system, modelName, tools };
}

function begun(work: TaskWork, startedAt: number | undefined) {
  const at = work.cell.deps.host.clock.now();
  return { state: 'running' as const, session: work.log.id, startedAt: startedAt ?? at, message: '' };
}

function newTurn(): TurnState {
  return {
    checkpoint: undefined,
    touched: new Set(),
    commands: false,
    background: false,
    until: undefined,
    fingerprint: 0,
    toldProblems: new Set(),
    files: new Set(),
  };
}

/** Milliseconds of work so far, without waiting for the user. */
export function workedMs({ cell, ms }: Pick<TaskWork, 'cell' | 'ms'>): number {
  return ms.before + (cell.deps.host.clock.now() - ms.began) - (cell.waits.waited() - ms.waited);
}

/** What verification is given. */
export function verifyContext(work: TaskWork, since: string): VerifyContext {
  const { cell, task, workshop, shown } = work;
  return {
    workshop,
    spec: cell.spec,
    task,
    expected: cell.deps.verifier.expected(task),
    since,
    checkpoints: cell.deps.checkpoints,
    due: dueTests(cell.spec, task, shown.about.criteria, cell.deps.verifier.expected),
    onView: (view) => {
      shown.verification = view;
      cell.changed();
    },
  };
}

/** Reads anew what the task has changed so far; with its beginning unknown there is nothing to compare. */
export async function refreshChanges(
  work: Pick<TaskWork, 'cell' | 'shown'>,
  to?: string,
): Promise<readonly FileReview[]> {
  const { cell, shown } = work;
  if (shown.since === undefined) return [];
  const changes = withoutRecords(await cell.deps.checkpoints.changes(shown.since, to));
  shown.changes = changes.map((file) => ({
    ...file,
    state: 'accepted' as const,
    hunks: file.hunks.map((hunk) => ({ ...hunk, state: 'accepted' as const })),
  }));
  cell.changed();
  return changes;
}

/** What the task is about, with the tests that name its criteria by now. */
export async function showAbout({ cell, task, shown }: Pick<TaskWork, 'cell' | 'task' | 'shown'>): Promise<void> {
  const criteria = criteriaOf(cell.spec, task).map(({ id }) => id);
  const tests = await cell.deps.evidence.tests(cell.place.path, criteria);
  shown.about = aboutTask(cell.spec, task, tests);
  cell.changed();
}

/** Without what runner and user record while a task is at work: the agent changed none of it. */
export function withoutRecords(files: readonly FileReview[]): readonly FileReview[] {
  return files.filter(({ path }) => !isRecord(path));
}

/** Ends everything that acts, and seals the session. Nothing of it hides how the work ended. */
export async function closeWork({ workshop, log, cell }: TaskWork): Promise<void> {
  await workshop.close();
  try {
    await log.close();
  } catch (error) {
    cell.deps.host.log.write('error', `${log.id}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
