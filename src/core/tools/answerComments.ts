import * as z from 'zod';
import { phaseTool } from './phaseTool';

const input = z.object({
  answers: z
    .array(
      z.object({
        comment: z.string().min(1).max(100).describe('The id of the comment.'),
        outcome: z
          .enum(['changed', 'reason'])
          .describe('"changed" where an edit with this id as its source answers it; else "reason".'),
        reason: z.string().min(1).max(1000).describe('What changed, by id, or why nothing did. One or two sentences.'),
      }),
    )
    .min(1)
    .max(100),
});

type AnswerCommentsInput = z.infer<typeof input>;

/** Answers the comments of people on a document: each by the change or by a reason. */
export const answerComments = phaseTool<AnswerCommentsInput>({
  name: 'answer_comments',
  description:
    'Answers every comment of a person on the document, after its edits: by the change, or by the reason why nothing changes.',
  input,
  label: ({ answers }) => `Answered ${answers.length === 1 ? 'a comment' : `${answers.length} comments`}`,
  when: 'when the person has sent comments',
});
