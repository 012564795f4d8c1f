/** Where the boxes and lines of the wave graph go. Pure geometry, in the units of the drawing's viewBox. */
import type { TaskView, WaveGraphView } from '../protocol';

/** A task's box; `task` is undefined where the list has none of that id. */
export interface WaveBox {
  readonly id: string;
  readonly task: TaskView | undefined;
  readonly x: number;
  readonly y: number;
}

/** A drawing of the wave graph. */
export interface WaveLayout {
  readonly width: number;
  readonly height: number;
  readonly labels: readonly { readonly text: string; readonly y: number }[];
  readonly boxes: readonly WaveBox[];
  /** Paths from the lower edge of the one to the upper edge of the other. */
  readonly lines: readonly string[];
}

export const box = { width: 52, height: 24 } as const;
const columns = 3;
const pitch = { x: 66, y: 36, wave: 52 } as const;
const left = 64;

/** Lays waves out as rows of at most three boxes, under each other; boxes stand below what they wait for. */
export function layoutWaves(graph: WaveGraphView, tasks: readonly TaskView[]): WaveLayout {
  const byId = new Map(tasks.flatMap((task) => (task.id === null ? [] : [[task.id, task] as const])));
  const before = predecessors(graph.edges);
  const columnOf = new Map<string, number>();
  const boxes: WaveBox[] = [];
  const labels: { text: string; y: number }[] = [];
  let y = 8.5;
  graph.waves.forEach((wave, at) => {
    labels.push({ text: `Wave ${at + 1}`, y: y + 15.5 });
    const ordered = inOrder(wave.tasks, before, columnOf);
    ordered.forEach((id, place) => {
      const column = place % columns;
      columnOf.set(id, column);
      boxes.push({
        id,
        task: byId.get(id),
        x: left + 0.5 + column * pitch.x,
        y: y + Math.floor(place / columns) * pitch.y,
      });
    });
    const rows = Math.max(1, Math.ceil(ordered.length / columns));
    y += (rows - 1) * pitch.y + pitch.wave;
  });
  const lines = linesBetween(boxes, graph.edges);
  return {
    width: left + columns * pitch.x - 6,
    height: Math.max(y - pitch.wave + box.height + 8, 0),
    labels,
    boxes,
    lines,
  };
}

function predecessors(edges: WaveGraphView['edges']): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, string[]>();
  for (const [from, to] of edges) before.set(to, [...(before.get(to) ?? []), from]);
  return before;
}

/** Tasks of a wave by the mean column of what they wait for, so that lines cross little; otherwise as written. */
function inOrder(
  tasks: readonly string[],
  before: ReadonlyMap<string, readonly string[]>,
  columnOf: ReadonlyMap<string, number>,
): readonly string[] {
  const weight = (id: string, at: number): number => {
    const known = (before.get(id) ?? []).flatMap((each) => columnOf.get(each) ?? []);
    return known.length === 0 ? at : known.reduce((sum, column) => sum + column, 0) / known.length;
  };
  return [...new Set(tasks)]
    .map((id, at) => ({ id, at, weight: weight(id, at) }))
    .sort((a, b) => a.weight - b.weight || a.at - b.at)
    .map(({ id }) => id);
}

function linesBetween(boxes: readonly WaveBox[], edges: WaveGraphView['edges']): readonly string[] {
  const byId = new Map(boxes.map((each) => [each.id, each]));
  return edges.flatMap(([from, to]) => {
    const [a, b] = [byId.get(from), byId.get(to)];
    if (!a || !b || a.y >= b.y) return [];
    const [x1, y1, x2, y2] = [a.x + box.width / 2, a.y + box.height, b.x + box.width / 2, b.y];
    const bend = (y2 - y1) / 2;
    return [`M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`];
  });
}
