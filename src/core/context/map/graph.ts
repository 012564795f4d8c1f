/**
 * Which file leads to which: imports, and names that one file uses and another declares. The graph follows changes: a file
 * that changed costs what it has to do with others, and the result is, to the last bit, that of a graph made anew.
 */
import { type FileEdges, replace, type State } from './graphState';
import { lastStepOf, mayMean } from './imports';
import { edgesOf, link, placeOf, places, unlink } from './links';
import type { MapFile } from './types';

/** The files as a graph. A file has a number as long as it is in it; numbers of files that are gone are given anew. */
export interface FileGraph {
  /** The numbers of all files, in the order of their paths. */
  readonly order: readonly number[];
  /** One more than the largest number. */
  readonly size: number;
  file(number: number): MapFile | undefined;
  /** The number of the file at a path. */
  numberOf(path: string): number | undefined;
  edges(number: number): FileEdges;
  /** How many files name what others declare. */
  uses(name: string): number;
  /** Files by piece of a word, with what it counts: in the path most, then in a declared name. */
  readonly pieces: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Takes in files that are new or changed, and forgets those that are gone. */
  update(changed: readonly MapFile[], removed: readonly string[]): void;
}

/** Makes the graph of some files. */
export function graphOf(files: readonly MapFile[]): FileGraph {
  const state: State = {
    files: [],
    numbers: new Map(),
    free: [],
    order: [],
    definers: new Map(),
    byKey: new Map(),
    pieces: new Map(),
    links: [],
    weights: [],
    edges: [],
  };
  update(state, files, []);
  return {
    get order() {
      return state.order;
    },
    get size() {
      return state.files.length;
    },
    file: (number) => state.files[number],
    numberOf: (path) => state.numbers.get(path),
    edges: (number) => edgesOf(state, number),
    uses: (name) => state.definers.get(name)?.uses ?? 0,
    pieces: state.pieces,
    update: (changed, removed) => update(state, changed, removed),
  };
}

function update(state: State, changed: readonly MapFile[], removed: readonly string[]): void {
  const first = state.order.length === 0;
  const names = new Set<string>();
  const steps = new Set<string>();
  const touched = new Set<number>();
  const gone: number[] = [];
  for (const path of removed) {
    const number = state.numbers.get(path);
    if (number === undefined) continue;
    gone.push(number);
    touched.add(number);
    steps.add(lastStepOf(path));
    replace(state, number, undefined, names);
  }
  for (const file of changed) {
    const known = state.numbers.get(file.path);
    const number = known ?? state.free.pop() ?? state.files.length;
    if (known === undefined) steps.add(lastStepOf(file.path));
    touched.add(number);
    replace(state, number, file, first ? undefined : names);
  }
  if (steps.size > 0) state.order = [...state.numbers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, number]) => number);
  const affected = first ? touched : withOthers(state, touched, names, steps);
  for (const number of affected) unlink(state, number);
  for (const number of affected) link(state, number);
  state.free.push(...gone);
}

/** The files, and those that name one of the names or may mean a file that came or went; perhaps some more. */
function withOthers(
  { files, links, order }: State,
  touched: ReadonlySet<number>,
  names: ReadonlySet<string>,
  steps: ReadonlySet<string>,
): ReadonlySet<number> {
  if (names.size === 0 && steps.size === 0) return touched;
  const found = new Set(touched);
  const marked = new Uint8Array(places);
  for (const name of names) marked[placeOf(name)] = 1;
  for (const number of order) {
    const file = files[number];
    if (file === undefined || found.has(number)) continue;
    const means = steps.size > 0 && file.imports.some((asked) => mayMean(asked, steps));
    if (means || links[number]?.words.some((place) => marked[place] === 1)) found.add(number);
  }
  return found;
}
