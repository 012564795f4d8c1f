/** What is not committed, as a unified diff. Files are compared here: git would run filters that a repository names. */
import { createTwoFilesPatch } from 'diff';
import { longestMention } from '../context/mentions';
import type { Host } from '../host';
import { eachTogether } from '../together';
import { decode } from '../tools/decode';
import { type ToolContext, ToolError } from '../tools/tool';

/** Files of a folder that are compared, and changed ones that are shown. */
const mostFiles = 20_000;
const mostShown = 100;
/** Bytes of a file that is shown line by line. */
const largest = 200_000;
/** Lines taken away and added, of a file that is shown line by line: the time of comparing grows with their square. */
const mostEdits = 500;

/** Of the first folder of the context, without what is hidden. Rejects with a sentence where there is no commit. */
export async function uncommitted(
  context: ToolContext,
  { git, search }: Pick<Host, 'git' | 'search'>,
): Promise<{ readonly text: string; readonly files: readonly string[] }> {
  const [root = '/'] = context.roots;
  const held = await git.held(root);
  if (held === undefined) throw new ToolError('There is no git repository here.');
  const found = await search.files(root, [], mostFiles);
  const below = held.now.filter((path) => path.startsWith(`${root}/`));
  const paths = [...new Set([...found, ...below])].sort();
  // Git holds submodules and links too; neither is a file whose lines could be compared.
  const kinds = await eachTogether(paths, async (path) => (await context.files.stat(path))?.kind ?? 'gone');
  const compared = paths.filter((_, at) => kinds[at] === 'file' || kinds[at] === 'gone');
  const changed = await git.changedSince(root, 'HEAD', compared);
  if (typeof changed === 'string') throw new ToolError(changed);
  const flags = await Promise.all(changed.map((path) => context.visible(path)));
  const shown = changed.filter((_, at) => flags[at]);
  if (shown.length === 0) return { text: 'Nothing differs from the last commit.', files: [] };
  const patches: string[] = [];
  let length = 0;
  // One after the other: nobody sees what comes after the cut, and others get their turn in between.
  for (const path of shown.slice(0, mostShown)) {
    if (length > longestMention) break;
    const patch = await patchOf(context, git, root, path);
    patches.push(patch);
    length += patch.length + 1;
  }
  const left = shown.length - patches.length;
  return {
    text: [...patches, ...(left > 0 ? [`… ${left} more files`] : [])].join('\n'),
    files: shown.slice(0, patches.length),
  };
}

async function patchOf(context: ToolContext, git: Host['git'], root: string, path: string): Promise<string> {
  const name = path.slice(root.length + 1);
  const before = await git.textAt(path, 'HEAD');
  const bytes = await context.files.read(path);
  const after = bytes === undefined ? undefined : decode(bytes);
  if (after !== undefined && after.kind !== 'text') return `${name}: changed, and not text`;
  if ((before?.length ?? 0) + (bytes?.length ?? 0) > largest) return `${name}: changed, and too large to be shown here`;
  const text = after?.kind === 'text' ? after.text : '';
  const [was, is] = [before === undefined ? 'new' : '', bytes === undefined ? 'deleted' : ''];
  // Against nothing there is one way only, however long the file is.
  const limit = before && text ? { maxEditLength: mostEdits } : { maxEditLength: largest };
  const patch = createTwoFilesPatch(name, name, before ?? '', text, was, is, limit);
  return patch?.trimEnd() ?? `${name}: changed in more than ${mostEdits} lines, too many to be shown here`;
}
