/** The sentences of a document taken apart once, for all rules that ask about their words. */
import type { Place } from '../../diagnostic';
import { Notes } from '../lazy';
import type { Criterion, Requirement, SpecDocument } from '../model';
import { BEYOND_ASCII, QUOTE, type Span, signOf, signsIn } from './signs';
import {
  OBLIGATION,
  OBLIGATION_ASCII,
  OBLIGING_ASCII,
  obliges,
  TRIGGER,
  TRIGGER_ASCII,
  TRIGGERS_ASCII,
  type TriggerKind,
  triggerKind,
} from './words';

export type { Span };

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
  /** A bit for each question of `perSentence` that was answered as nearly always. */
  usual: number;
  /** Its other answers, by the number of the question. */
  answers: unknown[] | undefined;
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
 * somebody types pays for the one sentence that changed. `otherwise` is what nearly every sentence is answered, kept in a
 * bit. `needs` are words without one of which that is the answer; they are found for all questions at once, and the answer
 * isn't looked for in sentences of ASCII that have none.
 */
export function perSentence<Answer>(
  ask: (ears: Ears) => Answer,
  { otherwise, needs }: { readonly otherwise: Answer; readonly needs?: readonly string[] },
): (ears: Ears) => Answer {
  if (questions === 31) throw new Error('There are no more questions: a sentence has one bit for each.');
  const question = questions++;
  const bit = 1 << question;
  const needed = needs === undefined ? undefined : signOf(needs) | BEYOND_ASCII;
  return (ears) => {
    if (needed !== undefined && (ears.has & needed) === 0) return otherwise;
    if ((ears.usual & bit) !== 0) return otherwise;
    const known = ears.answers?.[question];
    if (known !== undefined) return known as Answer;
    const answer = ask(ears);
    if (answer === otherwise) {
      ears.usual |= bit;
    } else {
      ears.answers ??= new Array<unknown>(questions);
      ears.answers[question] = answer;
    }
    return answer;
  };
}

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
  const { has, glance, spans } = signsIn(text, obliging);
  const sure = (has & BEYOND_ASCII) === 0;
  const plain = sure && (has & QUOTE) === 0 ? text : blanked(text);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is beyond ASCII is asked for
  const ascii = sure || !/[^\x00-\x7f]/.test(plain);
  return {
    text,
    plain,
    writing: ascii ? 'latin' : writingOf(plain),
    obligations: sure ? obligationsAmong(spans, plain) : spansOf(plain, ascii ? OBLIGATION_ASCII : OBLIGATION),
    trigger: sure && (has & triggering) === 0 ? undefined : triggerOf(plain, ascii),
    ascii,
    has,
    glance,
    usual: 0,
    answers: undefined,
  };
}

const obliging = signOf(OBLIGING_ASCII);
const triggering = signOf(TRIGGERS_ASCII);

/** What `OBLIGATION_ASCII` finds, looked for only where the sentence has words that may oblige. */
function obligationsAmong(spans: readonly Span[], plain: string): readonly Span[] {
  for (const span of spans) if (!obliges(plain, span)) return spans.filter((each) => obliges(plain, each));
  return spans;
}

function triggerOf(plain: string, ascii: boolean): Ears['trigger'] {
  const usual = usualTrigger(plain);
  if (usual !== undefined) return usual;
  const begun = (ascii ? TRIGGER_ASCII : TRIGGER).exec(plain);
  const word = begun?.[1] ?? '';
  const kind = triggerKind(word);
  if (kind === undefined) return undefined;
  const from = begun?.[0].indexOf(word) ?? 0;
  return { kind, from, to: from + word.length };
}

/** What nearly every trigger is, an English word in capitals and a space behind it; the expressions say the same. */
function usualTrigger(plain: string): Ears['trigger'] {
  for (const { kind, begins } of USUAL_TRIGGERS) {
    if (plain.startsWith(begins)) return { kind, from: 0, to: begins.length - 1 };
  }
  return undefined;
}

const USUAL_TRIGGERS = (['when', 'if', 'while', 'where'] as const).map((kind) => ({
  kind,
  begins: `${kind.toUpperCase()} `,
}));

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
