import type { Rule } from '../rule';
import { taskKey, tasksByKey } from './graphTasks';

/**
 * Optional tasks are never queued by Kiro's "Run all Tasks", so that a wave with one never ends there.
 *
 * not ok: `- [ ]* 1.2` with 1.2 in a wave → "Optional tasks are in the graph (1.2); Kiro never queues them and waits for their waves for ever. Remove them from the graph."
 */
export const graphOptionalTask: Rule = {
  name: 'graph-optional-task',
  documents: ['tasks.md'],
  severity: 'warning',
  scope: 'document',
  check({ document, report }) {
    const graph = document.name === 'tasks.md' ? document.graph : undefined;
    if (document.name !== 'tasks.md' || graph === undefined) {
      return;
    }
    const byId = tasksByKey(document);
    const optional = graph.waves
      .flatMap(({ tasks }) => tasks)
      .filter((id) => {
        const tasks = byId.get(taskKey(id)) ?? [];
        return tasks.length > 0 && tasks.every((task) => task.optional && task.state !== 'done');
      });
    if (optional.length > 0) {
      const named =
        optional.length > 6
          ? `${optional.slice(0, 5).join(', ')} and ${optional.length - 5} more`
          : optional.join(', ');
      report(
        { ...graph.place, end: graph.place.start },
        `Optional tasks are in the graph (${named}); Kiro never queues them and waits for their waves for ever. Remove them from the graph.`,
      );
    }
  },
};
