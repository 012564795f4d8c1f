/** design.md: the correctness properties and what they validate. */
import { type Line, placeOf, type ScannedText } from '../lines';
import type { Property, Reference } from '../model';
import { blockPlace, type Heading, headingAt } from '../sections';
import { alternation, isValidatesKey, PROPERTY_WORDS, REQUIREMENT_WORDS, VALIDATES_KEYS } from '../vocabulary';
import { narrowDigits } from './ids';
import { metadataAt } from './metadata';
import { referencesIn } from './references';

interface Head {
  readonly number: string;
  readonly title: string;
  readonly line: Line;
  /** 7 for a line that is no heading. */
  readonly level: number;
  /** Nothing but a space parts number and title. */
  readonly spaced?: boolean;
}

const WORD = alternation(PROPERTY_WORDS);
const NUMBER = '[A-Z]{0,3}[0-9０-９]{1,5}(?:\\.[0-9０-９]{1,3})?[a-z]?(?:-[A-Za-z]{1,8})?|[A-Z](?:-[A-Z][a-z]{0,8})?';
const HEADED = new RegExp(
  `^(?:\\*\\*)?(?:${WORD})[ \\t]*#?[ \\t]*(${NUMBER})(?:\\*\\*)?[ \\t]*(?:[:：.—–-]|[(（]|$)[ \\t]*(.*)$`,
  'iu',
);
const PLAIN = new RegExp(
  `^[ \\t]*(?:[-*+][ \\t]+)?(?:(\\*\\*)(?:${WORD})[ \\t]*#?[ \\t]*(${NUMBER})|(?:${WORD})[ \\t]*#?[ \\t]*(${NUMBER})(?=[ \\t]*[:：]))(?:\\*\\*)?[ \\t]*(?:[:：.—–-]|(?=[(（]))[ \\t]*(.*)$`,
  'iu',
);

/** "Property 2 Refill": without what parts number and title it may be prose, so it counts by what stands below it. */
const SPACED = new RegExp(`^(?:\\*\\*)?(?:${WORD})[ \\t]*#?[ \\t]*(${NUMBER})[ \\t]+(.+)$`, 'iu');

/** "(Requirements 6.2, 6.3)", "(Validates 2.1)" inside the statement. */
const BRACKETED = new RegExp(
  `([(（](?:${alternation(VALIDATES_KEYS)})?[:：]?[ \\t]*)((?:(?:${alternation(REQUIREMENT_WORDS)})s?[ \\t]*)?[A-Z]{0,3}-?\\d[^)）]{0,200})[)）]`,
  'iu',
);

/** The correctness properties of design.md, in every form of heading that files use. */
export function propertiesOf(scanned: ScannedText, headings: readonly Heading[]): readonly Property[] {
  const heads = headsOf(scanned);
  let passed = 0;
  return heads.map((head, index) => {
    const next = heads[index + 1]?.line.index ?? scanned.count;
    while ((headings[passed]?.index ?? scanned.count) < head.line.index) {
      passed++;
    }
    const heading = headings[passed];
    // A heading holds all below it; a bold line ends at any heading.
    const end = heading?.index === head.line.index ? heading.until : (heading?.index ?? scanned.count);
    return propertyOf(scanned, head, Math.min(next, end));
  });
}

function headsOf(scanned: ScannedText): readonly Head[] {
  const heads: Head[] = [];
  for (const line of scanned.lines) {
    if (line.kind !== 'text') {
      continue;
    }
    const heading = headingAt(scanned, line.index);
    const match = HEADED.exec(heading?.title ?? '');
    if (heading !== undefined && match !== null) {
      heads.push({ number: narrowDigits(match[1] ?? ''), title: plain(match[2] ?? ''), line, level: heading.level });
    }
    const spaced = heading !== undefined && match === null ? SPACED.exec(heading.title) : null;
    if (heading !== undefined && spaced !== null && isValidated(scanned, line.index)) {
      const [, number = '', title = ''] = spaced;
      heads.push({ number: narrowDigits(number), title: plain(title), line, level: heading.level, spaced: true });
    }
    const loose = heading === undefined ? PLAIN.exec(line.text) : null;
    if (loose !== null) {
      heads.push({ number: narrowDigits(loose[2] ?? loose[3] ?? ''), title: plain(loose[4] ?? ''), line, level: 7 });
    }
  }
  // Prose speaks of "Property 1: …" too; where properties have headings, only headings begin one.
  const headed = heads.some((head) => head.level < 7 && head.spaced !== true);
  const likely = headed ? heads.filter((head) => head.level < 7) : heads;
  // "Property 1 in practice" speaks of the property that has the number.
  const sure = new Set(likely.flatMap(({ spaced, number }) => (spaced === true ? [] : [number])));
  return likely.filter(({ spaced, number }) => spaced !== true || !sure.has(number));
}

/** Whether what stands right below a heading says which requirements it validates. */
function isValidated(scanned: ScannedText, heading: number): boolean {
  for (let index = heading + 1; index < scanned.count && headingAt(scanned, index) === undefined; index++) {
    const line = scanned.line(index);
    const entry = line === undefined ? undefined : metadataAt(scanned, line, 0, scanned.count);
    if (entry !== undefined && isValidatesKey(entry.metadata.key)) return true;
  }
  return false;
}

function propertyOf(scanned: ScannedText, head: Head, until: number): Property {
  const validates: Reference[] = [];
  const words: string[] = [];
  for (let index = head.line.index + 1; index < until; index++) {
    const line = scanned.line(index);
    if (line === undefined || line.kind === 'comment' || line.kind === 'underline') {
      continue;
    }
    const entry = metadataAt(scanned, line, 0, until);
    const linked = entry !== undefined && entry.references.length > 0;
    words.push((linked ? line.text.slice(0, entry.column) : line.text).trim());
    if (linked) {
      validates.push(...entry.references);
      index = entry.last;
    }
  }
  const inTitle = head.level === 7 ? undefined : metadataAt(scanned, head.line, 0, until);
  validates.unshift(...(inTitle?.references ?? []));
  for (let index = head.line.index; validates.length === 0 && index < until; index++) {
    const line = scanned.line(index);
    const found = line?.kind === 'text' ? BRACKETED.exec(line.text) : null;
    if (line !== undefined && found !== null) {
      const start = found.index + (found[1]?.length ?? 0);
      validates.push(...referencesIn(line, start, start + (found[2]?.length ?? 0)));
    }
  }
  return {
    number: head.number,
    title: head.title,
    text: words.filter((word) => word !== '').join(' '),
    validates,
    place: until > head.line.index ? blockPlace(scanned, head.line.index, until) : placeOf(head.line),
  };
}

function plain(text: string): string {
  return text.replace(/\*\*/g, '').trim();
}
