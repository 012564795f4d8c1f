import type { Place } from '../../diagnostic';
import { flattenTasks } from '../canonical';
import type { Task, TasksDocument } from '../model';
import { normalId } from '../parse/ids';
import type { Rule, RuleContext } from '../rule';

/**
 * The graph names a task that is not in the list, so that its wave can never be finished.
 *
 * not ok: `"tasks": ["1.1", "9.9"]` without a task 9.9 → "The graph names task 9.9, which is not in the list. …"
 */
export const graphUnknownTask = rule('graph-unknown-task', (id, tasks) =>
  tasks.length === 0
    ? `The graph names task ${id}, which is not in the list. Remove it from the graph, or add the task.`
    : undefined,
);

/**
 * A task in two waves would be run twice.
 *
 * not ok: 1.1 in wave 0 and in wave 2 → "The graph names task 1.1 more than once. Keep it in one wave."
 */
export const graphDuplicateTask = rule('graph-duplicate-task', (id, _tasks, earlier) =>
  earlier > 0 ? `The graph names task ${id} more than once. Keep it in one wave.` : undefined,
);

function rule(name: string, judge: (id: string, tasks: readonly Task[], earlier: number) => string | undefined): Rule {
  return {
    name,
    documents: ['tasks.md'],
    severity: 'error',
    scope: 'document',
    check({ document, report }) {
      if (document.name === 'tasks.md') {
        judgeGraph(document, judge, report);
      }
    },
  };
}

function judgeGraph(
  document: TasksDocument,
  judge: (id: string, tasks: readonly Task[], earlier: number) => string | undefined,
  report: RuleContext['report'],
): void {
  const byId = tasksByKey(document);
  const earlier = new Map<string, number>();
  for (const id of document.graph?.waves.flatMap(({ tasks }) => tasks) ?? []) {
    const key = taskKey(id);
    const count = earlier.get(key) ?? 0;
    earlier.set(key, count + 1);
    const message = judge(id, byId.get(key) ?? [], count);
    if (message !== undefined) {
      report(placeInGraph(document, id, count), message);
    }
  }
}

/** The tasks of a document by `taskKey`. */
export function tasksByKey(document: TasksDocument): ReadonlyMap<string, readonly Task[]> {
  const byId = new Map<string, Task[]>();
  for (const task of flattenTasks(document.tasks)) {
    const key = task.id === null ? undefined : taskKey(task.id);
    const list = key === undefined ? undefined : byId.get(key);
    if (key !== undefined) {
      list === undefined ? byId.set(key, [task]) : list.push(task);
    }
  }
  return byId;
}

/** "Task 1.2", "1.2." and "1.2" are one. */
export function taskKey(id: string): string {
  return normalId(id.replace(/^task\s*#?/i, '').replace(/[.:]+$/, ''));
}

/** Where the graph writes the id for the nth time. */
function placeInGraph(document: TasksDocument, id: string, nth: number): Place {
  const place = document.graph?.place ?? { line: 1, column: 1, start: 0, end: 0 };
  const text = document.text.slice(place.start, place.end);
  const quoted = text.includes(`"${id}"`) ? `"${id}"` : id;
  let at = text.indexOf(quoted);
  for (let count = 0; count < nth && at >= 0; count++) {
    const next = text.indexOf(quoted, at + quoted.length);
    at = next < 0 ? at : next;
  }
  if (at < 0) {
    return { ...place, end: place.start };
  }
  const before = text.slice(0, at).split(/\r\n|\n|\r/);
  const start = place.start + at;
  return {
    line: place.line + before.length - 1,
    column: (before.at(-1)?.length ?? 0) + (before.length === 1 ? place.column : 1),
    start,
    end: start + quoted.length,
  };
}
