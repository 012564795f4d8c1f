import { describe, expect, test } from 'vitest';
import { steeringGuards } from '../../../src/core/steering/guards';
import { loadSteering } from '../../../src/core/steering/load';
import { tokensOf } from '../../../src/core/steering/model';
import { referencesIn } from '../../../src/core/steering/references';
import { createVisible } from '../../../src/core/tools/visible';
import { createMemoryHost, type MemoryHostOptions } from '../../support/memoryHost';

const root = '/code/app';
const steering = `${root}/.kiro/steering/x.md`;

async function load(body: string, options: MemoryHostOptions = {}, path = steering, trusted = true) {
  const host = createMemoryHost({ ...options, files: { ...options.files, [path]: body } });
  const visible = createVisible(host.files, [root], host.clock);
  const all = await loadSteering({ files: host.files, root, home: host.homeFolder, trusted, visible });
  const file = all.find((each) => each.path === path);
  return {
    brought: file?.references.map(({ path: at, text }) => `${at}: ${text}`),
    codes: file?.problems.map(({ code }) => code.replace('steering/reference-', '')),
    file,
  };
}

describe('what a steering file brings along', () => {
  const a = { [`${root}/docs/a.md`]: 'one\ntwo\nthree' };
  const cases: readonly (readonly [string, string, MemoryHostOptions, readonly string[], readonly string[]])[] = [
    ['a file', '#[[file:docs/a.md]]', { files: a }, ['docs/a.md: one\ntwo\nthree'], []],
    ['lines of it', '#[[file:docs/a.md#L2-L3]]', { files: a }, ['docs/a.md: two\nthree'], []],
    ['one line', '#[[file:docs/a.md#L2]]', { files: a }, ['docs/a.md: two'], []],
    ['lines that are not there', '#[[file:docs/a.md#L9]]', { files: a }, [], ['lines']],
    [
      'beside the steering file',
      '#[[file:b.txt]]',
      { files: { [`${root}/.kiro/steering/b.txt`]: 'b' } },
      ['.kiro/steering/b.txt: b'],
      [],
    ],
    ['each once', '#[[file:docs/a.md]] #[[file:./docs/a.md]]', { files: a }, ['docs/a.md: one\ntwo\nthree'], []],
    [
      'what those bring along',
      '#[[file:b.md]]',
      { files: { ...a, [`${root}/b.md`]: 'b #[[file:docs/a.md]]' } },
      ['b.md: b #[[file:docs/a.md]]', 'docs/a.md: one\ntwo\nthree'],
      [],
    ],
    [
      'a circle',
      '#[[file:b.md]]',
      {
        files: { [`${root}/b.md`]: '#[[file:c.md]]', [`${root}/c.md`]: '#[[file:b.md]] #[[file:.kiro/steering/x.md]]' },
      },
      ['b.md: #[[file:c.md]]', 'c.md: #[[file:b.md]] #[[file:.kiro/steering/x.md]]'],
      [],
    ],
    ['itself', '#[[file:.kiro/steering/x.md]]', {}, [], []],
    ['an example in code', '`#[[file:nowhere]]`\n```\n#[[file:nowhere]]\n```', {}, [], []],
    ['nothing there', '#[[file:nowhere.md]]', {}, [], ['missing']],
    ['a pattern', '#[[file:src/**/*.ts]]', {}, [], ['missing']],
    ['a folder', '#[[file:docs/]]', { files: a }, [], ['missing']],
    ['no name', '#[[file:]]', {}, [], ['missing']],
  ];
  const attacks: typeof cases = [
    ['a path that climbs out', '#[[file:../../etc/passwd]]', { files: { '/etc/passwd': 'root' } }, [], ['outside']],
    ['an absolute path', '#[[file:/etc/passwd]]', { files: { '/etc/passwd': 'root' } }, [], ['outside']],
    ['backslashes', '#[[file:..\\..\\etc\\passwd]]', { files: { '/etc/passwd': 'root' } }, [], ['outside']],
    [
      'a sibling whose name begins the same',
      '#[[file:../app-secret/k]]',
      { files: { '/code/app-secret/k': 'key' } },
      [],
      ['outside'],
    ],
    [
      'a link that leads out',
      '#[[file:ok.md]]',
      { files: { '/etc/passwd': 'root' }, links: { [`${root}/ok.md`]: '/etc/passwd' } },
      [],
      ['outside'],
    ],
    [
      'a folder that is a link',
      '#[[file:up/passwd]]',
      { files: { '/etc/passwd': 'root' }, links: { [`${root}/up`]: '/etc' } },
      [],
      ['outside'],
    ],
    [
      'what .kiroignore hides',
      '#[[file:.env]]',
      { files: { [`${root}/.kiroignore`]: '.env', [`${root}/.env`]: 'KEY' } },
      [],
      ['missing'],
    ],
    [
      'in another case',
      '#[[file:.ENV]]',
      { files: { [`${root}/.kiroignore`]: '.env', [`${root}/.ENV`]: 'KEY' } },
      [],
      ['missing'],
    ],
    [
      'a link to what is hidden',
      '#[[file:ok.md]]',
      {
        files: { [`${root}/.kiroignore`]: '.env', [`${root}/.env`]: 'KEY' },
        links: { [`${root}/ok.md`]: `${root}/.env` },
      },
      [],
      ['missing'],
    ],
    [
      'an ignore file deeper down that shows it again',
      '#[[file:secret/k]]',
      {
        files: {
          [`${root}/.kiroignore`]: 'secret/',
          [`${root}/secret/.kiroignore`]: '!k',
          [`${root}/secret/k`]: 'KEY',
        },
      },
      [],
      ['missing'],
    ],
    ['git’s own store', '#[[file:.git/config]]', { files: { [`${root}/.git/config`]: 'token' } }, [], ['missing']],
    ['what is no text', '#[[file:a.bin]]', { files: { [`${root}/a.bin`]: 'a\u0000b' } }, [], ['binary']],
    [
      'through a second file',
      '#[[file:b.md]]',
      { files: { [`${root}/b.md`]: '#[[file:../../etc/passwd]]', '/etc/passwd': 'root' } },
      ['b.md: #[[file:../../etc/passwd]]'],
      [],
    ],
  ];
  test.each([...cases, ...attacks])('%s', async (_name, body, options, brought, codes) => {
    expect(await load(body, options)).toMatchObject({ brought, codes });
  });

  test('10 MB are cut, and many files are bounded', async () => {
    const big = await load('#[[file:big.log]]', { files: { [`${root}/big.log`]: 'x'.repeat(10_000_000) } });
    expect([big.brought?.[0]?.length, big.codes]).toEqual([
      steeringGuards.most.one + 'big.log: '.length,
      ['too-large'],
    ]);
    const files = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`${root}/${n}.txt`, `${n}`.repeat(60_000)]));
    const many = await load([1, 2, 3, 4, 5].map((n) => `#[[file:${n}.txt]]`).join('\n'), { files });
    expect([many.brought?.length, many.codes]).toEqual([3, ['too-much', 'too-much']]);
  });

  test('a problem stands where the reference stands', async () => {
    const { file } = await load('---\ninclusion: always\n---\n# X\n\nsee #[[file:gone.md]]\n');
    expect(file?.problems[0]?.place).toMatchObject({ line: 6, column: 5, start: 35, end: 52 });
  });

  test('imports of other tools, where the file is there', async () => {
    const files = { [`${root}/docs/rules.md`]: 'rules', [`${root}/docs/git.md`]: 'git' };
    const { brought, codes } = await load(
      'See @docs/rules.md and @docs/git.md, and ask @someone.else or me@x.org',
      { files },
      `${root}/CLAUDE.md`,
    );
    expect([brought, codes]).toEqual([['docs/rules.md: rules', 'docs/git.md: git'], []]);
    expect((await load('See @docs/git.md.', { files }, `${root}/CLAUDE.md`)).brought).toEqual(['docs/git.md: git']);
  });

  test.each([
    ['what is in every prompt by itself', 'AGENTS.md', 'rules', []],
    ['what comes with its files only', '.kiro/steering/ts.md', '---\ninclusion: manual\n---\nrules', ['rules']],
    ['lines of what is in every prompt', 'AGENTS.md', 'rules\nmore', ['rules']],
  ])('%s', async (_name, path, text, expected) => {
    const lines = expected.length > 0 && path === 'AGENTS.md' ? '#L1' : '';
    const { file } = await load(`See #[[file:${path}${lines}]].`, { files: { [`${root}/${path}`]: text } });
    expect(file?.references.map((each) => each.text.split('\n').at(-1))).toEqual(expected);
    const texts = [file?.body ?? '', ...(file?.references ?? []).map((each) => each.text)];
    expect(file?.tokens).toBe(texts.reduce((sum, each) => sum + tokensOf(each), 0));
  });

  test('the user’s steering brings nothing of an untrusted workspace', async () => {
    const home = `${createMemoryHost().homeFolder}/.kiro/steering/x.md`;
    const files = { [`${root}/a.md`]: 'a' };
    expect((await load('#[[file:a.md]]', { files }, home)).brought).toEqual(['a.md: a']);
    expect((await load('#[[file:a.md]]', { files }, home, false)).brought).toEqual([]);
  });
});

test('where references stand in a text', () => {
  const text = 'a #[[file:x y.md#L3-9]] b';
  expect(referencesIn(text)).toEqual([{ target: 'x y.md', lines: { from: 3, to: 9 }, start: 2, end: 23 }]);
});
