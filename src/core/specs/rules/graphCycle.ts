import type { Place } from '../../diagnostic';
import { dependencyEdges, taskDependencies } from '../dependencies';
import type { TasksDocument } from '../model';
import { normalId } from '../parse/ids';
import type { Rule } from '../rule';

/**
 * Tasks that wait for each other are never run.
 *
 * not ok: 1.1 → 1.2 → 1.1 → "Tasks 1.1 → 1.2 → 1.1 wait for each other. Remove one of these dependencies."
 */
export const graphCycle: Rule = {
  name: 'graph-cycle',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'document',
  why: 'Tasks that wait for each other are never run. Edges are read from the graph and from `_Depends: 1.1_` below a task.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1.1 A\n  - _Depends: 1.2_\n- [ ] 1.2 B\n  - _Depends: 1.1_\n' },
      finds: ['Tasks 1.2 → 1.1 → 1.2 wait for each other. Remove one of these dependencies.'],
    },
  ],
  good: [{ files: { 'tasks.md': '- [ ] 1.1 A\n- [ ] 1.2 B\n  - _Depends: 1.1_\n' } }],
  check({ document, report }) {
    if (document.name !== 'tasks.md') return;
    const { graph } = document;
    const cycle = findCycle([...(graph?.edges ?? []), ...dependencyEdges(document)]);
    if (cycle !== undefined) {
      const where = graph?.edges.length ? graph.place : (taskPlace(document, cycle[0] ?? '') ?? noPlace);
      const path = cycle.length > 8 ? [...cycle.slice(0, 4), '…', ...cycle.slice(-3)] : cycle;
      report(
        { ...where, end: where.start },
        `Tasks ${path.join(' → ')} wait for each other. Remove one of these dependencies.`,
      );
    }
  },
};

const noPlace: Place = { line: 1, column: 1, start: 0, end: 0 };

function taskPlace(document: TasksDocument, id: string): Place | undefined {
  return taskDependencies(document).find(({ task }) => task.id !== null && normalId(task.id) === id)?.place;
}

/** One cycle as a path that ends where it began; walks without recursion, since graphs come from outside. */
export function findCycle(edges: readonly (readonly [string, string])[]): readonly string[] | undefined {
  const after = new Map<string, string[]>();
  for (const [from, to] of edges) {
    const list = after.get(from);
    list === undefined ? after.set(from, [to]) : list.push(to);
  }
  const done = new Set<string>();
  for (const root of after.keys()) {
    const path: string[] = [root];
    const onPath = new Set(path);
    const nexts: number[] = [0];
    while (path.length > 0) {
      const id = path.at(-1) ?? '';
      const step = nexts.at(-1) ?? 0;
      const to = after.get(id)?.[step];
      nexts[nexts.length - 1] = step + 1;
      if (to === undefined || done.has(id)) {
        done.add(id);
        onPath.delete(id);
        path.pop();
        nexts.pop();
      } else if (onPath.has(to)) {
        return [...path.slice(path.indexOf(to)), to];
      } else if (!done.has(to)) {
        path.push(to);
        onPath.add(to);
        nexts.push(0);
      }
    }
  }
  return undefined;
}
