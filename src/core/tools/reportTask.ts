import * as z from 'zod';
import { phaseTool } from './phaseTool';

const text = (limit: number) => z.string().min(1).max(limit);

const criterion = z.object({
  id: text(60).describe('"1.2"'),
  state: z.enum(['done', 'partly', 'not_done']),
  how: text(600).describe('Where it is done, as file:line, or what is missing.'),
});

const input = z.object({
  summary: text(2000).describe('What was built and what the next task should know of it, in a few sentences.'),
  criteria: z.array(criterion).max(60).default([]).describe('Each criterion that the task names.'),
  tests: z
    .array(z.object({ file: text(500), name: text(300), criterion: z.string().max(60).default('') }))
    .max(100)
    .default([])
    .describe('Tests that were added or changed, and the criterion that each proves.'),
  decisions: z.array(text(500)).max(20).default([]).describe('What the spec left open and you decided.'),
  unfinished: z.array(text(500)).max(20).default([]).describe('What is left, and why. Empty when all is done.'),
});

/** Ends the work on a task; what it claims is then checked. */
export const reportTask = phaseTool<z.infer<typeof input>>({
  name: 'report_task',
  description:
    'Says that the work on the task is finished, and ends it. Call it once, when everything that the task asks for is done and the checks pass, or when you can go no further. The checks are run again afterwards, and the box is ticked by what they show, not by this report.',
  input,
  label: ({ unfinished }) => (unfinished.length === 0 ? 'Reported the task as finished' : 'Reported what is left'),
  when: 'while a task is built',
});
