/** The sentences of a document taken apart once, for all rules that ask about their words. */
import type { Place } from '../../diagnostic';
import { Notes } from '../lazy';
import type { Criterion, Requirement, SpecDocument } from '../model';
import { BEYOND_ASCII, QUOTE, signOf, signsIn } from './signs';
import {
  OBLIGATION,
  OBLIGATION_ASCII,
  OBLIGING_ASCII,
  TRIGGER,
  TRIGGER_ASCII,
  TRIGGERS_ASCII,
  type TriggerKind,
  triggerKind,
} from './words';

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
  /** Holds nothing beyond ASCII, as most do, so that simpler expressions do. */
  readonly ascii: boolean;
  /** What there is in `text` at all: `signs.ts` has the bits. */
  readonly has: number;
  /** A number that sentences share whose ASCII words are the same in any case. */
  readonly glance: number;
  /** What `perSentence` was answered, by the number of the question. */
  readonly answers: unknown[];
}

/** A criterion with its requirement and its words. */
export interface CriterionWords {
  readonly criterion: Criterion;
  readonly requirement: Requirement;
  readonly ears: Ears;
}

let questions = 0;

/**
 * A question about nothing but a sentence, so that it's asked once of each: a document that is checked again while
 * somebody types pays for the one sentence that changed. `needs` are words without one of which the answer is
 * `otherwise`; they are found for all questions at once, and the answer isn't looked for in sentences of ASCII that have
 * none.
 */
export function perSentence<Answer>(
  ask: (ears: Ears) => Answer,
  needed?: { readonly needs: readonly string[]; readonly otherwise: Answer },
): (ears: Ears) => Answer {
  const question = questions++;
  const sign = needed && signOf(needed.needs);
  return (ears) => {
    if (sign !== undefined && (ears.has & (sign | BEYOND_ASCII)) === 0) return needed?.otherwise as Answer;
    const known = ears.answers[question];
    if (known !== undefined) return known === nothing ? (undefined as Answer) : (known as Answer);
    const answer = ask(ears);
    ears.answers[question] = answer === undefined ? nothing : answer;
    return answer;
  };
}

/** The answer `undefined`, told from no answer yet. */
const nothing = Symbol('nothing');

/**
 * Every criterion of a document in order. What an earlier version of it has word for word, at the same place from the
 * beginning or from the end, isn't taken apart again.
 */
export function criteriaWords(document: SpecDocument, earlier?: readonly CriterionWords[]): readonly CriterionWords[] {
  if (document.name !== 'requirements.md' && document.name !== 'bugfix.md') return [];
  const known = words.get(document);
  if (known !== undefined) return known;
  const before = earlier ?? [];
  const all: CriterionWords[] = [];
  const count = document.requirements.reduce((sum, { criteria }) => sum + criteria.length, 0);
  for (const requirement of document.requirements) {
    for (const criterion of requirement.criteria) {
      const { text } = criterion;
      const [fromTop, fromEnd] = [before[all.length], before[all.length + before.length - count]];
      const same = fromTop?.ears.text === text ? fromTop : fromEnd?.ears.text === text ? fromEnd : undefined;
      const stays = same?.criterion === criterion && same.requirement === requirement;
      all.push(stays ? same : { criterion, requirement, ears: same?.ears ?? takeApart(text) });
    }
  }
  words.set(document, all);
  return all;
}

const words = new Notes<SpecDocument, readonly CriterionWords[]>();

function takeApart(text: string): Ears {
  const { has, glance } = signsIn(text);
  const plain = (has & (QUOTE | BEYOND_ASCII)) === 0 ? text : blanked(text);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is beyond ASCII is asked for
  const ascii = (has & BEYOND_ASCII) === 0 || !/[^\x00-\x7f]/.test(plain);
  const sure = (has & BEYOND_ASCII) === 0;
  const obligations = sure && (has & obliging) === 0 ? nowhere : spansOf(plain, ascii ? OBLIGATION_ASCII : OBLIGATION);
  const begun = sure && (has & triggering) === 0 ? null : (ascii ? TRIGGER_ASCII : TRIGGER).exec(plain);
  const word = begun?.[1] ?? '';
  const kind = triggerKind(word);
  const at = begun?.[0].indexOf(word) ?? 0;
  return {
    text,
    plain,
    writing: ascii ? 'latin' : writingOf(plain),
    obligations,
    trigger: kind === undefined ? undefined : { kind, from: at, to: at + word.length },
    ascii,
    has,
    glance,
    answers: new Array<unknown>(questions),
  };
}

const obliging = signOf(OBLIGING_ASCII);
const triggering = signOf(TRIGGERS_ASCII);

/** Every place where a global expression matches. */
function spansOf(text: string, expression: RegExp): readonly Span[] {
  expression.lastIndex = 0;
  const first = expression.exec(text);
  if (first === null) return nowhere;
  // An array that grows takes room for many, and nearly every sentence obliges once.
  const spans = [spanOf(first)];
  for (let next = expression.exec(text); next !== null; next = expression.exec(text)) spans.push(spanOf(next));
  return spans;
}

const nowhere: readonly Span[] = [];

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
