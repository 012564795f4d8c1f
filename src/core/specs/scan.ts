/** The first step of every parse: a text is cut into lines, and fences, comments, front matter and underlines are found. */
import { type CommentState, commentAfter, commentStart, startsInComment } from './comments';
import { isVisible, type LineKind, ScannedText } from './lines';

interface Opening {
  readonly mark: string;
  readonly language: string;
}

const OPENING_FENCE = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})[ \t]*(.*)$/;
const CLOSING_FENCE = /^[ \t]*(`{3,}|~{3,})[ \t]*$/;

/** Splits and classifies; never fails. */
export function scanLines(text: string): ScannedText {
  const scanned = new ScannedText(text);
  splitLines(scanned);
  const fenced = text.includes('```') || text.includes('~~~');
  const commented = text.includes('<!--');
  const front = frontMatterEnd(scanned);
  if (fenced || commented || front >= 0) classifyLines(scanned, { fenced, commented, front });
  findUnderlines(scanned);
  return scanned;
}

/** What a text holds at all; `front` is the index of the last line of the front matter, -1 without one. */
interface Holds {
  readonly fenced: boolean;
  readonly commented: boolean;
  readonly front: number;
}

function classifyLines(scanned: ScannedText, { fenced, commented, front }: Holds): void {
  const { text, lines, fences } = scanned;
  let comment: CommentState = { until: 0, exhausted: false };
  let fence: { readonly opening: Opening; readonly open: number } | undefined;
  for (const line of lines) {
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
        scanned.openComment = begun.until === Number.POSITIVE_INFINITY ? line : scanned.openComment;
      } else {
        const opening = fenced ? openingFence(line.text) : undefined;
        kind = opening === undefined ? 'text' : 'fence';
        fence = opening === undefined ? undefined : { opening, open: line.index };
        comment = opening === undefined && commented ? commentAfter(comment, line, text) : comment;
      }
    }
    scanned.classify(line.index, kind, continues);
  }
  if (fence !== undefined) {
    fences.push({ language: fence.opening.language, open: fence.open, close: undefined });
  }
}

const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
/** Begins something else than a heading's words: a list, a quote, a table, another heading, a rule, emphasis as labels have it. */
const NO_TITLE = /^(?:[-+*>|#=_]|\d{1,9}[.)][ \t])/;

/**
 * Headings as `Title` over `=====` or `-----`. The title is a paragraph of one line: below a longer paragraph, and below
 * what is no paragraph, dashes are a rule that stands too close.
 */
function findUnderlines(scanned: ScannedText): void {
  for (let index = 1; index < scanned.count; index++) {
    if (!isRow(scanned, index) || !scanned.isTextAt(index)) continue;
    const marks = UNDERLINE.exec(scanned.textAt(index))?.[1];
    if (marks === undefined || !isTitle(scanned, index - 1)) continue;
    scanned.underline(index - 1, marks.startsWith('=') ? 1 : 2);
    scanned.classify(index, 'underline', scanned.continuesAt(index));
  }
}

/** Asked first, since nearly every line says no at once. */
function isRow(scanned: ScannedText, index: number): boolean {
  const first = scanned.firstAt(index);
  if (first !== 0x3d && first !== 0x2d) return false;
  const last = scanned.text.charCodeAt(scanned.endAt(index) - 1);
  return last === first || last === 0x20 || last === 0x09;
}

function isTitle(scanned: ScannedText, index: number): boolean {
  const may = scanned.isTextAt(index) && scanned.indentAt(index) === 0 && !scanned.isBlankAt(index);
  if (!may || NO_TITLE.test(scanned.textAt(index))) return false;
  return index === 0 || !scanned.isTextAt(index - 1) || /^\s*$|^ {0,3}#{1,6}[ \t]/.test(scanned.textAt(index - 1));
}

function splitLines(scanned: ScannedText): void {
  const { text } = scanned;
  let start = 0;
  while (text.charCodeAt(start) === 0xfeff) {
    start++;
  }
  let feed = positionOf(text, '\n', start);
  let carriage = positionOf(text, '\r', start);
  while (feed < text.length || carriage < text.length) {
    const end = Math.min(feed, carriage);
    addLine(scanned, start, end);
    start = carriage + 1 === feed ? feed + 1 : end + 1;
    // Each is looked for only once it is passed, so that a text with one kind of line end is not searched for the other.
    if (feed < start) feed = positionOf(text, '\n', start);
    if (carriage < start) carriage = positionOf(text, '\r', start);
  }
  addLine(scanned, start, text.length);
}

/** Where a line end is next; behind the text where there is none. */
function positionOf(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length + 1 : at;
}

function addLine(scanned: ScannedText, start: number, end: number): void {
  const { text } = scanned;
  let columns = 0;
  let at = start;
  let first = -1;
  for (; at < end; at++) {
    first = text.charCodeAt(at);
    if (first === 0x20) columns++;
    else if (first === 0x09) columns += 4 - (columns % 4);
    else break;
  }
  if (at === end) first = -1;
  const blank = first < 0 || (!isVisible(first) && text.slice(at, end).trim() === '');
  scanned.add(start, end, first, columns, blank);
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
function frontMatterEnd(scanned: ScannedText): number {
  if (scanned.textAt(0).trimEnd() !== '---' || !/^[\w"'-]+[ \t]*:/.test(scanned.textAt(1))) {
    return -1;
  }
  for (let index = 1; index < scanned.count; index++) {
    const text = scanned.textAt(index);
    if (/^(---|\.\.\.)[ \t]*$/.test(text)) {
      return index;
    }
    if (/^[ \t]*- \[.\]|^#{1,6}[ \t]/.test(text)) {
      return -1;
    }
  }
  return -1;
}
