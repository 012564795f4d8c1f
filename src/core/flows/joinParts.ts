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
  const apart = spaced && !/(?:^|\n)[ \t]*\r?\n$/u.test(kept) ? '\n' : '';
  const [first = ''] = nextLines;
  if (apart === '' || broken.piece === '' || isAnew(broken.piece, first)) return kept + apart + following(broken, next);
  return `${before}\n${apart}${next}`;
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
  if (piece === '' || isAnew(piece, first)) return next;
  if (piece.trim() === '') return /^(?:\s|$|#{1,6} )/u.test(first) ? next : piece + next;
  const overlap = repeatedEnd(piece, first);
  if (overlap > 0) return piece + next.slice(overlap);
  return ownLine(broken, first) ? `${piece}\n${next}` : piece + next;
}

/** The line is none that goes on with the piece. Nothing is lost of what broke off and was not written again. */
function ownLine({ piece, above, fence }: Broken, line: string): boolean {
  if (line.trim() === '') return false;
  if (fence !== undefined) return /^(?:\t| {2,}|[ \t]*(?:`{3,}|~{3,})[ \t]*$)/u.test(line);
  const cells = bars(piece) > 0 && bars(line) < bars(above) && bars(piece) + bars(line) === bars(above);
  return blockStart.test(line) && !cells;
}

/** The line says what the piece said, white space and marks of emphasis aside, or has its number. */
function isAnew(piece: string, line: string): boolean {
  if (line.trimStart().startsWith(piece.trim()) && piece.trim() !== '') return true;
  const number = /^[ \t]*(?:[-*] \[.\]\*? )?(\d+(?:\.\d+)*[.)]?) /u;
  const numbers = [number.exec(piece)?.[1], number.exec(line)?.[1]];
  if (numbers[0] !== undefined && numbers[0] === numbers[1]) return true;
  const [a, b] = [plain(piece), plain(line)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return a !== '' && (same === a.length || (same >= 6 && same >= a.length * 0.6));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s*_`\\]/gu, '');
}

/** How much of the end of `piece`, from the beginning of a word on, the line says again. */
function repeatedEnd(piece: string, line: string): number {
  for (const { index } of piece.matchAll(/(?<=\s)\S/gu)) {
    const end = piece.slice(index);
    if (line.startsWith(end)) return end.length;
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
    telling.test(line) && (known.includes(line) || (piece.length >= 3 && line.trim().startsWith(piece)));
  const length = (count: number) => lines.slice(0, count).reduce((sum, line) => sum + line.length + 1, 0);
  const begins = lines.slice(0, 6).findIndex(isKnown);
  if (begins >= 0) return length(begins);
  const at = lines.findIndex((line) => line.trim() !== '');
  const first = lines[at]?.trim() ?? '';
  if (first === '' || fence !== undefined || blockStart.test(first) || (lines[at + 1] ?? '').trim() !== '') return 0;
  const next = lines.findIndex((line, index) => index > at && line.trim() !== '');
  const opensHeading = next === -1 || /^#{1,6} /u.test(lines[next] ?? '');
  if (!announces.test(first) && !(/[:：…]$/u.test(first) && opensHeading)) return 0;
  return next === -1 ? text.length : length(next);
}
