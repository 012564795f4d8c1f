/** Puts thin hooks into a repository beside those that are there, and takes them away again to the byte. */
import { existsSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { runGit } from '../gitProcess';
import { folderInForce, type Layer, placesOf } from './places';
import {
  type Called,
  callerScript,
  type GitEvent,
  gitEvents,
  hasLines,
  isOwn,
  isShellScript,
  ownHook,
  passingHook,
  withLines,
  withoutLines,
} from './script';

/** Where git's hooks of a repository stand. */
export interface GitHooksState {
  /** The folder that git takes hooks from. */
  readonly folder: string;
  /** Events whose hook calls us. */
  readonly installed: readonly GitEvent[];
  readonly missing: readonly GitEvent[];
}

/** Git's hooks on the side of the client, all of which still run where the folder is ours. */
const clientHooks: readonly string[] = [
  'applypatch-msg',
  'commit-msg',
  'fsmonitor-watchman',
  'post-applypatch',
  'post-checkout',
  'post-commit',
  'post-index-change',
  'post-merge',
  'post-rewrite',
  'pre-applypatch',
  'pre-auto-gc',
  'pre-commit',
  'pre-merge-commit',
  'pre-push',
  'pre-rebase',
  'prepare-commit-msg',
  'push-to-checkout',
  'reference-transaction',
  'sendemail-validate',
];

/** What stands now for a workspace folder; undefined where it is in no repository and holds none. */
export async function gitHooksState(folder: string): Promise<GitHooksState | undefined> {
  const states = await Promise.all((await repositoriesOf(folder)).map((each) => stateOf(each, folder)));
  const known = states.flatMap((each) => each ?? []);
  if (known.length === 0) return undefined;
  const missing = gitEvents.filter((event) => known.some((each) => each.missing.includes(event)));
  return {
    folder: known.map((each) => each.folder).join(', '),
    installed: gitEvents.filter((event) => !missing.includes(event)),
    missing,
  };
}

async function stateOf(repository: string, root: string): Promise<GitHooksState | undefined> {
  const places = await placesOf(repository);
  if (places === undefined) return undefined;
  const hooks = folderInForce(places.own, places.plain, repository);
  const calls = (await askedFor(places.git)).includes(await entryOf(repository, root));
  const texts = await Promise.all(gitEvents.map((event) => textOf(join(hooks, event))));
  const installed = gitEvents.filter((_, at) => calls && isOurs(texts[at] ?? ''));
  return { folder: hooks, installed, missing: gitEvents.filter((event) => !installed.includes(event)) };
}

function isOurs(text: string): boolean {
  return isOwn(text) || hasLines(text);
}

/**
 * Installs, or brings up to date, in the repository of a workspace folder and in those below it: submodules, and where the
 * folder only holds repositories. Rejects with a sentence where there is none; a second time changes nothing.
 */
export async function installGitHooks(folder: string, called: Called): Promise<GitHooksState> {
  const repositories = await repositoriesOf(folder);
  for (const each of repositories) await installIn(each, folder, called);
  const state = await gitHooksState(folder);
  if (state === undefined) throw new Error(`${folder} is in no git repository.`);
  return state;
}

async function installIn(repository: string, root: string, called: Called): Promise<void> {
  const places = await placesOf(repository);
  if (places === undefined) return;
  const caller = join(places.git, 'tracewright', 'git-hook');
  const there = existsSync(caller);
  try {
    await mkdir(join(places.git, 'tracewright'), { recursive: true });
    await program(caller, callerScript(called));
    const asked = new Set([...(await askedFor(places.git)), await entryOf(repository, root)]);
    await writeFile(askedFile(places.git), JSON.stringify([...asked]));
    const { shared, worktrees } = places;
    if (shared.set === undefined) for (const event of gitEvents) await addTo(places.plain, event, caller);
    for (const layer of [shared, ...worktrees])
      if (layer.set !== undefined) await standBefore(layer, layer.set, caller);
  } catch (error) {
    // Half of it would call for some events and not for others.
    if (!there) await takeAway(repository).catch(() => undefined);
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Git's hooks of ${repository} could not be written, and are as they were: ${why}`);
  }
}

/** Takes away what a workspace folder asked for; what was there before has the bytes that it had, once nobody asks any more. */
export async function uninstallGitHooks(folder: string): Promise<void> {
  const repositories = await repositoriesOf(folder);
  if (repositories.length === 0) throw new Error(`${folder} is in no git repository.`);
  for (const each of repositories) {
    const places = await placesOf(each);
    if (places === undefined) continue;
    const entry = await entryOf(each, folder);
    const others = (await askedFor(places.git)).filter((one) => one !== entry);
    if (others.length === 0) await takeAway(each);
    else await writeFile(askedFile(places.git), JSON.stringify(others));
  }
}

async function takeAway(repository: string): Promise<void> {
  const places = await placesOf(repository);
  if (places === undefined) return;
  for (const layer of [...places.worktrees, places.shared]) if (layer.ours) await unsetPath(layer);
  for (const event of gitEvents) await takeFrom(places.plain, event);
  await rm(join(places.git, 'tracewright'), { recursive: true, force: true });
}

/** The workspace folders whose hooks a repository calls for, from the top of one of its working trees; absolute. */
export async function foldersOfGitHooks(top: string): Promise<readonly string[]> {
  const places = await placesOf(top);
  const asked = places === undefined ? [] : await askedFor(places.git);
  // A folder above holds the repository that it was asked for, and no worktree elsewhere.
  const folders = asked.map((each) => resolve(top, each)).filter((each) => isIn(each, top) || isIn(top, each));
  return folders.length === 0 ? [top] : folders;
}

const askedFile = (git: string) => join(git, 'tracewright', 'folders.json');

async function askedFor(git: string): Promise<readonly string[]> {
  try {
    const asked: unknown = JSON.parse(await readFile(askedFile(git), 'utf8'));
    return Array.isArray(asked) ? asked.filter((each) => typeof each === 'string') : [];
  } catch {
    // Nobody asked.
    return [];
  }
}

/** How a workspace folder is kept: from the top of a working tree where it is in it, so that it is meant in every worktree. */
async function entryOf(repository: string, root: string): Promise<string> {
  const top = (await runGit(repository, ['rev-parse', '--show-toplevel']))?.stdout.trim() ?? '';
  const real = await realpath(root);
  return top !== '' && isIn(real, top) ? relative(top, real) : real;
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Levels of folders in which repositories are looked for, and how many are found at most. */
const deepest = 3;
const mostRepositories = 50;

/** A folder in the repository of a workspace folder, and the tops of those below it. */
async function repositoriesOf(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  if ((await placesOf(folder)) !== undefined) found.push(folder);
  const look = async (at: string, depth: number): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      const path = join(at, entry.name);
      if (!entry.isDirectory() || /^\.|^node_modules$/u.test(entry.name) || found.length >= mostRepositories) continue;
      if (existsSync(join(path, '.git')) && (await placesOf(path)) !== undefined) found.push(path);
      if (depth < deepest) await look(path, depth + 1);
    }
  };
  await look(folder, 1);
  return found;
}

async function addTo(hooks: string, event: GitEvent, caller: string): Promise<void> {
  const file = join(hooks, event);
  await mkdir(hooks, { recursive: true });
  const stat = await lstat(file).catch(() => undefined);
  if (stat === undefined) return program(file, ownHook(caller, event));
  const text = await textOf(file);
  if (isOurs(text)) return;
  const runs = process.platform === 'win32' || (stat.mode & 0o111) !== 0;
  if (stat.isFile() && runs && isShellScript(text)) {
    await writeFile(file, withLines(text, Buffer.from(caller).toString('latin1'), event), { encoding: 'latin1' });
    return;
  }
  await mkdir(join(hooks, kept), { recursive: true });
  await moved(file, join(hooks, kept, event), '../');
  await program(file, passingHook(caller, event, join(hooks, kept, event)));
}

/** Moves a file or a link; a link that is not absolute leads from its new place where it led before. */
async function moved(from: string, to: string, up: string): Promise<void> {
  const target = await readlink(from).catch(() => undefined);
  if (target === undefined || isAbsolute(target)) return rename(from, to);
  await symlink(up === '' ? target.replace(/^\.\.\//u, '') : up + target, to);
  await rm(from);
}

/** Folder of hooks that are no scripts of a shell: they keep their names in it. */
const kept = 'tracewright-kept';

async function takeFrom(hooks: string, event: GitEvent): Promise<void> {
  const file = join(hooks, event);
  const text = await textOf(file);
  const aside = join(hooks, kept, event);
  if (isOwn(text)) await rm(file);
  else if (hasLines(text)) await writeFile(file, withoutLines(text), { encoding: 'latin1' });
  if (isOwn(text) && (await lstat(aside).catch(() => undefined)) !== undefined) await moved(aside, file, '');
  // Where it is no folder of ours, it stays.
  const left = await readdir(join(hooks, kept)).catch(() => undefined);
  if (left?.length === 0) await rm(join(hooks, kept), { recursive: true });
}

/** Another tool has its folder (husky, a team's own): ours stands before it, and none of its files changes. */
async function standBefore(layer: Layer, before: string, caller: string): Promise<void> {
  const { home, config, scope, top } = layer;
  const hooks = join(home, 'hooks');
  await mkdir(hooks, { recursive: true });
  for (const event of clientHooks) {
    const listening = gitEvents.some((each) => each === event);
    const there = existsSync(join(isAbsolute(before) ? before : join(top, before), event));
    // A hook that may come later is passed on to only where that costs nothing: not at each change of a reference.
    if (listening || there || /^(?:commit-msg|pre-|prepare-|post-merge|post-rewrite)/u.test(event))
      await program(join(hooks, event), passingHook(caller, event, `${before}/${event}`));
  }
  if (layer.ours) return;
  const bytes = await readFile(config);
  await writeFile(join(home, 'config.before'), bytes);
  await must(top, ['config', scope, 'core.hooksPath', hooks]);
  await writeFile(join(home, 'config.after'), await readFile(config));
  await writeFile(join(home, 'hooks-path'), before);
}

async function unsetPath({ home, config, scope, top, set }: Layer): Promise<void> {
  const at = (name: string) => join(home, name);
  const [before, after, now] = await Promise.all(
    [at('config.before'), at('config.after'), config].map((path) => readFile(path).catch(() => undefined)),
  );
  if (before !== undefined && after !== undefined && now !== undefined && after.equals(now)) {
    await writeFile(config, before);
    return;
  }
  await must(top, ['config', scope, '--unset-all', 'core.hooksPath']);
  const here = scope === '--worktree' || /^\s*hookspath\s*=/imu.test(before?.toString() ?? '');
  if (here && set !== undefined) await must(top, ['config', scope, 'core.hooksPath', set]);
}

async function textOf(file: string): Promise<string> {
  const stat = await lstat(file).catch(() => undefined);
  // Bytes as characters, so that a script in any encoding has the bytes afterwards that it had.
  return stat?.isFile() === true ? readFile(file, 'latin1') : '';
}

async function program(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await chmod(file, 0o755);
}

async function must(folder: string, args: readonly string[]): Promise<void> {
  const result = await runGit(folder, args);
  if (result?.code !== 0) throw new Error(result?.stderr.trim().split('\n')[0] || 'git does not answer.');
}
