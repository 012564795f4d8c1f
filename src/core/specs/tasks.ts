/** Finding tasks. */
import { flattenTasks } from './canonical';
import type { Task, TasksDocument } from './model';
import { normalId } from './parse/ids';

/**
 * The tasks that a user means by `1.2`, `1.2-0a1b2c3d4e5f` or `0a1b2c3d4e5f`; more than one where the number is there
 * more than once. An identity matches before a number does.
 */
export function findTasks(document: TasksDocument, wanted: string): readonly Task[] {
  const all = [...flattenTasks(document.tasks)];
  const exact = all.filter(({ identity }) => identity === wanted || identity.endsWith(`-${wanted}`));
  if (exact.length > 0) {
    return exact;
  }
  const key = normalId(wanted.replace(/[.]+$/, ''));
  return all.filter(({ id }) => id !== null && normalId(id) === key);
}
