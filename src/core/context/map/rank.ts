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
  const { files } = graph;
  const words = wordsOf(request.about);
  const { start, because } = startOf(graph, words, request.files);
  const ranks = walk(graph, start);
  const order = [...files.keys()]
    .sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0) || ((files[a]?.path ?? '') < (files[b]?.path ?? '') ? -1 : 1))
    .slice(0, request.most);
  return {
    total: files.length,
    files: order.map((index) => rankedFile(graph, index, ranks[index] ?? 0, words, because.get(index) ?? [])),
  };
}

function startOf(
  { files, pieces }: FileGraph,
  words: ReadonlySet<string>,
  named: readonly string[],
): { readonly start: Float64Array; readonly because: ReadonlyMap<number, readonly string[]> } {
  const start = new Float64Array(files.length);
  const because = new Map<number, string[]>();
  const give = (index: number, weight: number, why: string) => {
    start[index] = (start[index] ?? 0) + weight;
    because.set(index, [...(because.get(index) ?? []), why]);
  };
  for (const word of words) {
    const found = pieces.get(word);
    if (found === undefined) continue;
    const rarity = Math.log(1 + files.length / found.size);
    for (const [index, weight] of found) give(index, (weight * rarity) ** 2, word);
  }
  const most = start.reduce((a, b) => Math.max(a, b), 1);
  const wanted = new Set(named);
  files.forEach(({ path }, index) => {
    if (wanted.has(path)) give(index, most + namedWeight, 'named');
  });
  const sum = start.reduce((a, b) => a + b, 0);
  const share = sum === 0 ? 1 : anywhere;
  for (let index = 0; index < start.length; index++)
    start[index] = share / files.length + (sum === 0 ? 0 : ((1 - share) * (start[index] ?? 0)) / sum);
  return { start, because };
}

function walk({ edges }: FileGraph, start: Float64Array): Float64Array {
  let ranks = start.slice();
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(start.length);
    let lost = 0;
    edges.forEach((targets, from) => {
      const own = ranks[from] ?? 0;
      if (targets.size === 0) lost += own;
      for (const [to, weight] of targets) next[to] = (next[to] ?? 0) + damping * own * weight;
    });
    // Who stands at a dead end starts again, as all do now and then.
    const again = 1 - damping + damping * lost;
    for (let index = 0; index < next.length; index++) next[index] = (next[index] ?? 0) + again * (start[index] ?? 0);
    ranks = next;
  }
  return ranks;
}

function rankedFile(
  { files, uses }: FileGraph,
  index: number,
  value: number,
  words: ReadonlySet<string>,
  because: readonly string[],
): RankedFile {
  const file = files[index];
  return {
    path: file?.path ?? '',
    known: file?.known ?? false,
    rank: value,
    because: because.slice(0, 8),
    symbols: (file?.symbols ?? []).map((symbol) => ({
      ...symbol,
      uses: uses.get(symbol.name) ?? 0,
      asked: piecesOf(symbol.name).some((piece) => words.has(piece)),
    })),
  };
}
