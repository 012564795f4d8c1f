import { graphExample, graphTaskRule } from './shared/graphTaskRule';

/** The graph names a task that is not in the list, so that its wave can never be finished. */
export const graphUnknownTask = graphTaskRule(
  'graph-unknown-task',
  'The graph names a task that is not in the list, so that its wave can never be finished.',
  [
    [
      graphExample('["1.1", "9.9"]'),
      'The graph names task 9.9, which is not in the list. Remove it from the graph, or add the task.',
      graphExample('["1.1"]'),
    ],
  ],
  (id, tasks) =>
    tasks.length === 0
      ? `The graph names task ${id}, which is not in the list. Remove it from the graph, or add the task.`
      : undefined,
);
