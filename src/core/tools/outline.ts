import * as z from 'zod';
import type { OutlineSymbol } from '../host';
import { actingOf } from './acting';
import { changeLimit } from './changeFile';
import { decode } from './decode';
import { mayRead } from './mayRead';
import { type ResolvedPath, resolvePath } from './resolvePath';
import { type Tool, type ToolContext, ToolError } from './tool';
import { count, cut } from './words';

/** Symbols of one answer. */
const limit = 400;

const input = z.object({ path: z.string().describe('The file: relative to the workspace folder, or absolute.') });

/** Shows what a code file declares. */
export const outline: Tool<z.infer<typeof input>> = {
  name: 'outline',
  description:
    'Shows what a code file declares (classes, functions, types), each with its lines. Cheaper than reading a long file: read the lines you need afterwards.',
  input,
  readOnly: true,
  label: ({ path }) => `Looked at the outline of ${path}`,
  async run({ path }, context, signal) {
    const acting = actingOf(context, 'outline');
    const file = await resolvePath(context, path);
    if ((await context.files.stat(file.path))?.kind !== 'file') throw new ToolError(`${file.shown} is not a file.`);
    await mayRead(context, file.path, signal);
    const symbols = (await acting.code.outline(file.path, signal)) ?? (await ofText(context, file));
    if (symbols === undefined)
      throw new ToolError(`There is no outline of ${file.shown}: its language is not known. Read it with read_file.`);
    const lines = drawn(symbols, '');
    if (lines.length === 0) return { content: [{ type: 'text', text: `${file.shown} declares nothing.` }] };
    const left = lines.length - limit;
    const more = left > 0 ? `\n(${count(left, 'more symbol')}: read the file, or search in it.)` : '';
    const text = `${file.shown}, each with its lines:\n${lines.slice(0, limit).join('\n')}${more}`;
    return { content: [{ type: 'text', text }] };
  },
};

async function ofText(context: ToolContext, { path }: ResolvedPath): Promise<readonly OutlineSymbol[] | undefined> {
  if (((await context.files.stat(path))?.size ?? 0) > changeLimit) return undefined;
  const text = decode((await context.files.read(path)) ?? new Uint8Array());
  return text.kind === 'text' ? actingOf(context, 'outline').outline(path, text.text) : undefined;
}

/** A line never begins with what the file says: its lines come first. */
function drawn(symbols: readonly OutlineSymbol[], indent: string): readonly string[] {
  return symbols.flatMap(({ name, kind, line, endLine, children }) => [
    `${indent}${line}-${endLine} ${kind} ${cut(name.replace(/\s+/gu, ' '), 200)}`,
    ...drawn(children, `${indent}  `),
  ]);
}
