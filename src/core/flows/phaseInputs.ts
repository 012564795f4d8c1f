/** What the three tools of the phases hand to a flow, read again here because a resumed flow takes it from the log. */
import * as z from 'zod';
import type { Question } from './snapshot';

const texts = z.array(z.string()).readonly();

const askSchema = z.object({
  reading: z.string(),
  size: z.string(),
  size_reason: z.string().catch(''),
  name: z.string().catch(''),
  parts: texts.catch([]),
  assumptions: texts.catch([]),
  facts: z
    .array(z.object({ file: z.string(), line: z.number().catch(0), today: z.string(), callers: texts.catch([]) }))
    .readonly()
    .catch([]),
  questions: z
    .array(
      z.object({
        id: z.string(),
        question: z.string(),
        why: z.string(),
        kind: z.enum(['single', 'multiple', 'text']),
        choices: z.array(z.object({ label: z.string(), detail: z.string() })).readonly(),
        default: texts,
        if_skipped: z.string(),
      }),
    )
    .readonly(),
});

const editsSchema = z.object({
  document: z.string(),
  edits: z.array(z.object({ old: z.string(), new: z.string(), source: z.string().catch('') })).readonly(),
  reply: z.string().catch(''),
});

/** A finding as the model reports it; one that is kept has more to it. */
export const reportedFinding = z.object({
  kind: z.string(),
  severity: z.enum(['blocks', 'costs']),
  criterion: z.string(),
  evidence: z.array(z.object({ where: z.string(), quote: z.string() })).readonly(),
  consequence: z.string(),
  action: z.enum(['replace', 'add_after', 'remove']),
  wording: z.string(),
  question: z.string(),
});

const findingsSchema = z.object({
  findings: z.array(reportedFinding).readonly(),
  checked: z.string().catch(''),
  reply: z.string().catch(''),
});

const commentsSchema = z.object({
  answers: z
    .array(z.object({ comment: z.string(), outcome: z.enum(['changed', 'reason']), reason: z.string() }))
    .readonly(),
});

/** Input of `answer_comments`. */
export type CommentsInput = Readonly<z.infer<typeof commentsSchema>>;
/** Input of `ask_user`. */
export type AskInput = Readonly<z.infer<typeof askSchema>>;
/** Input of `edit_document`. */
export type EditsInput = Readonly<z.infer<typeof editsSchema>>;
/** Input of `report_findings`. */
export type FindingsInput = Readonly<z.infer<typeof findingsSchema>>;

/** Each gives undefined where the input is not of its shape. */
export const readAsk = (input: unknown): AskInput | undefined => askSchema.safeParse(input).data;
/** Reads the input of `edit_document`. */
export const readEdits = (input: unknown): EditsInput | undefined => editsSchema.safeParse(input).data;
/** Reads the input of `report_findings`. */
export const readFindings = (input: unknown): FindingsInput | undefined => findingsSchema.safeParse(input).data;

/** Reads the input of `answer_comments`. */
export const readComments = (input: unknown): CommentsInput | undefined => commentsSchema.safeParse(input).data;

/** The questions as the panel shows them. */
export function questionsOf(input: AskInput): readonly Question[] {
  return input.questions.map(({ if_skipped, ...question }) => ({ ...question, ifSkipped: if_skipped }));
}
