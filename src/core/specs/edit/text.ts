/** Offsets of lines in a text, and its line ends. */

/** The line end that stands at an offset, else the one that the text uses first; LF where it has none. */
export function lineEndAt(text: string, offset: number): string {
  return /^(?:\r\n|\n|\r)/.exec(text.slice(offset, offset + 2))?.[0] ?? /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Offset of the first character of the line that holds an offset, after a BOM. */
export function lineStartAt(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r' && text[at - 1] !== '\uFEFF') {
    at--;
  }
  return at;
}

/** Offset of the line after the one that holds an offset. */
export function nextLineAt(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') {
    at++;
  }
  return text.startsWith('\r\n', at) ? at + 2 : Math.min(at + 1, text.length);
}
