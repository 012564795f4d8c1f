/** The map as a model reads it: files, and below each what it declares, within a budget of tokens. */
import type { MapAnswer, RankedFile } from './types';

/** Characters of a token in code; see `tokensOf`. */
const perToken = 3;
const mostSymbols = 14;
/** The files that matter most are shown with nearly all that they declare: there the request ends. */
const mostOfFirst = 40;
const first = 3;
/** Symbols that count whatever the request says: used elsewhere, or at the top of the file. */
const fewest = 4;

/** What was drawn. */
export interface DrawnMap {
  readonly text: string;
  /** Paths that stand in it. */
  readonly files: readonly string[];
}

/**
 * The answer as text of at most `tokens` tokens. A line of a file never begins with what the file says: symbols stand
 * behind their line number. Empty where nothing fits or the folder has no files.
 */
export function drawMap({ total, files }: MapAnswer, tokens: number): DrawnMap {
  let left = tokens * perToken;
  const blocks: { readonly path: string; readonly text: string }[] = [];
  for (const [at, file] of files.entries()) {
    const text = drawFile(file, at < first ? mostOfFirst : at < files.length / 3 ? mostSymbols : fewest);
    if (text.length + 1 > left) break;
    left -= text.length + 1;
    blocks.push({ path: file.path, text });
  }
  if (blocks.length === 0) return { text: '', files: [] };
  const head = `${blocks.length} of ${total} files, the most relevant first; below each what it declares, by line.`;
  return {
    text: [head, ...blocks.map(({ text }) => text)].join('\n'),
    files: blocks.map(({ path }) => path),
  };
}

function drawFile({ path, symbols }: RankedFile, most: number): string {
  const wanted = [...symbols]
    .map((symbol) => ({ symbol, worth: worthOf(symbol) }))
    .sort((a, b) => b.worth - a.worth || a.symbol.line - b.symbol.line)
    .slice(0, most)
    .map(({ symbol }) => symbol)
    .sort((a, b) => a.line - b.line);
  const lines = wanted.map(({ line, depth, text }) => `${'  '.repeat(Math.min(depth, 3) + 1)}${line}: ${text}`);
  const more = symbols.length - wanted.length;
  return [printable(path), ...lines, ...(more > 0 ? [`  … ${more} more`] : [])].join('\n');
}

/** What the request names, then what others use, then the outermost; helpers of compilers and bundlers last. */
function worthOf({ asked, uses, depth, name }: RankedFile['symbols'][number]): number {
  return (asked ? 100 : 0) + Math.min(50, uses * 5) - depth * 3 - (/^_/u.test(name) ? 60 : 0);
}

function printable(path: string): string {
  return path.replace(/[\p{Cc}\u2028\u2029]/gu, '?');
}
