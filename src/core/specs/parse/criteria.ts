/** The criteria of one requirement, however they are listed. */
import type { ScannedText } from '../lines';
import type { Criterion } from '../model';
import { normalId, numericPart } from './ids';
import { type Item, itemsBetween } from './items';

/**
 * A stretch of a requirement's lines. `criteria` stands below a label that says so; `aside` below a bold label inside
 * the criteria, which may group them or end them; `other` below any other heading; `body` is the rest.
 */
export interface Segment {
  readonly kind: 'body' | 'criteria' | 'aside' | 'other';
  readonly from: number;
  readonly to: number;
}

const EARS = /\b(SHALL|MUST)\b|しなければならない|すること[。\s]*$|ДОЛЖ(?:ЕН|НА|НЫ)|DOIT|DEVE|DEBE|MUSS|PHẢI/;

/** The criteria in the given stretches of one requirement, in every numbering that files use. */
export function criteriaOf(
  scanned: ScannedText,
  requirement: string,
  segments: readonly Segment[],
): readonly Criterion[] {
  const labelled = segments.some((segment) => segment.kind === 'criteria');
  let found: readonly Item[] = [];
  for (const { kind, from, to } of segments) {
    if (kind === 'criteria') {
      found = joined(found, criteriaItems(itemsBetween(scanned, from, to)));
    } else if (labelled && kind === 'aside') {
      found = joined(found, continuing(itemsBetween(scanned, from, to), found.at(-1)));
    } else if (!labelled && kind === 'body') {
      found = joined(found, bodyItems(itemsBetween(scanned, from, to)));
    }
  }
  return numbered(requirement, found);
}

function joined(some: readonly Item[], more: readonly Item[]): readonly Item[] {
  return some.length === 0 ? more : [...some, ...more];
}

/** Below a label everything listed is a criterion; bullets only where nothing has a number. */
function criteriaItems(items: readonly Item[]): readonly Item[] {
  if (items.every(isNumbered)) return items;
  const withNumber = items.filter(isNumbered);
  return withNumber.length > 0 ? withNumber : items;
}

function isNumbered({ kind }: Item): boolean {
  return kind !== 'bullet';
}

/** Without a label a bullet must sound like a criterion. */
function bodyItems(items: readonly Item[]): readonly Item[] {
  const withNumber = items.filter(isNumbered);
  return withNumber.length > 0 ? withNumber : items.filter((item) => EARS.test(item.text));
}

/** A list below a bold label goes on with the criteria when its numbers do, or where none came before the label. */
function continuing(items: readonly Item[], last: Item | undefined): readonly Item[] {
  const first = items[0];
  if (first === undefined || last === undefined) {
    return criteriaItems(items);
  }
  const goesOn =
    first.kind === 'numbered'
      ? last.kind === 'numbered'
      : first.kind === 'ordered' && Number(first.id) === Number(last.id) + 1;
  return goesOn ? criteriaItems(items) : [];
}

function numbered(requirement: string, items: readonly Item[]): readonly Criterion[] {
  const counts = countsByItself(items);
  return items.map((item, index) => ({
    id: criterionId(requirement, item, counts ? index + 1 : undefined, index),
    text: item.text,
    place: item.place,
  }));
}

/** `1. 1. 1.` is Markdown for a list that counts by itself. */
function countsByItself(items: readonly Item[]): boolean {
  let first: string | undefined;
  let same = 0;
  for (const { kind, id } of items) {
    if (kind !== 'ordered') continue;
    first ??= id;
    if (id !== first) return false;
    same++;
  }
  return same > 1;
}

function criterionId(requirement: string, item: Item, counted: number | undefined, index: number): string {
  if (item.kind === 'bullet') {
    return `${requirement}.${index + 1}`;
  }
  if (item.kind === 'ordered') {
    return `${requirement}.${counted ?? Number(item.id)}`;
  }
  const letters = /^[A-Z-]*?(?=-?\d)/.exec(item.id)?.[0] ?? '';
  if (letters === '') {
    // "1.2" below FR-1 is FR-1.2; below requirement 1 it is itself.
    const own = numericPart(requirement);
    return own !== normalId(requirement) && item.id.startsWith(`${own}.`)
      ? `${requirement}${item.id.slice(own.length)}`
      : item.id;
  }
  const number = numericPart(item.id);
  return /^(AC|CA|C)$/.test(letters) ? (number.includes('.') ? number : `${requirement}.${number}`) : item.id;
}
