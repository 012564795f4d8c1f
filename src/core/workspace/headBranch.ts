/** Which branch a folder has checked out, by git's own files: also below the top of a repository and in a linked worktree. */
import type { Files } from '../host';

/** A pointer to a worktree's or a submodule's own folder of git is one short line. */
const longest = 4096;

/** The branch around an absolute path; undefined without a repository, and where HEAD is on none. Never rejects. */
export async function headBranch(files: Pick<Files, 'read' | 'stat'>, folder: string): Promise<string | undefined> {
  try {
    for (let at = folder; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const stat = await files.stat(`${at}/.git`);
      if (stat === undefined) continue;
      const git = stat.kind === 'folder' ? `${at}/.git` : pointed(at, await textAt(files, `${at}/.git`));
      return /^ref: refs\/heads\/(.+)$/mu.exec(await textAt(files, `${git}/HEAD`))?.[1];
    }
  } catch {
    // What can't be read names no branch.
  }
  return undefined;
}

function pointed(folder: string, text: string): string {
  const path = (/^gitdir: (.+)$/mu.exec(text)?.[1] ?? '').trim().replaceAll('\\', '/');
  return /^(?:\/|[A-Za-z]:\/)/u.test(path) ? path : `${folder}/${path}`;
}

async function textAt(files: Pick<Files, 'read'>, path: string): Promise<string> {
  return new TextDecoder().decode(await files.read(path, { start: 0, end: longest }));
}
