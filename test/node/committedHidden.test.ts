/** A real repository whose history holds what is hidden now: which names are found, and what is said to git commands. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCommittedHidden } from '../../src/core/workspace/committedHidden';
import { createFiles } from '../../src/node/files';
import { createGit } from '../../src/node/git';
import { fill, temporaryFolder } from '../support/temporary';

let root = '';
const clock = { now: () => 0, sleep: async () => undefined, random: () => 0, uuid: () => '' };

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root, stdio: 'ignore' });
}

function held(hide: readonly string[] = [], folder = root): Promise<readonly string[]> {
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
    expect([...found].sort()).toEqual(
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
