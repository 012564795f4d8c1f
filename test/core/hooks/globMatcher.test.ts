/** Globs written as a regular expression find the same paths. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileGlobs } from '../../../src/core/hooks/match/globs';
import { compileRegex } from '../../../src/core/hooks/match/regex';
import { matcherOfGlobs } from '../../../src/core/hooks/write/globMatcher';

const paths = [
  ...[
    'a.ts',
    'src/a.ts',
    'src/deep/er/a.ts',
    'src/a.tsx',
    'src',
    'srcs/a.ts',
    'x/src/a.ts',
    '.ts',
    'src/.ts',
    'src/.a.ts',
  ],
  ...[
    'ats',
    'src/a.ts.bak',
    'docs/a b.md',
    'src/ab.ts',
    'src/b/a.ts',
    'src/b/c',
    'b',
    'src/a1.js',
    '.github/a.ts',
    'A.TS',
  ],
];

/** True of the paths that the expression finds. */
function finds(matcher: string): (path: string) => boolean {
  const regex = compileRegex(matcher, () => expect.unreachable('it needs backtracking'));
  if (regex.kind === 'invalid') throw new Error(regex.why);
  return (path) => regex.test(path) === true;
}

const same = (globs: readonly string[], all: readonly string[]) => {
  const matcher = matcherOfGlobs(globs);
  if (matcher === undefined) return;
  // A folder's glob means the folder itself, too, which is no file.
  const files = compileGlobs(globs.map((glob) => glob.replace(/\/\*\*$/u, '/**/*')));
  expect([matcher, all.filter(finds(matcher))]).toEqual([matcher, all.filter(files)]);
};

it.each<readonly [readonly string[], string]>([
  [['*.ts'], '^(?:.*/)?[^/]*\\.ts$'],
  [['src/**/*.{ts,tsx}'], '^src/(?:.*/)?[^/]*\\.(?:ts|tsx)$'],
  [['src/**'], '^src/.*$'],
  [['src/*'], '^src/[^/]+$'],
  [['**'], '^.*$'],
  [['./README.md', 'docs/?.md'], '^(?:(?:.*/)?README\\.md|docs/[^/]\\.md)$'],
])('%j', (globs, expected) => {
  expect(matcherOfGlobs(globs)).toBe(expected);
  same(globs, paths);
});

it.each([['!**/*.test.ts'], ['[ab].ts'], ['@(a|b).ts'], ['{1..3}.ts'], ['a**b/c'], ['a/../b'], ['{a}.ts']])(
  '%s is left to a glob',
  (glob) => {
    expect(matcherOfGlobs(['src/**', glob])).toBeUndefined();
  },
);

it('finds what the globs match, whatever they are made of', () => {
  const step = fc.constantFrom(
    '**',
    '*',
    'src',
    'a*',
    '*.ts',
    '?',
    'b',
    '*.{ts,tsx}',
    '{a,b}',
    '.a',
    'a.ts',
    'a?c',
    'A b',
  );
  const glob = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'));
  const name = fc.constantFrom('src', 'a', 'b', 'abc', 'a.ts', 'b.tsx', '.a', '.ts', 'A b', 'x.js');
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
  fc.assert(
    fc.property(fc.array(glob, { minLength: 1, maxLength: 3 }), fc.array(path, { maxLength: 12 }), (globs, found) =>
      same(globs, [...found, ...paths]),
    ),
    { numRuns: 300 },
  );
});
