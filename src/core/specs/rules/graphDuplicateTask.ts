import { graphExample, graphTaskRule } from './shared/graphTaskRule';

/** A task in two waves would be run twice. */
export const graphDuplicateTask = graphTaskRule(
  'graph-duplicate-task',
  'A task in two waves would be run twice.',
  [
    [
      graphExample('["1.1", "1.1"]'),
      'The graph names task 1.1 more than once. Keep it in one wave.',
      graphExample('["1.1"]'),
    ],
  ],
  (id, _tasks, earlier) =>
    earlier > 0 ? `The graph names task ${id} more than once. Keep it in one wave.` : undefined,
);
