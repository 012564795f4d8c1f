/** Test by test: what new tests beside it would hide from a count over the whole file. */
import { blanked, codeOnly, counted, type TestFile, times, type WeakenedRule } from './rule';
import { asserts, begins } from './tests';

interface Block {
  readonly title: string;
  readonly assertions: number;
  /** Its lines as they stand, without the first, which names it. */
  readonly lines: readonly string[];
}

/** The tests of a file by title; those whose title occurs twice, or can't be told, are left out. */
function blocksOf(text: string, path: string): ReadonlyMap<string, Block> {
  const code = blanked(text, path);
  const starts = [...code.matchAll(begins)].map(({ index }) => index);
  const found = new Map<string, Block>();
  const twice = new Set<string>();
  for (const [at, start] of starts.entries()) {
    const end = starts[at + 1] ?? text.length;
    const raw = text.slice(start, end);
    const title = titleOf(raw);
    if (title === undefined) continue;
    if (found.has(title)) twice.add(title);
    const lines = raw.split('\n').slice(1);
    found.set(title, {
      title,
      assertions: times(code.slice(start, end), asserts),
      lines: lines.map((line) => line.trim()).filter((line) => line.length > 8),
    });
  }
  for (const title of twice) found.delete(title);
  return found;
}

/** What a test is called: the first text of its first line, else the name of the function that it is. */
function titleOf(raw: string): string | undefined {
  const head = raw.trimStart();
  const called = /^[^\n]*?(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/u.exec(head)?.[2];
  const named = /\b(?:def|fn|func|fun|void|public\s+\S+)\s+(\w+)/u.exec(head.slice(0, 300))?.[1];
  return /^\s*(?:async\s+)?(?:def|func)\b|^[@#[]/u.test(head) ? named : (called ?? named);
}

function bothBlocks({ before, after, path }: TestFile) {
  if (before === undefined || after === undefined) return undefined;
  return { old: blocksOf(before, path), now: blocksOf(after, path) };
}

/** Assertions that are gone from a test which is still there, while the file as a whole has not fewer. */
export const weakerTests: WeakenedRule = (file) => {
  const blocks = bothBlocks(file);
  if (blocks === undefined || fewer(file, asserts)) return [];
  const weaker = [...blocks.old.values()].filter(
    ({ title, assertions }) => (blocks.now.get(title)?.assertions ?? assertions) < assertions,
  );
  return weaker.map(({ title, assertions }) => {
    const gone = assertions - (blocks.now.get(title)?.assertions ?? 0);
    return `${counted(gone, 'assertion is', 'assertions are')} gone from "${title}"`;
  });
};

/** Tests that are gone with all they did, while as many others came. */
export const replacedTests: WeakenedRule = (file) => {
  const blocks = bothBlocks(file);
  if (blocks === undefined || fewer(file, begins)) return [];
  const came = new Set([...blocks.now.values()].filter(({ title }) => !blocks.old.has(title)).flatMap((b) => b.lines));
  const gone = [...blocks.old.values()].filter(
    ({ title, lines, assertions }) =>
      assertions > 0 &&
      lines.length > 1 &&
      !(file.after ?? '').includes(title) &&
      lines.filter((line) => came.has(line)).length * 2 < lines.length,
  );
  return gone.length === 0
    ? []
    : [`${counted(gone.length, 'test is', 'tests are')} gone: ${gone.map(({ title }) => `"${title}"`).join(', ')}`];
};

/** The rules that count over the whole file have told it. */
function fewer({ before = '', after = '', path }: TestFile, pattern: RegExp): boolean {
  return times(codeOnly(after, path), pattern) < times(codeOnly(before, path), pattern);
}
