/** The index of globs never hides what picomatch alone would find. */
import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { createGlobIndex } from '../../../src/core/hooks/match/globIndex';
import { createMatcher } from '../../../src/core/hooks/match/matchEvent';
import type { Hook, HookEvent } from '../../../src/core/hooks/model';
import { readHookFile } from '../../../src/core/hooks/read/readHookFile';
import { boundedRegex } from '../../../src/node/boundedRegex';

const options = { dot: true, posix: true, nonegate: true } as const;

/** A glob without a slash is compared with names at any depth; a leading `./` or `/` is nothing. */
function plainly(glob: string): string {
  const plain = glob.replace(/^\.?\//u, '');
  return plain.includes('/') || plain === '**' ? plain : `**/${plain}`;
}

const [any] = readHookFile(
  { path: '/w/.kiro/hooks.yaml', name: 'hooks.yaml', scope: 'workspace' },
  'hooks:\n  - trigger: on_save\n    run: x\n',
).hooks;

function hookOf(patterns: readonly string[], at: number): Hook {
  if (any === undefined) throw new Error('There is no hook.');
  return { ...any, id: String(at), trigger: { ...any.trigger, patterns } };
}

const eventOf = (paths: readonly string[]): HookEvent => ({
  id: '',
  at: '',
  trigger: 'PostFileSave',
  root: '/w',
  cause: { by: 'user', chain: [] },
  files: paths.map((path) => ({ path })),
});

/** What the matcher finds: the hook's number and its files. */
const found = (all: readonly (readonly string[])[], paths: readonly string[]) =>
  createMatcher(all.map(hookOf), boundedRegex)
    .match(eventOf(paths))
    .map(({ hook, match }) => [Number(hook.id), match.files.map(({ path }) => path)]);

/** The same by asking picomatch of each glob for each path. */
const asked = (all: readonly (readonly string[])[], paths: readonly string[]) =>
  all.flatMap((globs, at) => {
    const added = globs.filter((glob) => !glob.startsWith('!')).map((glob) => picomatch(plainly(glob), options));
    const taken = globs
      .filter((glob) => glob.startsWith('!'))
      .map((glob) => picomatch(plainly(glob.slice(1)), options));
    const files = paths.filter(
      (path) => (added.length === 0 || added.some((test) => test(path))) && !taken.some((test) => test(path)),
    );
    return files.length === 0 ? [] : [[at, files]];
  });

const name = fc.constantFrom(
  'src',
  'lib',
  'a',
  'b.ts',
  'c.tsx',
  '.env',
  '.ts',
  'x y',
  'ä',
  'd.test.ts',
  '$lib',
  '[id]',
);
const sign = fc.constantFrom(
  ...['*', '**', '?', '*.ts', '*.{ts,tsx}', '{a,src}', '[ab]', '!(a)', '@(a|b).ts', '+(a)', '*.{ts}', '*.{a..c}'],
  ...['.*', '**.ts', '\\*', '"a"', '', '.', '..', '*.', 'a.*', '^a', '{', '(', 'a{b,c}.ts', '*.t?', '*.TS', '#a'],
);
const steps = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 4 }).map((all) => all.join('/'));
const glob = fc
  .tuple(
    fc.constantFrom('', '', '', '!', './', '/'),
    fc.oneof(steps(fc.oneof(name, sign)), fc.string({ maxLength: 8 })),
  )
  .map(([before, rest]) => before + rest)
  .filter((each) => each !== '' && each !== '!');
const path = fc.oneof(
  steps(name),
  // Names that are spelled as a glob is.
  steps(fc.oneof(name, sign)),
  steps(name).map((each) => `${each}/`),
  steps(name).map((each) => `./${each}`),
  fc.string({ minLength: 1, maxLength: 8 }),
);

describe('hooks found by the index', () => {
  it('are those that picomatch finds alone, with the same files, for any globs and paths', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(glob, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        fc.uniqueArray(path, { minLength: 1, maxLength: 4 }),
        (globs, paths) => {
          expect(found(globs, paths)).toEqual(asked(globs, paths));
        },
      ),
      { numRuns: 1500 },
    ));

  it.each([
    ['src/**', 'src'],
    ['src/**', 'src/'],
    ['**/*.{ts,tsx}', '**/*.{ts,tsx}'],
    ['src/[id]/*.ts', 'src/[id]/*.ts'],
    ['./src/*.ts', 'src/a.ts'],
    ['*.ts', 'deep/er/a.ts'],
    ['*.ts', 'a.ts/'],
    ['**/*.{ts,tsx}', 'a.tsx'],
    ['$lib/**', '$lib/a'],
    ['./!a/b.ts', '!a/b.ts'],
  ])('%s finds %s', (pattern, each) => {
    expect(found([[pattern]], [each])).toEqual([[0, [each]]]);
    expect(asked([[pattern]], [each])).toEqual([[0, [each]]]);
  });

  it('are not all but one where a sign that takes away stands behind the beginning', () => {
    expect(found([['./!a/b.ts'], ['/!a/b.ts'], ['**', '!!a/b.ts']], ['src'])).toEqual([[2, ['src']]]);
  });

  it('are few of many: neither other folders nor other endings are asked', () => {
    const globs = Array.from({ length: 100 }, (_, at) => [`pkg${at}/**/*.ts`, `pkg${at}/**/*.{md,mdx}`]);
    const index = createGlobIndex(globs.map((each, value) => ({ globs: each, value })));
    const visited: number[] = [];
    for (const each of ['pkg7/src/a.ts', 'pkg8/a.mdx', 'pkg9/a.css', 'a.ts'])
      index.visit(each, (at) => visited.push(at));
    expect(visited).toEqual([7, 8]);
  });
});
