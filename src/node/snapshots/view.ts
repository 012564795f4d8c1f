/**
 * A view: one repository (or the plain folder) below a workspace folder, with a private git folder and index of our
 * own over it. The repository's own `.git` is read for what it ignores, and never written.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix } from 'node:path';
import { ifThere } from '../errors';
import { runGit } from '../gitProcess';
import { surroundingsOf } from '../search/gitignore';
import type { GitPlace } from './git';
import { makeGitDir, namesIn, type Store, sha256, writeWhole } from './store';

/** One repository below a workspace folder. */
export interface View {
  /** Relative to the workspace folder; empty for itself. */
  readonly path: string;
  /** What git calls the workspace folder, with `/` at the end: it may be part of a larger repository. Else empty. */
  readonly prefix: string;
  /** What git calls the state folder, with `/` at the end, where it lies inside; no part of anybody's work. */
  readonly state: string | undefined;
  readonly place: GitPlace;
  /** What is ignored besides what the .gitignore files say. */
  readonly excludes: string;
  /** How the index of the repository's own `.git` looks; empty where there is none. */
  readonly ownIndex: string;
}

/** The view of the workspace folder itself. */
export async function rootView(store: Store): Promise<View> {
  const { top, ignored } = await surroundingsOf(store.root);
  const inside = top !== undefined && top !== store.root && !ignored;
  const workTree = inside ? top : store.root;
  return openView(store, '', workTree, inside ? `${store.root.slice(top === '/' ? 1 : top.length + 1)}/` : '');
}

/** The view of a repository in the workspace folder. */
export function nestedView(store: Store, path: string): Promise<View> {
  return openView(store, path, `${store.root}/${path}`, '');
}

async function openView(store: Store, path: string, workTree: string, prefix: string): Promise<View> {
  const gitDir = `${store.views}/${sha256(`${path}\0${prefix}`).slice(0, 16)}`;
  await makeGitDir(gitDir);
  const own = gitFolder(workTree);
  const [index, excludes, ownIndex] = await Promise.all([
    currentIndex(gitDir),
    writeExcludes(store, gitDir, workTree, own),
    indexLook(own),
  ]);
  const place = { gitDir, workTree, objects: store.objects, index };
  return { path, prefix, state: stateIn(store, workTree), place, excludes, ownIndex };
}

/** A path as git names it in a view, as the workspace folder names it. */
export function pathInRoot({ path, prefix }: View, named: string): string {
  return path === '' ? named.slice(prefix.length) : `${path}/${named}`;
}

/** Holds the tree that the index was last written as. */
export function treePath({ place }: View): string {
  return `${place.gitDir}/tree`;
}

async function indexLook(own: Promise<string | undefined>): Promise<string> {
  const folder = await own;
  const found = folder === undefined ? undefined : await ifThere(stat(`${folder}/index`));
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}

/**
 * A lock that is still there belongs to a git that was killed, or outlives the process that was: it may yet write its
 * index. So we go on with a copy, under a name that it does not know.
 */
async function currentIndex(gitDir: string): Promise<string> {
  const names = (await namesIn(gitDir)).filter((name) => name.startsWith('index'));
  const index = names.find((name) => /^index(?:-[0-9a-f]+)?$/u.test(name)) ?? 'index';
  if (!names.includes(`${index}.lock`)) return `${gitDir}/${index}`;
  const next = `index-${randomBytes(4).toString('hex')}`;
  await ifThere(copyFile(`${gitDir}/${index}`, `${gitDir}/${next}`));
  await forgetTree(gitDir);
  for (const name of names) await rm(`${gitDir}/${name}`, { force: true });
  return `${gitDir}/${next}`;
}

/** Begins the view anew: every file is read again with the next state. */
export async function forgetIndex({ place }: View): Promise<void> {
  await forgetTree(place.gitDir);
  for (const path of [place.index, `${place.gitDir}/held`]) await rm(path, { force: true });
}

/** The tree that the index was last written as is no longer known. */
export async function forgetTree(gitDir: string): Promise<void> {
  await rm(`${gitDir}/tree`, { force: true });
}

/** What the user ignores besides the .gitignore files: own rules for all folders, and for this clone. */
async function writeExcludes(
  store: Store,
  gitDir: string,
  workTree: string,
  own: Promise<string | undefined>,
): Promise<string> {
  const path = `${gitDir}/info/exclude`;
  const [before, ...theirs] = await Promise.all([ifThere(readFile(path, 'utf8')), everywhere(workTree), forClone(own)]);
  const all = [...theirs, ownState(store, workTree)];
  const text = all.map((each) => (each === '' || each.endsWith('\n') ? each : `${each}\n`)).join('');
  if (before !== text) await writeWhole(path, text);
  return text;
}

const asked = new Map<string, Promise<string>>();

/** Where the rules for all folders stand is asked once: it is a setting of git. */
async function everywhere(workTree: string): Promise<string> {
  const known = asked.get(workTree) ?? excludesFile(workTree);
  asked.set(workTree, known);
  return readText(await known);
}

async function excludesFile(workTree: string): Promise<string> {
  const found = await runGit(workTree, ['config', '--get', '--type=path', 'core.excludesFile']);
  const named = found?.code === 0 ? found.stdout.replace(/\n$/u, '') : '';
  if (named !== '') return posix.resolve(workTree, named);
  const config = process.env.XDG_CONFIG_HOME;
  return `${config === undefined || config === '' ? `${homedir()}/.config` : config}/git/ignore`;
}

async function forClone(own: Promise<string | undefined>): Promise<string> {
  const folder = await own;
  if (folder === undefined) return '';
  const common = (await readText(`${folder}/commondir`)).trim();
  return readText(`${common === '' ? folder : posix.resolve(folder, common)}/info/exclude`);
}

/** The repository's own `.git`, also where that is a file that says where it is (worktree, submodule). */
async function gitFolder(workTree: string): Promise<string | undefined> {
  const path = `${workTree}/.git`;
  const found = await ifThere(stat(path));
  if (found === undefined || found.isDirectory()) return found && path;
  const target = /^gitdir: (.*?)\n*$/su.exec(await readText(path))?.[1];
  return target === undefined ? undefined : posix.resolve(workTree, target);
}

function stateIn({ stateFolder }: Store, workTree: string): string | undefined {
  return stateFolder.startsWith(`${workTree}/`) ? `${stateFolder.slice(workTree.length + 1)}/` : undefined;
}

function ownState(store: Store, workTree: string): string {
  const inside = stateIn(store, workTree);
  return inside === undefined ? '' : `/${inside.replace(/[\\*?[\]!# ]/gu, '\\$&')}\n`;
}

async function readText(path: string): Promise<string> {
  return (await ifThere(readFile(path, 'utf8')).catch(() => undefined)) ?? '';
}
