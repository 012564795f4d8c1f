import * as z from 'zod';
import { phaseTool } from './phaseTool';

const filled = (limit: number) => z.string().min(1).max(limit);
const line = z.int().min(1);

const finding = z.object({
  rule_file: filled(500).describe('The steering file, as its heading names it.'),
  rule_line: line.describe('The line of it that says the rule.'),
  changed_file: filled(500).describe('The changed file, as its heading names it.'),
  changed_line: line
    .describe('The line that breaks the rule; left out for something removed and for the file as a whole.')
    .optional(),
  why: filled(600).describe('What the line does against what the rule says, in one or two sentences.'),
});

const input = z.object({ findings: z.array(finding).max(40).describe('Empty where nothing looks broken.') });

/** Hands over which steering rules a finished change seems to break. */
export const reportSteering = phaseTool<z.infer<typeof input>>({
  name: 'report_steering',
  description:
    'Reports which written rules of the team the change seems to break, each with its line and the changed line. Called once; an empty list is a good result.',
  input,
  label: ({ findings }) =>
    findings.length === 0
      ? 'Found no broken rule'
      : `Reported ${findings.length === 1 ? 'a finding' : `${findings.length} findings`}`,
  when: 'when a finished change is checked against the steering',
});
