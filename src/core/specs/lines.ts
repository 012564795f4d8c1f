/**
 * The first step of every parse: a document as lines, each knowing its place and whether it is prose or hidden in a
 * fence, a comment or the front matter. Lines end with LF, CRLF or a lone CR. Indentation never makes code here,
 * because task lists are indented as people like.
 */
import type { Place } from '../diagnostic';
import { type CommentState, commentAfter, commentStart, startsInComment } from './comments';

/** `text` is what documents are made of; everything else is opaque to the parsers. `underline` makes the line above a heading. */
export type LineKind = 'text' | 'fence' | 'code' | 'comment' | 'front' | 'underline';

/** One line of a document and what the scanner knows of it. */
export interface Line {
  /** Index in the list of lines; `number` is one more. */
  readonly index: number;
  /** Offset of the first character, after a BOM on the first line. */
  readonly start: number;
  /** Offset after the last character, before the line end. */
  readonly end: number;
  /** Offset of the next line. */
  readonly next: number;
  readonly text: string;
  readonly kind: LineKind;
  /** Begins inside a fence or a comment that a line above opened. */
  readonly continues: boolean;
  /** Leading spaces and tabs in columns; a tab reaches to the next multiple of four. */
  readonly indent: number;
  /** The code of the first character that is neither a space nor a tab, -1 without one: it says what a line may be. */
  readonly first: number;
  /** Holds white space at most. */
  readonly blank: boolean;
  /** The level of the heading that the line below makes of this one. */
  readonly underlined: 1 | 2 | undefined;
}

/** A fenced block; `open` and `close` are indexes of lines, `close` undefined when it runs to the end of the document. */
export interface Fence {
  /** The first word after the opening fence, lower case. */
  readonly language: string;
  readonly open: number;
  readonly close: number | undefined;
}

/** A text cut into lines, its fences, comments and front matter found. */
export interface ScannedText {
  readonly text: string;
  /** Never empty: the last line is what follows the last line end. */
  readonly lines: readonly Line[];
  readonly fences: readonly Fence[];
  /** The line that opened a comment which never ends, where there is one. */
  readonly openComment: Line | undefined;
}

/** A line before it is known what it is. A class, so that all lines are of one shape, which makes them fast to read. */
class RawLine implements Line {
  kind: LineKind = 'text';
  continues = false;
  underlined: 1 | 2 | undefined = undefined;
  readonly indent: number;
  readonly first: number;
  readonly blank: boolean;

  constructor(
    readonly index: number,
    readonly start: number,
    readonly end: number,
    readonly next: number,
    readonly text: string,
  ) {
    let columns = 0;
    let at = 0;
    for (; at < text.length; at++) {
      const char = text.charCodeAt(at);
      if (char === 0x20) columns++;
      else if (char === 0x09) columns += 4 - (columns % 4);
      else break;
    }
    this.indent = columns;
    this.first = at < text.length ? text.charCodeAt(at) : -1;
    this.blank = this.first < 0 || (!isVisible(this.first) && text.trim() === '');
  }
}

/** Printable ASCII, the space not among it. */
export function isVisible(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

interface Opening {
  readonly mark: string;
  readonly language: string;
}

const OPENING_FENCE = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})[ \t]*(.*)$/;
const CLOSING_FENCE = /^[ \t]*(`{3,}|~{3,})[ \t]*$/;

/** Splits and classifies; never fails. */
export function scanLines(text: string): ScannedText {
  const raw = splitLines(text);
  const fences: Fence[] = [];
  const fenced = text.includes('```') || text.includes('~~~');
  const commented = text.includes('<!--');
  const front = frontMatterEnd(raw);
  if (!fenced && !commented && front < 0) {
    findUnderlines(raw);
    return { text, lines: raw, fences, openComment: undefined };
  }
  let comment: CommentState = { until: 0, exhausted: false };
  let openComment: Line | undefined;
  let fence: { readonly opening: Opening; readonly open: number } | undefined;
  for (const line of raw) {
    let kind: LineKind = 'text';
    const continues = fence !== undefined || startsInComment(comment, line);
    if (line.index <= front) {
      kind = 'front';
    } else if (fence !== undefined) {
      const closes = closesFence(line.text, fence.opening.mark);
      kind = closes ? 'fence' : 'code';
      if (closes) {
        fences.push({ language: fence.opening.language, open: fence.open, close: line.index });
        fence = undefined;
      }
    } else if (continues) {
      kind = 'comment';
    } else {
      const begun = commented ? commentStart(comment, line, text) : undefined;
      if (begun !== undefined) {
        kind = 'comment';
        comment = begun;
        openComment = begun.until === Number.POSITIVE_INFINITY ? line : openComment;
      } else {
        const opening = fenced ? openingFence(line.text) : undefined;
        kind = opening === undefined ? 'text' : 'fence';
        fence = opening === undefined ? undefined : { opening, open: line.index };
        comment = opening === undefined && commented ? commentAfter(comment, line, text) : comment;
      }
    }
    line.kind = kind;
    line.continues = continues;
  }
  if (fence !== undefined) {
    fences.push({ language: fence.opening.language, open: fence.open, close: undefined });
  }
  findUnderlines(raw);
  return { text, lines: raw, fences, openComment };
}

const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
/** Begins something else than a heading's words: a list, a quote, a table, another heading, a rule, emphasis as labels have it. */
const NO_TITLE = /^(?:[-+*>|#=_]|\d{1,9}[.)][ \t])/;

/**
 * Headings as `Title` over `=====` or `-----`. The title is a paragraph of one line: below a longer paragraph, and below
 * what is no paragraph, dashes are a rule that stands too close.
 */
function findUnderlines(lines: readonly RawLine[]): void {
  for (const line of lines) {
    const marks = line.kind === 'text' && isRow(line) ? UNDERLINE.exec(line.text)?.[1] : undefined;
    const title = lines[line.index - 1];
    if (marks === undefined || title === undefined || !isTitle(title, lines[line.index - 2])) {
      continue;
    }
    title.underlined = marks.startsWith('=') ? 1 : 2;
    line.kind = 'underline';
  }
}

/** Asked first, since nearly every line says no at once. */
function isRow({ text, first }: RawLine): boolean {
  if (first !== 0x3d && first !== 0x2d) return false;
  const last = text.charCodeAt(text.length - 1);
  return last === first || last === 0x20 || last === 0x09;
}

function isTitle(line: RawLine, above: RawLine | undefined): boolean {
  const words = line.kind === 'text' && line.indent === 0 && !line.blank && !NO_TITLE.test(line.text);
  return words && (above === undefined || above.kind !== 'text' || /^\s*$|^ {0,3}#{1,6}[ \t]/.test(above.text));
}

/** The line as a place. */
export function placeOf(line: Line): Place {
  return { line: line.index + 1, column: 1, start: line.start, end: line.end };
}

/** A stretch of one line, by columns counted from 0. */
export function placeIn(line: Line, from: number, to: number): Place {
  return { line: line.index + 1, column: from + 1, start: line.start + from, end: line.start + to };
}

/** From the start of one line to the end of another, line end excluded. */
export function placeAcross(first: Line, last: Line): Place {
  return { line: first.index + 1, column: 1, start: first.start, end: Math.max(first.start, last.end) };
}

/** The lines of the document between two indexes, `to` excluded. */
export function linesBetween(scanned: ScannedText, from: number, to: number): readonly Line[] {
  return scanned.lines.slice(Math.max(0, from), to);
}

function splitLines(text: string): readonly RawLine[] {
  const lines: RawLine[] = [];
  let start = 0;
  while (text.charCodeAt(start) === 0xfeff) {
    start++;
  }
  const positionOf = (end: string): number => {
    const at = text.indexOf(end, start);
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  let feed = positionOf('\n');
  let carriage = positionOf('\r');
  while (Math.min(feed, carriage) < text.length) {
    const end = Math.min(feed, carriage);
    const next = carriage + 1 === feed ? feed + 1 : end + 1;
    lines.push(new RawLine(lines.length, start, end, next, text.slice(start, end)));
    start = next;
    // Each is looked for only once it is passed, so that a text with one kind of line end is not searched for the other.
    if (feed < start) feed = positionOf('\n');
    if (carriage < start) carriage = positionOf('\r');
  }
  lines.push(new RawLine(lines.length, start, text.length, text.length, text.slice(start)));
  return lines;
}

function openingFence(text: string): Opening | undefined {
  if (!text.includes('```') && !text.includes('~~~')) {
    return undefined;
  }
  const match = OPENING_FENCE.exec(text);
  const mark = match?.[1];
  const info = match?.[2] ?? '';
  // An info string with a backtick makes the line inline code.
  if (mark === undefined || (mark.startsWith('`') && info.includes('`'))) {
    return undefined;
  }
  return { mark, language: (info.split(/[\s{]/, 1)[0] ?? '').toLowerCase() };
}

function closesFence(text: string, mark: string): boolean {
  const closing = CLOSING_FENCE.exec(text)?.[1];
  return closing !== undefined && closing[0] === mark[0] && closing.length >= mark.length;
}

/** Index of the last line of the front matter, -1 without one. A rule at the top of a document is not front matter. */
function frontMatterEnd(lines: readonly RawLine[]): number {
  if (lines[0]?.text.trimEnd() !== '---' || !/^[\w"'-]+[ \t]*:/.test(lines[1]?.text ?? '')) {
    return -1;
  }
  for (let index = 1; index < lines.length; index++) {
    const text = lines[index]?.text ?? '';
    if (/^(---|\.\.\.)[ \t]*$/.test(text)) {
      return index;
    }
    if (/^[ \t]*- \[.\]|^#{1,6}[ \t]/.test(text)) {
      return -1;
    }
  }
  return -1;
}
