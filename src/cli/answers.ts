/** Answers to an agent's questions without anybody there: `{"answers":[{"match":"…","answer":"…"}],"otherwise":"default|skip"}`. */
import * as z from 'zod';
import type { Answer, Question } from '../core/flows/snapshot';

const schema = z.strictObject({
  answers: z
    .array(z.strictObject({ match: z.string().min(1), answer: z.union([z.string(), z.array(z.string())]) }))
    .default([]),
  otherwise: z.enum(['default', 'skip']).default('default'),
});

/** The file given by `--answers`: the first entry whose `match` is part of a question answers it. */
export type AnswersFile = z.infer<typeof schema>;

/** A sentence where the text is not of the form. */
export function parseAnswers(text: string): AnswersFile | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join('.') || 'the object'}: ${issue?.message ?? 'not of the form'}`;
}

/**
 * The entry that names a question's id answers it; else the first whose `match` occurs in its id or words, letter case
 * aside.
 */
export function answersFrom(file: AnswersFile, questions: readonly Question[]): readonly Answer[] {
  const ids = new Set(questions.map(({ id }) => id));
  return questions.map((question) => {
    const words = `${question.id}\n${question.question}`.toLowerCase();
    const entry =
      file.answers.find(({ match }) => match === question.id) ??
      file.answers.find(({ match }) => words.includes(match.toLowerCase()) && !ids.has(match));
    if (entry !== undefined)
      return { id: question.id, answer: [entry.answer].flat().map((text) => labelOf(question, text)), source: 'user' };
    return file.otherwise === 'default' ? defaultAnswer(question) : skipped(question);
  });
}

/** A file for `--answers` with what the agent proposes for each question. */
export function proposed(questions: readonly Question[]): AnswersFile {
  const answers = questions.map(({ id, default: given }) => ({
    match: id,
    answer: given.length === 1 ? (given[0] ?? '') : [...given],
  }));
  return { answers, otherwise: 'default' };
}

/** A question for people: its id and words, why it matters, what may be chosen. */
export function questionLines({ id, question, why, kind, choices, ifSkipped }: Question): readonly string[] {
  return [
    `${id}: ${question}`,
    `   ${why}`,
    ...choices.map(({ label, detail }) => `   ${kind === 'multiple' ? '+' : '-'} ${label}: ${detail}`),
    `   Not answered: ${ifSkipped}`,
  ];
}

/** The answer that the agent itself proposed. */
export function defaultAnswer(question: Question): Answer {
  return { id: question.id, answer: question.default, source: 'default' };
}

/** No answer: the assumption of the question is written down. */
export function skipped(question: Question): Answer {
  return { id: question.id, answer: [], source: 'skipped' };
}

/** The choice's label as it is written, where the text means one; else the text. */
export function labelOf(question: Question, text: string): string {
  const wanted = text.trim().toLowerCase();
  return question.choices.find((choice) => choice.label.toLowerCase() === wanted)?.label ?? text.trim();
}
