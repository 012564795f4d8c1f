/** What to tell a model whose text is not in the file: where something like it is, word for word. */
import { cut } from './words';

/** Lines of a file that are looked at; a longer one gets the plain sentence. */
const most = 20_000;
/** Below this two lines have nothing to do with each other. */
const alike = 0.6;

/** A sentence on why `old` is not in the text, with the lines that were probably meant. */
export function hintFor(text: string, old: string): string {
  const without = withoutNumbers(old);
  if (without !== undefined && text.includes(without))
    return 'old has line numbers in it, which are not in the file. Leave out the number and the tab before each line.';
  const lines = text.split('\n');
  const wanted = old.split('\n');
  if (lines.length <= most) {
    const spaced = sameButSpaces(lines, wanted);
    if (spaced !== undefined)
      return `old is not in the file as it is written; white space differs. The lines are:\n${shown(lines, spaced, spaced + meant(wanted).length)}`;
    const near = nearestLine(lines, wanted);
    if (near !== undefined)
      return `old is not in the file. The nearest lines are:\n${shown(lines, Math.max(0, near - 2), near + Math.min(meant(wanted).length, 8) + 2)}`;
  }
  return 'old is not in the file, nor anything like it. Read the file again.';
}

/** The text without what `read_file` puts before lines; undefined where not every line has it. */
function withoutNumbers(old: string): string | undefined {
  const lines = old.split('\n');
  const numbered = /^\s*\d+\t/u;
  if (!lines.every((line, at) => numbered.test(line) || (line === '' && at === lines.length - 1))) return undefined;
  return lines.map((line) => line.replace(numbered, '')).join('\n');
}

/** The lines that say something: without empty ones at both ends. */
function meant(wanted: readonly string[]): readonly string[] {
  const filled = wanted.map((line) => line.trim() !== '');
  return wanted.slice(Math.max(0, filled.indexOf(true)), filled.lastIndexOf(true) + 1);
}

/** Where the lines stand, white space apart. */
function sameButSpaces(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const squeeze = (line: string) => line.replace(/\s+/gu, ' ').trim();
  const search = meant(wanted).map(squeeze);
  const [first] = search;
  if (first === undefined) return undefined;
  const squeezed = lines.map(squeeze);
  for (let at = squeezed.indexOf(first); at !== -1; at = squeezed.indexOf(first, at + 1))
    if (search.every((line, offset) => squeezed[at + offset] === line)) return at;
  return undefined;
}

/** The line most like the longest that was asked for, moved to where the first of them would stand. */
function nearestLine(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const search = meant(wanted);
  const longest = [...search].sort((a, b) => b.trim().length - a.trim().length)[0];
  if (longest === undefined) return undefined;
  const pairs = pairsOf(longest.trim().slice(0, 400));
  let best = { at: -1, score: alike };
  for (const [at, line] of lines.entries()) {
    const score = likeness(pairs, pairsOf(line.trim().slice(0, 400)));
    if (score > best.score) best = { at, score };
  }
  return best.at === -1 ? undefined : Math.max(0, best.at - search.indexOf(longest));
}

function pairsOf(line: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(0, line.length - 1) }, (_, at) => line.slice(at, at + 2)));
}

/** From 0 to 1: the pairs of letters that two lines share. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared++;
  return (2 * shared) / (a.size + b.size);
}

function shown(lines: readonly string[], from: number, to: number): string {
  return lines
    .slice(from, to)
    .map((line, at) => `${from + at + 1}\t${cut(line.replace(/\r$/u, ''), 300)}`)
    .join('\n');
}
