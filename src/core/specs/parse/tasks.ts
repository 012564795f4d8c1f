/** tasks.md: every checkbox line as a task, in a tree by number and indentation. */
import { Notes, once } from '../lazy';
import type { ScannedText } from '../lines';
import type { Task } from '../model';
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
  const unchanged = known && new UnchangedTasks(known, scanned.text);
  const source: TaskSource = { scanned, earlier: once(() => earlierOf(nodes)) };
  const nodes = taskNodes(scanned, headings, (met) => new ParsedTask(source, met), unchanged);
  if (unchanged !== undefined) for (const node of nodes) node.reuse(unchanged);
  const tasks = taskTree(nodes);
  readings.set(tasks, { text: scanned.text, tasks: nodes });
  return tasks;
}

/** What a document's tasks were read to, for the version after it. */
const readings = new Notes<readonly Task[], TaskReading<ParsedTask>>();

/** The same tasks, their references as the requirements write them. */
export function resolvedTasks(tasks: readonly Task[], index: RequirementIndex): readonly Task[] {
  return tasks.map((task) => (task instanceof ParsedTask ? new ResolvedTask(task, index) : task));
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
