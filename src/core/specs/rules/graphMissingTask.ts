import type { Task } from '../model';
import type { Rule } from '../rule';
import { taskKey } from './shared/graph';
import { both, two, withGraph } from './shared/graphExample';

/** A task that the graph forgot. */
export const graphMissingTask: Rule = {
  name: 'graph-missing-task',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'document',
  why: 'A task that is in no wave has no place in the order: Kiro’s "Run all Tasks" passes over it. Optional and finished tasks, checkpoints and parents whose children are listed need none.',
  bad: [
    {
      files: { 'tasks.md': withGraph(two, '{"id":0,"tasks":["1.1"]}') },
      finds: ['Task 1.2 is in no wave of the graph. Add it after what it needs.'],
    },
  ],
  good: [
    { files: { 'tasks.md': withGraph(two, both) } },
    { files: { 'tasks.md': withGraph(`- [ ] 1. Parent\n${two}- [ ]* 1.3 C\n- [x] 1.4 D\n`, both) } },
    { files: { 'tasks.md': withGraph(`- [ ] 1. Parent\n${two}`, '{"id":0,"tasks":["1"]}') } },
  ],
  check({ document, report }) {
    if (document.name !== 'tasks.md' || document.graph?.readable !== true) return;
    const listed = new Set(document.graph.waves.flatMap(({ tasks }) => tasks.map(taskKey)));
    for (const task of document.tasks) judge(task);
    function judge(task: Task): void {
      // A parent that is listed stands for its children.
      if (task.id !== null && listed.has(taskKey(task.id))) return;
      if (task.children.length > 0) task.children.forEach(judge);
      else if (needsWave(task))
        report(task.place, `Task ${task.id} is in no wave of the graph. Add it after what it needs.`);
    }
  },
};

function needsWave({ id, optional, runnable, state, title }: Task): boolean {
  return id !== null && runnable && !optional && state !== 'done' && !/checkpoint|チェックポイント|检查点/i.test(title);
}
