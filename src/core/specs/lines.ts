/**
 * A document as lines, each knowing its place and whether it is prose or hidden in a fence, a comment or the front
 * matter; `scan.ts` finds them. Lines end with LF, CRLF or a lone CR. Indentation never makes code here, because task
 * lists are indented as people like.
 */
import type { Place } from '../diagnostic';

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

/** Numbers that a line has in the table, in this order. */
const [START, END, FIRST, INDENT, FLAGS, WIDTH] = [0, 1, 2, 3, 4, 5];
/** The flags: what kind a line is, and what else holds of it. */
const [KIND, CONTINUES, BLANK, UNDERLINED] = [7, 8, 16, 32];
const KINDS: readonly LineKind[] = ['text', 'fence', 'code', 'comment', 'front', 'underline'];

/**
 * A text cut into lines, its fences, comments and front matter found. What is known of the lines is a table of numbers, so
 * that a parser passes most of them without making anything: it asks by index, and has a `Line` of those that it reads.
 * Who asks for a line that is not there is told of an empty one.
 */
export class ScannedText {
  readonly fences: Fence[] = [];
  /** The line that opened a comment which never ends, where there is one. */
  openComment: Line | undefined;
  /** How many lines there are, never none once it is scanned: the last is what follows the last line end. */
  count = 0;
  #table: Int32Array;
  #lines: readonly Line[] | undefined;
  #oddLineEnds: boolean | undefined;

  constructor(readonly text: string) {
    this.#table = new Int32Array(WIDTH * (16 + (text.length >> 5)));
  }

  /** There are line separators of Unicode, which end no line here, and which a dot of an expression does not match. */
  get hasOddLineEnds(): boolean {
    this.#oddLineEnds ??= this.text.includes('\u2028') || this.text.includes('\u2029');
    return this.#oddLineEnds;
  }

  /** Every line, for those who read nearly all of them. */
  get lines(): readonly Line[] {
    this.#lines ??= Array.from({ length: this.count }, (_, index) => new TableLine(this, index));
    return this.#lines;
  }

  /** One line; asked twice it may be two objects. */
  line(index: number): Line | undefined {
    if (index < 0 || index >= this.count) return undefined;
    return this.#lines?.[index] ?? new TableLine(this, index);
  }

  textAt(index: number): string {
    return this.text.slice(this.startAt(index), this.endAt(index));
  }

  startAt(index: number): number {
    return this.#table[index * WIDTH + START] ?? 0;
  }

  endAt(index: number): number {
    return this.#table[index * WIDTH + END] ?? 0;
  }

  firstAt(index: number): number {
    return this.#table[index * WIDTH + FIRST] ?? 0;
  }

  indentAt(index: number): number {
    return this.#table[index * WIDTH + INDENT] ?? 0;
  }

  kindAt(index: number): LineKind {
    return KINDS[this.#flagsAt(index) & KIND] ?? 'text';
  }

  isTextAt(index: number): boolean {
    return (this.#flagsAt(index) & KIND) === 0;
  }

  isBlankAt(index: number): boolean {
    return (this.#flagsAt(index) & BLANK) !== 0;
  }

  continuesAt(index: number): boolean {
    return (this.#flagsAt(index) & CONTINUES) !== 0;
  }

  underlinedAt(index: number): Line['underlined'] {
    const level = this.#flagsAt(index) >> 5;
    return level === 1 || level === 2 ? level : undefined;
  }

  /** Whether a line is what one of another text is, its characters aside, if that stands `shift` characters before it. */
  isSameLine(index: number, other: ScannedText, otherIndex: number, shift: number): boolean {
    const [own, its] = [index * WIDTH, otherIndex * WIDTH];
    const [table, others] = [this.#table, other.#table];
    return (
      table[own + START] === (others[its + START] ?? 0) + shift &&
      table[own + END] === (others[its + END] ?? 0) + shift &&
      table[own + FLAGS] === others[its + FLAGS]
    );
  }

  #flagsAt(index: number): number {
    return this.#table[index * WIDTH + FLAGS] ?? 0;
  }

  /** For the scanner: one more line at the end. */
  add(start: number, end: number, first: number, indent: number, blank: boolean): void {
    const at = this.count * WIDTH;
    if (at >= this.#table.length) {
      const larger = new Int32Array(this.#table.length * 2);
      larger.set(this.#table);
      this.#table = larger;
    }
    const table = this.#table;
    table[at + START] = start;
    table[at + END] = end;
    table[at + FIRST] = first;
    table[at + INDENT] = indent;
    table[at + FLAGS] = blank ? BLANK : 0;
    this.count++;
  }

  /** For the scanner: what a line is, once that is known. */
  classify(index: number, kind: LineKind, continues: boolean): void {
    const flags = this.#flagsAt(index) & ~(KIND | CONTINUES);
    this.#table[index * WIDTH + FLAGS] = flags | KINDS.indexOf(kind) | (continues ? CONTINUES : 0);
  }

  /** For the scanner: the line below makes a heading of this one. */
  underline(index: number, level: 1 | 2): void {
    this.#table[index * WIDTH + FLAGS] = this.#flagsAt(index) | (level * UNDERLINED);
  }
}

/** A line of the table. A class, so that all lines are of one shape, which makes them fast to read. */
class TableLine implements Line {
  readonly #scanned: ScannedText;
  #text: string | undefined;

  constructor(
    scanned: ScannedText,
    readonly index: number,
  ) {
    this.#scanned = scanned;
  }

  get start() {
    return this.#scanned.startAt(this.index);
  }

  get end() {
    return this.#scanned.endAt(this.index);
  }

  get next() {
    const { count, text } = this.#scanned;
    return this.index + 1 < count ? this.#scanned.startAt(this.index + 1) : text.length;
  }

  get text() {
    this.#text ??= this.#scanned.textAt(this.index);
    return this.#text;
  }

  get kind() {
    return this.#scanned.kindAt(this.index);
  }

  get continues() {
    return this.#scanned.continuesAt(this.index);
  }

  get indent() {
    return this.#scanned.indentAt(this.index);
  }

  get first() {
    return this.#scanned.firstAt(this.index);
  }

  get blank() {
    return this.#scanned.isBlankAt(this.index);
  }

  get underlined() {
    return this.#scanned.underlinedAt(this.index);
  }
}

/** Printable ASCII, the space not among it. */
export function isVisible(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** The line as a place. */
export function placeOf(line: Line): Place {
  return { line: line.index + 1, column: 1, start: line.start, end: line.end };
}

/** A stretch of one line, by columns counted from 0. */
export function placeIn(line: Line, from: number, to: number): Place {
  return { line: line.index + 1, column: from + 1, start: line.start + from, end: line.start + to };
}

/** The same, by the line's index. */
export function placeAt(scanned: ScannedText, index: number, from: number, to: number): Place {
  const start = scanned.startAt(index);
  return { line: index + 1, column: from + 1, start: start + from, end: start + to };
}

/** From the start of one line to the end of another, line end excluded. */
export function placeAcross(scanned: ScannedText, first: number, last: number): Place {
  const start = scanned.startAt(first);
  return { line: first + 1, column: 1, start, end: Math.max(start, scanned.endAt(last)) };
}
