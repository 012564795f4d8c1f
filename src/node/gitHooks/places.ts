/** Where a repository takes its hooks from: git's own folder, or what `core.hooksPath` says, for all or for one worktree. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { runGit } from '../gitProcess';

/** One place where `core.hooksPath` may be said, and what we keep for it. */
export interface Layer {
  /** Ours: `hooks` stands before the folder of another tool, beside it the bytes of the configuration. */
  readonly home: string;
  /** The file that says it. */
  readonly config: string;
  readonly scope: '--local' | '--worktree';
  /** Top of a working tree that it counts for: where git is asked. */
  readonly top: string;
  /** `core.hooksPath` of whoever set it last, as it is written, but never our own. */
  readonly set: string | undefined;
  /** Ours is in force. */
  readonly ours: boolean;
}

/** Where git's hooks of a repository stand. */
export interface Places {
  /** Git's own folder, shared by all worktrees. */
  readonly git: string;
  /** Where hooks lie when nobody says otherwise. */
  readonly plain: string;
  /** What counts for every worktree that says nothing of its own. */
  readonly shared: Layer;
  /** Worktrees whose own configuration says it (`extensions.worktreeConfig`), which comes before the shared one. */
  readonly worktrees: readonly Layer[];
  /** The one in force where it was asked. */
  readonly own: Layer;
}

/** Looks from a folder in a working tree; undefined where there is no repository. */
export async function placesOf(folder: string): Promise<Places | undefined> {
  const git = await lineOf(folder, ['rev-parse', '--path-format=absolute', '--git-common-dir']);
  if (git === '') return undefined;
  const values = await hooksPaths(folder);
  const home = join(git, 'tracewright');
  const shared = await layerOf(
    { home, config: join(git, 'config'), scope: '--local', top: folder },
    values.filter(({ scope }) => scope !== 'worktree').at(-1)?.path,
    home,
  );
  const worktrees = await worktreeLayers(folder, git);
  const gitDir = await lineOf(folder, ['rev-parse', '--absolute-git-dir']);
  const own = worktrees.find(({ config }) => config === join(gitDir, 'config.worktree')) ?? shared;
  return { git, plain: join(git, 'hooks'), shared, worktrees, own };
}

/** The folder that git takes hooks from in a layer, as seen from a working tree. */
export function folderInForce({ ours, home, set }: Layer, plain: string, top: string): string {
  if (ours) return join(home, 'hooks');
  if (set === undefined) return plain;
  return isAbsolute(set) ? set : join(top, set);
}

async function worktreeLayers(folder: string, git: string): Promise<readonly Layer[]> {
  if ((await lineOf(folder, ['config', '--type=bool', 'extensions.worktreeConfig'])) !== 'true') return [];
  const listed = (await runGit(folder, ['worktree', 'list', '--porcelain']))?.stdout ?? '';
  const tops = [...listed.matchAll(/^worktree (.+)$/gmu)]
    .map(([, path]) => path ?? '')
    .filter((path) => existsSync(path));
  const layers = await Promise.all(
    tops.map(async (top) => {
      const value = (await hooksPaths(top)).findLast(({ scope }) => scope === 'worktree');
      if (value === undefined) return [];
      const gitDir = await lineOf(top, ['rev-parse', '--absolute-git-dir']);
      const name = gitDir === git ? 'main' : `linked-${basename(gitDir)}`;
      const at = { config: join(gitDir, 'config.worktree'), scope: '--worktree', top } as const;
      // A new worktree begins with a copy of the configuration, and so with the folder that was made for another one.
      const folders = join(git, 'tracewright');
      const made = dirname(dirname(value.path)) === folders && basename(value.path) === 'hooks';
      const home = made ? dirname(value.path) : join(folders, name);
      return [await layerOf({ ...at, home }, value.path, home)];
    }),
  );
  return layers.flat();
}

async function layerOf(
  at: Pick<Layer, 'home' | 'config' | 'scope' | 'top'>,
  value: string | undefined,
  home: string,
): Promise<Layer> {
  const ours = value === join(home, 'hooks');
  const set = ours ? await readFile(join(home, 'hooks-path'), 'utf8').catch(() => undefined) : value;
  return { ...at, set, ours };
}

/** Every `core.hooksPath` that is said, the last one counts; the one that keeps git from running hooks while we ask left out. */
async function hooksPaths(folder: string): Promise<readonly { readonly scope: string; readonly path: string }[]> {
  const values = await runGit(folder, ['config', '--show-scope', '--type=path', '--get-all', 'core.hooksPath']);
  return (values?.stdout ?? '').split('\n').flatMap((line) => {
    const [scope = '', ...path] = line.split('\t');
    return line === '' || scope === 'command' ? [] : [{ scope, path: path.join('\t') }];
  });
}

async function lineOf(folder: string, args: readonly string[]): Promise<string> {
  const found = await runGit(folder, args);
  return found?.code === 0 ? found.stdout.trim() : '';
}
