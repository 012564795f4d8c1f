/** List items, and numbered lines that stand for them, in a stretch of lines. Nested items stay inside their parent. */

import type { Place } from '../../diagnostic';
import { type Line, placeAcross, type ScannedText } from '../lines';
import { headingOf } from '../sections';
import { narrowDigits } from './ids';

/** One entry of a list with the lines that belong to it. */
export interface Item {
  /** `ordered` is `1.`; `numbered` has an id of its own, with or without a bullet; `bullet` has none. */
  readonly kind: 'ordered' | 'numbered' | 'bullet';
  /** As written: `3`, `1.2`, `FR-1`; empty for bullets. */
  readonly id: string;
  readonly first: Line;
  readonly last: Line;
  /** Line breaks folded to spaces, without marker and id. */
  readonly text: string;
  readonly place: Place;
}

interface Opening {
  readonly kind: Item['kind'];
  readonly id: string;
  readonly rest: string;
}

const DIGIT = '[0-9０-９]';
const DOTTED = `${DIGIT}{1,6}(?:\\.${DIGIT}{1,6}){1,4}[a-z]?`;
const ORDERED = new RegExp(`^[ \\t]*(${DIGIT}{1,6})[.)．、）](?:[ \\t]+|(?<=[．、）])|$)(.*)$`);
const NUMBERED = new RegExp(
  `^[ \\t]*(?:[-*+][ \\t]+)?(?:\\[.\\][ \\t]+)?(?:\\*\\*|__)?(${DOTTED})(?:\\*\\*|__)?[.:：)）]?(?:\\*\\*|__)?(?:[ \\t]+|$)(.*)$`,
);
/** With a hyphen any letters but those of well-known standards; without one only letters that number requirements. */
const OWN_ID = `(?:(?!(?:UTF|SHA|ISO|RFC|GPT|AES|TLS|CVE|HTTP|IEEE|ES|MD)-)[A-Z]{1,6}(?:-[A-Z]{1,6})?-|(?:[A-Z]{0,2}R|AC|CA|C|RF|RNF|REQ|US|UC)-?)${DIGIT}{1,6}(?:\\.${DIGIT}{1,6}){0,4}[a-z]?`;
const OWN = new RegExp(
  `^[ \\t]*(?:[-*+][ \\t]+)?(?:\\[.\\][ \\t]+)?(?:(?:\\*\\*|__)(${OWN_ID})[.:：)）]?(?:\\*\\*|__)[:：]?|(?:\\*\\*|__)?(${OWN_ID})[:：](?:\\*\\*|__)?)[ \\t]*(.*)$`,
);
const TABLE_ROW = new RegExp(`^[ \\t]*\\|[ \\t]*(?:\\*\\*)?(${OWN_ID}|${DOTTED})(?:\\*\\*)?[ \\t]*\\|(.*)$`);
const BULLET = /^[ \t]*[-*+][ \t]+(?:\[.\][ \t]+)?(.*)$/;

/** The outermost items between two line indexes, `to` excluded. */
export function itemsBetween(scanned: ScannedText, from: number, to: number): readonly Item[] {
  const items: Item[] = [];
  let open: { readonly opening: Opening; readonly first: Line; last: Line; blank: boolean } | undefined;
  const close = (): void => {
    if (open !== undefined) {
      items.push(itemOf(scanned, open.opening, open.first, open.last));
    }
    open = undefined;
  };
  for (let index = from; index < to; index++) {
    const line = scanned.lines[index];
    if (line === undefined) {
      break;
    }
    const opening = line.kind === 'text' ? openingOf(line) : undefined;
    if (opening !== undefined && (open === undefined || isSibling(open.opening, open.first, opening, line))) {
      close();
      open = { opening, first: line, last: line, blank: false };
    } else if (open !== undefined && line.blank) {
      open.blank = true;
    } else if (open !== undefined && belongsTo(open.first, open.blank, line)) {
      open.last = line;
      open.blank = false;
    } else {
      close();
    }
  }
  close();
  return items;
}

/** What a line's first character says that it may be; nearly every line is asked one question instead of five. */
function openingOf({ first, text }: Line): Opening | undefined {
  if (isDigit(first)) {
    return usualOpening(text) ?? numberedOpening(text) ?? orderedOpening(text);
  }
  switch (first) {
    case PIPE: {
      const row = TABLE_ROW.exec(text);
      return row === null ? undefined : { kind: 'numbered', id: narrowDigits(row[1] ?? ''), rest: row[2] ?? '' };
    }
    case HYPHEN:
    case STAR:
    case PLUS: {
      const named = ownOpening(text) ?? numberedOpening(text);
      if (named !== undefined) {
        return named;
      }
      const bullet = BULLET.exec(text);
      return bullet === null ? undefined : { kind: 'bullet', id: '', rest: bullet[1] ?? '' };
    }
    case UNDERSCORE:
    case BRACKET:
      return ownOpening(text) ?? numberedOpening(text);
    default:
      return isCapital(first) ? ownOpening(text) : undefined;
  }
}

const [PIPE, HYPHEN, STAR, PLUS, UNDERSCORE, BRACKET] = [0x7c, 0x2d, 0x2a, 0x2b, 0x5f, 0x5b];

function isDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19);
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function ownOpening(text: string): Opening | undefined {
  const own = OWN.exec(text);
  return own === null ? undefined : { kind: 'numbered', id: narrowDigits(own[1] ?? own[2] ?? ''), rest: own[3] ?? '' };
}

/** What nearly every entry with a number is, `1. Text`; says the same as `ORDERED`. */
const USUAL = /^[ \t]*(\d{1,6})\.[ \t]+(.*)$/;

function usualOpening(text: string): Opening | undefined {
  const usual = USUAL.exec(text);
  return usual === null ? undefined : { kind: 'ordered', id: usual[1] ?? '', rest: usual[2] ?? '' };
}

function numberedOpening(text: string): Opening | undefined {
  const numbered = NUMBERED.exec(text);
  return numbered === null
    ? undefined
    : { kind: 'numbered', id: narrowDigits(numbered[1] ?? ''), rest: numbered[2] ?? '' };
}

function orderedOpening(text: string): Opening | undefined {
  const ordered = ORDERED.exec(text);
  return ordered === null ? undefined : { kind: 'ordered', id: narrowDigits(ordered[1] ?? ''), rest: ordered[2] ?? '' };
}

/** Sloppy indentation by one column still makes a sibling; anything deeper is inside the open item. */
function isSibling(open: Opening, first: Line, next: Opening, line: Line): boolean {
  return line.indent <= first.indent || (open.kind === next.kind && line.indent <= first.indent + 1);
}

function belongsTo(first: Line, afterBlank: boolean, line: Line): boolean {
  if (headingOf(line) !== undefined || line.first === PIPE) {
    return false;
  }
  if (line.indent > first.indent) {
    return true;
  }
  // Without a blank line, prose goes on in the next line; a label or a rule does not.
  return !afterBlank && line.kind === 'text' && !/^[ \t]*(\*\*|__|---|===|>)/.test(line.text);
}

function itemOf(scanned: ScannedText, opening: Opening, first: Line, last: Line): Item {
  const rest = first.first === PIPE ? opening.rest.replace(/\|[ \t]*$/, '') : opening.rest;
  const place = placeAcross(first, last);
  if (first === last) return { kind: opening.kind, id: opening.id, first, last, text: rest.trim(), place };
  const below: string[] = [];
  for (let index = first.index + 1; index <= last.index; index++) {
    const line = scanned.lines[index];
    if (line !== undefined && line.kind !== 'comment') {
      below.push(line.text.trim());
    }
  }
  const text = [rest.trim(), ...below].filter((part) => part !== '').join(' ');
  return { kind: opening.kind, id: opening.id, first, last, text, place };
}
