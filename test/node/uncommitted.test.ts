/** `#diff` over a real repository: new, changed, staged and deleted files, nothing hidden, and no filter of the repository runs. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/settings';
import { mentioned } from '../../src/core/workspace/mentions';
import { createFiles } from '../../src/node/files';
import { createGit } from '../../src/node/git';
import { createMemoryHost } from '../support/memoryHost';
import { fill, temporaryFolder } from '../support/temporary';

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder, stdio: 'ignore' });
}

async function told(
  root: string,
  found: readonly string[],
  compared: (path: string) => void = () => undefined,
): Promise<string> {
  const files = createFiles();
  const search = { text: async () => [], files: async () => found.map((name) => `${root}/${name}`) };
  const real = createGit(files);
  const textAt: typeof real.textAt = (path, commit) => {
    compared(path);
    return real.textAt(path, commit);
  };
  const host = { ...createMemoryHost({}), files, git: { ...real, textAt }, search };
  const parts = { host, roots: [root], trusted: true, settings: defaultSettings };
  const [message] = await mentioned(parts, root, 'review #diff', []);
  const [block] = message?.content ?? [];
  return block?.type === 'text' ? block.text : '';
}

it('shows what is not committed, without what is hidden', async () => {
  const root = temporaryFolder();
  fill(root, {
    'a.ts': 'one\ntwo\n',
    'gone.ts': 'gone\n',
    'same.ts': 'same\n',
    'vault/key.txt': 'old\n',
    '.kiroignore': 'vault\n',
    '.gitattributes': '*.ts filter=evil\n',
  });
  git(root, 'init', '-q');
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'One');
  expect(await told(root, ['a.ts', 'same.ts'])).toContain('Nothing differs from the last commit.');
  git(root, 'config', 'filter.evil.clean', `touch ${root}/ran; cat`);
  writeFileSync(`${root}/a.ts`, 'one\nthree\n');
  writeFileSync(`${root}/vault/key.txt`, 'TOPSECRET\n');
  rmSync(`${root}/gone.ts`);
  fill(root, { 'new.ts': 'new\n' });
  const text = await told(root, ['a.ts', 'same.ts', 'new.ts', 'vault/key.txt']);
  for (const line of ['| -two', '| +three', '| -gone', '| +new', 'new.ts\tnew', 'gone.ts\tdeleted'])
    expect(text).toContain(line);
  expect(text).not.toMatch(/TOPSECRET|vault|same\.ts/u);
  expect(existsSync(`${root}/ran`)).toBe(false);
  rmSync(`${root}/.kiroignore`);
  expect(await told(root, ['a.ts', 'same.ts', 'new.ts', 'vault/key.txt'])).toContain('TOPSECRET');
});

it('compares files beside submodules and links, which have no lines', async () => {
  const root = temporaryFolder();
  fill(root, { 'a.ts': 'one\n', 'docs/b.md': 'b\n', 'sub/inner.ts': 'inner\n' });
  git(`${root}/sub`, 'init', '-q');
  git(`${root}/sub`, 'add', '-A');
  git(`${root}/sub`, 'commit', '-qm', 'Inner');
  symlinkSync('docs', `${root}/folder-link`);
  symlinkSync('docs/b.md', `${root}/file-link`);
  mkdirSync(`${root}/empty`);
  symlinkSync('nowhere', `${root}/empty/broken-link`);
  git(root, 'init', '-q');
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'One');
  expect(await told(root, ['a.ts', 'docs/b.md'])).toContain('Nothing differs from the last commit.');
  writeFileSync(`${root}/a.ts`, 'two\n');
  const text = await told(root, ['a.ts', 'docs/b.md']);
  expect(text).toContain('| +two');
  expect(text).not.toMatch(/sub|link|b\.md/u);
});

const lines = (word: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${word} ${at}`.padEnd(39)).join('\n');

it('compares no more than is shown, and no file whose every line is another', async () => {
  const root = temporaryFolder();
  const names = Array.from({ length: 40 }, (_, at) => `f${10 + at}.ts`);
  const all = ['a-whole.ts', ...names];
  fill(root, Object.fromEntries(names.map((name) => [name, lines('old', 50)])));
  fill(root, { 'a-whole.ts': lines('old', 400) });
  git(root, 'init', '-q');
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'One');
  fill(root, Object.fromEntries(names.map((name) => [name, lines('new', 50)])));
  fill(root, { 'a-whole.ts': lines('new', 400), 'b-new.ts': lines('new', 100) });
  const compared: string[] = [];
  const text = await told(root, [...all, 'b-new.ts'], (path) => compared.push(path.slice(root.length + 1)));
  expect(text).toContain('| a-whole.ts: changed in more than 500 lines, too many to be shown here');
  for (const line of ['| +new 99', '| -old 49', '| +new 49', '(Cut after 24000 characters'])
    expect(text).toContain(line);
  // 4,000 characters a file, after 4,000 of the new one.
  expect(compared).toEqual(['a-whole.ts', 'b-new.ts', ...names.slice(0, 5)]);
});

it('says that there is no commit yet', async () => {
  const root = temporaryFolder();
  git(root, 'init', '-q');
  expect(await told(root, [])).toContain('Git knows no commit "HEAD" here.');
});
