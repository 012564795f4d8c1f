/** Puts thin hooks into a repository beside those that are there, and takes them away again to the byte. */
import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { runGit } from '../gitProcess';
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

interface Places {
  /** Git's own folder, shared by all worktrees. */
  readonly git: string;
  /** Where hooks lie when nobody says otherwise. */
  readonly plain: string;
  /** `core.hooksPath` of whoever set it last, as it is written, but never our own. */
  readonly set: string | undefined;
  /** Ours is in force. */
  readonly ours: boolean;
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

/** What stands now; undefined where the folder is in no repository. */
export async function gitHooksState(folder: string): Promise<GitHooksState | undefined> {
  const places = await placesOf(folder);
  if (places === undefined) return undefined;
  const hooks = places.ours ? ownFolder(places) : hooksFolder(places, folder);
  const texts = await Promise.all(gitEvents.map((event) => textOf(join(hooks, event))));
  const installed = gitEvents.filter((_, at) => isOurs(texts[at] ?? ''));
  return { folder: hooks, installed, missing: gitEvents.filter((event) => !installed.includes(event)) };
}

function isOurs(text: string): boolean {
  return isOwn(text) || hasLines(text);
}

/** Installs, or brings up to date. Rejects with a sentence where there is no repository; a second time changes nothing. */
export async function installGitHooks(folder: string, called: Called): Promise<GitHooksState> {
  const places = await placesOf(folder);
  if (places === undefined) throw new Error(`${folder} is in no git repository.`);
  const caller = join(places.git, 'tracewright', 'git-hook');
  await mkdir(join(places.git, 'tracewright'), { recursive: true });
  await program(caller, callerScript(called));
  if (places.set === undefined) for (const event of gitEvents) await addTo(places.plain, event, caller);
  else await standBefore(places, places.set, folder, caller);
  const state = await gitHooksState(folder);
  if (state === undefined) throw new Error(`${folder} is in no git repository.`);
  return state;
}

/** Takes everything of ours away; what was there before has the bytes that it had. */
export async function uninstallGitHooks(folder: string): Promise<void> {
  const places = await placesOf(folder);
  if (places === undefined) throw new Error(`${folder} is in no git repository.`);
  if (places.ours) await unsetPath(folder, places);
  for (const event of gitEvents) await takeFrom(places.plain, event);
  await rm(join(places.git, 'tracewright'), { recursive: true, force: true });
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
  await rename(file, join(hooks, kept, event));
  await program(file, passingHook(caller, event, join(hooks, kept, event)));
}

/** Folder of hooks that are no scripts of a shell: they keep their names in it. */
const kept = 'tracewright-kept';

async function takeFrom(hooks: string, event: GitEvent): Promise<void> {
  const file = join(hooks, event);
  const text = await textOf(file);
  const aside = join(hooks, kept, event);
  if (isOwn(text)) await rm(file);
  else if (hasLines(text)) await writeFile(file, withoutLines(text), { encoding: 'latin1' });
  if (isOwn(text) && existsSync(aside)) await rename(aside, file);
  if (existsSync(join(hooks, kept)) && (await readdir(join(hooks, kept))).length === 0)
    await rm(join(hooks, kept), { recursive: true });
}

/** Another tool has its folder (husky, a team's own): ours stands before it, and none of its files changes. */
async function standBefore(places: Places, before: string, folder: string, caller: string): Promise<void> {
  const hooks = ownFolder(places);
  await mkdir(hooks, { recursive: true });
  for (const event of clientHooks) {
    const listening = gitEvents.some((each) => each === event);
    const there = existsSync(join(isAbsolute(before) ? before : join(folder, before), event));
    // A hook that may come later is passed on to only where that costs nothing: not at each change of a reference.
    if (listening || there || /^(?:commit-msg|pre-|prepare-|post-merge|post-rewrite)/u.test(event))
      await program(join(hooks, event), passingHook(caller, event, `${before}/${event}`));
  }
  if (places.ours) return;
  const config = join(places.git, 'config');
  const bytes = await readFile(config);
  await writeFile(join(places.git, 'tracewright', 'config.before'), bytes);
  await must(folder, ['config', '--local', 'core.hooksPath', hooks]);
  await writeFile(join(places.git, 'tracewright', 'config.after'), await readFile(config));
  await writeFile(join(places.git, 'tracewright', 'hooks-path'), before);
}

async function unsetPath(folder: string, places: Places): Promise<void> {
  const at = (name: string) => join(places.git, 'tracewright', name);
  const config = join(places.git, 'config');
  const [before, after, now] = await Promise.all(
    [at('config.before'), at('config.after'), config].map((path) => readFile(path).catch(() => undefined)),
  );
  if (before !== undefined && after !== undefined && now !== undefined && after.equals(now)) {
    await writeFile(config, before);
    return;
  }
  await must(folder, ['config', '--local', '--unset-all', 'core.hooksPath']);
  const local = /^\s*hookspath\s*=/imu.test(before?.toString() ?? '');
  if (local && places.set !== undefined) await must(folder, ['config', '--local', 'core.hooksPath', places.set]);
}

function ownFolder({ git }: Places): string {
  return join(git, 'tracewright', 'hooks');
}

function hooksFolder({ set, plain }: Places, folder: string): string {
  if (set === undefined) return plain;
  return isAbsolute(set) ? set : join(folder, set);
}

async function placesOf(folder: string): Promise<Places | undefined> {
  const found = await runGit(folder, ['rev-parse', '--path-format=absolute', '--git-common-dir']);
  const git = found?.code === 0 ? found.stdout.trim() : '';
  if (git === '') return undefined;
  const values = await runGit(folder, ['config', '--show-scope', '--type=path', '--get-all', 'core.hooksPath']);
  // The last one is ours: it keeps git from running hooks while we ask.
  const set = (values?.stdout ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('command\t'))
    .map((line) => line.slice(line.indexOf('\t') + 1));
  const last = set.at(-1);
  const plain = join(git, 'hooks');
  const ours = last === join(git, 'tracewright', 'hooks');
  const named = ours ? await readFile(join(git, 'tracewright', 'hooks-path'), 'utf8').catch(() => undefined) : last;
  return { git, plain, ours, set: named };
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
