/** Headings, and the sections they make. */
import type { Place } from '../diagnostic';
import { type Line, placeAcross, placeOf, type ScannedText } from './lines';
import type { Section } from './model';

/** A heading line, with the indexes of the lines below it. */
export interface Heading {
  readonly level: number;
  /** As written, without the marks. */
  readonly title: string;
  readonly line: Line;
  /** First line after what belongs to the heading and everything below it. */
  readonly until: number;
  /** First line of the next heading of any level. */
  readonly nextHeading: number;
}

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;

/** The level and title of a heading line; undefined for any other line. */
export function headingOf(line: Line): { readonly level: number; readonly title: string } | undefined {
  if (line.underlined !== undefined) {
    return { level: line.underlined, title: line.text.trim() };
  }
  if (line.first !== 0x23 || line.kind !== 'text') {
    return undefined;
  }
  const match = HEADING.exec(line.text);
  if (match === null) {
    return undefined;
  }
  return { level: match[1]?.length ?? 1, title: withoutClosingMarks((match[2] ?? '').trim()) };
}

/** All headings of a document, in order. */
export function headingsOf(scanned: ScannedText): readonly Heading[] {
  const found: Pick<Heading, 'level' | 'title' | 'line'>[] = [];
  for (const line of scanned.lines) {
    const heading = headingOf(line);
    if (heading !== undefined) found.push({ level: heading.level, title: heading.title, line });
  }
  const until = new Array<number>(found.length).fill(scanned.lines.length);
  const open: number[] = [];
  for (const [index, heading] of found.entries()) {
    while (open.length > 0 && (found[open.at(-1) ?? 0]?.level ?? 0) >= heading.level) {
      until[open.pop() ?? 0] = heading.line.index;
    }
    open.push(index);
  }
  return found.map(({ level, title, line }, index) => ({
    level,
    title,
    line,
    until: until[index] ?? scanned.lines.length,
    nextHeading: found[index + 1]?.line.index ?? scanned.lines.length,
  }));
}

/** The headings as the model has them. */
export function sectionsOf(scanned: ScannedText, headings: readonly Heading[]): readonly Section[] {
  return headings.map((heading) => ({
    level: heading.level,
    title: heading.title,
    place: blockPlace(scanned, heading.line, heading.until),
    body: bodyPlace(scanned, heading),
    ...(heading.line.underlined === undefined ? {} : { underlined: true }),
  }));
}

/** From a line to the last line before `until` that is not blank. */
export function blockPlace(scanned: ScannedText, first: Line, until: number): Place {
  return placeAcross(first, lastFilled(scanned, first.index, until) ?? first);
}

/** The last line of a stretch with anything on it. */
export function lastFilled(scanned: ScannedText, from: number, until: number): Line | undefined {
  for (let index = Math.min(until, scanned.lines.length) - 1; index >= from; index--) {
    const line = scanned.lines[index];
    if (line !== undefined && !line.blank) {
      return line;
    }
  }
  return undefined;
}

/** The first top heading: the document's title. */
export function titleOf(headings: readonly Heading[]): { readonly text: string; readonly place: Place } | undefined {
  const first = headings.find((heading) => heading.level === 1);
  return first === undefined ? undefined : { text: first.title, place: placeOf(first.line) };
}

function bodyPlace(scanned: ScannedText, heading: Heading): Place {
  const underline = heading.line.underlined === undefined ? undefined : scanned.lines[heading.line.index + 1];
  const last = underline ?? heading.line;
  const below = scanned.lines[last.index + 1];
  if (below === undefined || heading.nextHeading <= below.index) {
    return { line: last.index + 1, column: last.text.length + 1, start: last.end, end: last.end };
  }
  return blockPlace(scanned, below, heading.nextHeading);
}

function withoutClosingMarks(title: string): string {
  let end = title.length;
  while (end > 0 && title[end - 1] === '#') {
    end--;
  }
  const closed = end < title.length && (end === 0 || title[end - 1] === ' ' || title[end - 1] === '\t');
  return closed ? title.slice(0, end).trimEnd() : title;
}
