/** The numbers of a document's requirements and criteria, which few edits touch, and what is wrong with them. */
import { perObject } from './lazy';
import type { BugfixDocument, Requirement, RequirementsDocument } from './model';
import { normalId } from './parse/ids';
import { remembered } from './versions';

/** A document whose requirements and criteria have numbers. */
export type NumberedDocument = RequirementsDocument | BugfixDocument;

/** Of each requirement its own number, then those of its criteria, as written. */
export type Numbers = readonly (readonly string[])[];

/**
 * The numbers of a document. The same list for as long as an edit leaves all numbers as they are, so that whoever asks
 * about nothing else keeps his answer with it.
 */
export const numbersOf = perObject((document: NumberedDocument): Numbers => {
  const memory = numbersOfVersions(document);
  if (memory.numbers === undefined || !haveNumbers(document.requirements, memory.numbers)) {
    memory.numbers = document.requirements.map(({ id, criteria }) => [id, ...criteria.map((each) => each.id)]);
  }
  return memory.numbers;
});

const numbersOfVersions = remembered<NumberedDocument, { numbers: Numbers | undefined }>(() => ({
  numbers: undefined,
}));

function haveNumbers(requirements: readonly Requirement[], numbers: Numbers): boolean {
  if (requirements.length !== numbers.length) return false;
  for (const [at, { id, criteria }] of requirements.entries()) {
    const own = numbers[at];
    if (own?.length !== criteria.length + 1 || own[0] !== id) return false;
    for (let index = 0; index < criteria.length; index++) {
      if (criteria[index]?.id !== own[index + 1]) return false;
    }
  }
  return true;
}

/** Where a number stands: that of a requirement, or of one of its criteria, counted from 0. */
export interface NumberAt {
  readonly requirement: number;
  readonly criterion: number | undefined;
}

/** Numbers that were there before, each with the first of its kind. What is below a doubled requirement is said with it. */
export const repeatedIn = perObject((numbers: Numbers): readonly (readonly [again: NumberAt, first: NumberAt])[] => {
  const found: (readonly [NumberAt, NumberAt])[] = [];
  const [outer, inner] = [new Map<string, NumberAt>(), new Map<string, NumberAt>()];
  const isAgain = (known: Map<string, NumberAt>, key: string, at: NumberAt): boolean => {
    const first = known.get(key);
    if (first === undefined) known.set(key, at);
    else found.push([at, first]);
    return first !== undefined;
  };
  const normal = normalNumbers(numbers);
  if (areUnique(normal)) return found;
  for (const [requirement, [id = '', ...criteria]] of normal.entries()) {
    if (isAgain(outer, id, { requirement, criterion: undefined })) continue;
    for (const [criterion, own] of criteria.entries()) isAgain(inner, own, { requirement, criterion });
  }
  return found;
});

/** As nearly all are, which is told with less. */
function areUnique(numbers: Numbers): boolean {
  const [outer, inner] = [new Set<string>(), new Set<string>()];
  let count = 0;
  for (const ids of numbers) {
    outer.add(ids[0] ?? '');
    count += ids.length - 1;
    for (let at = 1; at < ids.length; at++) inner.add(ids[at] ?? '');
  }
  return outer.size === numbers.length && inner.size === count;
}

/** A criterion whose number is not the next one after that of another. */
export interface Gap {
  readonly requirement: number;
  readonly criterion: number;
  /** The number before, as written, and what it counts. */
  readonly last: string;
  readonly count: number;
}

/** Where criteria of one requirement leave numbers out. */
export const gapsIn = perObject((numbers: Numbers): readonly Gap[] => {
  const found: Gap[] = [];
  for (const [requirement, normal] of normalNumbers(numbers).entries()) {
    const head = `${normal[0] ?? ''}.`;
    const written = numbers[requirement] ?? [];
    let last: string | undefined;
    let before = 0;
    for (let at = 1; at < normal.length; at++) {
      const count = countOf(head, normal[at] ?? '');
      if (count === undefined) continue;
      if (last !== undefined && count > before + 1) found.push({ requirement, criterion: at - 1, last, count: before });
      last = written[at];
      before = count;
    }
  }
  return found;
});

/** The number of an id that is `head`, its requirement's with a full stop, and a number; undefined for ids of another kind. */
function countOf(head: string, own: string): number | undefined {
  const rest = own.startsWith(head) ? own.slice(head.length) : '';
  return /^\d+$/.test(rest) ? Number(rest) : undefined;
}

/** The same numbers in their normal form. */
export const normalNumbers = perObject((numbers: Numbers): Numbers => numbers.map((ids) => ids.map(normalId)));
