/** Headings, and the sections they make. */
import type { Place } from '../diagnostic';
import { isVisible, placeAcross, type ScannedText } from './lines';
import type { Section } from './model';

/** A heading line, with the indexes of the lines below it. */
export class Heading {
  /** First line after what belongs to the heading and everything below it. */
  until: number;
  /** First line of the next heading of any level. */
  nextHeading: number;

  constructor(
    /** The index of its line. */
    readonly index: number,
    readonly level: number,
    /** As written, without the marks. */
    readonly title: string,
    end: number,
  ) {
    this.until = end;
    this.nextHeading = end;
  }
}

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;

/** The level and title of a heading line; undefined for any other line. */
export function headingAt(scanned: ScannedText, index: number): Heading | undefined {
  const underlined = scanned.underlinedAt(index);
  if (underlined !== undefined) {
    return new Heading(index, underlined, scanned.textAt(index).trim(), scanned.count);
  }
  if (scanned.firstAt(index) !== 0x23 || !scanned.isTextAt(index)) {
    return undefined;
  }
  const usual = usualHeading(scanned, index);
  if (usual !== undefined) return usual;
  const match = HEADING.exec(scanned.textAt(index));
  if (match === null) {
    return undefined;
  }
  const title = withoutClosingMarks((match[2] ?? '').trim());
  return new Heading(index, match[1]?.length ?? 1, title, scanned.count);
}

/** What nearly every heading is, `## Title` from the line's beginning to its end; says the same as the expression, faster. */
function usualHeading(scanned: ScannedText, index: number): Heading | undefined {
  const { text } = scanned;
  const [start, end] = [scanned.startAt(index), scanned.endAt(index)];
  let at = start;
  while (text.charCodeAt(at) === 0x23) at++;
  const level = at - start;
  const [first, last] = [text.charCodeAt(at + 1), text.charCodeAt(end - 1)];
  const usual = level > 0 && level < 7 && text.charCodeAt(at) === 0x20 && end > at + 1;
  if (!usual || !isVisible(first) || !isVisible(last) || last === 0x23 || scanned.hasOddLineEnds) return undefined;
  return new Heading(index, level, text.slice(at + 1, end), scanned.count);
}

/** All headings of a document, in order. */
export function headingsOf(scanned: ScannedText): readonly Heading[] {
  const found: Heading[] = [];
  const open: Heading[] = [];
  for (let index = 0; index < scanned.count; index++) {
    const heading = headingAt(scanned, index);
    if (heading === undefined) continue;
    const before = found.at(-1);
    if (before !== undefined) before.nextHeading = index;
    for (let above = open.at(-1); above !== undefined && above.level >= heading.level; above = open.at(-1)) {
      above.until = index;
      open.pop();
    }
    open.push(heading);
    found.push(heading);
  }
  return found;
}

/** The headings as the model has them. */
export function sectionsOf(scanned: ScannedText, headings: readonly Heading[]): readonly Section[] {
  return headings.map((heading) => {
    const { level, title, index, until } = heading;
    const section = { level, title, place: blockPlace(scanned, index, until), body: bodyPlace(scanned, heading) };
    return scanned.underlinedAt(index) === undefined ? section : { ...section, underlined: true };
  });
}

/** From a line to the last line before `until` that is not blank. */
export function blockPlace(scanned: ScannedText, first: number, until: number): Place {
  return placeAcross(scanned, first, lastFilled(scanned, first, until) ?? first);
}

/** The last line of a stretch with anything on it. */
export function lastFilled(scanned: ScannedText, from: number, until: number): number | undefined {
  for (let index = Math.min(until, scanned.count) - 1; index >= from; index--) {
    if (!scanned.isBlankAt(index)) return index;
  }
  return undefined;
}

/** The first top heading: the document's title. */
export function titleOf(
  scanned: ScannedText,
  headings: readonly Heading[],
): { readonly text: string; readonly place: Place } | undefined {
  const first = headings.find((heading) => heading.level === 1);
  return first === undefined ? undefined : { text: first.title, place: placeAcross(scanned, first.index, first.index) };
}

function bodyPlace(scanned: ScannedText, heading: Heading): Place {
  const last = scanned.underlinedAt(heading.index) === undefined ? heading.index : heading.index + 1;
  const below = last + 1;
  if (below >= scanned.count || heading.nextHeading <= below) {
    const [start, end] = [scanned.startAt(last), scanned.endAt(last)];
    return { line: below, column: end - start + 1, start: end, end };
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
