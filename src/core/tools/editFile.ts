import * as z from 'zod';
import { changeFile, currentFile } from './changeFile';
import { replaceAllOf } from './replacements';
import { resolveTarget } from './resolveTarget';
import { type Tool, ToolError } from './tool';
import { count } from './words';

const edit = z.object({
  old: z
    .string()
    .min(1)
    .max(100_000)
    .describe('Copied character for character from the file, without line numbers; occurs exactly once in it.'),
  new: z.string().max(200_000).describe('What stands there afterwards; empty to delete.'),
});

const input = z.object({
  path: z.string().describe('The file: relative to the workspace folder, or absolute.'),
  edits: z.array(edit).min(1).max(100),
});

/** Changes a file by exact replacements. */
export const editFile: Tool<z.infer<typeof input>> = {
  name: 'edit_file',
  description:
    'Changes a text file by exact replacements. Every old must occur exactly once in the file as you read it, and edits must not overlap. All of them are made, or none with the reason. Encoding and line ends stay as they are. Read the file first.',
  input,
  readOnly: false,
  label: ({ path, edits }) => `Edited ${path}${edits.length === 1 ? '' : ` in ${edits.length} places`}`,
  async run({ path, edits }, context, signal) {
    const target = await resolveTarget(context, path);
    if (!target.exists) throw new ToolError(`There is no file ${target.shown} to edit. Make one with write_file.`);
    const current = await currentFile(context, 'edit_file', target);
    const result = replaceAllOf(current.text, edits);
    if (result.kind === 'refused') throw new ToolError(`${target.shown} was not changed.\n${result.why.join('\n')}`);
    await changeFile(context, { tool: 'edit_file', asked: path, target, current, text: result.text }, signal);
    const where = result.lines.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
    const text = `Edited ${target.shown} in ${count(result.lines.length, 'place')}, now at line ${where}.`;
    return { content: [{ type: 'text', text }] };
  },
};
