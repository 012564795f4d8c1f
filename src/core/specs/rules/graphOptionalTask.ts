import type { Diagnostic } from '../../diagnostic';
import type { TasksDocument } from '../model';
import type { Rule } from '../rule';
import { placeInGraph, removalEdit, taskKey, tasksByKey } from './shared/graph';

/**
 * Optional tasks are never queued by Kiro's "Run all Tasks", so that a wave with one never ends there.
 *
 * not ok: `- [ ]* 1.2` with 1.2 in a wave → "Optional tasks are in the graph (1.2); Kiro never queues them and waits for their waves for ever. Remove them from the graph."
 */
export const graphOptionalTask: Rule = {
  name: 'graph-optional-task',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'document',
  why: 'Optional tasks are never queued by Kiro’s "Run all Tasks". A wave that holds one never ends there, and every later wave waits for it.',
  bad: [
    {
      files: {
        'tasks.md':
          '- [ ] 1.1 A\n- [ ]* 1.2 B\n## Task Dependency Graph\n```json\n{"waves":[{"id":0,"tasks":["1.1", "1.2"]}]}\n```\n',
      },
      finds: [
        'Optional tasks are in the graph (1.2); Kiro never queues them and waits for their waves for ever. Remove them from the graph.',
      ],
      mended:
        '- [ ] 1.1 A\n- [ ]* 1.2 B\n## Task Dependency Graph\n```json\n{"waves":[{"id":0,"tasks":["1.1"]}]}\n```\n',
    },
  ],
  good: [
    {
      files: {
        'tasks.md':
          '- [ ] 1.1 A\n- [ ]* 1.2 B\n## Task Dependency Graph\n```json\n{"waves":[{"id":0,"tasks":["1.1"]}]}\n```\n',
      },
    },
  ],
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
        { fix: fixFor(document, optional) },
      );
    }
  },
};

/** All of them at once, where they stand side by side or apart; neighbours share a comma, so they go one edit each. */
function fixFor(document: TasksDocument, ids: readonly string[]): Diagnostic['fix'] | undefined {
  const edits = ids.flatMap((id) => removalEdit(document, placeInGraph(document, id, 0)) ?? []);
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  const apart = ordered.every((edit, index) => edit.start >= (ordered[index - 1]?.end ?? 0));
  return edits.length === ids.length && apart && new Set(ids).size === ids.length
    ? { title: 'Remove optional tasks from the graph', edits: ordered }
    : undefined;
}
