/** Which item of one version is which of the next: by its words first, so that a new number is no new item. */
import type { NumberedItem } from './items';
import { normalId } from './parse/ids';

/** Index in `after` for each index of `before`; an item that is gone has none. */
export type Matches = ReadonlyMap<number, number>;

const SIMILAR = 0.5;
const SAME_NUMBER = 0.2;
/** Above this many comparisons only items of one number are compared by similarity. */
const COMPARISON_LIMIT = 250_000;

/** Parents first, so that a criterion is looked for in its own requirement before anywhere else. */
export function matchItems(before: readonly NumberedItem[], after: readonly NumberedItem[]): Matches {
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  const context = { before, after, matches, taken };
  const whole = (item: NumberedItem): boolean => item.kind !== 'criterion';
  matchByKey(context, whole, (item) => `${item.kind}\n${normalId(item.id)}\n${item.text}`);
  matchByKey(context, whole, (item) => (item.text === '' ? undefined : `${item.kind}\n${item.text}`));
  matchByChildren(context);
  matchBySimilarity(context, whole);
  const inner = (item: NumberedItem): boolean => item.kind === 'criterion';
  const parentKey = (item: NumberedItem, side: 'before' | 'after'): string | undefined => {
    const parent = item.parent ?? -1;
    const index = side === 'before' ? matches.get(parent) : parent;
    return index === undefined ? undefined : String(index);
  };
  matchByKey(context, inner, (item, side) => withParent(parentKey(item, side), `${lastPart(item.id)}\n${item.text}`));
  matchByKey(context, inner, (item, side) => withParent(parentKey(item, side), item.text));
  matchByKey(context, inner, (item) => item.text);
  matchBySimilarity(context, inner);
  return matches;
}

interface Context {
  readonly before: readonly NumberedItem[];
  readonly after: readonly NumberedItem[];
  readonly matches: Map<number, number>;
  readonly taken: Set<number>;
}

type Key = (item: NumberedItem, side: 'before' | 'after') => string | undefined;

function withParent(parent: string | undefined, key: string): string | undefined {
  return parent === undefined ? undefined : `${parent}\n${key}`;
}

function lastPart(id: string): string {
  return id.split('.').at(-1) ?? id;
}

/** Pairs items of one key in order of appearance. */
function matchByKey(context: Context, applies: (item: NumberedItem) => boolean, key: Key): void {
  const waiting = new Map<string, number[]>();
  for (const [index, item] of context.after.entries()) {
    const value = context.taken.has(index) || !applies(item) ? undefined : key(item, 'after');
    if (value !== undefined) {
      const list = waiting.get(value);
      list === undefined ? waiting.set(value, [index]) : list.push(index);
    }
  }
  for (const list of waiting.values()) {
    list.reverse();
  }
  for (const [index, item] of context.before.entries()) {
    const value = context.matches.has(index) || !applies(item) ? undefined : key(item, 'before');
    const found = value === undefined ? undefined : waiting.get(value)?.pop();
    if (found !== undefined) {
      pair(context, index, found);
    }
  }
}

/** A requirement whose title and story changed is still the one that most of its criteria went to. */
function matchByChildren(context: Context): void {
  const home = new Map<string, number[]>();
  for (const item of context.after) {
    if (item.parent !== undefined && !context.taken.has(item.parent)) {
      const homes = home.get(item.text);
      homes === undefined ? home.set(item.text, [item.parent]) : homes.push(item.parent);
    }
  }
  const votes = new Map<number, Map<number, number>>();
  const sizes = new Map<number, number>();
  for (const item of context.before) {
    if (item.parent === undefined || context.matches.has(item.parent)) {
      continue;
    }
    sizes.set(item.parent, (sizes.get(item.parent) ?? 0) + 1);
    const mine = votes.get(item.parent) ?? new Map<number, number>();
    votes.set(item.parent, mine);
    // Words that stand in many requirements say nothing about which is which.
    for (const parent of (home.get(item.text) ?? []).slice(0, 8)) {
      mine.set(parent, (mine.get(parent) ?? 0) + 1);
    }
  }
  for (const [index, mine] of votes) {
    const [best] = [...mine].filter(([parent]) => !context.taken.has(parent)).sort((a, b) => b[1] - a[1]);
    if (best !== undefined && best[1] * 2 >= (sizes.get(index) ?? 0)) {
      pair(context, index, best[0]);
    }
  }
}

/** The best pairs by words in common first; then those that kept their number and at least some of their words. */
function matchBySimilarity(context: Context, applies: (item: NumberedItem) => boolean): void {
  const rest = (items: readonly NumberedItem[], used: (index: number) => boolean) =>
    items.flatMap((item, index) => (used(index) || !applies(item) ? [] : [{ item, index, words: wordsOf(item.text) }]));
  const before = rest(context.before, (index) => context.matches.has(index));
  const after = rest(context.after, (index) => context.taken.has(index));
  const many = before.length * after.length > COMPARISON_LIMIT;
  const candidates: { readonly from: number; readonly to: number; readonly score: number }[] = [];
  const byId = new Map(after.map((each) => [`${each.item.kind}\n${normalId(each.item.id)}`, each]));
  for (const old of before) {
    const same = byId.get(`${old.item.kind}\n${normalId(old.item.id)}`);
    for (const now of many ? (same === undefined ? [] : [same]) : after) {
      const score = old.item.kind === now.item.kind ? similarity(old.words, now.words) : 0;
      if (score >= SIMILAR || (now === same && score >= SAME_NUMBER)) {
        candidates.push({ from: old.index, to: now.index, score: now === same ? score + 0.1 : score });
      }
    }
  }
  for (const { from, to } of candidates.sort((a, b) => b.score - a.score)) {
    if (!context.matches.has(from) && !context.taken.has(to)) {
      pair(context, from, to);
    }
  }
}

function pair(context: Context, from: number, to: number): void {
  context.matches.set(from, to);
  context.taken.add(to);
}

/** Words, and pairs of characters where a language has no spaces. */
function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.flatMap((word) =>
      /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(word) && word.length > 2
        ? Array.from({ length: word.length - 1 }, (_, index) => word.slice(index, index + 2))
        : [word],
    ),
  );
}

/** How far two texts have the same words, from 0 to 1. */
export function likeness(a: string, b: string): number {
  return similarity(wordsOf(a), wordsOf(b));
}

/** Dice's coefficient: 1 for the same words, 0 for none in common. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) {
    return 0;
  }
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let common = 0;
  for (const word of small) {
    common += large.has(word) ? 1 : 0;
  }
  return (2 * common) / (a.size + b.size);
}
