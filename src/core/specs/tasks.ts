/** Finding tasks. */
import { flattenTasks } from './canonical';
import { perObject } from './lazy';
import type { Task, TasksDocument } from './model';
import { normalId } from './parse/ids';
import { readTasks } from './parse/tasks';

/** Every task of a document, parents before their children; one list for all who ask. */
export const allTasks = perObject(
  (document: TasksDocument): readonly Task[] => readTasks(document.tasks) ?? flattenTasks(document.tasks),
);

/**
 * The tasks that a user means by `1.2`, `1.2-0a1b2c3d4e5f` or `0a1b2c3d4e5f`; more than one where the number is there
 * more than once. An identity matches before a number does.
 */
export function findTasks(document: TasksDocument, wanted: string): readonly Task[] {
  const all = allTasks(document);
  const exact = all.filter(({ identity }) => identity === wanted || identity.endsWith(`-${wanted}`));
  if (exact.length > 0) {
    return exact;
  }
  const key = normalId(wanted.replace(/[.]+$/, ''));
  return all.filter(({ id }) => id !== null && normalId(id) === key);
}
