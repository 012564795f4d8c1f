import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Replacement, replaceAllOf } from '../../../src/core/tools/replacements';

type Pair = readonly [string, string];
const edits = (pairs: readonly Pair[]): readonly Replacement[] => pairs.map(([old, next]) => ({ old, new: next }));

describe('exact replacements', () => {
  it.each<[string, readonly Pair[], string, string?]>([
    ['a\nb\nc\n', [['b', 'B']], 'a\nB\nc\n', '2-2'],
    ['a\nb\nc\n', [['b\n', '']], 'a\nc\n', '2-2'],
    ['a\nb\nc', [['c', 'c\n']], 'a\nb\nc\n', '3-4'],
    ['a\nb\nc\n', [['b\nc', 'x\ny\nz']], 'a\nx\ny\nz\n', '2-4'],
    [
      'a\nb\nc\n',
      [
        ['a', 'A'],
        ['c', 'C'],
      ],
      'A\nb\nC\n',
      '1-1,3-3',
    ],
    [
      'a\nb\nc\n',
      [
        ['c', 'C'],
        ['a', 'A\nA2'],
      ],
      'A\nA2\nb\nC\n',
      '1-2,4-4',
    ],
    [
      'ab',
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      'ba',
      '1-1,1-1',
    ],
    ['a\r\nb\r\nc\r\n', [['a\nb', 'a\nx\nb']], 'a\r\nx\r\nb\r\nc\r\n', '1-3'],
    ['a\r\nb\r\nc\r\n', [['a\r\nb', 'x\r\ny\r\nz']], 'x\r\ny\r\nz\r\nc\r\n', '1-3'],
    ['one\r\ntwo\nthree\r\n', [['one', 'ONE']], 'ONE\r\ntwo\nthree\r\n'],
    ['one\r\ntwo\nthree\r\n', [['two\n', 'two\nmore\n']], 'one\r\ntwo\nmore\r\nthree\r\n'],
    ['one\r\ntwo\nthree\r\n', [['one\ntwo\nthree', 'one\n2\nthree']], 'one\r\n2\nthree\r\n'],
    ['one\ntwo\r\nthree', [['three', 'three\nfour']], 'one\ntwo\r\nthree\r\nfour'],
    ['\r\n\r\n', [['\n\n', '\nx\n']], '\r\nx\r\n'],
    ['$&', [['$&', "$1 $` $'"]], "$1 $` $'"],
    ['no end', [['end', 'end\n']], 'no end\n'],
  ])('%j %j', (text, pairs, expected, lines) => {
    const result = replaceAllOf(text, edits(pairs));
    expect(result).toMatchObject({ kind: 'replaced', text: expected });
    if (lines !== undefined && result.kind === 'replaced')
      expect(result.lines.map(([from, to]) => `${from}-${to}`).join(',')).toBe(lines);
  });

  it.each<[string, string, readonly Pair[], RegExp]>([
    ['twice', 'a\nb\na\n', [['a', 'x']], /^old occurs 2 times, at lines 1, 3\. Add lines/u],
    ['over each other', 'aaa', [['aa', 'x']], /occurs 2 times/u],
    ['often', 'a\n'.repeat(30), [['a', 'x']], /occurs 30 times, at lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …/u],
    ['no change', 'a', [['a', 'a']], /the same/u],
    ['no change but line ends', 'a\r\nb', [['a\r\nb', 'a\nb']], /the same/u],
    [
      'overlap',
      'abc',
      [
        ['ab', 'x'],
        ['bc', 'y'],
      ],
      /^Edits 1 and 2 change the same/u,
    ],
    [
      'one in another',
      'abc',
      [
        ['b', 'x'],
        ['abc', 'y'],
      ],
      /^Edits 2 and 1 change the same/u,
    ],
    ['nothing like it', 'a\nb\n', [['entirely different', 'x']], /nor anything like it/u],
    [
      'indentation',
      'if (a) {\n    b();\n}\n',
      [['if (a) {\n  b();\n}', 'x']],
      /white space differs\. The lines are:\n1\tif \(a\) \{\n2\t {4}b\(\);\n3\t\}$/u,
    ],
    ['tabs', '\tone\n\ttwo\n', [['  one\n  two', 'x']], /white space differs.*\n1\t\tone\n2\t\ttwo$/su],
    [
      'nearly',
      'import a\nconst limit = 20;\nexport b\n',
      [['const limit = 30;', 'x']],
      /The nearest lines are:\n1\timport a\n2\tconst limit = 20;\n3\texport b/u,
    ],
    [
      'nearly, of several lines',
      `${'x\n'.repeat(50)}function add(a, b) {\n  return a + b;\n}\n`,
      [['function add(a, b) {\n  return a - b - 1;\n}', 'x']],
      /51\tfunction add\(a, b\) \{\n52\t {2}return a \+ b;/u,
    ],
    ['line numbers', 'one\ntwo\n', [['1\tone\n2\ttwo', 'x']], /line numbers in it/u],
    [
      'several',
      'a\nb\n',
      [
        ['zz', 'x'],
        ['b', 'B'],
        ['a', 'a'],
      ],
      /^Edit 1: .*\nEdit 3: old and new are the same/su,
    ],
  ])('are refused: %s', (_, text, pairs, why) => {
    const result = replaceAllOf(text, edits(pairs));
    expect(result.kind === 'refused' ? result.why.join('\n') : result.text).toMatch(why);
  });

  const line = fc.constantFrom('a', 'b', 'cc', '', '  d', 'é', '\u{1f600}');
  const lineEnd = fc.constantFrom('\n', '\r\n');
  const file = fc
    .array(fc.tuple(line, lineEnd), { maxLength: 12 })
    .map((all) => all.map(([text, end]) => text + end).join(''));
  it('do what replacing in the text with LF does, and keep every line end of what stays', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.nat(), fc.array(line, { maxLength: 4 }), (text, from, length, next) => {
        const plain = text.replaceAll('\r\n', '\n');
        const start = plain.length === 0 ? 0 : from % plain.length;
        const old = plain.slice(start, start + 1 + (length % 6));
        const replacement = { old, new: next.join('\n') };
        if (
          old === '' ||
          old === replacement.new ||
          plain.split(old).length !== 2 ||
          plain.indexOf(old) !== plain.lastIndexOf(old)
        )
          return;
        const result = replaceAllOf(text, [replacement]);
        if (result.kind === 'refused') throw new Error(result.why.join());
        const expected =
          plain.slice(0, plain.indexOf(old)) + replacement.new + plain.slice(plain.indexOf(old) + old.length);
        expect(result.text.replaceAll('\r\n', '\n')).toBe(expected);
        const kinds = new Set(text.match(/\r?\n/gu) ?? []);
        if (kinds.size === 1) for (const end of result.text.match(/\r?\n/gu) ?? []) expect(kinds.has(end)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
  it('of a large file with many edits cost little', () => {
    const text = Array.from({ length: 50_000 }, (_, at) => `line ${at} of many`).join('\r\n');
    const many = Array.from({ length: 100 }, (_, at) => ({ old: `line ${at * 400} of`, new: `changed ${at}\nof` }));
    const result = replaceAllOf(text, many);
    expect(result.kind === 'replaced' && result.lines.length).toBe(100);
  });
});
