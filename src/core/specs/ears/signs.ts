/**
 * What a sentence holds at all, found in one pass over its characters. Rules have many expressions, and nearly every
 * sentence lacks the words without which one of them can't match.
 */
import { added } from '../lists';

/** Signs of single characters: a digit, something beyond ASCII, what begins or ends code, a quotation or a link. */
export const [DIGIT, BEYOND_ASCII, QUOTE] = [1, 2, 4];

/** A stretch of a sentence, in UTF-16 code units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What was found in a sentence. */
export interface Signs {
  /** The bits of all signs that are there, those of words among them. */
  readonly has: number;
  /** A number that sentences share which have the same ASCII letters and digits in the same words, whatever their case. */
  readonly glance: number;
  /** The words that may have the sign whose places were asked for, in their order. */
  readonly spans: readonly Span[];
}

/** By what a word's letters add up to, which words of another sign may share: a sign says that a word may be there. */
const signs = new Map<number, number>();
let next = 8;
let table: WordTable | undefined;

/**
 * A sign of its own for some words, of which the first counts where several belong together: a sentence without it has
 * none of them, in any case of its letters. Words are runs of letters and digits of ASCII; of others nothing is known.
 */
export function signOf(words: readonly string[]): number {
  if (next > 1 << 29) throw new Error('There are no more signs: let two questions share one.');
  const sign = next;
  next *= 2;
  for (const word of words) {
    const first = /^[a-z0-9]+/i.exec(word)?.[0];
    if (first === undefined) throw new Error(`"${word}" does not begin with a letter of ASCII.`);
    const sum = sumOf(first);
    signs.set(sum, (signs.get(sum) ?? 0) | sign);
  }
  table = undefined;
  return sign;
}

function sumOf(word: string): number {
  let sum = 0;
  for (let at = 0; at < word.length; at++) sum = summed(sum, word.charCodeAt(at));
  return sum;
}

/** Capitals count as small letters. */
function summed(sum: number, code: number): number {
  return (Math.imul(sum, 31) + (code | 0x20)) | 0;
}

/** What each ASCII character is. */
const [OTHER, WORD, NUMBER, QUOTING] = [0, 1, 2, 3];
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\d/.test(character)) return NUMBER;
  if (/[a-z]/i.test(character)) return WORD;
  return '`"]'.includes(character) ? QUOTING : OTHER;
});

/** Looks at a sentence once; `placed` is the sign whose words are told with their places. */
export function signsIn(text: string, placed = 0): Signs {
  table ??= new WordTable(signs);
  let spans: Span[] | undefined;
  let from = 0;
  let has = 0;
  let glance = 7;
  let word = 0;
  let inWord = false;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    const kind = code < 128 ? CLASSES[code] : OTHER;
    if (kind === WORD || kind === NUMBER) {
      if (!inWord) from = at;
      word = summed(inWord ? word : 0, code);
      inWord = true;
      if (kind === NUMBER) has |= DIGIT;
      continue;
    }
    if (inWord) {
      const own = table.signsOf(word);
      has |= own;
      if ((own & placed) !== 0) spans = added(spans, { from, to: at });
      glance = (Math.imul(glance, 131) + word) | 0;
      inWord = false;
    }
    if (code >= 128) has |= BEYOND_ASCII;
    else if (kind === QUOTING) has |= QUOTE;
  }
  return { has, glance, spans: spans ?? nowhere };
}

const nowhere: readonly Span[] = [];

/** Sums and their signs, for fifteen questions a sentence. */
class WordTable {
  readonly #sums: Int32Array;
  readonly #signs: Int32Array;
  readonly #mask: number;

  constructor(signs: ReadonlyMap<number, number>) {
    const size = 1 << Math.ceil(Math.log2((signs.size + 1) * 4));
    this.#mask = size - 1;
    this.#sums = new Int32Array(size);
    this.#signs = new Int32Array(size);
    for (const [sum, sign] of signs) {
      let at = sum & this.#mask;
      while (this.#signs[at] !== 0) at = (at + 1) & this.#mask;
      this.#sums[at] = sum;
      this.#signs[at] = sign;
    }
  }

  signsOf(sum: number): number {
    let at = sum & this.#mask;
    for (;;) {
      const sign = this.#signs[at] ?? 0;
      if (sign === 0 || this.#sums[at] === sum) return sign;
      at = (at + 1) & this.#mask;
    }
  }
}
