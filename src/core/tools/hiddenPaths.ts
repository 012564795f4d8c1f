/** Where everything lies that is hidden: a sandbox has to be told before a command starts. */
import type { Clock, Files } from '../host';
import { isWithin } from '../permissions/paths';
import { createHiddenStep } from './visible';

/** What packages were downloaded into: what is there is public, and nothing runs without it. */
const downloaded: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '.venv',
  'venv',
  'site-packages',
  'Pods',
  '.gradle',
  '.yarn',
  '.pnpm-store',
]);

/** What builds fill. Hidden as a whole it is kept from prompts because it is no source; a build still has to write it. */
const built: ReadonlySet<string> = new Set([
  'dist',
  'build',
  'out',
  'target',
  'vendor',
  'coverage',
  '.next',
  '.nuxt',
  '.turbo',
  '.cache',
  '__pycache__',
  'obj',
  'bin',
]);

/** A sandbox with more than these would take longer to start than a command to run. */
const most = 1000;

/**
 * The outermost hidden files and folders below the roots (absolute, links resolved), sorted. Not among them are folders of
 * packages and, where a whole folder is hidden, of what builds make; links are followed by nobody here. Rejects with a
 * sentence where there are too many to keep from commands.
 */
export async function hiddenPaths(
  files: Pick<Files, 'read' | 'list'>,
  roots: readonly string[],
  clock: Pick<Clock, 'now'>,
  hide: readonly string[],
): Promise<readonly string[]> {
  const outermost = roots.filter((root) => !roots.some((other) => other !== root && isWithin(other, root)));
  const found: string[] = [];
  for (const root of new Set(outermost)) {
    const hidden = createHiddenStep(files, root, clock, hide);
    await walk(root);

    async function walk(folder: string): Promise<void> {
      const entries = await files.list(folder).catch(() => []);
      const here = await Promise.all(
        entries.map(async ({ name, kind }) => {
          if (name === '.git' || (kind === 'folder' && downloaded.has(name)) || kind === 'other' || kind === 'link')
            return undefined;
          const path = `${folder}/${name}`;
          return { path, kind, name, hidden: await hidden(path, kind === 'folder') };
        }),
      );
      const known = here.flatMap((each) => each ?? []);
      found.push(
        ...known
          .filter((each) => each.hidden && !(each.kind === 'folder' && built.has(each.name)))
          .map(({ path }) => path),
      );
      if (found.length > most)
        throw new Error(`More than ${most} files are hidden by .kiroignore: hide their folders instead.`);
      await Promise.all(known.filter((each) => each.kind === 'folder' && !each.hidden).map(({ path }) => walk(path)));
    }
  }
  return found.sort();
}
