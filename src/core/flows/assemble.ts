/** Puts together what a phase's turns have brought so far. */
import type { Message } from '../messages';
import { textOf } from '../messages';
import { type Answered, joinParts, readAnswer } from './documentText';

/** The document and reply of the answers to one phase, the one still arriving (`live`) included. */
export function assemble(tail: readonly Message[], live = ''): Answered {
  const texts = tail.filter((message) => message.role === 'assistant').map(textOf);
  return [...texts, live]
    .filter((text) => text !== '')
    .reduce(addAnswer, { document: undefined, closed: false, reply: '' });
}

/** The rest begins with an empty line, which belongs between a paragraph and what follows it. */
const blankFirst = /<document>[ \t]*\r?\n[ \t]*\r?\n/u;

function addAnswer(before: Answered, text: string): Answered {
  const continues = before.document !== undefined && !before.closed;
  const opens = /<document>/u.test(text);
  if (!continues) return mergeNew(before, readAnswer(text));
  const next = readAnswer(opens ? text : `<document>\n${text}`);
  const document = joinParts(before.document, next.document ?? '', blankFirst.test(text));
  return { document, closed: next.closed, reply: joined(before.reply, next.reply) };
}

/** A later document replaces an earlier one; the words of a turn before the last are no reply to anybody. */
function mergeNew(before: Answered, answer: Answered): Answered {
  return answer.document === undefined ? { ...before, reply: answer.reply } : answer;
}

function joined(a: string, b: string): string {
  return [a, b].filter((part) => part !== '').join('\n\n');
}
