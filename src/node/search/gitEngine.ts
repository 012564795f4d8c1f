import { lstat } from 'node:fs/promises';
import { runGit } from '../gitProcess';
import { surroundingsOf } from './gitignore';
import { closedFolders, type SearchEngine } from './request';
import { searchFiles } from './scan';
import { walkEngine } from './walk';

/**
 * Git lists the files of a repository without a walk. Their lines are looked through by our own scanner: `git grep` has
 * another dialect of patterns and does not know UTF-16, so its hits would differ from the other engines'.
 */
export const gitEngine: SearchEngine = {
  files: listed,
  async text(request) {
    const files = await listed(request.root, request.signal);
    return files === undefined ? undefined : searchFiles(files, request);
  },
};

async function listed(root: string, signal: AbortSignal | undefined): Promise<readonly string[] | undefined> {
  const { top, ignored } = await surroundingsOf(root);
  if (top === undefined || ignored) return undefined;
  const all = await list(root, ['--cached', '--others'], signal);
  const tracked = await list(root, ['--cached', '--ignored'], signal);
  if (all === undefined || tracked === undefined) return undefined;
  const hidden = new Set(tracked);
  const files: string[] = [];
  for (const entry of new Set(all)) {
    signal?.throwIfAborted();
    if (hidden.has(entry) || entry.split('/').some((step) => closedFolders.includes(step))) continue;
    const path = `${root}/${entry.replace(/\/$/u, '')}`;
    const stat = await lstat(path).catch(() => undefined);
    if (stat?.isFile() === true) files.push(path);
    // A repository of its own, of which this one knows only the folder.
    else if (stat?.isDirectory() === true) files.push(...((await walkEngine.files(path, signal)) ?? []));
  }
  return files;
}

async function list(
  root: string,
  which: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  const done = await runGit(root, ['ls-files', '-z', ...which, '--exclude-per-directory=.gitignore'], signal);
  return done?.code === 0 ? done.stdout.split('\0').filter(Boolean) : undefined;
}
