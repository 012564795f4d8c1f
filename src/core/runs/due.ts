/** Tests that were there before a task and fail: whether they are the task's to make pass. */
import { flattenTasks } from '../specs/canonical';
import type { Spec, Task } from '../specs/model';
import { normalId } from '../specs/parse/ids';
import { documentOf } from '../specs/spec';
import { criteriaOf } from './prompt';
import type { CurrentRun, ExpectedOutcome } from './snapshot';

/**
 * The test files, relative to the workspace folder, that name a criterion which this task is the last to bring about.
 * What an earlier task of the spec has written to fail is then due; where a later task names the criterion too, it may
 * stay red until then.
 */
export function dueTests(
  spec: Spec,
  task: Task,
  criteria: CurrentRun['criteria'],
  expected: (task: Task) => ExpectedOutcome,
): readonly string[] {
  const document = documentOf(spec, 'tasks.md');
  if (document === undefined || expected(task) === 'red') return [];
  const all = [...flattenTasks(document.tasks)];
  const own = new Set([...flattenTasks([task])].map(({ identity }) => identity));
  const at = all.findIndex(({ identity }) => identity === task.identity);
  const later = all
    .slice(at + 1)
    .filter((each) => !own.has(each.identity) && !each.optional && each.state !== 'done' && expected(each) === 'green');
  const postponed = new Set(later.flatMap((each) => criteriaOf(spec, each).map(({ id }) => normalId(id))));
  const files = criteria
    .filter(({ id }) => !postponed.has(normalId(id)))
    .flatMap(({ tests }) => tests.map((place) => place.replace(/:\d+$/u, '')));
  return [...new Set(files)];
}
