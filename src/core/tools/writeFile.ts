import * as z from 'zod';
import { type CurrentFile, changeFile, changeLimit, currentFile } from './changeFile';
import { lineEndOf } from './fileText';
import { resolveTarget } from './resolveTarget';
import { type Tool, ToolError } from './tool';
import { count } from './words';

const input = z.object({
  path: z.string().describe('The file: relative to the workspace folder, or absolute. Folders are made.'),
  text: z.string().max(changeLimit).describe('The whole text of the file.'),
});

/** Makes a file, or writes one anew. */
export const writeFile: Tool<z.infer<typeof input>> = {
  name: 'write_file',
  description:
    'Makes a new file, or writes a whole file anew. For a change of a file that is there use edit_file, which is shorter and safer. A file that is there must have been read before; it keeps its encoding, its line ends and whether it ends in one.',
  input,
  readOnly: false,
  label: ({ path }) => `Wrote ${path}`,
  async run({ path, text: asked }, context, signal) {
    const target = await resolveTarget(context, path);
    const current = target.exists ? await currentFile(context, 'write_file', target) : undefined;
    const text = current === undefined ? asked : likeBefore(current, asked);
    if (text === current?.text) throw new ToolError(`${target.shown} holds this text already.`);
    await changeFile(context, { tool: 'write_file', asked: path, target, current, text }, signal);
    const done = `${current === undefined ? 'Made' : 'Wrote'} ${target.shown}, ${count(linesOf(text), 'line')}.`;
    return { content: [{ type: 'text', text: done }] };
  },
};

/** With the line ends of the file, and with an end of its last line where the file had one. */
function likeBefore({ text: before }: CurrentFile, asked: string): string {
  const lineEnd = lineEndOf(before);
  const lines = asked.replaceAll('\r\n', '\n');
  const ended = before.endsWith('\n') && lines !== '' && !lines.endsWith('\n') ? `${lines}\n` : lines;
  return ended.replaceAll('\n', lineEnd);
}

function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') || text === '' ? 1 : 0);
}
