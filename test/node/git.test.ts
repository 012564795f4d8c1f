import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createFiles } from '../../src/node/files';
import { createGit } from '../../src/node/git';
import { fill, temporaryFolder } from '../support/temporary';

const git = createGit(createFiles());
const approval = '.kiro/specs/a/.tracewright/approvals/design.json';

function run(folder: string, ...args: string[]): string {
  return execFileSync(
    'git',
    ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false', ...args],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  ).trim();
}

function repository(): string {
  const folder = temporaryFolder({ [approval]: '{"hash":"1"}\n', 'b.txt': 'b' });
  run(folder, 'init', '-q');
  run(folder, 'add', '-A');
  run(folder, 'commit', '-qm', 'approve');
  return folder;
}

describe('committed', () => {
  it('names the commit that a file stands in', async () => {
    const folder = repository();
    const commit = run(folder, 'rev-parse', 'HEAD');
    fill(folder, { 'b.txt': 'changed' });
    run(folder, 'commit', '-qam', 'another', '--author=Bob <bob@example.com>');
    expect(await git.committed(`${folder}/${approval}`)).toEqual({
      commit,
      author: 'Ada',
      email: 'ada@example.com',
      signed: false,
    });
  });

  it.each<[string, (folder: string) => void]>([
    ['changed on disk', (folder) => fill(folder, { [approval]: '{"hash":"2"}\n' })],
    [
      'changed and staged',
      (folder) => {
        fill(folder, { [approval]: '{"hash":"2"}\n' });
        run(folder, 'add', '-A');
      },
    ],
    ['gone from disk', (folder) => rmSync(`${folder}/${approval}`)],
    [
      'removed from HEAD',
      (folder) => {
        run(folder, 'rm', '-q', '--cached', approval);
        run(folder, 'commit', '-qm', 'remove');
      },
    ],
    ['of no repository', (folder) => rmSync(`${folder}/.git`, { recursive: true })],
    [
      'hidden by skip-worktree',
      (folder) => {
        run(folder, 'update-index', '--skip-worktree', approval);
        fill(folder, { [approval]: '{"hash":"2"}\n' });
      },
    ],
  ])('is undefined for a file %s', async (_, change) => {
    const folder = repository();
    change(folder);
    expect(await git.committed(`${folder}/${approval}`)).toBeUndefined();
  });

  it('line ends of a checkout do not matter', async () => {
    const folder = repository();
    fill(folder, { [approval]: '{"hash":"1"}\r\n' });
    expect((await git.committed(`${folder}/${approval}`))?.author).toBe('Ada');
  });

  it('a name that looks like an option or a pattern is a name', async () => {
    const folder = temporaryFolder({ '-p*.json': '{}', ':(top)x.json': '{}' });
    run(folder, 'init', '-q');
    run(folder, 'add', '-A');
    run(folder, 'commit', '-qm', 'odd');
    expect((await git.committed(`${folder}/-p*.json`))?.author).toBe('Ada');
    expect((await git.committed(`${folder}/:(top)x.json`))?.author).toBe('Ada');
  });

  it('runs nothing that a repository names, and a copied configuration vouches for no signature', async () => {
    const folder = repository();
    const marker = `${folder}/ran`;
    const trap = `${folder}/trap.sh`;
    writeFileSync(trap, `#!/bin/sh\ntouch ${marker}\necho "[GNUPG:] GOODSIG 0 Ada" >&2\nexit 0\n`);
    chmodSync(trap, 0o755);
    for (const [name, value] of [
      ['core.fsmonitor', trap],
      ['core.hooksPath', folder],
      ['core.pager', trap],
      ['gpg.program', trap],
      ['gpg.ssh.program', trap],
      ['filter.x.clean', trap],
      ['filter.x.smudge', trap],
      ['diff.external', trap],
      ['gpg.ssh.allowedSignersFile', `${folder}/signers`],
    ] as const)
      run(folder, 'config', name, value);
    fill(folder, { '.gitattributes': '* filter=x diff=x\n' });
    for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout'])
      writeFileSync(`${folder}/${hook}`, `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    expect((await git.committed(`${folder}/${approval}`))?.signed).toBe(false);
    await git.identity(folder);
    expect(existsSync(marker)).toBe(false);
  });
});

describe('identity', () => {
  it('is what git is told', async () => {
    const folder = repository();
    run(folder, 'config', 'user.name', 'Ada L');
    run(folder, 'config', 'user.email', 'ada@example.org');
    expect(await git.identity(folder)).toEqual({ name: 'Ada L', email: 'ada@example.org' });
  });
  it('is undefined where a part is missing', async () => {
    const folder = repository();
    run(folder, 'config', 'user.name', '');
    run(folder, 'config', 'user.email', '');
    expect(await git.identity(folder)).toBeUndefined();
  });
  it('is undefined where there is no folder', async () => {
    expect(await git.identity('/nowhere/at/all')).toBeUndefined();
  });
});

describe('a file in a commit', () => {
  it('is read by commit, branch and tag, and nothing else is a revision', async () => {
    const folder = repository();
    run(folder, 'tag', 'first');
    fill(folder, { 'b.txt': 'changed' });
    run(folder, 'commit', '-qam', 'another', '--author=Bob <bob@example.com>');
    const at = (revision: string) => git.textAt(`${folder}/b.txt`, revision);
    expect(await at('first')).toBe('b');
    expect(await at('HEAD')).toBe('changed');
    expect(await at('HEAD~1')).toBe('b');
    for (const wrong of ['nowhere', '', '--all', 'HEAD:b.txt', 'a b']) expect(await at(wrong)).toBeUndefined();
    expect(await git.textAt(`${folder}/gone.txt`, 'HEAD')).toBeUndefined();
    expect(await git.history(`${folder}/b.txt`, 10)).toMatchObject([
      { author: 'Bob', email: 'bob@example.com', subject: 'another' },
      { author: 'Ada', subject: 'approve' },
    ]);
    expect(await git.history(`${folder}/b.txt`, 1)).toHaveLength(1);
    expect(await git.history('/nowhere/b.txt', 1)).toEqual([]);
  });

  it.each<[string, (folder: string) => void]>([
    ['is gone', () => {}],
    ['is a file now', (folder) => fill(folder, { '.kiro': 'no folder' })],
  ])('is read where its folder %s', async (_, change) => {
    const folder = repository();
    rmSync(`${folder}/.kiro`, { recursive: true });
    change(folder);
    expect(await git.textAt(`${folder}/${approval}`, 'HEAD')).toBe('{"hash":"1"}\n');
    expect(await git.textAt('/nowhere/at/all.txt', 'HEAD')).toBeUndefined();
  });
});
