/** The wave graph of tasks.md, in every form that models and people write it. */
import type { Place } from '../../diagnostic';
import type { Fence, ScannedText } from '../lines';
import type { Wave, WaveGraph } from '../model';
import type { Heading } from '../sections';
import { isGraphTitle } from '../vocabulary';
import { levels } from './levels';
import { mermaidGraph } from './mermaid';

type Shape =
  | { readonly waves: readonly Wave[]; readonly edges: WaveGraph['edges'] }
  | { readonly problem: NonNullable<WaveGraph['problem']> };

type Json = null | boolean | string | readonly Json[] | { readonly [key: string]: Json };

const EDGE_LIMIT = 20_000;
const DEPENDS = ['dependsOn', 'depends_on', 'dependencies', 'deps', 'after', 'requires'];

/** The graph below its heading, else any fence that holds waves; undefined where there is none. */
export function graphOf(scanned: ScannedText, headings: readonly Heading[]): WaveGraph | undefined {
  const section = headings.find((heading) => isGraphTitle(heading.title));
  const below = scanned.fences.filter(
    (fence) => section !== undefined && fence.open > section.index && fence.open < section.until,
  );
  for (const fence of below) {
    const graph = readFence(scanned, fence, true);
    if (graph !== undefined) {
      return graph;
    }
  }
  for (const fence of scanned.fences) {
    const graph = fence.language === 'mermaid' ? undefined : readFence(scanned, fence, false);
    if (graph !== undefined) {
      return graph;
    }
  }
  return undefined;
}

/** `expected`: the heading says that this is the graph, so that what cannot be read is a broken graph. */
function readFence(scanned: ScannedText, fence: Fence, expected: boolean): WaveGraph | undefined {
  const place = fencePlace(scanned, fence);
  const text = scanned.text.slice(place.start, place.end);
  if (fence.language === 'mermaid' || /^\s*(graph|flowchart)\s/.test(text)) {
    const graph = mermaidGraph(text);
    return graph === undefined ? undefined : { place, form: 'mermaid', readable: true, ...graph };
  }
  const looksLikeJson = /^\s*[[{]/.test(text);
  const isGraph = expected
    ? looksLikeJson || fence.language.startsWith('json')
    : looksLikeJson && /"waves"\s*:/.test(text);
  if (!isGraph) {
    return undefined;
  }
  const shape = readJson(text);
  return 'problem' in shape
    ? { place, form: 'json', readable: false, problem: shape.problem, waves: [], edges: [] }
    : { place, form: 'json', readable: true, ...shape };
}

/** The text between the fences. */
export function fencePlace(scanned: ScannedText, fence: Fence): Place {
  const first = scanned.line(fence.open + 1);
  const last = scanned.line((fence.close ?? scanned.count) - 1);
  const end = scanned.text.length;
  const start = first?.start ?? end;
  return { line: fence.open + 2, column: 1, start, end: Math.max(start, last?.end ?? end) };
}

function readJson(text: string): Shape {
  let data: Json;
  try {
    data = JSON.parse(quoteNumbers(text)) as Json;
  } catch (error) {
    return { problem: { kind: 'json', message: `its JSON does not parse (${jsonReason(error)})` } };
  }
  const list = Array.isArray(data) ? data : isObject(data) ? (data.waves ?? data.graph ?? data.levels) : undefined;
  if (!Array.isArray(list)) {
    return isObject(data) && list === undefined ? dependencyMap(data) : structure('it is no object with "waves"');
  }
  return wavesFrom(list);
}

function wavesFrom(list: readonly Json[]): Shape {
  if (list.length === 0) {
    return { problem: { kind: 'empty', message: 'it has no waves' } };
  }
  const waves: Wave[] = [];
  const needs: (readonly string[])[] = [];
  for (const [index, entry] of list.entries()) {
    const tasks = Array.isArray(entry)
      ? entry
      : isObject(entry)
        ? (entry.tasks ?? entry.taskIds ?? entry.items)
        : undefined;
    if (!Array.isArray(tasks)) {
      return structure(`wave ${index + 1} has no list of tasks`);
    }
    const ids = tasks.map(taskId);
    if (ids.some((id) => id === undefined)) {
      return structure(`wave ${index + 1} names a task that is no string`);
    }
    waves.push({ id: waveId(entry, index), tasks: ids.filter((id) => id !== undefined) });
    needs.push(isObject(entry) ? dependenciesOf(entry) : []);
  }
  return { waves, edges: edgesOf(waves, needs) };
}

/** `{"1.2": ["1.1"]}` or `{"tasks": {"1.2": {"dependsOn": ["1.1"]}}}`: a task and what it needs. */
function dependencyMap(data: { readonly [key: string]: Json }): Shape {
  const inner = isObject(data.tasks) ? data.tasks : Array.isArray(data.tasks) ? undefined : data;
  const pairs: (readonly [string, readonly string[]])[] = [];
  for (const [id, value] of Object.entries(inner ?? {})) {
    const needs = Array.isArray(value) ? value.map(taskId) : isObject(value) ? dependenciesOf(value) : undefined;
    if (needs === undefined || needs.some((need) => need === undefined)) {
      return structure('it is no object with "waves"');
    }
    pairs.push([id, needs.filter((need) => need !== undefined)]);
  }
  for (const entry of Array.isArray(data.tasks) ? data.tasks : []) {
    const id = taskId(entry);
    if (id === undefined) {
      return structure('it is no object with "waves"');
    }
    pairs.push([id, isObject(entry) ? dependenciesOf(entry) : []]);
  }
  if (pairs.length === 0) {
    return structure('it is no object with "waves"');
  }
  const edges = pairs.flatMap(([id, needs]) => needs.map((need) => [need, id] as const));
  return {
    waves: levels(
      pairs.map(([id]) => id),
      edges,
    ),
    edges,
  };
}

function structure(message: string): Shape {
  return { problem: { kind: 'structure', message } };
}

function taskId(entry: Json): string | undefined {
  const id = isObject(entry) ? (entry.id ?? entry.task ?? entry.taskId) : entry;
  return typeof id === 'string' ? id.trim() : undefined;
}

function waveId(entry: Json, index: number): number {
  const id = isObject(entry) ? (entry.id ?? entry.wave ?? entry.number) : undefined;
  const number = typeof id === 'string' ? Number(/\d+/.exec(id)?.[0] ?? Number.NaN) : Number.NaN;
  return Number.isFinite(number) ? number : index;
}

function dependenciesOf(entry: { readonly [key: string]: Json }): readonly string[] {
  const value = DEPENDS.map((key) => entry[key]).find((found) => found !== undefined);
  const list = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  return list.map(taskId).filter((id) => id !== undefined);
}

/** A wave that depends on a wave: each of its tasks after each of the other's. Ids of tasks count as tasks. */
function edgesOf(waves: readonly Wave[], needs: readonly (readonly string[])[]): WaveGraph['edges'] {
  const edges: (readonly [string, string])[] = [];
  const byId = new Map(waves.map((wave) => [String(wave.id), wave.tasks]));
  const tasks = new Set(waves.flatMap((wave) => wave.tasks));
  for (const [index, wave] of waves.entries()) {
    for (const need of needs[index] ?? []) {
      const before = byId.get(/^(?:wave\s*)?(\d+)$/i.exec(need)?.[1] ?? '') ?? (tasks.has(need) ? [need] : []);
      for (const first of before) {
        edges.push(...wave.tasks.map((second) => [first, second] as const));
      }
      if (edges.length > EDGE_LIMIT) {
        return edges;
      }
    }
  }
  return edges;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Numbers as strings, so that task 1.10 does not become 1.1. A text that is never closed goes to the end: looking for
 * its end from every quote would take time with the square of the quotes.
 */
function quoteNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|-?\d+(?:\.\d+)*/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
}

function jsonReason(error: unknown): string {
  return error instanceof Error
    ? error.message
        .replace(/^.*?: /, '')
        .replace(/\s+/g, ' ')
        .slice(0, 80)
    : 'unreadable';
}
