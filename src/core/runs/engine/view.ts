/** The snapshot of one spec's runs: a function of its cell. */
import { flattenTasks } from '../../specs/canonical';
import { documentOf } from '../../specs/spec';
import { atWork, type TaskRecord, usedAltogether } from '../records';
import type { CurrentRun, RunSnapshot, TaskRun, TaskRunState } from '../snapshot';
import type { RunCell, ShownTask } from './cell';
import { tasksFor } from './queue';

/** Everything that is to be known about running this spec's tasks now. */
export function snapshotOf(cell: RunCell): RunSnapshot {
  const { deps, sandbox, confirm, shown } = cell;
  const closed = closedOf(cell);
  const limit = deps.limits().day.money;
  const next = nextOf(cell);
  const record = shown && cell.records.tasks.find(({ identity }) => identity === shown.task.identity);
  return {
    spec: cell.place.path,
    mode: cell.mode,
    active: cell.running !== undefined,
    tasks: tasksOf(cell),
    ...(shown === undefined || record === undefined ? {} : { current: currentOf(cell, shown, record) }),
    ...(confirm === undefined ? {} : { confirm }),
    ...(sandbox === undefined ? {} : { sandbox }),
    today: { dollars: cell.today.dollars ?? 0, ...(limit === undefined ? {} : { limit }) },
    ...(closed === undefined ? {} : { closed }),
    ...(next === undefined ? {} : { next }),
  };
}

function nextOf(cell: RunCell): RunSnapshot['next'] {
  const found = tasksFor(cell, { what: 'next' });
  const [task] = found.kind === 'tasks' ? found.tasks : [];
  return task && { identity: task.identity, id: task.id };
}

function closedOf(cell: RunCell): string | undefined {
  if (!cell.deps.trusted) return 'This folder is not trusted, so nothing is run in it.';
  if (cell.heldBy !== undefined) return `${cell.heldBy} is at work in this workspace folder.`;
  return cell.gate;
}

/** In the order of tasks.md; a task that is no longer there is left out. */
function tasksOf(cell: RunCell): readonly TaskRun[] {
  const document = documentOf(cell.spec, 'tasks.md');
  const all = document === undefined ? [] : [...flattenTasks(document.tasks)];
  return all.flatMap((task): TaskRun[] => {
    const record = cell.records.tasks.find(({ identity }) => identity === task.identity);
    return record === undefined ? [] : [taskRun(cell, record)];
  });
}

function taskRun(cell: RunCell, record: TaskRecord): TaskRun {
  const { ms: _, earlier: __, usage: ___, dollars: ____, turns: _____, ...shown } = record;
  const { usage, dollars, turns } = usedAltogether(record);
  const position = cell.records.queue.indexOf(record.identity) + 1;
  const state = stateOf(cell, record);
  const spent = { usage, turns, ...(dollars === undefined ? {} : { dollars }) };
  const left = state === 'interrupted' ? { message: interruptedWords(cell, record) } : {};
  return { ...shown, ...spent, ...left, state, ...(state === 'queued' && position > 0 ? { position } : {}) };
}

/** Nobody wrote down how it ended: what stood open then is read off its log. */
function interruptedWords({ shown }: RunCell, { identity }: TaskRecord): string {
  const steps = shown?.task.identity === identity ? shown.timeline.steps() : [];
  const asked = steps.findLast((step) => step.kind === 'asked' && step.state === 'open');
  const open = asked?.kind === 'asked' ? ` The agent had asked: "${asked.question}" Go on to be asked again.` : '';
  return `The window was closed, or its process ended, while the task was at work. Everything is kept.${open}`;
}

/** The file says that a task is at work; what it does there is known to whoever runs it. */
function stateOf(cell: RunCell, record: TaskRecord): TaskRunState {
  if (!atWork.includes(record.state)) return record.state;
  if (cell.running === undefined) return cell.heldBy === undefined ? 'interrupted' : record.state;
  const { shown, waits } = cell;
  if (shown?.task.identity !== record.identity) return 'interrupted';
  if (waits.permission() !== undefined || waits.questions().length > 0 || cell.confirm !== undefined) return 'waiting';
  if (shown.review !== undefined) return 'reviewing';
  return shown.verifying ? 'verifying' : 'running';
}

function currentOf(cell: RunCell, shown: ShownTask, record: TaskRecord): CurrentRun {
  const permission = cell.waits.permission();
  const unheard = [...(shown.review?.said ?? []).map(({ text }) => text), ...cell.told];
  return {
    task: taskRun(cell, record),
    ...(shown.model === undefined ? {} : { model: shown.model }),
    correctionLimit: cell.deps.limits().corrections,
    steps: shown.timeline.steps(),
    text: shown.text,
    ...(unheard.length === 0 ? {} : { unheard }),
    ...(shown.waiting === undefined ? {} : { waiting: shown.waiting }),
    changes: changesOf(shown),
    ...(permission === undefined ? {} : { permission }),
    questions: cell.waits.questions(),
    checkpoints: shown.checkpoints,
    ...(shown.verification === undefined ? {} : { verification: shown.verification }),
    ...shown.about,
    budget: shown.meters,
    contextUsed: shown.context.used,
    contextWindow: shown.context.window,
    cached: shown.context.cached,
  };
}

/** What is to be decided stands first, then what the task changed before. */
function changesOf({ review, changes }: ShownTask): CurrentRun['changes'] {
  if (review === undefined) return changes;
  const open = new Set(review.files.map(({ root, path }) => `${root}\n${path}`));
  return [...review.files, ...changes.filter(({ root, path }) => !open.has(`${root}\n${path}`))];
}
