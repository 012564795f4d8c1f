/** A real repository whose history holds what is hidden now: which names are found, and what is said to git commands. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPolicy } from '../../src/core/permissions/policy';
import { part as shell } from '../../src/core/permissions/shell.part';
import { createCommittedHidden } from '../../src/core/workspace/committedHidden';
import { createFiles } from '../../src/node/files';
import { createGit } from '../../src/node/git';
import { createMemoryHost } from '../support/memoryHost';
import { fill, temporaryFolder } from '../support/temporary';

let root = '';
const clock = { now: () => 0, sleep: async () => undefined, random: () => 0, uuid: () => '' };

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root, stdio: 'ignore' });
}

function held(hide: readonly string[] = [], folder = root): Promise<readonly string[] | undefined> {
  const files = createFiles();
  return createCommittedHidden({ files, clock, git: createGit(files) }, [root], async () => hide)(folder);
}

beforeAll(() => {
  root = temporaryFolder();
  fill(root, { 'src/a.ts': 'a', 'vault/key.txt': 'TOPSECRET', 'gone.txt': 'TOPSECRET', 'old/gone.txt': 'x' });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'One');
  rmSync(`${root}/gone.txt`);
  rmSync(`${root}/old`, { recursive: true });
  git('add', '-A');
  git('commit', '-qm', 'Two');
  writeFileSync(`${root}/src/only-stashed.txt`, 'TOPSECRET');
  git('add', '-A');
  git('stash');
});

describe('what git holds of hidden files', () => {
  it('is nothing where nothing is hidden', async () => expect(await held()).toEqual([]));
  it('is found in the index, in old commits and in a stash', async () => {
    const found = await held(['vault', 'gone.txt', 'only-stashed.txt']);
    expect([...(found ?? [])].sort()).toEqual(
      ['gone.txt', 'old/gone.txt', 'src/only-stashed.txt', 'vault/key.txt'].map((name) => `${root}/${name}`),
    );
  });
  it('is found from a folder below, and for a copy that is no repository yet', async () => {
    expect(await held(['key.txt'], `${root}/src`)).toEqual([`${root}/vault/key.txt`]);
    expect(await held(['key.txt'], `${root}/copy`)).toEqual([`${root}/vault/key.txt`]);
  });
  it('follows an ignore file, nested and new', async () => {
    writeFileSync(`${root}/vault/.kiroignore`, 'key.txt\n');
    expect(await held()).toEqual([`${root}/vault/key.txt`]);
    rmSync(`${root}/vault/.kiroignore`);
    expect(await held()).toEqual([]);
  });
  it('is nothing in another repository below that holds nothing hidden', async () => {
    mkdirSync(`${root}/inner`);
    execFileSync('git', ['init', '-q'], { cwd: `${root}/inner` });
    expect(await held(['vault'], `${root}/inner`)).toEqual([]);
    rmSync(`${root}/inner`, { recursive: true });
  });
});

describe('a workspace that is a subfolder of its repository', () => {
  it('knows its hidden files by the paths that git counts from the top', async () => {
    const top = temporaryFolder();
    const inner = `${top}/pkg/app`;
    fill(top, { 'pkg/app/.env': 'TOPSECRET', 'pkg/app/src/a.ts': 'a', 'pkg/other/b.ts': 'b' });
    const run = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: top, stdio: 'ignore' });
    run('init', '-q');
    run('add', '-A');
    run('commit', '-qm', 'One');
    const files = createFiles();
    const hiding = async () => ['.env'];
    const policy = createPolicy({
      files,
      loadPart: createMemoryHost({ parts: { shell } }).loadPart,
      stateFolder: `${top}/state`,
      homeFolder: `${top}/home`,
      roots: [inner],
      production: [],
      rules: async () => ({ rules: [], problems: [], files: [] }),
      hidden: async (path) => path.startsWith(`${inner}/`) && path.endsWith('/.env'),
      committedHidden: createCommittedHidden({ files, clock, git: createGit(files) }, [inner], hiding),
    });
    const check = async (line: string, effect: string) =>
      expect(
        await policy.judge(
          { kind: 'command', line, cwd: inner, shell: 'posix', sandboxed: true },
          { agent: 'main', mode: 'autopilot', headless: false },
        ),
        line,
      ).toMatchObject({ effect });
    await check('git show HEAD:pkg/app/.env', 'deny');
    await check('git -C src show HEAD:pkg/app/.env', 'deny');
    await check('git show HEAD:./.env', 'deny');
    await check('git archive HEAD:pkg', 'deny');
    await check('git show HEAD', 'ask');
    await check('git show HEAD:pkg/app/src/a.ts', 'allow');
    await check('git show HEAD:./src/a.ts', 'allow');
    await check('git show HEAD:pkg/other/b.ts', 'allow');
    await check('git log --stat', 'allow');
  });
});

describe('what another repository was fetched from', () => {
  it('is looked at too, though no branch leads to it', async () => {
    const copy = temporaryFolder();
    execFileSync('git', ['init', '-q'], { cwd: copy });
    execFileSync('git', ['fetch', '-q', root, 'HEAD'], { cwd: copy });
    const files = createFiles();
    const found = createCommittedHidden({ files, clock, git: createGit(files) }, [copy], async () => ['gone.txt']);
    expect([...((await found(copy)) ?? [])].sort()).toEqual([`${copy}/gone.txt`, `${copy}/old/gone.txt`]);
  });
});
