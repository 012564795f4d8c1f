/** Paths that a view's index does not have: new files, ignored ones, repositories in the repository, empty folders. */
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { ifThere } from '../errors';
import { isTemporary } from '../temporaries';
import { git, pathList, pathText, pieces } from './git';
import { isMadeAgain, keptBytes, keptFiles } from './ignored';
import type { View } from './view';

/** What there is besides the index. Paths as git has them; folders end with `/`. */
export interface Others {
  readonly files: readonly string[];
  /** Ignored, and kept all the same. */
  readonly kept: readonly string[];
  readonly ignored: readonly string[];
  readonly nested: readonly string[];
  readonly empties: readonly string[];
  /** Names whose bytes are no text, as near as text comes. */
  readonly unnamed: readonly string[];
  /** Folders were looked into: with their files in the index, the list will be another. */
  readonly again: boolean;
  /** What lies in ignored folders and was looked at to tell whether they are kept. */
  readonly asked: readonly string[];
}

const noOthers: Others = {
  files: [],
  kept: [],
  ignored: [],
  nested: [],
  empties: [],
  unnamed: [],
  again: false,
  asked: [],
};

/** Everything beside the index, with whole folders in one line. */
export function listOthers(view: View, signal?: AbortSignal): Promise<Buffer> {
  return list(view, ['--directory'], within(view), signal);
}

/** Tells the listed paths apart. */
export async function sortOthers(view: View, listed: Buffer, signal?: AbortSignal): Promise<Others> {
  const { paths, unnamed } = texts(listed);
  if (paths.length === 0) return { ...noOthers, unnamed };
  const ignored = await ignoredOf(view, paths, signal);
  const open = paths.filter((path) => !ignored.has(path));
  const folders = await Promise.all(open.filter(isFolder).map((path) => look(view, path)));
  const looked = folders.filter(({ kind }) => kind === 'filled').map(({ path }) => path);
  const inside = looked.length === 0 ? noOthers : await expand(view, looked, signal);
  const passedOver = [...ignored, ...inside.ignored];
  const asked: string[] = [];
  const kept = new Set(await keep(view, passedOver, asked));
  return {
    files: [...open.filter((path) => !isFolder(path)), ...inside.files],
    kept: [...kept],
    ignored: passedOver.filter((path) => !kept.has(path)),
    again: looked.length > 0 || [...kept].some((path) => !ignored.has(path)),
    nested: [...folders.filter(({ kind }) => kind === 'nested').map(({ path }) => path), ...inside.nested],
    empties: [...folders.filter(({ kind }) => kind === 'empty').map(({ path }) => path), ...inside.empties],
    unnamed: [...unnamed, ...inside.unnamed],
    asked,
  };
}

function isFolder(path: string): boolean {
  return path.endsWith('/');
}

function within({ prefix }: View): readonly string[] {
  return prefix === '' ? [] : [prefix];
}

function list(view: View, options: readonly string[], paths: readonly string[], signal?: AbortSignal): Promise<Buffer> {
  return git(view.place, ['ls-files', '-z', '--others', ...options, '--', ...paths], { signal });
}

function texts(output: Buffer): { readonly paths: readonly string[]; readonly unnamed: readonly string[] } {
  const paths: string[] = [];
  const unnamed: string[] = [];
  for (const piece of pieces(output)) {
    const text = pathText(piece);
    if (text === undefined) unnamed.push(piece.toString('utf8'));
    // What a killed writer left is nobody's work.
    else if (!isTemporary(text)) paths.push(text);
  }
  return { paths, unnamed };
}

async function ignoredOf(view: View, paths: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>> {
  // This command knows no literal paths; with `./` in front none looks like anything else.
  const stdin = pathList(paths.map((path) => `./${path}`));
  const found = await git(view.place, ['check-ignore', '-z', '--stdin'], { stdin, signal, accept: [1], magic: true });
  return new Set(texts(found).paths.map((path) => path.slice(2)));
}

type Look = { readonly path: string; readonly kind: 'nested' | 'empty' | 'filled' };

async function look(view: View, path: string): Promise<Look> {
  // The folder that the view is about may itself be new to git.
  if (view.prefix.startsWith(path)) return { path: view.prefix, kind: 'filled' };
  const entries = await entriesOf(posix.join(view.place.workTree, path));
  if (entries.some(({ name }) => name === '.git')) return { path, kind: 'nested' };
  return { path, kind: entries.length === 0 ? 'empty' : 'filled' };
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return (await ifThere(readdir(folder, { withFileTypes: true })).catch(() => undefined)) ?? [];
}

/** A process takes only so many arguments; beyond them one look at everything is quicker anyway. */
const mostArguments = 500;

async function expand(view: View, folders: readonly string[], signal?: AbortSignal): Promise<Others> {
  const paths = folders.length > mostArguments ? within(view) : folders;
  const [open, closed] = await Promise.all([
    list(view, ['--exclude-standard'], paths, signal).then(texts),
    list(view, ['--exclude-standard', '--ignored', '--directory'], paths, signal).then(texts),
  ]);
  const nested = open.paths.filter(isFolder);
  const stops = new Set([...nested, ...closed.paths]);
  const empties = await Promise.all(folders.map((folder) => emptiesIn(view, folder, stops)));
  return {
    files: open.paths.filter((path) => !isFolder(path)),
    kept: [],
    ignored: closed.paths,
    nested,
    empties: empties.flat(),
    unnamed: [...open.unnamed, ...closed.unnamed],
    again: false,
    asked: [],
  };
}

async function emptiesIn(view: View, folder: string, stops: ReadonlySet<string>): Promise<readonly string[]> {
  if (stops.has(folder)) return [];
  const entries = await entriesOf(posix.join(view.place.workTree, folder));
  if (entries.length === 0) return [folder];
  const below = entries.filter((entry) => entry.isDirectory() && entry.name !== '.git');
  return (await Promise.all(below.map(({ name }) => emptiesIn(view, `${folder}${name}/`, stops)))).flat();
}

/** Small ignored files that nothing makes again: `.env`, a local configuration, a folder of a few of them. */
async function keep(view: View, ignored: readonly string[], asked: string[]): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const path of ignored) {
    if (isMadeAgain(path) || isOwn(view, path)) continue;
    const found = isFolder(path) ? await smallFolder(view, path, asked) : [path];
    for (const each of found) if (await isSmallFile(view, each)) kept.push(each);
    if (kept.length > keptFiles) return kept.slice(0, keptFiles);
  }
  return kept;
}

/** The state folder, what is in it, and the folders that it is in. */
function isOwn({ state }: View, path: string): boolean {
  return state !== undefined && (state.startsWith(path) || path.startsWith(state));
}

const smallFolderFiles = 50;

/** Files of a folder; none where they are many, or where it is a repository. */
async function smallFolder(view: View, path: string, asked: string[]): Promise<readonly string[]> {
  const files: string[] = [];
  const pending = [path];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    asked.push(next);
    for (const entry of await entriesOf(posix.join(view.place.workTree, next))) {
      if (entry.name === '.git') return [];
      const full = `${next}${entry.name}`;
      if (entry.isDirectory()) {
        if (!isMadeAgain(full)) pending.push(`${full}/`);
      } else files.push(full);
      if (files.length + pending.length > smallFolderFiles) return [];
    }
  }
  const found = files.filter((file) => !isMadeAgain(file));
  asked.push(...found);
  return found;
}

async function isSmallFile(view: View, path: string): Promise<boolean> {
  const stat = await ifThere(lstat(posix.join(view.place.workTree, path)));
  return stat !== undefined && (stat.isSymbolicLink() || (stat.isFile() && stat.size <= keptBytes));
}
