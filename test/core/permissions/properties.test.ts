import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takeApart } from '../../../src/core/permissions/shell/parts';
import { part } from '../../../src/core/permissions/shell.part';
import { home, judgeLine, root } from './bench';

const rank = { allow: 0, ask: 1, deny: 2 } as const;
const everyCommand = { rules: [['allow', 'shell', '*']] } as const;

const pieces = fc.constantFrom(
  'npm test',
  'ls',
  'git status',
  'rm -rf src',
  'git push --force',
  'echo x > a.txt',
  'echo x > .git/config',
  'cat a | wc -l',
  'sh -c "ls"',
  '$X',
  'kubectl delete pod x',
  'psql -h prod-db',
  'tracewright trust',
  'cd src',
  'cp a b',
  'A=1 node x.js',
  'PATH=/x ls',
);
const joints = fc.constantFrom(' && ', ' || ', '; ', '\n', ' & ', ' | ');
const noise = fc.string({ unit: fc.constantFrom(...'ab $()`"\'|&;<>{}[]#\\\n=*?!~/-.'), maxLength: 40 });

/** The same word, spelt in another way. */
const spellings: readonly ((word: string) => string)[] = [
  (word) => `'${word}'`,
  (word) => `"${word}"`,
  (word) =>
    word
      .split('')
      .map((letter) => `\\${letter}`)
      .join(''),
  (word) => `${word.slice(0, 1)}''${word.slice(1)}`,
  (word) => `$'${[...word].map((letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}'`,
  (word) => `"${word.slice(0, 2)}"${word.slice(2)}`,
];

async function effect(line: string, scene = {}): Promise<number> {
  return rank[(await judgeLine(line, { ...everyCommand, ...scene })).effect];
}

describe('whatever the line', () => {
  test('taking it apart does not throw', () => {
    fc.assert(
      fc.property(fc.oneof(noise, fc.string({ unit: 'binary', maxLength: 60 })), (line) => {
        takeApart(line, { parse: part.parse, cwd: root, home, unwrap: true });
      }),
      { numRuns: 2_000 },
    );
  });

  test('judging gives an answer that is not a failure', async () => {
    await fc.assert(
      fc.asyncProperty(noise, async (line) => {
        expect((await judgeLine(line, everyCommand)).rule.text).not.toBe('guard: failure');
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    '$('.repeat(3_000),
    '('.repeat(5_000),
    'a;'.repeat(3_000),
    'sh -c '.repeat(500),
    `sh -c ${'"'.repeat(999)}`,
    'eval '.repeat(2_000),
    'x'.repeat(60_000),
  ])('long lines end', async (line) => {
    expect((await judgeLine(line)).effect).not.toBe('deny');
  });
});

test('another part never makes a line looser', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, joints, pieces, async (one, joint, other) => {
      const both = await effect(one + joint + other);
      expect(both).toBeGreaterThanOrEqual(await effect(one));
      // What follows `cd` may land elsewhere, and so be more, never less.
      expect(both).toBeGreaterThanOrEqual(await effect(other));
    }),
    { numRuns: 250 },
  );
});

test('wrapping never makes a command looser', async () => {
  const wrap = fc.constantFrom<(line: string) => string>(
    (line) => `(${line}\n)`,
    (line) => `{ ${line}\n}`,
    (line) => `if true; then ${line}\nfi`,
    (line) => `sh -c '${line}'`,
    (line) => `echo "$(${line}\n)"`,
    (line) => `eval '${line}'`,
    (line) => `timeout 5 bash -c '${line}'`,
  );
  await fc.assert(
    fc.asyncProperty(pieces, wrap, async (line, around) => {
      expect(await effect(around(line))).toBeGreaterThanOrEqual(await effect(line));
    }),
    { numRuns: 150 },
  );
});

test('however a word is quoted, the answer is the same', async () => {
  const lines = [
    ['git', 'push', '--force'],
    ['rm', '-rf', 'src'],
    ['npm', 'publish'],
    ['ls', '-la'],
    ['terraform', 'destroy'],
    ['git', 'status'],
    ['kubectl', 'delete', 'ns'],
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...lines),
      fc.array(fc.constantFrom(...spellings), { minLength: 3, maxLength: 3 }),
      async (words, spelt) => {
        const line = words.map((word, at) => (spelt[at] ?? String)(word)).join(' ');
        const [plain, other] = [await judgeLine(words.join(' ')), await judgeLine(line)];
        expect({ effect: other.effect, rule: other.rule }).toEqual({ effect: plain.effect, rule: plain.rule });
      },
    ),
    { numRuns: 150 },
  );
});

test('rules that refuse are never outdone by rules that allow', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, async (line) => {
      const denied = await judgeLine(line, {
        rules: [
          ['allow', 'all'],
          ['deny', 'shell', '*'],
        ],
      });
      expect(denied.effect).toBe('deny');
    }),
  );
});

test('nobody to ask means nothing is asked', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, joints, pieces, async (one, joint, other) => {
      expect((await judgeLine(one + joint + other, { headless: true })).effect).not.toBe('ask');
    }),
    { numRuns: 100 },
  );
});
