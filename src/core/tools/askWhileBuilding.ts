import * as z from 'zod';
import { phaseTool } from './phaseTool';

const input = z.object({
  question: z.string().min(1).max(600).describe('One decision in one sentence, in the words of the product.'),
  why: z.string().max(600).default('').describe('What you found, and what depends on the answer.'),
  choices: z
    .array(z.string().min(1).max(200))
    .max(6)
    .default([])
    .describe('Answers that exclude each other, the one you recommend first; empty for a free text.'),
  if_skipped: z.string().min(1).max(400).describe('What you will do when nobody answers.'),
});

/** Asks the user one question in the middle of a task. */
export const askWhileBuilding = phaseTool<z.infer<typeof input>>({
  name: 'ask_user',
  description:
    'Asks the user one question that the spec, the code and the steering do not answer, and waits for the answer. For decisions that would cost work if guessed wrong; never for permission, which is asked for by itself.',
  input,
  label: ({ question }) => `Asked: ${question}`,
  when: 'while a task is built and somebody is there to answer. Decide as you would have recommended, and say so in your report',
});
