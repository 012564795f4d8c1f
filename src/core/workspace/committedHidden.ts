/** Hidden files whose content git holds all the same. */
import type { Host } from '../host';
import { isWithin } from '../permissions/paths';
import { createHiddenBelow, type Hiding } from '../tools/visible';

/**
 * Makes the function: hidden files (absolute) of the repository around a folder, in the index, in commits, stashes and
 * reflogs. A folder without a repository is asked about as the workspace folders are: it may be a copy. Undefined
 * where git does not answer: anything may be hidden then. Nothing is asked where nothing is hidden.
 */
export function createCommittedHidden(
  { files, clock, git }: Pick<Host, 'files' | 'clock' | 'git'>,
  roots: readonly string[],
  hide: Hiding,
): (folder: string) => Promise<readonly string[] | undefined> {
  const at = async (folder: string): Promise<readonly string[] | 'no repository' | undefined> => {
    const held = await git.held(folder);
    if (held === undefined) return 'no repository';
    const patterns = await hide();
    const real = await Promise.all(roots.map(async (root) => (await files.realpath(root)) ?? root));
    const outermost = real.filter((root) => !real.some((other) => other !== root && isWithin(other, root)));
    const inRoots = held.now.filter((path) => outermost.some((root) => isWithin(root, path)));
    if (patterns.length === 0 && !(await hasRules(files, outermost, inRoots))) return [];
    const ever = await held.ever();
    if (ever === undefined) return undefined;
    const found: string[] = [];
    for (const root of outermost) {
      const hidden = createHiddenBelow(files, root, clock, patterns);
      for (const path of ever) if (isWithin(root, path) && (await hidden(path))) found.push(path);
    }
    return found;
  };
  return async (folder) => {
    const here = await at(folder);
    if (here !== 'no repository') return here;
    const everywhere = await Promise.all(roots.map(at));
    if (everywhere.includes(undefined)) return undefined;
    return everywhere.flatMap((each) => (each === undefined || each === 'no repository' ? [] : each));
  };
}

/** Whether there is an ignore file above any of the paths, or among them. */
async function hasRules(
  files: Pick<Host['files'], 'stat'>,
  roots: readonly string[],
  paths: readonly string[],
): Promise<boolean> {
  const folders = new Set(roots);
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  const there = await Promise.all([...folders].map((folder) => files.stat(`${folder}/.kiroignore`)));
  return there.some((each) => each !== undefined);
}
