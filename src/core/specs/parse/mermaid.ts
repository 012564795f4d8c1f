/** A Mermaid flow chart whose nodes are tasks, as edges and waves. Anything else in it is drawing. */
import type { WaveGraph } from '../model';
import { levels } from './levels';

const ARROW =
  /[ \t]*(?:--+(?:[ \t]+[^-|>\n]{1,40}[ \t]+--+)?>|==+>|-\.+->|--+[ox]?(?=[ \t]))(?:[ \t]*\|[^|\n]*\|)?[ \t]*/;
const NODE = /^([\p{L}\p{N}_.-]+)(?:[ \t]*(?:\[\[|\[\(|\(\[|\(\(|\{\{|\[|\(|\{|>)[ \t]*"?([^"\])}]{0,200})"?[^&]*)?$/u;

/** Undefined where no node can be told to be a task, as in a drawing of the system. */
export function mermaidGraph(text: string): Pick<WaveGraph, 'waves' | 'edges'> | undefined {
  const labels = new Map<string, string>();
  const arrows: (readonly [string, string])[] = [];
  for (const line of text.split(/\r\n|\n|\r|;/)) {
    const parts = line.trim().split(ARROW);
    const groups = parts.map((part) => part.split(/[ \t]+&[ \t]+/).flatMap((node) => readNode(node, labels)));
    for (let index = 1; index < groups.length; index++) {
      for (const from of groups[index - 1] ?? []) {
        arrows.push(...(groups[index] ?? []).map((to) => [from, to] as const));
      }
    }
  }
  const taskOfNode = (node: string): string | undefined => taskIn(labels.get(node)) ?? taskIn(node);
  const nodes = [...new Set([...labels.keys(), ...arrows.flat()])];
  const tasks = nodes.flatMap((node) => taskOfNode(node) ?? []);
  if (tasks.length === 0) {
    return undefined;
  }
  const edges = arrows.flatMap(([from, to]) => {
    const [first, second] = [taskOfNode(from), taskOfNode(to)];
    return first === undefined || second === undefined ? [] : [[first, second] as const];
  });
  return { waves: levels([...new Set(tasks)], edges), edges };
}

function readNode(text: string, labels: Map<string, string>): readonly string[] {
  const match = NODE.exec(text.trim());
  const id = match?.[1];
  if (id === undefined || /^(graph|flowchart|subgraph|end|style|classDef|class|click|linkStyle|direction)$/.test(id)) {
    return [];
  }
  if (match?.[2] !== undefined && match[2].trim() !== '') {
    labels.set(id, match[2].trim());
  }
  return [id];
}

/** "1.2 Build it", "Task 3: Test", `T1_2`, `1.2`. */
function taskIn(text: string | undefined): string | undefined {
  const match = /^(?:task[ \t_-]*|t[_-]?)?(\d+(?:[._]\d+)*[a-z]?)(?=$|[\s:.)*-])/i.exec(text ?? '');
  return match?.[1]?.replaceAll('_', '.');
}
