/** tasks.md: every checkbox line as a task, in a tree by number and indentation. */
import { Notes, once } from '../lazy';
import type { ScannedText } from '../lines';
import type { Task, TasksDocument } from '../model';
import type { RequirementIndex } from '../resolve';
import type { Heading } from '../sections';
import { normalId } from './ids';
import { type MetadataWords, ParsedTask, type TaskSource } from './parsedTask';
import { ResolvedTask } from './resolvedTask';
import { type TaskReading, UnchangedTasks } from './reuseTasks';
import { taskNodes, taskTree } from './taskTree';

/** The roots of the task tree; `before` are those of an earlier version of the document. */
export function tasksOf(scanned: ScannedText, headings: readonly Heading[], before?: readonly Task[]): readonly Task[] {
  const known = before && readings.get(before);
  const unchanged = known && new UnchangedTasks(known, scanned);
  const source: TaskSource = { scanned, earlier: once(() => earlierOf(nodes)) };
  const nodes = taskNodes(scanned, headings, (met) => new ParsedTask(source, met), unchanged);
  if (unchanged !== undefined) for (const node of nodes) node.reuse(unchanged);
  const tasks = taskTree(nodes);
  readings.set(tasks, { scanned, tasks: nodes });
  return tasks;
}

/** What a document's tasks were read to, for the version after it. */
const readings = new Notes<readonly Task[], TaskReading<ParsedTask>>();

/** The same tasks, their references as the requirements write them. */
export function resolvedTasks(tasks: readonly Task[], index: RequirementIndex): readonly Task[] {
  const resolved = tasks.map((task) => (task instanceof ParsedTask ? new ResolvedTask(task, index) : task));
  const reading = readings.get(tasks);
  if (reading !== undefined) resolutions.set(resolved, { tasks: reading.tasks, index });
  return resolved;
}

/** What resolved tasks were made of. */
interface Resolution {
  readonly tasks: readonly ParsedTask[];
  readonly index: RequirementIndex;
}

const resolutions = new Notes<readonly Task[], Resolution>();

/** Every task of a tree that was read here, parents before their children; undefined for tasks from elsewhere. */
export function readTasks(roots: readonly Task[]): readonly Task[] | undefined {
  return readings.get(roots)?.tasks;
}

/** Every task as it was read, and the requirements by which the tree has its references; undefined for other trees. */
export function resolutionOf(roots: readonly Task[]): Resolution | undefined {
  return resolutions.get(roots);
}

/**
 * A question about nothing but a task's own lines and what they say, answered by yes or no, so that it is asked once of
 * each: of all tasks of a document that is checked again, only those that an edit touched are looked at.
 */
export function perTask(
  ask: (task: Task, document: TasksDocument) => boolean,
): (task: Task, document: TasksDocument) => boolean {
  const bit = 1 << questions++;
  return (task, document) => {
    const own = task instanceof ParsedTask || task instanceof ResolvedTask ? task.own : undefined;
    if (own === undefined) return ask(task, document);
    if ((own.answered & bit) === 0) {
      if (ask(task, document)) own.yes |= bit;
      own.answered |= bit;
    }
    return (own.yes & bit) !== 0;
  };
}

/** Of 31 that there may be. */
let questions = 0;

/** Whether a task itself refers to a requirement. */
export function namesRequirements(task: Task): boolean {
  return task instanceof ParsedTask ? task.own.references.length > 0 : task.requirements.length > 0;
}

/** A task's metadata for who asks no place: where it stands is worked out when somebody asks. */
export function metadataWords(task: Task): readonly MetadataWords[] {
  return task instanceof ParsedTask || task instanceof ResolvedTask ? task.metadataWords : task.metadata;
}

/** How many tasks before each say the same under the same number; those that are the first are left out. */
function earlierOf(tasks: readonly ParsedTask[]): ReadonlyMap<ParsedTask, number> {
  const counts = new Map<string, number>();
  const earlier = new Map<ParsedTask, number>();
  for (const task of tasks) {
    const { id } = task;
    const key = `${id === null ? 'task' : normalId(id)}\n${task.words}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    if (count > 0) earlier.set(task, count);
  }
  return earlier;
}
