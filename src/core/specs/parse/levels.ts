import type { Wave, WaveGraph } from '../model';

/** Waves from edges: each task one after the last of those it needs. Tasks on a cycle share the last wave. */
export function levels(ids: readonly string[], edges: WaveGraph['edges']): readonly Wave[] {
  const all = [...new Set([...ids, ...edges.flat()])];
  const after = new Map<string, string[]>();
  const waiting = new Map(all.map((id) => [id, 0]));
  for (const [from, to] of edges) {
    const list = after.get(from);
    list === undefined ? after.set(from, [to]) : list.push(to);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const waves: Wave[] = [];
  let ready = all.filter((id) => waiting.get(id) === 0);
  while (ready.length > 0) {
    waves.push({ id: waves.length, tasks: ready });
    const next: string[] = [];
    for (const id of ready) {
      waiting.delete(id);
      for (const to of after.get(id) ?? []) {
        const left = (waiting.get(to) ?? 1) - 1;
        waiting.set(to, left);
        left === 0 ? next.push(to) : undefined;
      }
    }
    ready = next;
  }
  const stuck = [...waiting.keys()];
  return stuck.length === 0 ? waves : [...waves, { id: waves.length, tasks: stuck }];
}
