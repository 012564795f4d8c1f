import type { Rule } from '../rule';

/**
 * Tasks that wait for each other are never run.
 *
 * not ok: 1.1 → 1.2 → 1.1 → "Tasks 1.1 → 1.2 → 1.1 wait for each other. Remove one of these dependencies."
 */
export const graphCycle: Rule = {
  name: 'graph-cycle',
  documents: ['tasks.md'],
  severity: 'error',
  scope: 'document',
  check({ document, report }) {
    const graph = document.name === 'tasks.md' ? document.graph : undefined;
    const cycle = graph === undefined ? undefined : findCycle(graph.edges);
    if (graph !== undefined && cycle !== undefined) {
      const path = cycle.length > 8 ? [...cycle.slice(0, 4), '…', ...cycle.slice(-3)] : cycle;
      report(
        { ...graph.place, end: graph.place.start },
        `Tasks ${path.join(' → ')} wait for each other. Remove one of these dependencies.`,
      );
    }
  },
};

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
