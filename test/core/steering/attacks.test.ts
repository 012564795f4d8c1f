/**
 * What a repository may try with its steering. Each attack is stopped, and gets through with the guards that stop it
 * switched off: else it would attack nothing.
 */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Files } from '../../../src/core/host';
import { matcherOf } from '../../../src/core/steering/globs';
import { type SteeringGuards, steeringGuards } from '../../../src/core/steering/guards';
import { loadSteering, readSteering } from '../../../src/core/steering/load';
import { referencesIn } from '../../../src/core/steering/references';
import { alwaysIncluded } from '../../../src/core/steering/select';
import { createVisible } from '../../../src/core/tools/visible';
import { createNodeHost } from '../../../src/node/host';
import { expectLinear } from '../../support/growth';
import { createMemoryHost } from '../../support/memoryHost';
import { temporaryFolder } from '../../support/temporary';
import { type Attack, attacks, home, lib, root, secret } from './attacks';

const open: SteeringGuards = {
  trusted: () => true,
  inside: () => true,
  visible: async () => true,
  plain: () => true,
  text: () => true,
  once: () => true,
  most: { file: 1e9, one: 1e9, all: 1e9 },
  deepest: 99,
};

async function getsThrough(attack: Attack, off: readonly (keyof SteeringGuards)[]): Promise<boolean> {
  const { files = {}, links = {}, pipes = [], trusted = true, hide = [], paths, through } = attack;
  const host = createMemoryHost({ files, links });
  const disk: Files = {
    ...host.files,
    stat: async (path) => {
      const found = await host.files.stat(path);
      return found !== undefined && pipes.includes(path) ? { ...found, kind: 'other' } : found;
    },
  };
  const guards = { ...steeringGuards, ...Object.fromEntries(off.map((name) => [name, open[name]])) };
  const visible = createVisible(disk, [root, lib], host.clock, async () => hide);
  const loaded = await loadSteering({
    files: disk,
    root,
    home,
    trusted,
    visible,
    guards,
    ...(paths === undefined ? {} : { paths }),
  });
  return through?.(loaded) ?? JSON.stringify(loaded.map(({ body, references }) => [body, references])).includes(secret);
}

describe(`${attacks.length} attacks`, () => {
  test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_name, attack) => {
    expect(await getsThrough(attack, [])).toBe(false);
    expect(await getsThrough(attack, attack.guards)).toBe(true);
  });

  test('every guard has attacks that it alone can stop', () => {
    const alone = attacks.flatMap(({ guards }) => (guards.length === 1 ? guards : []));
    expect(new Set(alone)).toEqual(new Set(Object.keys(steeringGuards)));
  });

  test('whatever is barred says why', async () => {
    const host = createMemoryHost({
      files: { '/elsewhere/x.md': secret, [`${root}/.kiro/steering/a.md`]: 'a' },
      links: { [`${root}/.kiro/steering/team`]: '/elsewhere' },
    });
    const loaded = await loadSteering({ files: host.files, root, home, trusted: true });
    expect(loaded.map(({ label, bar }) => [label, bar?.kind])).toEqual([
      ['.kiro/steering/a.md', undefined],
      ['.kiro/steering/team', 'outside'],
    ]);
    expect(alwaysIncluded(loaded).map(({ label }) => label)).toEqual(['.kiro/steering/a.md']);
  });
});

test.runIf(process.platform !== 'win32')('pipes on a disk are not waited for', async () => {
  const folder = temporaryFolder({ '.kiro/steering/a.md': 'a #[[file:pipe]]' }).replaceAll('\\', '/');
  for (const name of ['.kiro/steering/p.md', 'AGENTS.md', 'CLAUDE.md', 'GEMINI.md', 'pipe'])
    execFileSync('mkfifo', [`${folder}/${name}`]);
  const { files } = createNodeHost({ stateFolder: temporaryFolder() });
  const loaded = await loadSteering({ files, root: folder, home: temporaryFolder(), trusted: true });
  expect(loaded.map(({ label, bar, references }) => [label, bar?.kind, references.length])).toEqual([
    ['CLAUDE.md', 'unreadable', 0],
    ['GEMINI.md', 'unreadable', 0],
    ['AGENTS.md', 'unreadable', 0],
    ['.kiro/steering/a.md', undefined, 0],
    ['.kiro/steering/p.md', 'unreadable', 0],
  ]);
});

describe('globs that would take too long', () => {
  const free = { stars: 99, deep: 99, steps: 9_999, length: 1e6 };
  test.each([
    ['stars in a name', '*a*b*c*d*', 'abcd'],
    ['stars in braces', '*a{*b,x}*{*c,y}*', 'abc'],
    ['stars in what repeats', '+(*a)b', 'aaab'],
    ['folders again and again', '**/a/**/b/**/c/**/d/**/e', 'a/b/c/d/e'],
    ['a path of a thousand folders', '**/*.ts', `${'a/'.repeat(1_000)}x.ts`],
    ['a name without end', '*.ts', `${'a'.repeat(2_000)}.ts`],
  ])('%s', (_name, glob, path) => {
    expect(matcherOf([glob])(path)).toBeUndefined();
    expect(matcherOf([glob], free)(path)).toBe(glob);
  });

  test.each(['*.{ts,tsx}', '{*.ts,*.tsx,*.js,*.jsx,*.mjs}', 'src/*/x/*/y/*/z/*.ts', '**/*.test.*', '**/y?(a)ml'])(
    '%s is none',
    (glob) => {
      const file = readSteering(
        '.kiro/steering/x.md',
        'workspace',
        `---\ninclusion: fileMatch\nfileMatchPattern: '${glob}'\n---\nx`,
      );
      expect(file?.problems).toEqual([]);
    },
  );
});

describe('texts that grow are read in proportion', () => {
  const read = (text: string) => readSteering('.kiro/steering/x.md', 'workspace', text);
  const shapes: readonly (readonly [string, (size: number) => string])[] = [
    ['blanks in front matter', (size) => `---\na: x${' '.repeat(size)}y\nb: [\n---\n`],
    ['blanks behind a glob', (size) => `---\nglobs: *${' '.repeat(size)}y"\n---\n`],
    ['blanks before a comment', (size) => `---\na: x${' '.repeat(size)}y\n---\n`],
    ['brackets', (size) => `---\na: ${'['.repeat(size)}\n---\n`],
    ['empty lines', (size) => `${' \n'.repeat(size / 2)}x`],
    ['fences', (size) => '---\n'.repeat(size / 4)],
    ['a heading', (size) => `---\ninclusion: auto\n---\n# a${' '.repeat(size)}b`],
    ['comments', (size) => '<!--'.repeat(size / 4)],
    ['quotes', (size) => `---\na: [\nglobs: ${'",'.repeat(size / 2)}\n---\n`],
    ['braces', (size) => `---\nglobs: "${'{'.repeat(size)}"\n---\n`],
  ];
  test.each(shapes)('%s', (_name, shape) => {
    expectLinear((size) => read(shape(size)), 250_000);
    expectLinear((size) => alwaysIncluded([read(shape(size)) ?? []].flat()), 250_000);
  });

  test.each([
    ['references without an end', (size: number) => '#[[file:'.repeat(size / 8)],
    ['code marks', (size: number) => '` '.repeat(size / 2)],
    ['imports', (size: number) => ` @${'a.'.repeat(size / 2)}`],
  ])('%s', (_name, shape) => {
    expectLinear((size) => referencesIn(shape(size), true), 250_000);
  });

  test('a list within itself a billion times', () => {
    const names = [...'abcdefghij'];
    const bomb = names.map((name, at) => `${name}: &${name} [${Array(9).fill(at === 0 ? 'x' : `*${names[at - 1]}`)}]`);
    for (const key of ['inclusion', 'fileMatchPattern', 'name', 'description']) {
      const file = read(`---\n${bomb.join('\n')}\n${key}: *j\n---\ntext`);
      expect([file?.inclusion.kind, file?.name, file?.body]).toEqual(['always', 'x', 'text']);
    }
  });
});
