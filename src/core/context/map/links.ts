/** The links of the graph: a file to those that it imports, and to those that declare what it names. */
import { type Definer, type FileEdges, mostDefiners, type State } from './graphState';
import { resolveImport } from './imports';

/** Weights are whole numbers of this share: their sums are exact, in whatever order they are added or taken away. */
const unit = 1_000_000;
const importWeight = 4 * unit;
/** Who relies on a file is worth looking at as well, but less than what it relies on. */
const backwards = 0.3;
/** Places of a table in which names are marked by their hash. */
export const places = 2 ** 20;

/** The place of a name; others may share it by chance. */
export function placeOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at++) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
  return hash & (places - 1);
}

/** Takes back what a file gave to the graph. */
export function unlink(state: State, from: number): void {
  const links = state.links[from];
  if (links === undefined) return;
  for (let at = 0; at < links.to.length; at += 2) join(state, from, links.to[at] ?? 0, -(links.to[at + 1] ?? 0));
  for (const definer of links.used) definer.uses--;
  state.links[from] = undefined;
}

/** Links a file to what it means and names, as the graph has it now. */
export function link(state: State, from: number): void {
  const file = state.files[from];
  if (file === undefined) return;
  const to: number[] = [];
  const used: Definer[] = [];
  const give = (targets: readonly number[], weight: number) => {
    for (const each of targets) if (each !== from) to.push(each, Math.round(weight / targets.length));
  };
  for (const asked of file.imports) give(resolveImport(state.byKey, file.path, asked), importWeight);
  const words = file.words === '' ? [] : file.words.split(' ');
  for (const word of words) {
    const known = state.definers.get(word);
    if (known === undefined || known.by.length > mostDefiners || known.by.includes(from)) continue;
    give(known.by, unit);
    known.uses++;
    used.push(known);
  }
  for (let at = 0; at < to.length; at += 2) join(state, from, to[at] ?? 0, to[at + 1] ?? 0);
  state.links[from] = { to, used, words: words.map(placeOf) };
}

/** Both ways; a weight below zero takes away. */
function join(state: State, from: number, to: number, weight: number): void {
  weigh(state, from, to, weight);
  weigh(state, to, from, Math.sign(weight) * Math.round(Math.abs(weight) * backwards));
}

function weigh({ weights, edges }: State, from: number, to: number, weight: number): void {
  const known = weights[from] ?? new Map<number, number>();
  weights[from] = known;
  const sum = (known.get(to) ?? 0) + weight;
  if (sum === 0) known.delete(to);
  else known.set(to, sum);
  edges[from] = undefined;
}

/** Where a file leads, by its weights. */
export function edgesOf({ weights, edges }: State, number: number): FileEdges {
  const made = edges[number];
  if (made !== undefined) return made;
  const known = weights[number] ?? new Map<number, number>();
  let sum = 0;
  for (const weight of known.values()) sum += weight;
  const fresh = { to: [...known.keys()], share: Array.from(known.values(), (weight) => weight / sum) };
  edges[number] = fresh;
  return fresh;
}
