/** What the graph keeps of its files: what each declares, and by what it is found. */
import { bareOf, keysOf } from './imports';
import type { MapFile } from './types';
import { piecesOf } from './words';

/** Names that more files than this declare tell nothing. */
export const mostDefiners = 6;

/** Where a file leads; shares sum up to 1, and both lists are empty where it leads nowhere. */
export interface FileEdges {
  readonly to: readonly number[];
  readonly share: readonly number[];
}

/** A name that files declare. */
export interface Definer {
  readonly by: number[];
  /** How many other files name it, where that leads somewhere. */
  uses: number;
}

/** What a file gave to the graph, so that it can be taken back. */
export interface Links {
  /** A file and a weight, in turn. */
  readonly to: number[];
  readonly used: readonly Definer[];
  /** The places of all names in the file. */
  readonly words: readonly number[];
}

/** Lists are by number of a file. */
export interface State {
  readonly files: (MapFile | undefined)[];
  readonly numbers: Map<string, number>;
  readonly free: number[];
  order: readonly number[];
  readonly definers: Map<string, Definer>;
  readonly byKey: Map<string, number[]>;
  readonly pieces: Map<string, Map<number, number>>;
  readonly links: (Links | undefined)[];
  /** For each file the weight of each that it leads to. */
  readonly weights: (Map<number, number> | undefined)[];
  /** Made from the weights where they are asked for. */
  readonly edges: (FileEdges | undefined)[];
}

/** The file of a number: what it declares and how it is found changes hands; the names that matter for it are added to `names`, if anybody asks. */
export function replace(state: State, number: number, file: MapFile | undefined, names?: Set<string>): void {
  const { files, numbers } = state;
  const old = files[number];
  files[number] = file;
  changeNames(state, number, [declaredIn(old), declaredIn(file)], names);
  changePieces(state, number, weighedPieces(old), weighedPieces(file));
  if (old === undefined && file !== undefined) {
    numbers.set(file.path, number);
    for (const key of keysOf(file.path)) putIn(state.byKey, key, number);
  } else if (old !== undefined && file === undefined) {
    numbers.delete(old.path);
    for (const key of keysOf(old.path)) takeOut(state.byKey, key, number);
  }
}

function changeNames(
  { definers }: State,
  number: number,
  [before, after]: readonly [ReadonlySet<string>, ReadonlySet<string>],
  names: Set<string> | undefined,
): void {
  for (const name of before) {
    if (after.has(name)) continue;
    const by = definers.get(name)?.by ?? [];
    by.splice(by.indexOf(number), 1);
    if (by.length <= mostDefiners) names?.add(name);
    if (by.length === 0) definers.delete(name);
  }
  for (const name of after) {
    if (before.has(name)) continue;
    const known = definers.get(name);
    if ((known?.by.length ?? 0) <= mostDefiners) names?.add(name);
    // A list that begins with its first element takes a tenth of one that is empty and grows.
    if (known === undefined) definers.set(name, { by: [number], uses: 0 });
    else known.by.push(number);
  }
}

function changePieces({ pieces }: State, number: number, before: Weighed, after: Weighed): void {
  for (const piece of before.keys()) {
    const known = pieces.get(piece);
    known?.delete(number);
    if (known?.size === 0) pieces.delete(piece);
  }
  for (const [piece, weight] of after) {
    const known = pieces.get(piece);
    if (known === undefined) pieces.set(piece, new Map([[number, weight]]));
    else known.set(number, weight);
  }
}

function putIn(map: Map<string, number[]>, key: string, number: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [number]);
  else known.push(number);
}

function takeOut(map: Map<string, number[]>, key: string, number: number): void {
  const left = (map.get(key) ?? []).filter((each) => each !== number);
  if (left.length === 0) map.delete(key);
  else map.set(key, left);
}

const none: ReadonlySet<string> = new Set();

/** A method's name is in many classes: what leads somewhere is rare. */
function declaredIn(file: MapFile | undefined): ReadonlySet<string> {
  if (file === undefined) return none;
  const found = new Set<string>();
  for (const symbol of file.symbols) {
    const name = lastName(symbol.name);
    if (name.length >= 4) found.add(name);
  }
  return found;
}

/** The name by which other files know a symbol: `(s *S) M` → `M`; `A.B` → `B`. */
export function lastName(name: string): string {
  return /^[\w$]+$/u.test(name) ? name : (/[\p{L}\p{N}_$]+$/u.exec(name)?.[0] ?? name);
}

type Weighed = ReadonlyMap<string, number>;

function weighedPieces(file: MapFile | undefined): Weighed {
  const found = new Map<string, number>();
  const put = (name: string, weight: number) => {
    for (const piece of piecesOf(name)) found.set(piece, Math.max(found.get(piece) ?? 0, weight));
  };
  if (file === undefined) return found;
  for (const { name, depth } of file.symbols) put(name, depth === 0 ? 1.5 : 1);
  put(bareOf(file.path), 2);
  return found;
}
