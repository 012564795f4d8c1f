import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { type FolderRules, isIgnored } from './gitignore';
import { rulesAbove, rulesBelow } from './listed';
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
  const files: string[] = [];
  const pending: { folder: string; rules: readonly FolderRules[] }[] = [
    { folder: root, rules: await rulesAbove(root) },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    signal?.throwIfAborted();
    const { folder } = next;
    const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
    const rules = await rulesBelow(folder, root, next.rules, (name) => entries.some((entry) => entry.name === name));
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (closedFolders.includes(entry.name) || isIgnored(rules, path, entry.isDirectory())) continue;
      if (entry.isDirectory()) pending.push({ folder: path, rules });
      else if (entry.isFile()) files.push(path);
    }
  }
  return files;
}
