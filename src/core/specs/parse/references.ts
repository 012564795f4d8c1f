/** The value of `_Requirements:_` and its like, entry by entry, each with its place. */
import { type Line, placeIn } from '../lines';
import { added } from '../lists';
import type { Reference } from '../model';
import { ALL_WORDS, alternation, plainWords, REQUIREMENT_WORDS } from '../vocabulary';
import { narrowDigits } from './ids';

const DIGIT = '[0-9０-９]';
const LETTERS = '(?:[A-Z]{1,6}(?:-[A-Z]{1,6})?-?)?';
const ID = `(?!v\\d)${LETTERS}${DIGIT}{1,6}[a-z]?(?:\\.${DIGIT}{1,6}){0,4}[a-z]?(?![\\p{L}\\p{N}%])`;
const WORDS = alternation([...REQUIREMENT_WORDS, 'reqs', 'acceptance criteria', 'criteria', 'criterion', 'ac']);
const DASH = '[-–—~〜～]|to|through|bis|至|到|から|au|до';
/** One entry that is nothing but an id or a range, with at most a word before it and an annotation behind it. */
const ENTRY = new RegExp(
  `^(?:(?:${ALLS()})[ \\t]*)?(?:(?:${WORDS})[ \\t]*(?:#|№)?[ \\t]*)?(${ID})(?:[ \\t]*(?:${DASH})[ \\t]*(?:(?:${WORDS})[ \\t]*)?(${ID}))?[ \\t]*(?:${ALLS()})?[ \\t]*(?:[(（\\[].*|の.*|[-–—:：].*)?[.。]?$`,
  'diu',
);
/** An id inside prose counts when it has a dot or follows the word. */
const IN_PROSE = new RegExp(
  `(?<![\\p{L}\\p{N}.§])(?:(?:${WORDS})[ \\t]+(${ID})|((?!v\\d)${LETTERS}${DIGIT}{1,4}\\.${DIGIT}{1,4}(?:\\.${DIGIT}{1,4})?)(?![\\p{L}\\p{N}.%]))`,
  'giu',
);
/** What has numbers of its own. */
const OTHER = /^(design|property|properties|section|step|task|phase|adr|figure|appendix|設計|设计|設計書|§|http)/i;
const ALL = new RegExp(`^(?:${ALLS()})(?:[ \\t]*(?:${WORDS}))?[ \\t]*(?:[(（].*)?[.。]?$`, 'iu');
const RANGE_LIMIT = 200;

function ALLS(): string {
  return alternation(ALL_WORDS);
}

/**
 * The references in one line of a value. `from` and `to` are columns; entries are separated by commas, semicolons,
 * "and" or "&" outside brackets.
 */
export function referencesIn(line: Line, from: number, to: number): readonly Reference[] {
  let found: Reference[] | undefined;
  for (const [start, end] of entriesOf(line.text, from, to)) {
    const reference = referenceOf(line, start, end);
    if (reference === undefined) continue;
    found = added(found, reference);
  }
  return found ?? [];
}

/**
 * What `referencesIn` gives for numbers with a comma and a space between them, as most values are; undefined for any other
 * value.
 */
export function plainReferences(line: Line, from: number, to: number): readonly Reference[] | undefined {
  const { text } = line;
  let found: Reference[] | undefined;
  for (let start = from; start < to; ) {
    let end = start;
    while (end < to && text.charCodeAt(end) !== COMMA) end++;
    const id = text.slice(start, end);
    if (!NUMBER.test(id)) return undefined;
    const reference: Reference = { ids: [id], text: id, place: placeIn(line, start, end), all: false, prose: false };
    found = added(found, reference);
    if (end === to) return found;
    start = end + 2;
    if (text.charCodeAt(end + 1) !== 0x20) return undefined;
  }
  return undefined;
}

const COMMA = 0x2c;
const NUMBER = /^\d{1,6}(?:\.\d{1,6}){0,4}$/;

function entriesOf(text: string, from: number, to: number): readonly (readonly [number, number])[] {
  const entries: (readonly [number, number])[] = [];
  let depth = 0;
  let start = from;
  const add = (end: number): void => {
    let [first, last] = [start, end];
    while (first < last && isAround(text.charCodeAt(first), '[]')) {
      first++;
    }
    while (last > first && isAround(text.charCodeAt(last - 1), '[]*_')) {
      last--;
    }
    if (last > first) {
      entries.push([first, last]);
    }
  };
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (isPlain(code)) continue;
    const char = text[at] ?? '';
    if (char === '(' || char === '（') {
      depth++;
    } else if ((char === ')' || char === '）') && depth > 0) {
      depth--;
    }
    const length = depth === 0 ? separatorAt(text, at, to) : 0;
    if (length > 0) {
      add(at);
      start = at + length;
      at = start - 1;
    }
  }
  add(to);
  return entries;
}

/** A digit, an ASCII letter or a full stop: neither bracket nor separator. */
function isPlain(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2e || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
}

/** White space or one of the marks that may stand around an entry. */
function isAround(code: number, marks: string): boolean {
  const char = String.fromCharCode(code);
  return marks.includes(char) || (!isPlain(code) && /\s/.test(char));
}

/** Length of the separator at a column, 0 where there is none. "and" separates only before a digit or an id. */
function separatorAt(text: string, at: number, to: number): number {
  const char = text[at] ?? '';
  if (',;、，；&|'.includes(char)) {
    return 1;
  }
  if (char !== ' ') {
    return 0;
  }
  const word = /^ (?:and|und|et|и|y|e|và|と|及び|和) (?=[A-Z]{0,6}-?\d)/.exec(text.slice(at, Math.min(to, at + 16)));
  return word?.[0].length ?? 0;
}

function referenceOf(line: Line, start: number, end: number): Reference | undefined {
  const text = line.text.slice(start, end);
  const place = placeIn(line, start, end);
  if (NUMBER.test(text)) {
    return { ids: [text], text, place, all: false, prose: false };
  }
  if (
    /^(none|n\/a|-+|なし|无|無|없음|нет|aucune?|nenhum|ninguno|keine|không)\b/i.test(text) ||
    !/[\p{L}\p{N}]/u.test(text)
  ) {
    return { ids: [], text, place, all: false, prose: true };
  }
  if (ALL.test(text) || plainWords(text) === 'all') {
    return { ids: [], text, place, all: true, prose: false };
  }
  if (!OTHER.test(text)) {
    const entry = ENTRY.exec(narrowDigits(text));
    if (entry !== null) {
      const first = narrowDigits(entry[1] ?? '');
      const last = entry[2] === undefined ? undefined : narrowDigits(entry[2]);
      // The word before the first id belongs to the whole list.
      const idAt = entry.indices?.[1]?.[0] ?? 0;
      return {
        ids: last === undefined ? [first] : idsBetween(first, last),
        text: text.slice(idAt),
        place: placeIn(line, start + idAt, end),
        all: false,
        prose: false,
      };
    }
  }
  const ids = OTHER.test(text)
    ? []
    : [...narrowDigits(text).matchAll(IN_PROSE)].map((match) => narrowDigits(match[1] ?? match[2] ?? ''));
  return { ids: [...new Set(ids)], text, place, all: false, prose: true };
}

/** `2.1` to `2.8`, one by one; the two ends where they are not of one kind or the range is absurd. */
export function idsBetween(first: string, last: string): readonly string[] {
  const a = /^(.*?)(\d+)$/.exec(first);
  const b = /^(.*?)(\d+)$/.exec(last);
  const from = Number(a?.[2]);
  const to = Number(b?.[2]);
  const sameStem = a !== null && b !== null && (a[1]?.toUpperCase() === b[1]?.toUpperCase() || b[1] === '');
  if (!sameStem || !(to >= from) || to - from > RANGE_LIMIT) {
    return [first, last];
  }
  return Array.from({ length: to - from + 1 }, (_, index) => `${a[1] ?? ''}${from + index}`);
}
