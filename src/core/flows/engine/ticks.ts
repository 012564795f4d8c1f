/** The runner's ticks: one character for a task, and one for each parent that follows. */
import type { TextEdit } from '../../diagnostic';
import type { Task, TasksDocument } from '../../specs/model';

const marks = { open: ' ', done: 'x' } as const;

/** Undefined where no task, or more than one, has the identity. */
export function tickEdits(document: TasksDocument, identity: string, state: 'open' | 'done'): readonly TextEdit[] | undefined {
  const paths = pathsTo(document.tasks, identity);
  const [path] = paths;
  if (path === undefined || paths.length > 1) return undefined;
  const task = path.at(-1);
  if (task === undefined) return undefined;
  const wanted = new Map<Task, string>([task, ...below(task)].map((each) => [each, marks[state]]));
  for (const parent of path.slice(0, -1).reverse()) wanted.set(parent, parentMark(parent, wanted));
  return [...wanted].flatMap(([each, mark]) => {
    const plain = each.box.end - each.box.start === 1;
    return plain && each.mark !== mark ? [{ start: each.box.start, end: each.box.end, text: mark }] : [];
  });
}

/** A parent is done when all its required children are; it is open again when one of them is. */
function parentMark(parent: Task, wanted: ReadonlyMap<Task, string>): string {
  const required = parent.children.filter((child) => !child.optional);
  const children = required.length === 0 ? parent.children : required;
  const done = children.every((child) => (wanted.get(child) ?? child.mark) === 'x');
  return done ? 'x' : parent.mark === 'x' ? ' ' : parent.mark;
}

function pathsTo(tasks: readonly Task[], identity: string): readonly (readonly Task[])[] {
  return tasks.flatMap((task) => {
    const inside = pathsTo(task.children, identity).map((path) => [task, ...path]);
    return task.identity === identity ? [[task], ...inside] : inside;
  });
}

function below(task: Task): readonly Task[] {
  return task.children.flatMap((child) => (child.optional ? [] : [child, ...below(child)]));
}
