import * as z from 'zod';
import { phaseTool } from './phaseTool';

const text = (limit: number) => z.string().min(1).max(limit);

const input = z.object({
  summary: text(4000).describe('The answer to the goal, or what was done, in a few sentences.'),
  findings: z
    .array(
      z.object({
        claim: text(1000),
        source: text(500).describe('Where it can be seen: file:line, or a command and what it printed.'),
      }),
    )
    .max(60)
    .default([]),
  files: z.array(text(500)).max(100).default([]).describe('Files that you changed.'),
});

/** Ends the work of a helper and hands its report to the agent that asked for it. */
export const reportPart = phaseTool<z.infer<typeof input>>({
  name: 'report_task',
  description:
    'Hands in your report and ends your work. Call it once, at the end. Whoever asked sees nothing but this report, so each claim names where it can be seen.',
  input,
  label: () => 'Reported',
  when: 'by a helper',
});
