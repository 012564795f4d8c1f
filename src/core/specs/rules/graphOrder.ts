import type { Place } from '../../diagnostic';
import { dependencyEdges } from '../dependencies';
import type { Task, TasksDocument } from '../model';
import type { Rule } from '../rule';
import { findCycle } from './graphCycle';
import { placeInGraph, taskKey, tasksByKey } from './shared/graph';
import { both, withGraph } from './shared/graphExample';

/** A wave that comes before what it needs. */
export const graphOrder: Rule = {
  name: 'graph-order',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'document',
  why: 'The waves say in which order tasks run; what a task depends on has to be in an earlier one.',
  bad: [
    {
      files: { 'tasks.md': withGraph('- [ ] 1.1 A\n  - _Depends: 1.2_\n- [ ] 1.2 B\n', both) },
      finds: ['Task 1.1 depends on 1.2, which the graph runs in a later wave. Put 1.2 into an earlier one.'],
    },
  ],
  good: [{ files: { 'tasks.md': withGraph('- [ ] 1.1 A\n- [ ] 1.2 B\n  - _Depends: 1.1_\n', both) } }],
  check({ document, report }) {
    if (document.name !== 'tasks.md' || document.graph?.readable !== true) return;
    const edges = dependencyEdges(document);
    const all = [...edges, ...document.graph.edges.map(([a, b]) => [taskKey(a), taskKey(b)] as const)];
    // In a circle every order is wrong, and that is said already.
    if (all.length === 0 || findCycle(all) !== undefined) return;
    const waveOf = new Map(
      document.graph.waves.flatMap(({ tasks }, index) => tasks.map((id) => [taskKey(id), index] as const)),
    );
    const byKey = tasksByKey(document);
    const told = new Set<string>();
    for (const [before, after] of all) {
      const [first, second] = [waveOf.get(before), waveOf.get(after)];
      if (first === undefined || second === undefined || first < second || told.has(`${before} ${after}`)) continue;
      told.add(`${before} ${after}`);
      const when = first === second ? 'in the same wave' : 'in a later wave';
      report(
        placeOfTask(document, byKey.get(after)?.[0], after),
        `Task ${after} depends on ${before}, which the graph runs ${when}. Put ${before} into an earlier one.`,
      );
    }
  },
};

function placeOfTask(document: TasksDocument, task: Task | undefined, id: string): Place {
  return task?.place ?? placeInGraph(document, id, 0);
}
