/** Which test files a run executed. */
import type { Files } from '../../host';
import type { FileReview } from '../snapshot';
import type { CheckRun } from './judge';
import { isTestFile } from './testFiles';

const skipped = /^(?:node_modules|\.git|dist|build|out|target|vendor|\.?venv|env|__pycache__|coverage|\.\w.*)$/u;
const mostFolders = 2000;

/** A change's path relative to its workspace folder: with several folders reviews put the folder's name in front. */
export function relativeTo({ root, path }: Pick<FileReview, 'root' | 'path'>, severalRoots: boolean): string {
  if (!severalRoots) return path;
  const name = `${root.slice(root.lastIndexOf('/') + 1)}/`;
  return path.startsWith(name) ? path.slice(name.length) : path;
}

/**
 * The test files that these runs of tests executed, relative to the root: those that the runner names, else all below
 * the folder that it ran in.
 */
export async function executedTests(
  files: Pick<Files, 'list' | 'stat'>,
  root: string,
  runs: readonly CheckRun[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const run of runs) {
    const below = run.cwd.startsWith(root) ? run.cwd.slice(root.length + 1) : '';
    const named = await existing(files, root, below, run.report?.files ?? []);
    for (const path of named.length > 0 ? named : await testsBelow(files, root, below)) found.add(path);
  }
  return [...found];
}

async function existing(
  files: Pick<Files, 'stat'>,
  root: string,
  below: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const paths = names.map((name) => {
    const plain = name.replaceAll('\\', '/').replace(/^\.\//u, '');
    if (plain.startsWith(`${root}/`)) return plain.slice(root.length + 1);
    return below === '' ? plain : `${below}/${plain}`;
  });
  const there = await Promise.all(paths.map((path) => files.stat(`${root}/${path}`).catch(() => undefined)));
  return paths.filter((_path, at) => there[at]?.kind === 'file');
}

async function testsBelow(files: Pick<Files, 'list'>, root: string, below: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [below];
  for (let at = 0; at < folders.length && at < mostFolders; at++) {
    const folder = folders[at] ?? '';
    for (const { name, kind } of await files.list(folder === '' ? root : `${root}/${folder}`)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (kind === 'folder' && !skipped.test(name)) folders.push(path);
      // Rust keeps tests in the code itself.
      else if (kind === 'file' && (isTestFile(path) || name.endsWith('.rs'))) found.push(path);
    }
  }
  return found;
}
