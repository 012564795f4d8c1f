/** Joins a document that came in several answers, whatever the later one repeats, leaves out or says before it goes on. */

import { openFence } from './documents';
import { completeLines, lastCompleteLine } from './documentText';

/** A brace or a fence may well stand twice in a row; a line of words hardly ever does. */
const telling = /[\p{L}\p{N}]/u;

/** Begins a block of its own: a heading, an item, a row, a quote, a fence. */
const blockStart = /^[ \t]*(?:#{1,6}[ \t]|(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)|\||>|`{3,}|~{3,})/u;

/**
 * A document that came in two parts: `before`, then `next`. Lines that `next` repeats are dropped, where they say
 * something; so is a fence that it opens again; a line that broke off goes on or is written anew; and a `next` that
 * starts the document anew replaces it. `spaced`: an empty line stood before `next`, and is there afterwards.
 */
export function joinParts(before: string, next: string, spaced = false): string {
  if (spaced && /^\s*\n/u.test(next)) return joinParts(before, next.replace(/^(?:[ \t]*\r?\n)+/u, ''), spaced);
  const kept = completeLines(before);
  const broken: Broken = {
    piece: before.slice(kept.length),
    above: lastCompleteLine(kept) ?? '',
    fence: openFence(kept),
  };
  const lines = kept.split('\n').slice(0, -1);
  const nextLines = next.split('\n');
  const title = lines.find((line) => line.trim() !== '');
  if (title !== undefined && nextLines.find((line) => line.trim() !== '') === title && lines.length > 1) return next;
  // Nothing was left to write, so the line that broke off was whole.
  if (next.trim() === '') return before;
  const repeated = repeatedLines(lines, nextLines);
  if (repeated > 0) return kept + following(broken, nextLines.slice(repeated).join('\n'));
  if (broken.fence !== undefined && reopens(broken.fence, nextLines)) {
    const inside = nextLines.slice(1);
    return kept + following(broken, inside.slice(repeatedLines(lines, inside)).join('\n'));
  }
  const [first = ''] = nextLines;
  if (broken.piece === '' || isAnew(broken, first)) {
    const blank = /(?:^|\n)[ \t]*\r?\n$/u.test(kept) || kept === '' || broken.fence !== undefined;
    return kept + (!blank && (spaced || standsApart(broken.above, first)) ? '\n' : '') + next;
  }
  if (!spaced) return kept + following(broken, next);
  // The line that broke off was whole.
  const tight = sameBlock(broken.piece, first) || openFence(`${before}\n`) !== undefined;
  return `${before}\n${tight ? '' : '\n'}${next}`;
}

/** A heading stands between empty lines, which an answer without tags may have lost. */
function standsApart(above: string, line: string): boolean {
  return line.trim() !== '' && (/^#{1,6} /u.test(above) || /^#{1,6} /u.test(line));
}

/** Items of one list, rows of one table, and a line with the list that it announces stand close together. */
function sameBlock(a: string, b: string): boolean {
  const [of, other] = [a, b].map((line) => /^[ \t]*(?:([-*+]|\d{1,9}[.)])[ \t]|(\|))/u.exec(line));
  if (/[:：]\**$/u.test(a) && other?.[1] !== undefined) return true;
  return (of?.[1] !== undefined && other?.[1] !== undefined) || (of?.[2] !== undefined && other?.[2] !== undefined);
}

/** Where a document broke off. */
interface Broken {
  /** What stands behind the last line end. */
  readonly piece: string;
  /** The last line before it that says something. */
  readonly above: string;
  /** The line that opened the code fence around it; undefined outside of any. */
  readonly fence: string | undefined;
}

/** How many lines at the beginning of `next` are the last ones of `lines`. */
function repeatedLines(lines: readonly string[], next: readonly string[]): number {
  for (let count = Math.min(lines.length, next.length, 40); count > 0; count -= 1) {
    const repeated = lines.slice(-count);
    if (repeated.some((line) => telling.test(line)) && repeated.every((line, index) => line === next[index]))
      return count;
  }
  return 0;
}

/** The first line opens the fence again. A bare one does so only where it would leave another open if it closed. */
function reopens(fence: string, next: readonly string[]): boolean {
  if (next[0]?.trim() !== fence) return false;
  if (/[^`~]/u.test(fence)) return true;
  return next.filter((line) => /^[ \t]*(?:`{3,}|~{3,})/u.test(line)).length % 2 === 0;
}

/** What follows the complete lines: the line that broke off written anew, or its rest, or something else behind it. */
function following(broken: Broken, next: string): string {
  const { piece } = broken;
  const [first = ''] = next.split('\n', 1);
  if (piece === '' || isAnew(broken, first)) return next;
  if (goesOnInMark(piece, first)) return piece + next;
  if (piece.trim() === '') return /^(?:\s|$|#{1,6} )/u.test(first) ? next : piece + next;
  const overlap = repeatedEnd(piece, first);
  if (overlap > 0) return piece + next.slice(overlap);
  if (!ownLine(broken, first)) return piece + next;
  return /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*$/u.test(piece) ? next : `${piece}\n${next}`;
}

/** The line is none that goes on with the piece. Nothing is lost of what broke off and was not written again. */
function ownLine({ piece, above, fence }: Broken, line: string): boolean {
  if (line.trim() === '') return false;
  if (fence !== undefined) return /^(?:\t| {2,}|[ \t]*(?:`{3,}|~{3,})[ \t]*$)/u.test(line);
  if (/^[*_`]+$/u.test(line.trim()) || (!even(piece) && even(piece + line))) return false;
  const unfinished = /^[ \t]*\|/u.test(piece) && !piece.trimEnd().endsWith('|');
  return blockStart.test(line) && !unfinished && !goesOnInRow(piece, line, above);
}

/** The cells of both make a row like the one above, and those of the line alone do not. */
function goesOnInRow(piece: string, line: string, above: string): boolean {
  return /^[ \t]*\|/u.test(piece) && bars(line) < bars(above) && bars(piece) + bars(line) === bars(above);
}

/** The piece is the beginning of a mark that the line has the rest of: `#` and `# Overview`, `*` and `*Note:**`. */
function goesOnInMark(piece: string, line: string): boolean {
  if (/^#{1,5}$/u.test(piece)) return /^#? \S|^## (?:Requirement|Property) \d|^### Acceptance Criteria\b/u.test(line);
  const fence = /^[ \t]*(?:`{3,}|~{3,})[^`~]*$/u;
  if (/^[ \t]*(?:`{1,2}|~{1,2})$/u.test(piece)) return fence.test(piece + line) && !fence.test(line);
  return !telling.test(piece) && !fence.test(line) && !even(line) && even(piece + line);
}

/** Marks of emphasis and code come in pairs. */
function even(line: string): boolean {
  return ['*', '`'].every((mark) => line.split(mark).length % 2 === 1);
}

/** The line says what the piece said, white space and marks of emphasis aside, or has its number. */
function isAnew({ piece, above }: Broken, line: string): boolean {
  if (goesOnInMark(piece, line) || goesOnInRow(piece, line, above)) return false;
  if (line.trimStart().startsWith(piece.trim()) && piece.trim() !== '') return true;
  const number = /^[ \t]*(?:[-*] \[.\]\*? )?(\d+(?:\.\d+)*[.)]?) /u;
  const numbers = [number.exec(piece)?.[1], number.exec(line)?.[1]];
  if (numbers[0] !== undefined && numbers[0] === numbers[1]) return true;
  const [a, b] = [plain(piece), plain(line)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return telling.test(a) && (same === a.length || (same >= 6 && same >= a.length * 0.6));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s*_`\\]/gu, '');
}

/** How much of the end of `piece`, from the beginning of a word on, the line says again. */
function repeatedEnd(piece: string, line: string): number {
  for (const { index } of piece.matchAll(/(?<=\s)\S/gu)) {
    const end = piece.slice(index);
    if (!line.startsWith(end)) continue;
    const once = piece + line.slice(end.length);
    if (telling.test(end) || (!even(piece + line) && even(once))) return end.length;
  }
  return 0;
}

function bars(line: string): number {
  return line.replaceAll('\\|', '').split('|').length - 1;
}

/** A line like "Continuing:", which is said to nobody's document. */
const announces =
  /^(?:Continu(?:ing|ed|ation)|Resuming|Here(?:['’]s| is| are| comes)? the (?:rest|remain)|Going on|Picking up|Sure|OK|Okay|Sorry|I apologi[sz]e)\b/u;

/**
 * Words before the rest of `document` in an answer without tags: up to the line that broke off, the last complete one,
 * the document's first or its open fence, where one of these comes soon; else a first line that only announces.
 */
export function leadIn(document: string, text: string): number {
  const kept = completeLines(document);
  const piece = document.slice(kept.length).trim();
  const fence = openFence(kept);
  const known = [lastCompleteLine(kept), kept.split('\n').find((line) => line.trim() !== ''), fence];
  const lines = text.split('\n');
  const isKnown = (line: string) =>
    telling.test(line) &&
    (known.includes(line) || (piece.length >= 3 && telling.test(piece) && line.trim().startsWith(piece)));
  const length = (count: number) => lines.slice(0, count).reduce((sum, line) => sum + line.length + 1, 0);
  const begins = lines.slice(0, 6).findIndex(isKnown);
  if (begins === 0) return 0;
  if (begins > 0 && isSaid(lines.slice(0, begins), lines[begins]?.trim() === fence)) return length(begins);
  const at = lines.findIndex((line) => line.trim() !== '');
  const first = lines[at]?.trim() ?? '';
  if (first === '' || blockStart.test(first) || (lines[at + 1] ?? '').trim() !== '') return 0;
  if (fence !== undefined && !(announces.test(first) && /[:.…]$/u.test(first))) return 0;
  const next = lines.findIndex((line, index) => index > at && line.trim() !== '');
  const opensHeading = next === -1 || /^#{1,6} /u.test(lines[next] ?? '');
  if (!announces.test(first) && !(/[:：…]$/u.test(first) && opensHeading)) return 0;
  return next === -1 ? text.length : length(next);
}

/** Lines before what is known are words to somebody: one or two, no blocks, closed by an empty line, a stop or a fence. */
function isSaid(lines: readonly string[], beforeFence: boolean): boolean {
  const words = lines.filter((line) => line.trim() !== '');
  const stops = beforeFence || lines.at(-1)?.trim() === '' || /[.:：!…]$/u.test(words.at(-1)?.trim() ?? '');
  return (
    words.length <= 2 &&
    stops &&
    !/^\s*\p{Ll}/u.test(words[0] ?? '') &&
    !words.some((line) => blockStart.test(line) || /^[ \t]/u.test(line))
  );
}
