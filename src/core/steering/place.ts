import type { Place } from '../diagnostic';

/** The place of a stretch of text; offsets are cut to the text. */
export function placeOf(text: string, start: number, end: number): Place {
  const from = Math.max(0, Math.min(start, text.length));
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < from; at = text.indexOf('\n', at + 1)) line++;
  return { line, column: from - lineStart + 1, start: from, end: Math.max(from, Math.min(end, text.length)) };
}
