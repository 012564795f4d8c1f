/** Programs that packages bring: `node_modules/.bin`, which scripts, npx and package managers look into first. */
import { createHash } from 'node:crypto';
import type { ShellWord } from '../../../permissions/shell/line';
import { folderOf, type Search } from './search';
import { foldersUp } from './tree';

const bins = 'node_modules/.bin';

/**
 * Notes the program of a package that a word names: where it leads, which package and version that is, and the hash of
 * the file itself. What the package loads besides is the package's own; a version stands for it.
 */
export async function followBin(search: Search, { value, known }: ShellWord, folder: string): Promise<void> {
  const name = known
    ? /^(?:.*\/node_modules\/\.bin\/|(?:\.\/)?node_modules\/\.bin\/)?([\w.@+-]+)$/u.exec(value)?.[1]
    : undefined;
  if (name === undefined) return;
  for (const each of foldersUp(search.tree.root, folder)) {
    const path = `${each}/${bins}/${name}`;
    const text = await search.tree.text(path);
    if (text === undefined) continue;
    if (!search.once(`bin ${path}`)) return;
    const real = await search.tree.real(path);
    const lines = [
      `leads to ${search.tree.nameOf(real)}`,
      ...(await packageOf(search, real)),
      `sha256 ${createHash('sha256').update(text).digest('hex')}`,
    ];
    search.found.set(search.tree.nameOf(path), lines.join('\n'));
    return;
  }
}

/** Name and version of the package that a file belongs to. */
async function packageOf({ tree }: Search, path: string): Promise<readonly string[]> {
  for (let folder = folderOf(path); folder.includes('/node_modules/'); folder = folderOf(folder)) {
    const text = await tree.text(`${folder}/package.json`);
    const { name, version } = text === undefined ? {} : manifest(text);
    if (name !== undefined) return [`${name} ${version ?? 'without a version'}`];
  }
  return [];
}

function manifest(text: string): { readonly name?: string; readonly version?: string } {
  try {
    const value: unknown = JSON.parse(text);
    const fields = new Map(Object.entries(value ?? {}));
    const [name, version] = [fields.get('name'), fields.get('version')];
    return {
      ...(typeof name === 'string' && { name }),
      ...(typeof version === 'string' && { version }),
    };
  } catch {
    return {};
  }
}
