import type { Rule } from '../rule';
import { allTasks } from '../tasks';
import { placeInGraph, taskKey } from './shared/graph';
import { both, two, withGraph } from './shared/graphExample';

/** A parent and its children in one graph. */
export const graphParentTask: Rule = {
  name: 'graph-parent-task',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'document',
  why: 'A parent is done when its children are. A graph that lists both runs the work twice.',
  bad: [
    {
      files: { 'tasks.md': withGraph(`- [ ] 1. P\n${two}`, '{"id":0,"tasks":["1"]},{"id":1,"tasks":["1.1","1.2"]}') },
      finds: ['The graph names task 1 and its subtask 1.1. Keep the subtasks and take 1 out.'],
    },
  ],
  good: [{ files: { 'tasks.md': withGraph(`- [ ] 1. P\n${two}`, both) } }],
  check({ document, report }) {
    if (document.name !== 'tasks.md' || document.graph === undefined) return;
    const listed = new Set(document.graph.waves.flatMap(({ tasks }) => tasks.map(taskKey)));
    for (const { id, children } of allTasks(document)) {
      const child =
        id !== null && listed.has(taskKey(id))
          ? children.find((each) => each.id !== null && listed.has(taskKey(each.id)))
          : undefined;
      if (id !== null && child !== undefined) {
        report(
          placeInGraph(document, id, 0),
          `The graph names task ${id} and its subtask ${child.id}. Keep the subtasks and take ${id} out.`,
        );
      }
    }
  },
};
