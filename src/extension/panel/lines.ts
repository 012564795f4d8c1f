/** A text by lines, for views that are built from places. */
import type { Place } from '../../core/diagnostic';
import type { Lines, ProseView } from '../../webview/protocol';

/** Lines are 1-based, as in places. */
export interface LineIndex {
  readonly count: number;
  /** The text of a 1-based line without its end; empty outside the document. */
  text(line: number): string;
  /** First and last line of a place; a place that ends behind a line break ends on the line before. */
  linesOf(place: Place): Lines;
  /** Whether only blank lines lie between two lines. */
  blankBetween(after: number, before: number): boolean;
}

/** Splits a text; any line end counts. */
export function lineIndex(text: string): LineIndex {
  const lines = text.split(/\r\n|\r|\n/);
  const starts: number[] = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  const lineAt = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  const at = (line: number): string => lines[line - 1] ?? '';
  return {
    count: lines.length,
    text: at,
    linesOf: (place) => ({
      line: place.line,
      endLine: Math.max(place.line, lineAt(Math.max(place.start, place.end - 1))),
    }),
    blankBetween: (after, before) => {
      for (let line = after + 1; line < before; line++) if (at(line).trim() !== '') return false;
      return true;
    },
  };
}

/**
 * The lines from `first` to `last`, without those in `skipped` and without comments, as prose; undefined where nothing
 * is left to read.
 */
export function proseBetween(
  index: LineIndex,
  first: number,
  last: number,
  skipped: ReadonlySet<number> = new Set(),
): ProseView | undefined {
  const kept: string[] = [];
  let [from, to] = [0, 0];
  for (let line = Math.max(1, first); line <= Math.min(last, index.count); line++) {
    if (skipped.has(line)) continue;
    const text = index.text(line);
    if (kept.length === 0 && text.trim() === '') continue;
    if (from === 0) from = line;
    if (text.trim() !== '') to = line;
    kept.push(text);
  }
  const markdown =
    withoutComments(kept.join('\n')).trim() === ''
      ? ''
      : dedent(withoutComments(kept.join('\n')).replace(/^\s*\n/, ''));
  return markdown === '' ? undefined : { kind: 'prose', markdown, line: from, endLine: to };
}

/** Drops HTML comments outside fences: the renderer would show their marks as text. */
function withoutComments(markdown: string): string {
  return markdown.replace(/^(\s*)(`{3,}|~{3,})[\s\S]*?(?:^\s*\2.*$|$(?![\s\S]))|<!--[\s\S]*?-->/gm, (match) =>
    match.startsWith('<!--') ? '' : match,
  );
}

/** Removes the indent that all lines share, so that text of a list item is not taken for code. */
export function dedent(markdown: string): string {
  const lines = markdown.replace(/\s+$/, '').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return Number.isFinite(indent) && indent > 0 ? lines.map((line) => line.slice(indent)).join('\n') : lines.join('\n');
}
