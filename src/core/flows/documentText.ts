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

/**
 * The document and the words around it, of an answer that is complete or still arriving. Where `title` is given, an
 * answer without tags that holds this heading and one below it is a document from there on. The rest of a document may
 * begin and end with a fence that is not around it.
 */
export function readAnswer(text: string, title?: string, rest = false): Answered {
  const opening = openingLine.exec(text) ?? /<document>\r?\n?/u.exec(text);
  if (opening === null) return untagged(text, title) ?? { document: undefined, closed: false, reply: text.trim() };
  const start = opening.index + opening[0].length;
  const inside = text.slice(start);
  const closing = lastMatch(inside, closingLine) ?? lastMatch(inside, /<\/document>/gu);
  const before = text.slice(0, opening.index).trim();
  if (closing === undefined) return { document: withoutPartialTag(inside), closed: false, reply: before };
  const after = inside.slice(closing.index + closing[0].length).trim();
  return {
    document: finished(inside.slice(0, closing.index), rest),
    closed: true,
    reply: [before, after].filter((part) => part !== '').join('\n\n'),
  };
}

/** Nothing says where an untagged document ends: it is closed when its answer has ended (`closeAnswer`). */
function untagged(text: string, title: string | undefined): Answered | undefined {
  if (title === undefined) return undefined;
  const fence = '(?:[ \\t]*(?:`{3,}|~{3,})(?:markdown|md)?[ \\t]*\\r?\\n\\s*)?';
  const words = title.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  const found = new RegExp(`^${fence}# +${words}(?![\\p{L}\\p{N}]).*$`, 'imu').exec(text);
  if (found === null || !/^## /mu.test(text.slice(found.index))) return undefined;
  return { document: text.slice(found.index), closed: false, reply: text.slice(0, found.index).trim() };
}

/** The answer of a model that was done when it ended it: a document without its closing tag is whole all the same. */
export function closeAnswer(answered: Answered): Answered {
  const { document, closed, reply } = answered;
  if (document === undefined || closed) return answered;
  // Words behind a fence around the whole were for the person.
  const fenced = /^(\s*(`{3,}|~{3,})(?:markdown|md)?[ \t]*\r?\n[\s\S]*\r?\n\2)[ \t]*\r?\n([\s\S]*)$/u.exec(document);
  const [, text = document, , after = ''] = fenced !== null && !fenced[3]?.includes(fenced[2] ?? '') ? fenced : [];
  const replies = [reply, after.trim()].filter((part) => part !== '');
  return { document: finished(text), closed: true, reply: replies.join('\n\n') };
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
export function finished(text: string, rest = false): string {
  const trimmed = text.replace(/^(?:[ \t]*\r?\n)+/u, '').trimEnd();
  const fence = /^(`{3,}|~{3,})(markdown|md)?[ \t]*\r?\n([\s\S]*)\r?\n\1$/u.exec(trimmed);
  const unwrapped = rest && fence?.[2] === undefined ? undefined : fence?.[3];
  return `${(unwrapped ?? trimmed).trimEnd()}\n`;
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
