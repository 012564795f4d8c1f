/** Where prose names ids of requirements and criteria: "Requirement 1.2", `(1.1, 1.3)`, table cells of ids. */
import type { Place } from '../diagnostic';
import { perObject } from './lazy';
import { placeAt, type ScannedText } from './lines';
import { type AnsweredLine, perLine } from './perLine';
import { scanLines } from './scan';
import { alternation, REQUIREMENT_WORDS } from './vocabulary';

/** An id as prose writes it, and the offset of its first character. */
export interface Mention {
  readonly id: string;
  readonly start: number;
}

const WORD = alternation([...REQUIREMENT_WORDS, 'criterion', 'criteria', 'ac']);
const MENTION = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${WORD})[ \\t]+((?:\\d[\\d.]*\\d|\\d)(?:(?:,[ \\t]*|[ \\t]+(?:and|or|&)[ \\t]+)(?:\\d[\\d.]*\\d|\\d))*)`,
  'giu',
);
const AT_SPEC = /@spec[ \t]+([^\s#]+)#([\p{L}\p{N}.-]*[\p{L}\p{N}])/gu;

/** Ids that follow a word for requirement or criterion, or `@spec`; with `specName` those of other specs are left out. */
export function mentionsIn(text: string, specName: string | undefined): readonly Mention[] {
  const found: Mention[] = [];
  for (const match of text.matchAll(MENTION)) {
    const list = match[1] ?? '';
    const from = match.index + match[0].length - list.length;
    for (const id of list.matchAll(/\d[\d.]*\d|\d/g)) {
      found.push({ id: id[0], start: from + id.index });
    }
  }
  for (const match of text.matchAll(AT_SPEC)) {
    if (specName === undefined || match[1] === specName) {
      const id = match[2] ?? '';
      found.push({ id, start: match.index + match[0].length - id.length });
    }
  }
  return found;
}

/** "Requirement 1.2", with what stands before it; a standard's own requirements ("PCI DSS Requirement 8.3") are not ours. */
const WORDED = new RegExp(
  `(\\p{Lu}[\\p{Lu}\\d.-]+[ \\t]+)?(?<![\\p{L}\\p{N}])(?:${alternation(REQUIREMENT_WORDS)})s?[ \\t]+(\\d{1,4}\\.\\d{1,4}(?:(?:,[ \\t]*|[ \\t]+(?:and|or|&)[ \\t]+)\\d{1,4}\\.\\d{1,4})*)(?![\\d.]*\\d)`,
  'giu',
);

/** What a line has that speaks of another spec, or of a document beside the specs. */
const ELSEWHERE = /\bspecs?\b|\.kiro|\.md\b|:\/\/|\bof (?:the )?[`"“]|\brfc\b|\biso\b/iu;

const ids = String.raw`\d+\.\d+(?:\s*,\s*\d+\.\d+)*`;

/** Where the prompts of the flows put ids without a word before them: `(1.1, 1.3)` and table cells of ids. */
const lists = [new RegExp(`\\((${ids})\\)`, 'gu'), new RegExp(`\\|\\s*(${ids})\\s*(?=\\|)`, 'gu')];

/** What any of them begins with, asked of each line first. */
const LISTED = /[(|]\s*\d+\.\d/u;

/** An id that stands in a list of ids, and its place. */
export interface ListedId extends Mention {
  readonly place: Place;
}

/** Ids that stand alone in brackets or table cells, outside fences and comments. */
export function listedIds(text: string, scanned = scanLines(text)): readonly ListedId[] {
  return listedIn(scanned);
}

const listedIn = perObject((scanned: ScannedText): readonly ListedId[] => placed(scanned, listedByLine(scanned)));

function placed(scanned: ScannedText, lines: readonly AnsweredLine<readonly Mention[]>[]): readonly ListedId[] {
  return lines.flatMap(({ index, answer }) =>
    answer.map(({ id, start: column }) => {
      const place = placeAt(scanned, index, column, column + id.length);
      return { id, start: place.start, place };
    }),
  );
}

/** Ids of criteria behind a word for requirements, outside fences and comments, on lines that speak of nothing elsewhere. */
export function wordedIds(scanned: ScannedText): readonly ListedId[] {
  return placed(scanned, wordedByLine(scanned));
}

const wordedByLine = perLine(
  (scanned, index): readonly Mention[] | undefined => {
    const text = scanned.isTextAt(index) ? scanned.textAt(index) : '';
    if (!NUMBERED.test(text) || ELSEWHERE.test(text)) return undefined;
    const found = [...text.matchAll(WORDED)].flatMap((match) => {
      const list = match[2] ?? '';
      const at = match.index + match[0].length - list.length;
      // Flags make small letters match large ones; only large ones name a standard.
      const foreign = match[1] !== undefined && match[1] === match[1].toUpperCase();
      return foreign ? [] : [...list.matchAll(/\d+\.\d+/gu)].map((id) => ({ id: id[0], start: at + id.index }));
    });
    return found.length === 0 ? undefined : found;
  },
  (text) => NUMBERED.test(text),
);

/** What all of them have, asked of each line first. */
const NUMBERED = /\p{L}[ \t]+\d+\.\d/u;

/** The ids of each line that lists some, from its beginning. */
const listedByLine = perLine(
  (scanned, index): readonly Mention[] | undefined => {
    const text = scanned.isTextAt(index) ? scanned.textAt(index) : '';
    if (!LISTED.test(text)) return undefined;
    return lists.flatMap((pattern) =>
      [...text.matchAll(pattern)].flatMap((match) => {
        const inside = match[1] ?? '';
        const at = match.index + match[0].lastIndexOf(inside);
        return [...inside.matchAll(/\d+\.\d+/gu)].map((id) => ({ id: id[0], start: at + id.index }));
      }),
    );
  },
  (text) => LISTED.test(text),
);
