import * as z from 'zod';
import description from './askUser.md';
import { phaseTool } from './phaseTool';

const text = (limit: number) => z.string().max(limit);
const filled = (limit: number) => z.string().min(1).max(limit);

const choice = z.object({
  label: filled(80).describe('One to five words.'),
  detail: text(300).describe('The consequence, in one sentence.'),
});

const question = z
  .object({
    id: filled(60).describe('A short name, unique in this call.'),
    question: filled(400).describe('One decision in one sentence, in the words of the product.'),
    why: text(400).describe('What changes in the spec with the answer. Starts with a verb.'),
    kind: z.enum(['single', 'multiple', 'text']),
    choices: z
      .array(choice)
      .max(6)
      .describe('Two to four that exclude each other (multiple: that combine); empty for text.'),
    default: z.array(text(500)).max(6).describe('What you would take: labels of choices, or one text.'),
    if_skipped: filled(500).describe('The assumption that is written down when nobody answers.'),
  })
  .refine(
    ({ kind, choices }) => kind === 'text' || choices.length >= 2,
    'a question that is not of the kind text needs at least two choices',
  )
  .refine(
    ({ kind, choices, default: chosen }) =>
      kind === 'text' || chosen.every((label) => choices.some((each) => each.label === label)),
    'default must hold labels of the choices, written alike',
  );

const fact = z.object({
  file: filled(500).describe('Relative to the workspace folder.'),
  line: z.int().min(0).describe('As the tool showed it; left out for the file as a whole.').optional(),
  today: filled(500).describe('What it does today that the request touches.'),
  callers: z.array(text(300)).max(20).default([]).describe('Who calls it, as file:line.'),
});

const input = z.object({
  reading: filled(1000).describe('What you take the request to mean, in one or two sentences.'),
  size: z.enum(['none', 'small', 'typical', 'large']),
  spec_type: z.enum(['feature', 'bugfix']).default('feature'),
  name: filled(80).describe('A name for the spec in kebab-case, at most 40 characters.'),
  size_reason: text(1000).default(''),
  parts: z
    .array(text(200))
    .max(20)
    .default([])
    .describe('For a large request: the specs it falls into, in the order in which they can ship.'),
  assumptions: z.array(text(500)).max(30).default([]),
  facts: z
    .array(fact)
    .max(40)
    .default([])
    .describe('What you found in the repository that the spec must rest on. Empty for an empty repository.'),
  questions: z
    .array(question)
    .max(5)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'the ids must differ'),
});

type AskUserInput = z.infer<typeof input>;

/** Ends the asking phase with questions, facts and the reading of the request. */
export const askUser = phaseTool<AskUserInput>({
  name: 'ask_user',
  description: description.trim(),
  input,
  label: ({ questions }) =>
    questions.length === 0
      ? 'Found nothing to ask'
      : `Asked ${questions.length === 1 ? 'a question' : `${questions.length} questions`}`,
  when: 'in the phase that asks, before the first document. Write down as assumptions what you would have asked',
});
