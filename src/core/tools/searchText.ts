import * as z from 'zod';
import type { SearchHit, SearchRequest } from '../host';
import { joinPath } from '../permissions/paths';
import { resolvePath } from './resolvePath';
import { type Tool, type ToolContext, ToolError } from './tool';
import { collectVisible, relativeTo } from './visibleHits';
import { count, cut } from './words';

/** Lines of one answer, and characters of one line. */
const limit = 100;
const lineLimit = 300;

const input = z.object({
  pattern: z.string().min(1).max(1000).describe('The text to look for, or a regular expression when regex is true.'),
  regex: z.boolean().default(false),
  case_sensitive: z.boolean().default(false),
  path: z.string().default('.').describe('The folder to look in, or one file.'),
  include: z.string().max(500).optional().describe('A glob that files must match: "*.ts", "src/**/*.py".'),
  skip: z.int().min(0).default(0).describe('How many hits to leave out at the start, to read on in a long list.'),
});

type Input = z.infer<typeof input>;

/** Finds lines in files. */
export const searchText: Tool<Input> = {
  name: 'search_text',
  description:
    'Finds the lines that hold a text or match a regular expression, with file and line number. Files that git ignores and binary files are left out.',
  input,
  readOnly: true,
  label: ({ pattern }) => `Searched for ${cut(pattern, 60)}`,
  async run(asked, context, signal) {
    const { request, shown } = await requestFor(asked, context, signal);
    const hits = await collectVisible(
      context,
      asked.skip + limit + 1,
      (maxResults) => context.search.text({ ...request, maxResults }),
      (hit) => hit.path,
    );
    const page = hits.slice(asked.skip, asked.skip + limit);
    if (page.length === 0) return { content: [{ type: 'text', text: nothing(asked, hits.length) }] };
    const more =
      hits.length > asked.skip + limit
        ? `\nThere are more: call again with skip ${asked.skip + limit}, or narrow it with path or include.`
        : '';
    const body = grouped(page, (path) => joinPath('/', `${shown}/${relativeTo(request.root, path)}`).slice(1), asked);
    return { content: [{ type: 'text', text: `${count(page.length, 'hit')}, as line: text\n${body}${more}` }] };
  },
};

/** Why there is nothing to show. A pattern that was meant as an expression finds nothing as text, and looks like proof. */
function nothing({ pattern, path, regex, include }: Input, before: number): string {
  const place = path === '.' ? 'the workspace folder' : path;
  const where = include === undefined ? place : `files of ${place} that match ${include}`;
  if (before > 0)
    return `There ${before === 1 ? 'is' : 'are'} ${count(before, 'hit')} in ${where}, none after those that skip leaves out.`;
  const literal = !regex && /\||\.[*+]|\\[bdswBDSW.]|^\^|\$$/u.test(pattern);
  const hint = literal ? ' It was taken as plain text; for a regular expression say regex: true.' : '';
  return `No line in ${where} ${regex ? 'matches' : 'holds'} ${pattern}.${hint}`;
}

async function requestFor(
  asked: Input,
  context: ToolContext,
  signal: AbortSignal,
): Promise<{ request: SearchRequest; shown: string }> {
  const { path, shown } = await resolvePath(context, asked.path);
  const kind = (await context.files.stat(path))?.kind;
  if (kind !== 'folder' && kind !== 'file') throw new ToolError(`${shown} can't be searched.`);
  const cutAt = kind === 'folder' ? path.length : path.lastIndexOf('/');
  const name = path.slice(cutAt + 1);
  const include = asked.include === undefined ? [] : [asked.include];
  const request: SearchRequest = {
    root: path.slice(0, cutAt) || '/',
    pattern: asked.pattern,
    regex: asked.regex,
    caseSensitive: asked.case_sensitive,
    // A slash before a name keeps it from matching at every depth.
    globs: kind === 'folder' ? include : [`/${name.replace(/[\\*?[\]{}()!+@]/gu, '\\$&')}`],
    maxResults: 0,
    signal,
  };
  return {
    request,
    shown: kind === 'folder' ? shown : shown.slice(0, Math.max(0, shown.length - name.length - 1)) || '.',
  };
}

/** Hits by file. A line of a file always stands behind its number, so it can't pass for anything else. */
function grouped(hits: readonly SearchHit[], shownPathOf: (path: string) => string, asked: Input): string {
  const lines: string[] = [];
  let current: string | undefined;
  for (const hit of hits) {
    if (hit.path !== current) lines.push(shownPathOf(hit.path));
    current = hit.path;
    const at = asked.regex ? 0 : hit.text.toLowerCase().indexOf(asked.pattern.toLowerCase());
    lines.push(`  ${hit.line}: ${cut(hit.text, lineLimit, Math.max(0, at))}`);
  }
  return lines.join('\n');
}
