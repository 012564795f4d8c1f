/** Whether a listing of a folder comes to one path, without a walk through the others. */
import { lstat } from 'node:fs/promises';
import { ifThere } from '../errors';
import { type FolderRules, isIgnored, rulesIn, surroundingsOf } from './gitignore';
import { closedFolders } from './request';

/** `path` is relative to the root, whose folders are real ones on the way to it. */
export async function isListed(root: string, path: string, isFolder: boolean): Promise<boolean> {
  let rules = await rulesAbove(root);
  let folder = root;
  const steps = path.split('/');
  for (const [at, step] of steps.entries()) {
    rules = await rulesBelow(folder, root, rules, () => true);
    folder = `${folder}/${step}`;
    if (closedFolders.includes(step) || isIgnored(rules, folder, isFolder || at < steps.length - 1)) return false;
  }
  return true;
}

/** The rules that a listing of a folder begins with. */
export async function rulesAbove(root: string): Promise<readonly FolderRules[]> {
  const { above, ignored } = await surroundingsOf(root);
  return ignored ? [] : above;
}

/**
 * The rules for what lies in a folder. A repository in a repository begins anew: what the outer one ignores is not its
 * business. `has` may say that a name is surely not in the folder.
 */
export async function rulesBelow(
  folder: string,
  root: string,
  above: readonly FolderRules[],
  has: (name: string) => boolean,
): Promise<readonly FolderRules[]> {
  const inherited =
    folder !== root && has('.git') && (await ifThere(lstat(`${folder}/.git`))) !== undefined ? [] : above;
  const own = has('.gitignore') ? await rulesIn(folder) : undefined;
  return own === undefined ? inherited : [...inherited, own];
}
