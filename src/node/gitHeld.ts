/** Which files a repository holds, by name. */
import { posix } from 'node:path';
import type { HeldFiles } from '../core/host';
import { runGit } from './gitProcess';

/** Makes the function; the names in commits are kept until a branch, tag or stash moves. */
export function createHeld(): (folder: string) => Promise<HeldFiles | undefined> {
  const kept = new Map<string, { readonly refs: string; readonly names: Promise<readonly string[] | undefined> }>();
  return async (folder) => {
    const top = await runGit(folder, ['rev-parse', '--show-toplevel']);
    const root = top?.code === 0 ? top.stdout.replace(/\n$/u, '') : '';
    if (root === '') return undefined;
    const listed = await runGit(root, ['ls-files', '-z']);
    const now = (listed?.stdout ?? '').split('\0').filter((name) => name !== '');
    const full = (name: string): string => posix.join(root, name);
    return {
      now: now.map(full),
      ever: async () => {
        const refs = (await runGit(root, ['rev-parse', 'HEAD', '--all', 'FETCH_HEAD']))?.stdout ?? '';
        const before = kept.get(root);
        const names = before?.refs === refs ? before.names : committedNames(root);
        kept.set(root, { refs, names });
        const committed = await names;
        // What failed once may have been the time it took: it is asked again.
        if (committed === undefined && kept.get(root)?.names === names) kept.delete(root);
        return committed === undefined ? undefined : [...new Set([...now, ...committed])].map(full);
      },
    };
  };
}

/** Every name in every commit that something still leads to. */
async function committedNames(root: string): Promise<readonly string[] | undefined> {
  const names = new Set<string>();
  let rest = '';
  const take = (text: string) => {
    const found = (rest + text).split('\0');
    rest = found.pop() ?? '';
    for (const name of found) if (name.trim() !== '') names.add(name.replace(/^\n+/u, ''));
    return true;
  };
  // A merge names what it has otherwise than all its parents: the rest is named by their own commits.
  const shown = ['-c', '--no-renames', '--name-only', '--format=', '-z'];
  const args = ['log', '--all', '--reflog', '--ignore-missing', ...shown, 'FETCH_HEAD', '--'];
  const result = await runGit(root, args, undefined, {}, take);
  return result?.code === 0 ? [...names] : undefined;
}
