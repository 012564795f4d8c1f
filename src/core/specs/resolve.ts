/** Which requirements and criteria a reference means, once the requirements are known. */
import { once } from './lazy';
import { isSameList } from './lists';
import type { Reference, SpecDocument } from './model';
import { type Numbers, numbersOf } from './numbers';
import { normalId, numericPart } from './parse/ids';

/** The ids of one spec's requirements and criteria, for looking references up. */
export interface RequirementIndex {
  /** Requirement ids in order, as written. */
  readonly requirements: readonly string[];
  /**
   * The ids as the document writes them: one, several where letters are left out and the numbers fit more than one, none
   * where there is no such requirement.
   */
  find(id: string): readonly string[];
  /** False where the requirement's criteria are not written as a list, so that nobody can tell. */
  canTell(id: string): boolean;
  /** Everything between two ids, both included, in the document's order; empty where an end is unknown. */
  between(first: string, last: string): readonly string[];
}

/**
 * Undefined where there are no requirements to look up: no such document, or none that numbers anything. The same for the
 * same numbers, so that an edit of words looks no reference up again.
 */
export function requirementIndex(documents: readonly SpecDocument[]): RequirementIndex | undefined {
  const lists = documents.flatMap((document) =>
    document.name === 'requirements.md' || document.name === 'bugfix.md' ? [numbersOf(document)] : [],
  );
  const numbers = lists.length > 1 ? lists.flat() : lists[0];
  if (numbers === undefined || numbers.length === 0) return undefined;
  const known = recent.find((each) => isSame(each.numbers, numbers));
  const index = known?.index ?? indexOf(numbers);
  if (known !== recent[0] || known === undefined) {
    recent = [{ numbers, index }, ...recent.filter((each) => each !== known)].slice(0, recentLimit);
  }
  return index;
}

let recent: readonly { readonly numbers: Numbers; readonly index: RequirementIndex }[] = [];
const recentLimit = 4;

function isSame(one: Numbers, other: Numbers): boolean {
  return one === other || (one.length === other.length && one.every((ids, at) => isSameList(ids, other[at] ?? [])));
}

/** What holds for the numbers of some requirements, each part found when it is first asked for. */
function indexOf(numbers: Numbers): RequirementIndex {
  const order = numbers.flat();
  const withoutList = new Set(
    numbers.flatMap(([id, ...criteria]) => (criteria.length === 0 ? [normalId(id ?? '')] : [])),
  );
  const exact = once(() => {
    const byId = new Map<string, readonly string[]>();
    for (const id of order) {
      const normal = normalId(id);
      if (!byId.has(normal)) byId.set(normal, [id]);
    }
    return byId;
  });
  const byNumber = once(() => numbered(order));
  const places = once(() => {
    const first = new Map<string, number>();
    const last = new Map<string, number>();
    for (const [position, id] of order.entries()) {
      if (!first.has(id)) first.set(id, position);
      last.set(id, position);
    }
    return { first, last };
  });
  const find = (id: string): readonly string[] => {
    const normal = normalId(id);
    const own = exact().get(normal);
    if (own !== undefined) return own;
    const letters = normal.slice(0, -numericPart(id).length);
    const candidates = byNumber().get(numericPart(id)) ?? [];
    if (letters === '') return candidates;
    // "R1.2" and "REQ-1.2" mean 1.2, and "1.2" means FR-1.2; "NFR1" does not mean 1.
    if (!/^(R|REQS?|AC|CA|C|US)$/.test(letters)) return [];
    const plain = candidates.filter((each) => normalId(each) === numericPart(each));
    return plain.length > 0 ? plain : candidates;
  };
  return {
    requirements: numbers.map(([id = '']) => id),
    find,
    canTell: (id) =>
      !ancestors(id).some((ancestor) => find(ancestor).some((known) => withoutList.has(normalId(known)))),
    between: (from, to) => {
      const start = places().first.get(find(from)[0] ?? '');
      const end = places().last.get(find(to)[0] ?? '');
      return start === undefined || end === undefined ? [] : order.slice(start, end + 1);
    },
  };
}

function numbered(ids: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byNumber = new Map<string, string[]>();
  for (const id of ids) {
    const number = numericPart(id);
    const same = byNumber.get(number);
    if (same === undefined) byNumber.set(number, [id]);
    else if (!same.includes(id)) same.push(id);
  }
  return byNumber;
}

/** `1.2` and `1` of `1.2.3`. */
function ancestors(id: string): readonly string[] {
  const parts = id.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

/** The ids of a reference that lead nowhere, where anybody can tell. */
export function missingIds({ ids, prose, all }: Reference, index: RequirementIndex): readonly string[] {
  if (prose || all || ids.every((id) => index.find(id).length > 0)) return [];
  return ids.filter((id) => index.find(id).length === 0 && index.canTell(id));
}

/** The reference with its ids as the requirements write them; ids that lead nowhere stay as written. */
export function resolveReference(reference: Reference, index: RequirementIndex): Reference {
  if (reference.all) {
    return { ...reference, ids: index.requirements };
  }
  const [first, last] = [reference.ids[0], reference.ids.at(-1)];
  if (first !== undefined && reference.ids.length === 1) {
    const found = index.find(first);
    return found.length !== 1 || found[0] === first ? reference : { ...reference, ids: found };
  }
  const isRange = reference.ids.length === 2 && !reference.prose && first !== undefined && last !== undefined;
  const between = isRange ? index.between(first, last) : [];
  if (between.length > 0) {
    return { ...reference, ids: between };
  }
  const ids = reference.ids.flatMap((id) => {
    const found = index.find(id);
    return found.length === 1 ? found : [id];
  });
  // Nearly every reference is written as the requirement is.
  return ids.length === reference.ids.length && ids.every((id, at) => id === reference.ids[at])
    ? reference
    : { ...reference, ids };
}
