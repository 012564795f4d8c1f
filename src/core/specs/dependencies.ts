/** What tasks say of the tasks that must be done before them: `_Depends: 1.1, 1.2_`. */
import type { Place } from '../diagnostic';
import { perObject } from './lazy';
import type { Task, TasksDocument } from './model';
import { normalId } from './parse/ids';
import type { MetadataWords } from './parse/parsedTask';
import { metadataWords, perTask } from './parse/tasks';
import { allTasks } from './tasks';
import { plainWords } from './vocabulary';

/** One named dependency of a task. */
export interface TaskDependency {
  readonly task: Task;
  /** As written. */
  readonly needs: string;
  readonly place: Place;
}

const KEYS = new Set([
  'depends',
  'depends on',
  'dependency',
  'dependencies',
  'blocked by',
  'after',
  '依存',
  '依赖',
  '依賴',
  '의존',
]);
/** A list of numbers and nothing else; prose may speak of anything. */
const LIST = /^(?:(?:tasks?\s*)?#?\d+(?:\.\d+)*[a-z]?\.?(?:\s*(?:,|;|&|and|、|，)\s*|$))+$/i;

/** Every dependency that is a plain number, in the document's order. */
export const taskDependencies = perObject((document: TasksDocument): readonly TaskDependency[] => {
  const found: TaskDependency[] = [];
  for (const task of allTasks(document)) {
    if (!hasDependency(task, document)) continue;
    for (const { key, value, valuePlace } of task.metadata) {
      if (!isDependency({ key, value })) continue;
      const text = document.text.slice(valuePlace.start, valuePlace.end);
      for (const match of text.matchAll(/\d+(?:\.\d+)*[a-z]?/g)) {
        const start = valuePlace.start + match.index;
        const place = { ...valuePlace, column: valuePlace.column + match.index, start, end: start + match[0].length };
        found.push({ task, needs: match[0], place });
      }
    }
  }
  return found;
});

const hasDependency = perTask((task) => metadataWords(task).some(isDependency));

function isDependency({ key, value }: MetadataWords): boolean {
  return KEYS.has(plainWords(key)) && LIST.test(value.trim());
}

/** Edges before → after, of tasks that have a number. */
export function dependencyEdges(document: TasksDocument): readonly (readonly [string, string])[] {
  return taskDependencies(document).flatMap(({ task, needs }) =>
    task.id === null ? [] : [[normalId(needs), normalId(task.id)] as const],
  );
}
