import * as z from 'zod';
import { phaseTool } from './phaseTool';

const edit = z.object({
  old: z
    .string()
    .min(1)
    .max(20_000)
    .describe('Copied character for character from the document; occurs exactly once in it.'),
  new: z.string().max(40_000).describe('What stands there afterwards; empty to delete.'),
  concerns: z
    .array(z.string().max(60))
    .max(50)
    .default([])
    .describe('The ids whose meaning changes; empty for wording.'),
  source: z.string().max(100).default('request').describe('"request", or the id of the comment.'),
});

const input = z.object({
  document: z.enum(['requirements.md', 'bugfix.md', 'design.md', 'tasks.md']),
  edits: z.array(edit).min(1).max(100),
  reply: z
    .string()
    .max(8000)
    .default('')
    .describe(
      'What the person reads about the change. With it your turn ends with this call; leave it out where you have to look at something first.',
    ),
});

type EditDocumentInput = z.infer<typeof input>;

/** Changes a spec document by exact replacements, all or none. */
export const editDocument = phaseTool<EditDocumentInput>({
  name: 'edit_document',
  description:
    'Changes a document of the spec by exact replacements. Every old must occur exactly once in the document as you were shown it, and edits must not overlap. All of them are applied, or none with the reason.',
  input,
  label: ({ document, edits }) => `Edited ${document}${edits.length === 1 ? '' : ` in ${edits.length} places`}`,
  when: 'when the person asks for a change of a document, or when a document has problems to be mended. To write a document, put it between <document> and </document>',
});
