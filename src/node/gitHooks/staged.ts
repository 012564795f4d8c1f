/** What is about to be committed or pushed, read from git: not from the files, which may be other than what was added. */
import { resolve } from 'node:path';
import type { NewText } from '../../core/host';
import { runGit } from '../gitProcess';

/** Characters of one file that are looked at. */
const largest = 5_000_000;
/** Git's name for a tree that holds nothing. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What is pushed: names or hashes of what git sends, and hashes that the other side has. */
export interface Pushed {
  readonly tips: readonly string[];
  readonly known: readonly string[];
}

/** What is compared, as options of `git diff`, and where its new side is found. */
interface Change {
  readonly diff: readonly string[];
  /** Before a colon, git's name for the new side: empty for the index. */
  readonly side: string;
  readonly env: Readonly<Record<string, string>>;
  /** Only these paths of it; absent: all. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Staged files below a folder that are new or changed. `index` is git's own index file where git names another one, as it
 * does for `git commit -a` and `git commit <path>`. Rejects where git does not answer, and for files too large to look at.
 */
export async function stagedTexts(folder: string, index: string | undefined): Promise<readonly NewText[]> {
  return textsOf(folder, ofIndex(index));
}

/**
 * What each commit that `tips` have and no remote has brings, below a folder: what a later commit took away again is
 * pushed, too. `known` are further commits that the other side has. Rejects as `stagedTexts` does.
 */
export async function unpushedTexts(folder: string, pushed: Pushed = ofHead): Promise<readonly NewText[]> {
  const texts: NewText[] = [];
  for (const { commit, change } of await unpushed(folder, pushed)) {
    const found = await textsOf(folder, change);
    texts.push(...found.map((each) => ({ ...each, commit })));
  }
  return texts;
}

/** Names of all staged files below a folder, those that are deleted too. Rejects where git does not answer. */
export async function stagedPaths(folder: string, index: string | undefined): Promise<readonly string[]> {
  return pathsOf(folder, ofIndex(index), 'ACDMRT');
}

/** Names of all files below a folder that such commits touch. Rejects where git does not answer. */
export async function unpushedPaths(folder: string, pushed: Pushed = ofHead): Promise<readonly string[]> {
  const paths = new Set<string>();
  for (const { change } of await unpushed(folder, pushed))
    for (const path of await pathsOf(folder, change, 'ACDMRT')) paths.add(path);
  return [...paths];
}

/** Names of the files below a folder that differ between two commits; the first may be absent: all that the other has. */
export async function changedPaths(folder: string, from: string | undefined, to: string): Promise<readonly string[]> {
  return pathsOf(folder, between(from ?? emptyTree, to), 'ACDMRT');
}

/** The one line that git answers; undefined where it answers none. */
export async function gitLine(folder: string, args: readonly string[]): Promise<string | undefined> {
  const result = await runGit(folder, args);
  return result?.code === 0 && result.stdout.trim() !== '' ? result.stdout.trim() : undefined;
}

function ofIndex(index: string | undefined): Change {
  // Git names it from where it calls its hook, which need not be the folder that is asked about.
  const env = index === undefined || index === '' ? {} : { GIT_INDEX_FILE: resolve(index) };
  return { diff: ['--cached'], side: '', env };
}

function between(from: string, to: string): Change {
  return { diff: [from, to], side: to, env: {} };
}

/** What is pushed, where nobody says otherwise. */
const ofHead: Pushed = { tips: ['HEAD'], known: [] };
/** So many of the newest are looked at one by one; what all earlier ones make together is one change more. */
const mostCommits = 300;

interface PushedChange {
  /** The first characters of its hash. */
  readonly commit: string;
  readonly change: Change;
}

async function unpushed(folder: string, { tips, known }: Pushed): Promise<readonly PushedChange[]> {
  await assertRepository(folder);
  const commits: string[] = [];
  for (const tip of tips) {
    // A tag of something that is no commit has no history.
    const commit = await gitLine(folder, ['rev-parse', '--verify', '--quiet', `${tip}^{commit}`]);
    if (commit !== undefined) commits.push(commit);
  }
  if (commits.length === 0) return [];
  const there: string[] = [];
  for (const each of known) if ((await gitLine(folder, ['cat-file', '-t', each])) === 'commit') there.push(`^${each}`);
  const args = ['rev-list', '--parents', '--topo-order', '--reverse', ...commits, ...there, '--not', '--remotes'];
  const lines = (await git(folder, args)).split('\n').filter((each) => each !== '');
  const all = lines.map((line) => line.split(' '));
  const newest = all.slice(-mostCommits);
  const found = await Promise.all(newest.map(([commit = '', ...parents]) => ofCommit(folder, commit, parents)));
  const boundary = all.at(-mostCommits - 1)?.[0];
  if (boundary === undefined) return found;
  return [{ commit: boundary.slice(0, 10), change: between(all[0]?.[1] ?? emptyTree, boundary) }, ...found];
}

/** What a commit changes; of a merge, what it has otherwise than all that it merges. */
async function ofCommit(folder: string, commit: string, parents: readonly string[]): Promise<PushedChange> {
  const change = between(parents[0] ?? emptyTree, commit);
  const told = { commit: commit.slice(0, 10), change };
  if (parents.length < 2) return told;
  const args = ['diff-tree', '-r', '-c', '--no-commit-id', '--name-only', '-z', '--relative', commit];
  const only = new Set((await git(folder, args)).split('\0').filter((path) => path !== ''));
  return { ...told, change: { ...change, only } };
}

async function git(folder: string, args: readonly string[], env: Change['env'] = {}): Promise<string> {
  const result = await runGit(folder, args, undefined, env);
  if (result?.code !== 0) throw new Error(result?.stderr.trim().split('\n')[0] || 'git does not answer.');
  return result.stdout;
}

async function assertRepository(folder: string): Promise<void> {
  if ((await runGit(folder, ['rev-parse', '--git-dir']))?.code !== 0)
    throw new Error(`${folder} is in no git repository.`);
}

async function pathsOf(folder: string, change: Change, filter: string): Promise<readonly string[]> {
  await assertRepository(folder);
  const args = [...diff, ...change.diff, '--name-only', '-z', `--diff-filter=${filter}`, '--relative'];
  const paths = (await git(folder, args, change.env)).split('\0');
  return paths.filter((path) => path !== '' && change.only?.has(path) !== false);
}

async function textsOf(folder: string, change: Change): Promise<readonly NewText[]> {
  const texts: NewText[] = [];
  const paths = await pathsOf(folder, change, 'ACMRT');
  const links = await gitLinksOf(folder, change);
  for (const path of paths) {
    if (links.has(path)) continue;
    const size = Number((await git(folder, ['cat-file', '-s', `${change.side}:./${path}`], change.env)).trim());
    if (size > largest) throw new Error(`${path} is too large to look at (${size} bytes).`);
    // Text even where attributes call it binary: a file must not hide by saying so.
    const args = [...diff, ...change.diff, '--text', '--unified=9999999', '--relative', '--', `:(literal)${path}`];
    texts.push({ path, ...newSide(await git(folder, args, change.env)) });
  }
  return texts;
}

/** Submodules among the changes: a commit of another repository, which has no text here. */
async function gitLinksOf(folder: string, change: Change): Promise<ReadonlySet<string>> {
  const raw = await git(folder, [...diff, ...change.diff, '--raw', '-z', '--relative'], change.env);
  return new Set([...raw.matchAll(/:\d+ 160000 [^\0]*\0([^\0]*)\0/gu)].map(([, path]) => path ?? ''));
}

const diff = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'];

/** The new text of a diff that shows the whole file. */
function newSide(shown: string): Pick<NewText, 'text' | 'addedLines'> {
  const lines: string[] = [];
  const addedLines = new Set<number>();
  const start = shown.search(/^@@ /mu);
  for (const line of start === -1 ? [] : shown.slice(start).split('\n').slice(1)) {
    if (!/^[+ ]/u.test(line)) continue;
    lines.push(line.slice(1));
    if (line.startsWith('+')) addedLines.add(lines.length);
  }
  return { text: lines.join('\n'), addedLines };
}
