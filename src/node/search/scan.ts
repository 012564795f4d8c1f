import { lstat, readFile } from 'node:fs/promises';
import type { SearchHit, SearchRequest } from '../../core/host';
import { firstHits, globMatcher, hit, largest } from './request';

/** Bytes in which a zero tells a binary file. */
const sample = 65_536;

/** Searches the lines of files, for the engines that only know which files there are. */
export async function searchFiles(paths: readonly string[], request: SearchRequest): Promise<readonly SearchHit[]> {
  const pattern = patternOf(request);
  const matches = globMatcher(request.globs);
  const hits: SearchHit[] = [];
  for (const path of [...paths].sort((a, b) => (a < b ? -1 : 1))) {
    request.signal?.throwIfAborted();
    if (!matches(path.slice(request.root.length + 1))) continue;
    const text = await textOf(path);
    // One test of the whole text is much cheaper than one of every line; only a plain text is sure to survive it.
    if (text === undefined || (!request.regex && !pattern.test(text))) continue;
    for (const [at, line] of text.split('\n').entries()) {
      const plain = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (pattern.test(plain)) hits.push(hit(path, at + 1, plain));
    }
    if (hits.length >= request.maxResults) break;
  }
  return firstHits(hits, request.maxResults);
}

/** Throws with a sentence for what is no regular expression. */
function patternOf({ pattern, regex, caseSensitive }: SearchRequest): RegExp {
  const source = regex ? pattern : pattern.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
  const flags = caseSensitive ? '' : 'i';
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(source, flags + unicode);
    } catch (error) {
      if (unicode === '')
        throw new Error(
          `${pattern} is not a regular expression: ${error instanceof Error ? error.message : String(error)}`,
        );
    }
  }
  throw new Error(`${pattern} is not a regular expression.`);
}

/** The text of a regular file; undefined for binary, too large and unreadable ones. */
async function textOf(path: string): Promise<string | undefined> {
  const stat = await lstat(path).catch(() => undefined);
  if (stat?.isFile() !== true || stat.size > largest) return undefined;
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  if (encoding === 'utf-8' && bytes.subarray(0, sample).includes(0)) return undefined;
  return new TextDecoder(encoding).decode(bytes);
}
