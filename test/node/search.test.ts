/** The engines see the same files and find the same lines. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { SearchRequest } from '../../src/core/host';
import { gitEngine } from '../../src/node/search/gitEngine';
import type { SearchEngine } from '../../src/node/search/request';
import { ripgrepEngine } from '../../src/node/search/ripgrep';
import { createSearch, searchWith } from '../../src/node/search/search';
import { walkEngine } from '../../src/node/search/walk';
import { fill, type Tree, temporaryFolder } from '../support/temporary';

const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const tree: Tree = {
  '.gitignore': 'dist/\n*.log\n!keep.log\n/only-top\n# no\nsp\\ ace.txt\n',
  'README.md': 'needle in the readme\r\nnothing\r\nNEEDLE again\r\n',
  'a.log': 'needle ignored',
  'keep.log': 'needle kept',
  'only-top': 'needle ignored',
  'sp ace.txt': 'needle ignored',
  'src/only-top': 'needle kept',
  'src/index.ts': 'const needle = 1;\n// a.b*c[d] (needle)\n\tneedle("ünï");\n',
  'src/ünïcode.ts': 'needle ÜNÏ\n',
  'src/deep/.gitignore': '*.ts\n!index.ts\n',
  'src/deep/other.ts': 'needle ignored',
  'src/deep/index.ts': 'needle kept',
  'src/deep/more/third.ts': 'needle ignored',
  'src/deep/more/index.ts': 'needle kept',
  'src/a[1].ts': 'needle bracket',
  '.github/workflows/ci.yml': 'needle: hidden',
  '.env': 'NEEDLE=hidden',
  '.ignore': 'src/\n',
  'dist/out.js': 'needle ignored',
  'node_modules/dep/index.js': 'needle ignored',
  'packages/a/node_modules/dep/index.js': 'needle ignored',
  'binary.bin': Uint8Array.from([0x6e, 0x65, 0x65, 0x64, 0x6c, 0x65, 0, 1, 2, 10]),
  'wide.txt': utf16('needle wide\nsecond\n'),
  'marked.txt': '\ufeffneedle after a mark\n',
  'latin.txt': Uint8Array.from([...Buffer.from('needle caf'), 0xe9, 10]),
  'long.txt': `${'x'.repeat(30_000)}needle\n`,
  'no-end.txt': 'last needle',
  'empty.txt': '',
  'link.md': '-> README.md',
  'link-folder': '-> src',
};

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
    cwd: folder,
    stdio: 'ignore',
  });

function repository(): string {
  const folder = temporaryFolder(tree);
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  fill(folder, { 'tracked.log': 'needle tracked and ignored', 'gone.txt': 'needle gone' });
  git(folder, 'add', '-f', 'tracked.log', 'gone.txt');
  git(folder, 'commit', '-qm', 'x');
  execFileSync('rm', [`${folder}/gone.txt`]);
  fill(folder, {
    'untracked.ts': 'needle untracked',
    'nested/.gitignore': 'x.ts\n',
    'nested/x.ts': 'needle ignored',
    'nested/y.log': 'needle in the nested repository',
    'nested/dist/z.ts': 'needle nested',
  });
  git(`${folder}/nested`, 'init', '-q');
  return folder;
}

const engines: readonly (readonly [string, SearchEngine])[] = [
  ['ripgrep', ripgrepEngine('rg')],
  ['git', gitEngine],
  ['walk', walkEngine],
];
const inRepository = repository();
const plain = temporaryFolder(tree);
const roots: readonly (readonly [string, string, readonly string[]])[] = [
  ['a repository', inRepository, ['ripgrep', 'git', 'walk']],
  ['a folder of a repository', `${inRepository}/src`, ['ripgrep', 'git', 'walk']],
  ['a deeper one', `${inRepository}/src/deep/more`, ['ripgrep', 'git', 'walk']],
  ['an ignored folder of a repository', `${inRepository}/dist`, ['ripgrep', 'walk']],
  ['a nested repository', `${inRepository}/nested`, ['ripgrep', 'git', 'walk']],
  ['no repository', plain, ['ripgrep', 'walk']],
];

const request = (root: string, changes: Partial<SearchRequest> = {}): SearchRequest => ({
  root,
  pattern: 'needle',
  regex: false,
  caseSensitive: false,
  globs: [],
  maxResults: 1000,
  ...changes,
});

describe.each(roots)('%s', (_, root, able) => {
  const here = engines.filter(([name]) => able.includes(name));
  const reference = searchWith([walkEngine]);

  it.each(here)('%s lists the same files', async (_name, engine) => {
    const found = await searchWith([engine]).files(root, [], 10_000);
    expect(found).toEqual(await reference.files(root, [], 10_000));
    expect(found.length).toBeGreaterThan(0);
  });

  const requests: readonly (readonly [string, Partial<SearchRequest>])[] = [
    ['any case', {}],
    ['exact case', { caseSensitive: true }],
    ['a pattern', { pattern: '^\\s*(const )?need+le\\b', regex: true }],
    ['the end of a line', { pattern: 'needle$', regex: true }],
    ['marks that mean something in patterns', { pattern: 'a.b*c[d] (' }],
    ['letters with marks', { pattern: 'ünï' }],
    ['nothing', { pattern: 'not to be found anywhere' }],
    ['one kind of file', { globs: ['*.ts'] }],
    ['a path', { globs: ['src/**/*.ts', 'README.md'] }],
    ['a file with brackets in its name', { globs: ['/src/a\\[1\\].ts'] }],
    ['the first three', { maxResults: 3 }],
  ];
  it.each(requests)('finds the same lines: %s', async (_name, changes) => {
    const expected = await reference.text(request(root, changes));
    for (const [name, engine] of here)
      expect(await searchWith([engine]).text(request(root, changes)), name).toEqual(expected);
  });
});

describe('what is seen', () => {
  it('in a repository', async () => {
    const files = await createSearch(['rg']).files(inRepository, [], 1000);
    const names = files.map((path) => path.slice(inRepository.length + 1));
    expect(names).toEqual(
      expect.arrayContaining([
        '.env',
        '.github/workflows/ci.yml',
        'keep.log',
        'src/only-top',
        'src/deep/index.ts',
        'untracked.ts',
        'nested/y.log',
        'nested/dist/z.ts',
      ]),
    );
    for (const hidden of [
      'a.log',
      'only-top',
      'sp ace.txt',
      'src/deep/other.ts',
      'dist/out.js',
      'node_modules/dep/index.js',
      'tracked.log',
      'gone.txt',
      'nested/x.ts',
      'link.md',
      '.git/HEAD',
    ]) {
      expect(names).not.toContain(hidden);
    }
  });
  it('globs', async () => {
    const search = createSearch(['rg']);
    const names = async (...globs: string[]) =>
      (await search.files(plain, globs, 1000)).map((path) => path.slice(plain.length + 1));
    expect(await names('*.yml')).toEqual(['.github/workflows/ci.yml']);
    expect(await names('./src/*.ts')).toEqual(['src/a[1].ts', 'src/index.ts', 'src/ünïcode.ts']);
    expect(await names('/*.md')).toEqual(['README.md']);
    expect(await names('src/')).toContain('src/deep/index.ts');
    expect(await names('*.{md,yml}')).toEqual(['.github/workflows/ci.yml', 'README.md']);
    expect(await names('*.{md,yml}', '!.github/')).toEqual(['README.md']);
    expect(await names('!*.md')).toContain('.github/workflows/ci.yml');
    expect(await names('!*.md')).not.toContain('README.md');
    expect(await names('./!*.md')).toEqual([]);
  });
});

describe('an engine that can not', () => {
  it('a missing ripgrep makes room for the next', async () => {
    const missing = createSearch(['/nowhere/rg']);
    expect(await missing.text(request(plain))).toEqual(await searchWith([walkEngine]).text(request(plain)));
  });
  it('a pattern that ripgrep does not know goes to the next', async () => {
    const hits = await createSearch(['rg']).text(request(plain, { pattern: 'needle(?= kept)', regex: true }));
    expect(hits.map(({ text }) => text)).toEqual(['needle kept', 'needle kept', 'needle kept', 'needle kept']);
  });
  it('what is no pattern is said so', async () => {
    await expect(createSearch(['rg']).text(request(plain, { pattern: '(', regex: true }))).rejects.toThrow(
      '( is not a regular expression',
    );
  });
  it('an abort ends every engine', async () => {
    for (const [name, engine] of engines) {
      await expect(
        searchWith([engine]).text(request(inRepository, { signal: AbortSignal.abort() })),
        name,
      ).rejects.toThrow();
    }
  });
});
