/** What of a document a later one follows: all of it as it was at one moment, or single items as each of them was. */
import type { DocumentChange, SpecDocument } from '../specs/model';
import { type Saying, sayingsOf } from './documents';
import { sha256 } from './statePaths';

/** Addresses by the hash of what is said there. Words tell items apart, so that a new number is not another item. */
export type Items = Readonly<Record<string, readonly string[]>>;

/** What one document follows of another; `items` where that is not the whole text with the hash `base`. */
export interface Followed {
  readonly base: string;
  readonly items?: Items;
}

/** Everything that a document says. */
export function itemsOf(document: SpecDocument): Items {
  const items = new Map<string, readonly string[]>();
  for (const each of sayingsOf(document)) add(items, keyOf(each), each.id);
  return Object.fromEntries(items);
}

/** These items with some changes followed besides. */
export function withFollowed(items: Items, changes: readonly DocumentChange[]): Items {
  const next = new Map(Object.entries(items));
  for (const change of changes) {
    const { id, before, after } = change;
    const kind = change.kind === 'prose' ? 'prose' : 'item';
    const was = before ?? (change.kind === 'renumbered' ? after : undefined);
    if (was === undefined) for (const key of next.keys()) take(next, key, id);
    else take(next, keyOf({ kind, id, text: was }), change.previousId ?? id);
    if (after !== undefined && after !== '') add(next, keyOf({ kind, id, text: after }), id);
  }
  return Object.fromEntries(next);
}

/**
 * What a document that follows `items` does not follow in `current`. `since` are the changes from the base to
 * `current`; they give the words of what differs.
 */
export function notFollowed(
  items: Items,
  since: readonly DocumentChange[],
  current: SpecDocument,
): readonly DocumentChange[] {
  const sayings = sayingsOf(current);
  const now = sayings.map(keyOf);
  const wanted = sayings.filter((each) => items[keyOf(each)]?.includes(each.id) !== true);
  const told = new Set(since.flatMap((each) => beforeKey(each) ?? []));
  const gone = Object.entries(items).flatMap(([key, ids]): readonly DocumentChange[] => {
    const missing = ids.length - now.filter((each) => each === key).length;
    if (missing <= 0) return [];
    if (told.has(key)) return removalsOf(key, ids, since).slice(0, missing - rewordedOf(key, ids, since));
    return ids
      .filter((id) => !sayings.some((each) => each.id === id))
      .map((id): DocumentChange => ({ kind: 'removed', id }));
  });
  return [...wanted.map((each) => changeTo(each, since)), ...gone];
}

/** Removals of what was said so, those at these addresses first: two items may say the same. */
function removalsOf(key: string, ids: readonly string[], since: readonly DocumentChange[]): readonly DocumentChange[] {
  const removals = since.filter((each) => isRemoval(each) && beforeKey(each) === key);
  return [...removals].sort((a, b) => Number(ids.includes(b.id)) - Number(ids.includes(a.id)));
}

/** How many of the items that said so now have other words. */
function rewordedOf(key: string, ids: readonly string[], since: readonly DocumentChange[]): number {
  const from = since.filter((each) => !isRemoval(each) && beforeKey(each) === key);
  return from.filter((each) => ids.includes(each.previousId ?? each.id)).length;
}

function changeTo(said: Saying, since: readonly DocumentChange[]): DocumentChange {
  const known = since.find(({ id, after }) => id === said.id && after === said.text);
  return known ?? { kind: said.kind === 'prose' ? 'prose' : 'reworded', id: said.id, after: said.text };
}

function isRemoval({ kind, after }: DocumentChange): boolean {
  return kind === 'removed' || (kind === 'prose' && after === '');
}

function beforeKey({ kind, id, before }: DocumentChange): string | undefined {
  return before === undefined ? undefined : keyOf({ kind: kind === 'prose' ? 'prose' : 'item', id, text: before });
}

function add(items: Map<string, readonly string[]>, key: string, id: string): void {
  const ids = items.get(key) ?? [];
  if (!ids.includes(id)) items.set(key, [...ids, id]);
}

function take(items: Map<string, readonly string[]>, key: string, id: string): void {
  const rest = items.get(key)?.filter((each) => each !== id) ?? [];
  if (rest.length === 0) items.delete(key);
  else items.set(key, rest);
}

/** A section's title belongs to its words: two sections may say the same. */
function keyOf({ kind, id, text }: Saying): string {
  return sha256(kind === 'prose' ? `prose ${id}\n${text}` : text).slice(0, 16);
}
