/** Which file leads to which: imports, and names that one file uses and another declares. */
import type { MapFile } from './types';
import { piecesOf } from './words';

/** Names that more files than this declare tell nothing. */
const mostDefiners = 6;
const importWeight = 4;
/** Who relies on a file is worth looking at as well, but less than what it relies on. */
const backwards = 0.3;

/** The files as a graph; indices are those of `files`. */
export interface FileGraph {
  readonly files: readonly MapFile[];
  /** For each file, the files that it leads to, with a weight; weights of one file sum up to 1. */
  readonly edges: readonly ReadonlyMap<number, number>[];
  /** How many files name what others declare, by name. */
  readonly uses: ReadonlyMap<string, number>;
  /** Files by piece of a word, with what it counts: in the path most, then in a declared name. */
  readonly pieces: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** Makes the graph. */
export function graphOf(files: readonly MapFile[]): FileGraph {
  const edges = files.map(() => new Map<number, number>());
  const uses = new Map<string, number>();
  const link = (from: number, to: number, weight: number) => {
    if (from === to) return;
    add(edges[from], to, weight);
    add(edges[to], from, weight * backwards);
  };
  const definers = definersOf(files);
  const bySuffix = suffixesOf(files);
  files.forEach((file, from) => {
    for (const each of file.imports) {
      const targets = resolveImport(bySuffix, file.path, each);
      for (const to of targets) link(from, to, importWeight / targets.length);
    }
    for (const word of file.words === '' ? [] : file.words.split(' ')) {
      const known = definers.get(word);
      if (known === undefined || known.length > mostDefiners || known.includes(from)) continue;
      for (const to of known) link(from, to, 1 / known.length);
      uses.set(word, (uses.get(word) ?? 0) + 1);
    }
  });
  for (const each of edges) normalise(each);
  return { files, edges, uses, pieces: piecesByFile(files) };
}

function add(map: Map<number, number> | undefined, key: number, weight: number): void {
  map?.set(key, (map.get(key) ?? 0) + weight);
}

function normalise(edges: Map<number, number>): void {
  let sum = 0;
  for (const weight of edges.values()) sum += weight;
  for (const [to, weight] of edges) edges.set(to, weight / sum);
}

/** A method's name is in many classes: only what stands at the top of a file, or is rare, leads somewhere. */
function definersOf(files: readonly MapFile[]): ReadonlyMap<string, readonly number[]> {
  const definers = new Map<string, number[]>();
  files.forEach((file, index) => {
    for (const name of new Set(file.symbols.map((symbol) => lastName(symbol.name)))) {
      if (name.length < 4) continue;
      const known = definers.get(name);
      if (known === undefined) definers.set(name, [index]);
      else if (known.length <= mostDefiners) known.push(index);
    }
  });
  return definers;
}

/** The name by which other files know a symbol: `(s *S) M` → `M`; `A.B` → `B`. */
export function lastName(name: string): string {
  return /[\p{L}\p{N}_$]+$/u.exec(name)?.[0] ?? name;
}

const endings = /(?:\.d)?\.[^./]+$/u;

/** Files by the ends of their paths without ending, up to three steps; `index` and `__init__` count for their folder. */
function suffixesOf(files: readonly MapFile[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  const put = (key: string, index: number) => {
    const known = found.get(key);
    if (known === undefined) found.set(key, [index]);
    else known.push(index);
  };
  files.forEach(({ path }, index) => {
    const bare = path.replace(endings, '').replace(/\/(?:index|__init__|mod)$/u, '');
    const steps = bare.split('/');
    put(`/${bare}`, index);
    for (let count = 1; count <= 3 && count <= steps.length; count++) put(steps.slice(-count).join('/'), index);
  });
  return found;
}

/** The files that an import most likely means; empty for packages from elsewhere. */
export function resolveImport(
  bySuffix: ReadonlyMap<string, readonly number[]>,
  from: string,
  asked: string,
): readonly number[] {
  const folder = from.split('/').slice(0, -1);
  if (/^\.{1,2}(?:\/|$)/u.test(asked)) {
    const path = joined(folder, asked);
    return path === undefined
      ? []
      : (bySuffix.get(`/${path.replace(/\.[cm]?[jt]sx?$/u, '')}`) ?? bySuffix.get(`/${path}`) ?? []);
  }
  const dots = /^\.+/u.exec(asked)?.[0].length ?? 0;
  const plain = asked.replace(/^\.+/u, '').replace(/^(?:crate|self|super)::/u, '');
  const slashed = plain.includes('/') ? plain.replace(endings, '') : plain.replace(/(?:::|\.|\\)+/gu, '/');
  const steps = slashed.split('/').filter(Boolean);
  if (dots > 0) {
    const path = joined(folder, [...Array<string>(dots - 1).fill('..'), ...steps].join('/') || '.');
    return path === undefined ? [] : (bySuffix.get(`/${path}`) ?? []);
  }
  // `a.b.C` may name a file, or something in the file before it.
  for (const end of [steps.length, steps.length - 1]) {
    for (let count = Math.min(3, end); count >= (steps.length > 1 ? 2 : 1); count--) {
      const known = bySuffix.get(steps.slice(end - count, end).join('/'));
      if (known !== undefined && known.length <= mostDefiners) return known;
    }
  }
  return [];
}

function joined(folder: readonly string[], path: string): string | undefined {
  const steps = [...folder];
  for (const step of path.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

function piecesByFile(files: readonly MapFile[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const found = new Map<string, Map<number, number>>();
  const put = (name: string, index: number, weight: number) => {
    for (const piece of piecesOf(name)) {
      const known = found.get(piece) ?? new Map<number, number>();
      known.set(index, Math.max(known.get(index) ?? 0, weight));
      found.set(piece, known);
    }
  };
  files.forEach((file, index) => {
    for (const { name, depth } of file.symbols) put(name, index, depth === 0 ? 1.5 : 1);
    put(file.path.replace(endings, ''), index, 2);
  });
  return found;
}
