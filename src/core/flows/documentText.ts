/** Takes the document out of a model's answer: the text between one pair of `<document>` tags. */

export interface Answered {
  /** The document's text so far; undefined where the answer holds none. */
  readonly document: string | undefined;
  /** The closing tag has come. */
  readonly closed: boolean;
  /** What was said outside the document. */
  readonly reply: string;
}

const openingLine = /^[ \t]*<document>[ \t]*\r?\n?/mu;
const closingLine = /^[ \t]*<\/document>[ \t]*$/gmu;

/** The document and the words around it, of an answer that is complete or still arriving. */
export function readAnswer(text: string): Answered {
  const opening = openingLine.exec(text) ?? /<document>\r?\n?/u.exec(text);
  if (opening === null) return { document: undefined, closed: false, reply: text.trim() };
  const start = opening.index + opening[0].length;
  const rest = text.slice(start);
  const closing = lastMatch(rest, closingLine) ?? lastMatch(rest, /<\/document>/gu);
  const before = text.slice(0, opening.index).trim();
  if (closing === undefined) return { document: withoutPartialTag(rest), closed: false, reply: before };
  const after = rest.slice(closing.index + closing[0].length).trim();
  return {
    document: finished(rest.slice(0, closing.index)),
    closed: true,
    reply: [before, after].filter((part) => part !== '').join('\n\n'),
  };
}

/** A brace or a fence may well stand twice in a row; a line of words hardly ever does. */
const telling = /[\p{L}\p{N}]/u;

/**
 * A document that came in two parts: `before` up to its last complete line, then `next`. Lines that `next` repeats are
 * dropped, where they say something, and a `next` that starts the document anew replaces it. `spaced`: an empty line stood
 * before `next`, and is there afterwards.
 */
export function joinParts(before: string, next: string, spaced = false): string {
  const kept = completeLines(before);
  const lines = kept.split('\n').slice(0, -1);
  const nextLines = next.split('\n');
  const title = lines.find((line) => line.trim() !== '');
  if (title !== undefined && nextLines.find((line) => line.trim() !== '') === title && lines.length > 1) return next;
  for (let count = Math.min(lines.length, nextLines.length, 40); count > 0; count -= 1) {
    const repeated = lines.slice(-count);
    if (repeated.some((line) => telling.test(line)) && repeated.every((line, index) => line === nextLines[index])) {
      return kept + nextLines.slice(count).join('\n');
    }
  }
  const apart = spaced && !/(?:^|\n)[ \t]*\r?\n$/u.test(kept) ? '\n' : '';
  return kept + apart + next;
}

/** The text up to and with its last line end; empty where there is none. */
export function completeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

/** The last line of the complete ones that says something; undefined where there is none. */
export function lastCompleteLine(text: string): string | undefined {
  return completeLines(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .at(-1);
}

/** A document as it goes into a file: no fence around it, one line end at its end. */
export function finished(text: string): string {
  const trimmed = text.replace(/^(?:[ \t]*\r?\n)+/u, '').trimEnd();
  const fence = /^(`{3,}|~{3,})(?:markdown|md)?[ \t]*\r?\n([\s\S]*)\r?\n\1$/u.exec(trimmed);
  return `${(fence?.[2] ?? trimmed).trimEnd()}\n`;
}

function withoutPartialTag(text: string): string {
  const tag = '</document>';
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(tag.slice(0, length))) return text.slice(0, -length);
  }
  return text;
}

function lastMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
  return [...text.matchAll(pattern)].at(-1);
}
