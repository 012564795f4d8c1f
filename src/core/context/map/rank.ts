/**
 * Ranks files for what is to be done: personalised PageRank (Page et al. 1999) over the graph of files. A walk begins at
 * files that the request names or whose names share words with it, follows imports and names, and often starts again.
 */
import type { FileGraph } from './graph';
import type { MapAnswer, MapRequest, RankedFile } from './types';
import { piecesOf, wordsOf } from './words';

const rounds = 20;
/** Chance to go on instead of starting again; a high one ends at the files that everything rests on. */
const damping = 0.3;
/** A file that was named counts as much as this many words of the request. */
const namedWeight = 12;
/** Share of the walks that begin just anywhere, so that what everything rests on shows too. */
const anywhere = 0.05;

/** The most relevant files first. */
export function rank(graph: FileGraph, request: Pick<MapRequest, 'about' | 'files' | 'most'>): MapAnswer {
  const words = wordsOf(request.about);
  const ranks = walk(graph, startOf(graph, words, request.files));
  return {
    total: graph.order.length,
    files: best(graph.order, ranks, request.most).map((number) =>
      rankedFile(graph, number, ranks[number] ?? 0, words, request.files),
    ),
  };
}

/** The numbers with the highest ranks, of equals those that come first. Most files are none of them: a sort of all is not needed. */
function best(order: readonly number[], ranks: Float64Array, most: number): readonly number[] {
  const found: number[] = [];
  const rankAt = (place: number) => ranks[found[place] ?? 0] ?? 0;
  for (const number of order) {
    const value = ranks[number] ?? 0;
    if (found.length >= most && (most === 0 || value <= rankAt(most - 1))) continue;
    let low = 0;
    for (let high = found.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (rankAt(middle) >= value) low = middle + 1;
      else high = middle;
    }
    found.splice(low, 0, number);
    if (found.length > most) found.pop();
  }
  return found;
}

/** Where walks begin: all files together are 1. */
function startOf(
  { order, size, pieces, numberOf }: FileGraph,
  words: ReadonlySet<string>,
  named: readonly string[],
): Float64Array {
  const start = new Float64Array(size);
  for (const word of words) {
    const found = pieces.get(word);
    if (found === undefined) continue;
    const rarity = Math.log(1 + order.length / found.size);
    for (const [number, weight] of found) start[number] = (start[number] ?? 0) + (weight * rarity) ** 2;
  }
  const most = start.reduce((a, b) => Math.max(a, b), 1);
  for (const path of new Set(named)) {
    const number = numberOf(path);
    if (number !== undefined) start[number] = (start[number] ?? 0) + most + namedWeight;
  }
  let sum = 0;
  for (const number of order) sum += start[number] ?? 0;
  const share = sum === 0 ? 1 : anywhere;
  for (const number of order)
    start[number] = share / order.length + (sum === 0 ? 0 : ((1 - share) * (start[number] ?? 0)) / sum);
  return start;
}

/** Files take their turns by path, not by number: additions in another order differ in their last bits. */
function walk(graph: FileGraph, start: Float64Array): Float64Array {
  const { from, to, share, ends } = flat(graph);
  let ranks = start.slice();
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(start.length);
    let lost = 0;
    let at = 0;
    for (let place = 0; place < from.length; place++) {
      const own = ranks[from[place] ?? 0] ?? 0;
      const end = ends[place] ?? 0;
      if (at === end) lost += own;
      const given = damping * own;
      for (; at < end; at++) {
        const target = to[at] ?? 0;
        next[target] = (next[target] ?? 0) + given * (share[at] ?? 0);
      }
    }
    // Who stands at a dead end starts again, as all do now and then.
    const again = 1 - damping + damping * lost;
    for (let number = 0; number < next.length; number++)
      next[number] = (next[number] ?? 0) + again * (start[number] ?? 0);
    ranks = next;
  }
  return ranks;
}

/** All edges one after another, which a walk that goes through them many times is faster with. */
function flat({ order, edges }: FileGraph) {
  const all = order.map(edges);
  const ends = new Int32Array(all.length);
  let count = 0;
  for (const [place, each] of all.entries()) ends[place] = count += each.to.length;
  const to = new Int32Array(count);
  const share = new Float64Array(count);
  for (const [place, each] of all.entries()) {
    const at = (ends[place] ?? 0) - each.to.length;
    to.set(each.to, at);
    share.set(each.share, at);
  }
  return { from: Int32Array.from(order), to, share, ends };
}

function rankedFile(
  { file: fileOf, uses, pieces }: FileGraph,
  number: number,
  value: number,
  words: ReadonlySet<string>,
  named: readonly string[],
): RankedFile {
  const file = fileOf(number);
  const path = file?.path ?? '';
  const shared = [...words].filter((word) => pieces.get(word)?.has(number));
  return {
    path,
    known: file?.known ?? false,
    rank: value,
    because: [...shared, ...(named.includes(path) ? ['named'] : [])].slice(0, 8),
    symbols: (file?.symbols ?? []).map((symbol) => ({
      ...symbol,
      uses: uses(symbol.name),
      asked: piecesOf(symbol.name).some((piece) => words.has(piece)),
    })),
  };
}
