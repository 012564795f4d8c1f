import * as z from 'zod';
import { joinPath } from '../permissions/paths';
import { resolvePath } from './resolvePath';
import { type Tool, type ToolContext, ToolError } from './tool';
import { count, printable, size } from './words';

/** Lines of one answer. */
const limit = 400;
/** Entries of a folder below the one asked for. */
const nestedLimit = 40;
/** Folders whose contents are nobody's source; they are named, not opened. */
const closed = new Set(['node_modules', '.venv', '__pycache__', '.terraform', '.gradle']);

const input = z.object({
  path: z
    .string()
    .default('.')
    .describe('The folder: relative to the workspace folder, or absolute. "." is the workspace folder.'),
  depth: z.int().min(1).max(4).default(1).describe('How many levels to show.'),
  skip: z.int().min(0).default(0).describe('How many entries to leave out at the start, to read on in a long list.'),
});

/** Shows what is in a folder. */
export const listDirectory: Tool<z.infer<typeof input>> = {
  name: 'list_directory',
  description:
    'Lists the files and folders in a folder, folders with a slash at the end and files with their size. Begin here in a repository you have not seen.',
  input,
  readOnly: true,
  label: ({ path }) => (path === '.' ? 'Listed the workspace folder' : `Listed ${path}`),
  async run({ path, depth, skip }, context, signal) {
    const folder = await resolvePath(context, path);
    if ((await context.files.stat(folder.path))?.kind !== 'folder')
      throw new ToolError(`${folder.shown} is a file. Read it with read_file.`);
    const lines = await entriesOf(context, folder.path, { depth, indent: '', signal });
    return { content: [{ type: 'text', text: answer(folder.shown, lines, skip) }] };
  },
};

function answer(shown: string, lines: readonly string[], skip: number): string {
  const page = lines.slice(skip, skip + limit);
  if (page.length === 0)
    return lines.length === 0 ? `${shown} is empty.` : `${shown} has only ${count(lines.length, 'entry', 'entries')}.`;
  const left = lines.length - skip - page.length;
  const more =
    left > 0
      ? `\n${count(left, 'more entry', 'more entries')}: call again with skip ${skip + page.length}, or list a folder below.`
      : '';
  return `${shown}:\n${page.join('\n')}${more}`;
}

interface Level {
  readonly depth: number;
  readonly indent: string;
  readonly signal: AbortSignal;
}

/** A folder's lines; one below the folder that was asked for shows only its first entries, to leave room for the others. */
async function entriesOf(context: ToolContext, folder: string, level: Level): Promise<readonly string[]> {
  const { depth, indent, signal } = level;
  const lines: string[] = [];
  let shown = 0;
  let left = 0;
  for (const { name, kind } of await context.files.list(folder)) {
    signal.throwIfAborted();
    const path = joinPath(folder, name);
    if (!(await context.visible(path))) continue;
    if (indent !== '' && shown >= nestedLimit) {
      left++;
      continue;
    }
    shown++;
    lines.push(indent + (await line(context, path, printable(name), kind)));
    if (kind !== 'folder' || depth === 1 || closed.has(name)) continue;
    lines.push(...(await entriesOf(context, path, { depth: depth - 1, indent: `${indent}  `, signal })));
  }
  if (left > 0) lines.push(`${indent}(${count(left, 'more entry', 'more entries')})`);
  return lines;
}

async function line(context: ToolContext, path: string, name: string, kind: string): Promise<string> {
  if (kind === 'folder') return `${name}/`;
  if (kind === 'link') return `${name} (link)`;
  const stat = await context.files.stat(path);
  return stat === undefined ? name : `${name} (${size(stat.size)})`;
}
