/** The system that an English sentence obliges. */
import type { Ears } from './criteria';

/** "THE Import_Service SHALL": the name of a system, as a glossary has it. */
export const SYSTEM = /\b(?:THE|The|the)[ \t]+([A-Z][\w-]*(?:[ \t]+[A-Z][\w-]*){0,3})[ \t]+SHALL\b/;

/** Whether a sentence names a system and nothing but its one SHALL after it, as nearly all of a document do: said without making anything. */
export function names(term: string, { plain, ascii, obligations: [first, second] }: Ears): boolean {
  if (!ascii || first === undefined || second !== undefined || !plain.startsWith('SHALL', first.from)) return false;
  const to = backOver(plain, first.from, isSpace);
  const from = systemBefore(plain, first.from);
  return from >= 0 && to - from === term.length && plain.startsWith(term, from);
}

/** Where what `SYSTEM` finds before a SHALL begins, the first of up to four words; -1 without it. */
function systemBefore(plain: string, shall: number): number {
  let found = -1;
  let at = shall;
  for (let words = 0; words <= 4; words++) {
    const end = backOver(plain, at, isSpace);
    if (end === at) break;
    if (words > 0 && endsInThe(plain, end)) found = at;
    at = backOver(plain, end, isOfName);
    if (!isCapital(plain.charCodeAt(at))) break;
  }
  return found;
}

function backOver(plain: string, from: number, is: (code: number) => boolean): number {
  let at = from;
  while (at > 0 && is(plain.charCodeAt(at - 1))) at--;
  return at;
}

function endsInThe(plain: string, end: number): boolean {
  const the = plain.startsWith('THE', end - 3) || plain.startsWith('the', end - 3) || plain.startsWith('The', end - 3);
  const before = plain.charCodeAt(end - 4);
  return the && end >= 3 && (before === HYPHEN || !isOfName(before));
}

const [SPACE, TAB, HYPHEN, UNDERSCORE] = [0x20, 0x09, 0x2d, 0x5f];

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB;
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function isOfName(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === UNDERSCORE || code === HYPHEN;
}
