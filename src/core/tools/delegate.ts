import * as z from 'zod';
import { phaseTool } from './phaseTool';
import { count } from './words';

const part = z.object({
  role: z
    .enum(['research', 'code', 'test'])
    .describe('research only reads; code and test may change files and run commands, as you may.'),
  goal: z
    .string()
    .min(1)
    .max(4000)
    .describe('What to find out or to do, what is known already, and what the report must answer.'),
  files: z.array(z.string().min(1).max(500)).max(30).default([]).describe('Files that are known to be needed.'),
});

const input = z.object({ parts: z.array(part).min(1).max(5).describe('They run side by side; none sees the others.') });

/** Hands parts of the work to helpers with a context of their own. */
export const delegate = phaseTool<z.infer<typeof input>>({
  name: 'delegate',
  description:
    'Gives up to five separate parts of the work to helpers, each with a context of its own, and returns their reports. Worth it for wide searches and for parts that touch different files; a helper knows nothing but its goal, so write down all it needs. What helpers spend counts for this task.',
  input,
  label: ({ parts }) =>
    parts.length === 1 ? `Delegated: ${parts[0]?.goal}` : `Delegated ${count(parts.length, 'part')}`,
  sideBySide: true,
  when: 'by the agent that builds a task. Do the work yourself',
});
