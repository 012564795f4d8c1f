/** What is about to be committed or pushed, read from git: not from the files, which may be other than what was added. */
import type { NewText } from '../../core/host';
import { runGit } from '../gitProcess';

/** Characters of one file that are looked at. */
const largest = 5_000_000;
/** Git's name for a tree that holds nothing. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What is compared, as options of `git diff`, and where its new side is found. */
interface Change {
  readonly diff: readonly string[];
  /** Before a colon, git's name for the new side: empty for the index. */
  readonly side: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Staged files below a folder that are new or changed. `index` is git's own index file where git names another one, as it
 * does for `git commit -a` and `git commit <path>`. Rejects where git does not answer, and for files too large to look at.
 */
export async function stagedTexts(folder: string, index: string | undefined): Promise<readonly NewText[]> {
  return textsOf(folder, ofIndex(index));
}

/** Files below a folder that HEAD has otherwise than any remote; rejects as `stagedTexts` does. */
export async function unpushedTexts(folder: string): Promise<readonly NewText[]> {
  const change = await ofHead(folder);
  return change === undefined ? [] : textsOf(folder, change);
}

/** Names of all staged files below a folder, those that are deleted too. Rejects where git does not answer. */
export async function stagedPaths(folder: string, index: string | undefined): Promise<readonly string[]> {
  return pathsOf(folder, ofIndex(index), 'ACDMRT');
}

/** Names of all files below a folder that HEAD has otherwise than any remote. Rejects where git does not answer. */
export async function unpushedPaths(folder: string): Promise<readonly string[]> {
  const change = await ofHead(folder);
  return change === undefined ? [] : pathsOf(folder, change, 'ACDMRT');
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
  const env = index === undefined || index === '' ? {} : { GIT_INDEX_FILE: index };
  return { diff: ['--cached'], side: '', env };
}

function between(from: string, to: string): Change {
  return { diff: [from, to], side: to, env: {} };
}

/** From before the first commit that no remote has; undefined where every remote has HEAD. */
async function ofHead(folder: string): Promise<Change | undefined> {
  await assertRepository(folder);
  const listed = await git(folder, ['rev-list', '--topo-order', '--reverse', 'HEAD', '--not', '--remotes']);
  const [first = ''] = listed.split('\n');
  if (first === '') return undefined;
  return between((await gitLine(folder, ['rev-parse', '--verify', '--quiet', `${first}^`])) ?? emptyTree, 'HEAD');
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
  return (await git(folder, args, change.env)).split('\0').filter((path) => path !== '');
}

async function textsOf(folder: string, change: Change): Promise<readonly NewText[]> {
  const texts: NewText[] = [];
  for (const path of await pathsOf(folder, change, 'ACMRT')) {
    const size = Number((await git(folder, ['cat-file', '-s', `${change.side}:./${path}`], change.env)).trim());
    if (size > largest) throw new Error(`${path} is too large to look at (${size} bytes).`);
    // Text even where attributes call it binary: a file must not hide by saying so.
    const args = [...diff, ...change.diff, '--text', '--unified=9999999', '--relative', '--', `:(literal)${path}`];
    texts.push({ path, ...newSide(await git(folder, args, change.env)) });
  }
  return texts;
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
