/** Answers as they are typed, and as they are sent. */
import type { Answer, Question } from '../../core/flows/snapshot';

/** An answer that is not sent. */
export interface AnswerDraft {
  readonly chosen: readonly string[];
  /** What was typed: the answer of a text question, or "Something else". */
  readonly text: string;
  /** "Something else" is chosen. */
  readonly other: boolean;
  readonly skipped: boolean;
  /** The user changed it; until then a default is shown as chosen. */
  readonly touched: boolean;
}

/** The draft of a question nobody has touched: its default is chosen. */
export function freshDraft(question: Question): AnswerDraft {
  const known = question.choices.map(({ label }) => label);
  const text = question.kind === 'text' ? question.default.join('\n') : '';
  const chosen = question.default.filter((label) => known.includes(label));
  return { chosen, text, other: false, skipped: false, touched: false };
}

/** What was chosen and typed, or the default where nobody touched it. */
export function draftOf(question: Question, drafts: Readonly<Record<string, AnswerDraft>>): AnswerDraft {
  return drafts[question.id] ?? freshDraft(question);
}

/** Chooses or unchooses a label; a single choice replaces the other and closes "Something else". */
export function choose(question: Question, draft: AnswerDraft, label: string, on: boolean): AnswerDraft {
  if (question.kind === 'single') return { ...draft, chosen: [label], other: false, touched: true };
  const without = draft.chosen.filter((each) => each !== label);
  return { ...draft, chosen: on ? [...without, label] : without, touched: true };
}

/** Opens or closes "Something else". */
export function chooseOther(question: Question, draft: AnswerDraft, on: boolean): AnswerDraft {
  return { ...draft, chosen: question.kind === 'single' ? [] : draft.chosen, other: on, touched: true };
}

/** Open questions count as skipped when answers are sent. */
export type AnswerState = 'answered' | 'skipped' | 'open';

/** Where an answer stands. */
export function answerState(question: Question, draft: AnswerDraft): AnswerState {
  if (draft.skipped) return 'skipped';
  return wordsOf(question, draft).length > 0 ? 'answered' : 'open';
}

/** "2 answered, 1 skipped, 2 open" */
export function tally(questions: readonly Question[], drafts: Readonly<Record<string, AnswerDraft>>): string {
  const states = questions.map((question) => answerState(question, draftOf(question, drafts)));
  const of = (state: AnswerState): number => states.filter((each) => each === state).length;
  const parts = (['answered', 'skipped', 'open'] as const).flatMap((state) =>
    of(state) > 0 ? [`${of(state)} ${state}`] : [],
  );
  return parts.join(', ');
}

/** What is sent; open questions count as skipped. */
export function answersOf(
  questions: readonly Question[],
  drafts: Readonly<Record<string, AnswerDraft>>,
): readonly Answer[] {
  return questions.map((question) => {
    const draft = draftOf(question, drafts);
    const answer = draft.skipped ? [] : wordsOf(question, draft);
    if (answer.length === 0) return { id: question.id, answer: [], source: 'skipped' };
    return { id: question.id, answer, source: draft.touched ? 'user' : 'default' };
  });
}

/** Answers that skip every question. */
export function skippedAll(questions: readonly Question[]): readonly Answer[] {
  return questions.map(({ id }) => ({ id, answer: [], source: 'skipped' }));
}

function wordsOf(question: Question, draft: AnswerDraft): readonly string[] {
  const typed = draft.text.trim() === '' ? [] : [draft.text.trim()];
  if (question.kind === 'text') return typed;
  return draft.other ? [...draft.chosen, ...typed] : draft.chosen;
}
