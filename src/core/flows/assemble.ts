/** Puts together what a phase's turns have brought so far. */
import { mentionMark } from '../context/mentions';
import { steeringMark } from '../context/steeringText';
import type { Message } from '../messages';
import { textOf } from '../messages';
import { type Answered, closeAnswer, finished, readAnswer } from './documentText';
import { joinParts, leadIn } from './joinParts';

/** What is known of the answers besides their words. */
export interface Assembly {
  /** Text of the answer that is still arriving. */
  readonly live?: string;
  /** The heading that begins the document, where an answer without tags may be one. */
  readonly title?: string | undefined;
  /** The model was done: a document whose closing tag is missing is whole. */
  readonly ended?: boolean;
}

const nothing: Answered = { document: undefined, closed: false, reply: '' };

/** The heading of the message that asks for the rest of a document (`prompts/continue.md`). */
const asksForRest = /^# Phase: .*, continued$/mu;

/**
 * The document and reply of the answers to one phase. A document that is not closed goes on in the next answer, unless
 * something else was said to the model in between: then it was done with it. Rules and mentions that are brought along
 * are not said by anybody.
 */
export function assemble(tail: readonly Message[], { live = '', title, ended = false }: Assembly = {}): Answered {
  let answered = nothing;
  let since: 'nothing' | 'rest' | 'words' = 'nothing';
  const add = (text: string) => {
    answered = addAnswer(since === 'words' ? closeAnswer(answered) : answered, text, title);
    since = 'nothing';
  };
  for (const message of tail) {
    const text = textOf(message);
    if (text === '') continue;
    if (message.role === 'assistant') add(text);
    else if (since !== 'rest' && !isBrought(text)) since = asksForRest.test(text) ? 'rest' : 'words';
  }
  if (live !== '') add(live);
  return ended ? closeAnswer(answered) : answered;
}

function isBrought(text: string): boolean {
  return text.startsWith(steeringMark) || text.startsWith(mentionMark);
}

/** The rest begins with an empty line, which belongs between a paragraph and what follows it. */
const blankFirst = /<document>[ \t]*\r?\n[ \t]*\r?\n/u;

function addAnswer(before: Answered, text: string, title: string | undefined): Answered {
  if (before.document === undefined || before.closed) return mergeNew(before, readAnswer(text, title));
  const untagged = /<document>/u.test(text) ? undefined : leadIn(before.document, text);
  const next = readAnswer(untagged === undefined ? text : `<document>\n${text.slice(untagged)}`, undefined, true);
  const spaced = blankFirst.test(text) || /\n[ \t]*\n[ \t]*\n$/u.test(text.slice(0, untagged ?? 0));
  const joined = joinParts(before.document, next.document ?? '', spaced);
  const replies = [before.reply, untagged === undefined ? '' : text.slice(0, untagged).trim(), next.reply];
  return {
    document: next.closed ? finished(joined) : joined,
    closed: next.closed,
    reply: replies.filter((part) => part !== '').join('\n\n'),
  };
}

/** A later document replaces an earlier one; the words of a turn before the last are no reply to anybody. */
function mergeNew(before: Answered, answer: Answered): Answered {
  return answer.document === undefined ? { ...before, reply: answer.reply } : answer;
}
