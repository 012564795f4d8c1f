/** The sentences of a document taken apart once, for all rules that ask about their words. */
import type { Place } from '../../diagnostic';
import type { Criterion, Requirement, SpecDocument } from '../model';
import { OBLIGATION, OBLIGATION_ASCII, THEN, TRIGGER, type TriggerKind, triggerKind } from './words';

/** A stretch of a sentence, in UTF-16 code units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A sentence as EARS sees it. Spans are of `plain`, which is as long as `text`. */
export interface Ears {
  readonly text: string;
  /** The text with code, quotes and links blanked by spaces: what is said there is not said by the sentence. */
  readonly plain: string;
  readonly writing: 'latin' | 'japanese' | 'chinese' | 'korean' | 'other';
  /** The obligations, first to last. */
  readonly obligations: readonly Span[];
  readonly trigger: (Span & { readonly kind: TriggerKind }) | undefined;
  /** `THEN` before the first obligation. */
  readonly response: Span | undefined;
  /** What `perSentence` was answered, by the number of the question. */
  readonly answers: unknown[];
}

/** A criterion with its requirement and its words. */
export interface CriterionWords {
  readonly criterion: Criterion;
  readonly requirement: Requirement;
  readonly ears: Ears;
}

const known = new Map<string, Ears>();
/** More sentences than any document has; an editor that runs for weeks must not keep them all. */
const knownLimit = 50_000;

/** A sentence taken apart; the same object for the same text, so that typing costs one sentence and not all. */
export function earsOf(text: string): Ears {
  const there = known.get(text);
  if (there !== undefined) return there;
  if (known.size >= knownLimit) known.clear();
  const made = takeApart(text);
  known.set(text, made);
  return made;
}

let questions = 0;

/**
 * A question about nothing but a sentence, so that it's asked once of each: a document that is checked again while
 * somebody types pays for the one sentence that changed.
 */
export function perSentence<Answer>(ask: (ears: Ears) => Answer): (ears: Ears) => Answer {
  const question = questions++;
  return (ears) => {
    if (ears.answers.length <= question) {
      for (let at = ears.answers.length; at <= question; at++) ears.answers.push(unasked);
    }
    if (ears.answers[question] === unasked) ears.answers[question] = ask(ears);
    return ears.answers[question] as Answer;
  };
}

const unasked = Symbol('unasked');

/** Every criterion of a document in order. */
export function criteriaWords(document: SpecDocument): readonly CriterionWords[] {
  if (document.name !== 'requirements.md' && document.name !== 'bugfix.md') return [];
  const all: CriterionWords[] = [];
  for (const requirement of document.requirements) {
    for (const criterion of requirement.criteria) {
      all.push({ criterion, requirement, ears: earsOf(criterion.text) });
    }
  }
  return all;
}

function takeApart(text: string): Ears {
  const plain = /[`"“”「『\]]/.test(text) ? blanked(text) : text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is beyond ASCII is asked for
  const ascii = !/[^\x00-\x7f]/.test(plain);
  const obligations = [...plain.matchAll(ascii ? OBLIGATION_ASCII : OBLIGATION)].map(spanOf);
  const begun = TRIGGER.exec(plain);
  const kind = triggerKind(begun?.[1] ?? '');
  const at = begun === null ? 0 : begun[0].indexOf(begun[1] ?? '');
  const then = THEN.exec(plain);
  const first = obligations[0]?.from ?? plain.length;
  return {
    text,
    plain,
    writing: ascii ? 'latin' : writingOf(plain),
    obligations,
    trigger: kind === undefined ? undefined : { kind, from: at, to: at + (begun?.[1]?.length ?? 0) },
    response: then === null || then.index > first ? undefined : spanOf(then),
    answers: [],
  };
}

function spanOf(match: RegExpExecArray): Span {
  return { from: match.index, to: match.index + match[0].length };
}

function writingOf(text: string): Ears['writing'] {
  if (/[\u3040-\u30ff]/.test(text)) return 'japanese';
  if (/[\uac00-\ud7a3]/.test(text)) return 'korean';
  if (/[\u4e00-\u9fff]/.test(text)) return 'chinese';
  return /[\u0400-\u04ff]/.test(text) ? 'other' : 'latin';
}

/** Code, quotations and the addresses of links as spaces; a quote that never ends blanks nothing. */
function blanked(text: string): string {
  return text.replace(/`[^`]*`|"[^"]{0,200}"|“[^”]{0,200}”|「[^」]{0,200}」|『[^』]{0,200}』|\]\([^)]*\)/g, (part) =>
    ' '.repeat(part.length),
  );
}

/**
 * Where a stretch of a criterion's text stands in its document. Exact where the criterion is one line; else the first
 * place where the same characters stand, else all of the criterion. `exact` is what a fix needs.
 */
export function placeOfSpan(
  document: Pick<SpecDocument, 'text'>,
  { text, place }: Criterion,
  { from, to }: Span,
): Place & { readonly exact: boolean } {
  const at = document.text.indexOf(text, place.start);
  if (at >= 0 && at + text.length <= place.end && text !== '') {
    const start = at + from;
    const column = place.column + (start - place.start);
    return { line: place.line, column, start, end: at + to, exact: true };
  }
  const block = document.text.slice(place.start, place.end);
  const found = block.indexOf(text.slice(from, to));
  if (found < 0 || to <= from) return { ...place, exact: false };
  const before = block.slice(0, found).split(/\r\n|\n|\r/);
  return {
    line: place.line + before.length - 1,
    column: (before.at(-1)?.length ?? 0) + (before.length === 1 ? place.column : 1),
    start: place.start + found,
    end: place.start + found + (to - from),
    exact: false,
  };
}
