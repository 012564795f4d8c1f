import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { ifThere } from '../errors';
import { type FolderRules, isIgnored, rulesIn, surroundingsOf } from './gitignore';
import { closedFolders, type SearchEngine } from './request';
import { searchFiles } from './scan';

/** A walk over the folders: slower than the others, needs nothing, always works. */
export const walkEngine: SearchEngine = {
  files: walk,
  async text(request) {
    return searchFiles(await walk(request.root, request.signal), request);
  },
};

async function walk(root: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const { above, ignored } = await surroundingsOf(root);
  const files: string[] = [];
  const pending: { folder: string; rules: readonly FolderRules[] }[] = [{ folder: root, rules: ignored ? [] : above }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    signal?.throwIfAborted();
    const { folder } = next;
    const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
    const rules = await rulesBelow(folder, root, entries, next.rules);
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (closedFolders.includes(entry.name) || isIgnored(rules, path, entry.isDirectory())) continue;
      if (entry.isDirectory()) pending.push({ folder: path, rules });
      else if (entry.isFile()) files.push(path);
    }
  }
  return files;
}

/** A repository in a repository begins anew: what the outer one ignores is not its business. */
async function rulesBelow(
  folder: string,
  root: string,
  entries: readonly Dirent[],
  above: readonly FolderRules[],
): Promise<readonly FolderRules[]> {
  const has = (name: string) => entries.some((entry) => entry.name === name);
  const inherited =
    folder !== root && has('.git') && (await ifThere(lstat(`${folder}/.git`))) !== undefined ? [] : above;
  const own = has('.gitignore') ? await rulesIn(folder) : undefined;
  return own === undefined ? inherited : [...inherited, own];
}
