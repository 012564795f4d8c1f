/** `.gitignore` files: those around a folder, and those met on the way down. */
import { lstat, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { ifThere } from '../errors';

/** The rules of one `.gitignore`, for paths below its folder. */
export interface FolderRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** What the folders above a folder mean for it. */
export interface Surroundings {
  /** The folder that holds the repository's `.git`; undefined outside repositories. */
  readonly top: string | undefined;
  /** From the top down, the folder itself left out. */
  readonly above: readonly FolderRules[];
  /** The folder itself is ignored: whoever asks for it all the same means what is in it. */
  readonly ignored: boolean;
}

/** What the folders above say about a folder. */
export async function surroundingsOf(folder: string): Promise<Surroundings> {
  const all: string[] = [];
  for (let at = folder; all[0] !== at; at = posix.dirname(at)) all.unshift(at);
  const repositories = await Promise.all(all.map(async (each) => (await ifThere(lstat(`${each}/.git`))) !== undefined));
  const top = repositories.lastIndexOf(true);
  if (top === -1) return { top: undefined, above: [], ignored: false };
  const chain = all.slice(top);
  const found = await Promise.all(chain.slice(0, -1).map(rulesIn));
  const above = found.filter((rules) => rules !== undefined);
  const ignored = chain.slice(1).some((each) => isIgnored(above, each, true));
  return { top: chain[0], above, ignored };
}

/** The rules of a folder's own `.gitignore`; undefined where there is none. */
export async function rulesIn(folder: string): Promise<FolderRules | undefined> {
  const text = await ifThere(readFile(`${folder}/.gitignore`, 'utf8')).catch(() => undefined);
  return text === undefined
    ? undefined
    : { folder, rules: ignore({ ignorecase: false, allowRelativePaths: true }).add(text) };
}

/** The innermost `.gitignore` that has a word about the path decides. */
export function isIgnored(all: readonly FolderRules[], path: string, isFolder: boolean): boolean {
  for (const { folder, rules } of all.toReversed()) {
    if (!path.startsWith(`${folder === '/' ? '' : folder}/`)) continue;
    const relative = path.slice(folder === '/' ? 1 : folder.length + 1);
    const result = rules.test(isFolder ? `${relative}/` : relative);
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
}
