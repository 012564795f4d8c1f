/** What differs from a commit: objects are compared with the disk, so neither index nor filters have a say. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Files, Git } from '../core/host';
import { eachTogether } from '../core/together';
import { runGit } from './gitProcess';

/** Ids of blobs by absolute path. */
type Blobs = ReadonlyMap<string, string>;

/** `main...` is where HEAD left main, as `git diff main...` has it. */
const SINCE_BASE = /^(.+?)\.\.\.(?:HEAD)?$/u;

/** `Git.changedSince`, for files as they are on the disk. */
export function createChangedSince(files: Pick<Files, 'read'>): Git['changedSince'] {
  return async (folder, ref, paths, beforeFirst) => {
    const commit = await commitOf(folder, ref, beforeFirst === 'all');
    if ('none' in commit) return commit.none;
    const blobs = commit.id === undefined ? new Map<string, string>() : await blobsOf(folder, commit.id, paths);
    if (blobs === undefined) return `Git could not read "${ref}".`;
    const changed = await eachTogether(paths, async (path) => {
      const bytes = await files.read(path);
      const blob = blobs.get(path);
      if (bytes === undefined || blob === undefined) return bytes !== undefined || blob !== undefined;
      return !isBlob(blob, bytes);
    });
    return paths.filter((_, index) => changed[index]);
  };
}

/** The commit that a name means; without an id before the first one, where everything may count as changed. */
async function commitOf(
  folder: string,
  ref: string,
  allBeforeFirst: boolean,
): Promise<{ readonly id: string | undefined } | { readonly none: string }> {
  const base = SINCE_BASE.exec(ref)?.[1];
  const id = await idOf(folder, base ?? ref);
  if (id === undefined) return { none: 'There is no git here that could say what changed.' };
  if (id === '') {
    const head = await runGit(folder, ['symbolic-ref', '--quiet', 'HEAD']);
    if (head?.code === undefined || head.code > 1)
      return { none: 'There is no git repository here that could say what changed.' };
    const first =
      allBeforeFirst && ref === 'HEAD' && head.code === 0 && (await idOf(folder, head.stdout.trim())) === '';
    if (first) return { id: undefined };
    return { none: `Git knows no commit "${base ?? ref}" here. Fetch it, or name another.` };
  }
  if (base === undefined) return { id };
  const left = (await runGit(folder, ['merge-base', id, 'HEAD']))?.stdout.trim() ?? '';
  return left === ''
    ? { none: `Git knows no commit that "${base}" and HEAD have in common. Fetch more of their history.` }
    : { id: left };
}

/** Empty where there is no such commit, undefined where there is no git. */
async function idOf(folder: string, ref: string): Promise<string | undefined> {
  const found = await runGit(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  return found === undefined ? undefined : found.code === 0 ? found.stdout.trim() : '';
}

/** What a commit holds below a folder; in a submodule that one of the paths lies in, what the commit has it at. */
async function blobsOf(folder: string, commit: string, paths: readonly string[]): Promise<Blobs | undefined> {
  const tree = await runGit(folder, ['ls-tree', '-r', '-z', commit]);
  if (tree?.code !== 0) return undefined;
  const blobs = new Map<string, string>();
  for (const entry of tree.stdout.split('\0')) {
    const tab = entry.indexOf('\t');
    if (tab < 0) continue;
    const path = posix.join(folder, entry.slice(tab + 1));
    const [, kind, id = ''] = entry.slice(0, tab).split(' ');
    if (kind !== 'commit') {
      blobs.set(path, id);
      continue;
    }
    const within = paths.filter((each) => each.startsWith(`${path}/`));
    // One that is not checked out, or whose commit was not fetched, says nothing: all in it counts as new.
    const below = within.length === 0 ? undefined : await blobsOf(path, id, within);
    for (const [each, blob] of below ?? []) blobs.set(each, blob);
  }
  return blobs;
}

/** Whether bytes are those of an object, as they are or with the line ends that a commit has. */
function isBlob(id: string, bytes: Uint8Array): boolean {
  const made = (content: Uint8Array): string =>
    createHash(id.length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${content.length}\0`)
      .update(content)
      .digest('hex');
  return made(bytes) === id || made(Buffer.from(unix(Buffer.from(bytes).toString('latin1')), 'latin1')) === id;
}

/** A checkout may have changed the line ends. */
export function unix(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
