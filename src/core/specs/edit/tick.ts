/** Setting a task's state: one character, and one for each parent that follows. */
import type { TextEdit } from '../../diagnostic';
import type { Task, TaskState, TasksDocument } from '../model';
import { MARKS } from '../parse/taskLine';

/** The states that the runner may write. */
export type SettableState = Exclude<TaskState, 'malformed'>;

/** The one character of one task; undefined where it is in that state already. */
export function tickEdit(task: Task, state: SettableState): TextEdit | undefined {
  const text = MARKS[state];
  return task.mark === text ? undefined : { start: task.box.start, end: task.box.end, text };
}

/**
 * The edits that set a task's state, the task's own first, then its parents from the nearest up. A parent is done when
 * all its required children are, open when none of its children has been begun, running in between. Children never
 * follow their parent. Empty where everything stands already.
 */
export function setTaskState(document: TasksDocument, task: Task, state: SettableState): readonly TextEdit[] {
  const own = tickEdit(task, state);
  const edits = own === undefined ? [] : [own];
  let changed: { readonly task: Task; readonly state: TaskState } = { task, state };
  for (const parent of parentsOf(document, task)) {
    const states = parent.children.map((child) => ({
      optional: child.optional,
      state: child.box.start === changed.task.box.start ? changed.state : child.state,
    }));
    const next = stateFromChildren(states);
    const edit = tickEdit(parent, next);
    if (edit !== undefined) {
      edits.push(edit);
    }
    changed = { task: parent, state: next };
  }
  return edits;
}

/** Those above a task, nearest first. */
export function parentsOf(document: TasksDocument, task: Task): readonly Task[] {
  const path: Task[] = [];
  let level = document.tasks;
  for (;;) {
    const next = level.find(
      (each) => each.block.start <= task.box.start && task.box.start < Math.max(each.block.end, each.place.end),
    );
    if (next === undefined || next.box.start === task.box.start) {
      return path.reverse();
    }
    path.push(next);
    level = next.children;
  }
}

function stateFromChildren(
  children: readonly { readonly state: TaskState; readonly optional: boolean }[],
): SettableState {
  const required = children.filter(({ optional }) => !optional);
  const counted = required.length > 0 ? required : children;
  if (counted.every(({ state }) => state === 'done')) {
    return 'done';
  }
  return children.some(({ state }) => state === 'done' || state === 'running' || state === 'queued')
    ? 'running'
    : 'open';
}
