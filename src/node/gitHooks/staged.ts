/** What is about to be committed, read from git's index: not from the files, which may be other than what was added. */
import { runGit } from '../gitProcess';

/** A file as it will be committed, and the lines that are new in it, 1-based. */
export interface StagedText {
  /** Relative to the folder. */
  readonly path: string;
  readonly text: string;
  readonly addedLines: ReadonlySet<number>;
}

/** Characters of one file that are looked at. */
const largest = 5_000_000;
/** Files of one call of git, so that no command line is too long. */
const together = 200;

/**
 * Staged files below a folder that are new or changed. `index` is git's own index file where git names another one, as it
 * does for `git commit -a` and `git commit <path>`. Rejects where git does not answer, and for files too large to look at.
 */
export async function stagedTexts(folder: string, index: string | undefined): Promise<readonly StagedText[]> {
  const env = index === undefined || index === '' ? {} : { GIT_INDEX_FILE: index };
  const git = async (args: readonly string[]) => {
    const result = await runGit(folder, args, undefined, env);
    if (result?.code !== 0) throw new Error(result?.stderr.trim().split('\n')[0] || 'git does not answer.');
    return result.stdout;
  };
  if ((await runGit(folder, ['rev-parse', '--git-dir']))?.code !== 0)
    throw new Error(`${folder} is in no git repository.`);
  const listed = await git([...diff, '--name-only', '-z', '--diff-filter=ACMRT', '--relative']);
  const paths = listed.split('\0').filter((path) => path !== '');
  const texts: StagedText[] = [];
  for (let at = 0; at < paths.length; at += together) {
    for (const path of paths.slice(at, at + together)) {
      const size = Number((await git(['cat-file', '-s', `:./${path}`])).trim());
      if (size > largest) throw new Error(`${path} is too large to look at (${size} bytes).`);
      // Text even where attributes call it binary: a file must not hide by saying so.
      const shown = await git([...diff, '--text', '--unified=9999999', '--relative', '--', `:(literal)${path}`]);
      texts.push({ path, ...newSide(shown) });
    }
  }
  return texts;
}

const diff = ['diff', '--cached', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'];

/** The new text of a diff that shows the whole file. */
function newSide(shown: string): Pick<StagedText, 'text' | 'addedLines'> {
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
