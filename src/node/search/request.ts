/** What every search engine shares, so that their results are the same. */
import picomatch from 'picomatch';
import type { SearchHit, SearchRequest } from '../../core/host';

/** One way to list and search files. Undefined: it can't do this here, and the next one is asked. */
export interface SearchEngine {
  files(root: string, signal: AbortSignal | undefined): Promise<readonly string[] | undefined>;
  text(request: SearchRequest): Promise<readonly SearchHit[] | undefined>;
}

/** Folders that are never looked into. */
export const closedFolders = ['.git', 'node_modules'];
/** Larger files are not searched, in bytes. */
export const largest = 10 * 1024 * 1024;
/** Characters of a line that are kept. */
const lineLimit = 20_000;

/**
 * A test for paths relative to the root. A glob without a slash is compared with the file's name, at any depth; one that
 * begins with `!` takes out what the others match, or of everything where there are no others.
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const added = globs.filter((glob) => !glob.startsWith('!')).map(matcherOf);
  const taken = globs.filter((glob) => glob.startsWith('!')).map((glob) => matcherOf(glob.slice(1)));
  return (path) =>
    (added.length === 0 || added.some((matches) => matches(path))) && !taken.some((matches) => matches(path));
}

function matcherOf(glob: string): (path: string) => boolean {
  const plain = glob.replace(/^\.\//u, '').replace(/\/$/u, '/**');
  const options = { dot: true, posix: true, nonegate: true, basename: !plain.includes('/') };
  return picomatch(plain.replace(/^\//u, ''), options);
}

/** How many hits to gather before the first are chosen by path: enough that the choice rarely depends on chance. */
export function gatherLimit(maxResults: number): number {
  return Math.max(20_000, maxResults * 20);
}

/** A hit with its line cut to a bearable length and without its line end. */
export function hit(path: string, line: number, text: string): SearchHit {
  return { path, line, text: text.replace(/\r?\n?$/u, '').slice(0, lineLimit) };
}

/** The first hits by path and line. */
export function firstHits(hits: readonly SearchHit[], maxResults: number): readonly SearchHit[] {
  return [...hits]
    .sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1))
    .slice(0, maxResults);
}
