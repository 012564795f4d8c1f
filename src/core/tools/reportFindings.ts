import * as z from 'zod';
import { phaseTool } from './phaseTool';

const finding = z
  .object({
    kind: z.enum([
      'ambiguity',
      'contradiction',
      'assumption',
      'missing-edge-case',
      'missing-failure-case',
      'conflict',
      'untestable',
      'unneeded',
    ]),
    severity: z.enum(['blocks', 'costs']),
    criterion: z.string().min(1).max(60).describe('The id it concerns; for a missing case, the one it should follow.'),
    related: z.array(z.string().max(60)).max(20).default([]),
    evidence: z
      .array(z.object({ where: z.string().min(1).max(300), quote: z.string().min(1).max(1000) }))
      .min(1)
      .max(10)
      .describe('Exact words and where they stand: "2.3", "src/file.ts:40", an answer, a spec.'),
    consequence: z.string().min(1).max(600),
    action: z.enum(['replace', 'add_after', 'remove']),
    wording: z
      .string()
      .max(2000)
      .describe('The complete criterion, ready to be put in, without its number; empty for remove.'),
    question: z.string().max(400),
  })
  .refine(
    ({ action, wording }) => action === 'remove' || wording.trim() !== '',
    'wording must hold the new text unless action is remove',
  );

const input = z.object({
  findings: z.array(finding).max(20),
  checked: z.string().min(1).max(2000).describe('What you looked at.'),
  reply: z
    .string()
    .max(1000)
    .default('')
    .describe('What the person reads: two sentences at most. With it your turn ends with this call.'),
});

type ReportFindingsInput = z.infer<typeof input>;

/** Hands the findings of an analysis to the person who decides on them. */
export const reportFindings = phaseTool<ReportFindingsInput>({
  name: 'report_findings',
  description:
    'Reports what would make two competent people build or test a document differently. Called once, at the end of an analysis; an empty list is a good result.',
  input,
  label: ({ findings }) =>
    findings.length === 0
      ? 'Found nothing to report'
      : `Reported ${findings.length === 1 ? 'a finding' : `${findings.length} findings`}`,
  when: 'when the person asks for an analysis of a document',
});
