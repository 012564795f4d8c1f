import * as z from 'zod';
import { joinPath } from '../permissions/paths';
import { resolvePath } from './resolvePath';
import { type Tool, ToolError } from './tool';
import { collectVisible, relativeTo } from './visibleHits';
import { count } from './words';

/** Paths of one answer. */
const limit = 200;

const input = z.object({
  pattern: z
    .string()
    .min(1)
    .max(500)
    .describe('A glob: "*.sql" finds by name at any depth, "src/**/*.test.ts" from the folder on.'),
  path: z.string().default('.').describe('The folder to look in.'),
  skip: z.int().min(0).default(0).describe('How many files to leave out at the start, to read on in a long list.'),
});

/** Finds files by their names. */
export const findFiles: Tool<z.infer<typeof input>> = {
  name: 'find_files',
  description: 'Finds files whose path matches a glob. Files that git ignores are left out.',
  input,
  readOnly: true,
  label: ({ pattern }) => `Looked for ${pattern}`,
  async run({ pattern, path, skip }, context, signal) {
    const folder = await resolvePath(context, path);
    if ((await context.files.stat(folder.path))?.kind !== 'folder')
      throw new ToolError(`${folder.shown} is a file, and find_files looks in folders.`);
    const found = await collectVisible(
      context,
      skip + limit + 1,
      (max) => context.search.files(folder.path, [pattern], max, signal),
      (file) => file,
    );
    const page = found.slice(skip, skip + limit);
    if (page.length === 0) return { content: [{ type: 'text', text: nothing(pattern, folder.shown, found.length) }] };
    const more =
      found.length > skip + limit
        ? `\nThere are more: call again with skip ${skip + limit}, or use a narrower pattern.`
        : '';
    const lines = page.map((file) => joinPath('/', `${folder.shown}/${relativeTo(folder.path, file)}`).slice(1));
    return {
      content: [{ type: 'text', text: `${count(page.length, 'file')} for ${pattern}:\n${lines.join('\n')}${more}` }],
    };
  },
};

function nothing(pattern: string, shown: string, found: number): string {
  return found > 0
    ? `Only ${count(found, 'file')} match ${pattern}.`
    : `No file below ${shown} matches ${pattern}. "**/" before a pattern looks at every depth.`;
}
