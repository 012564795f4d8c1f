/** Branches by git's own files, wherever those are. */
import { expect, it } from 'vitest';
import { headBranch } from '../../../src/core/workspace/headBranch';
import { createMemoryHost } from '../../support/memoryHost';

/** Git's own files by path, and the branch of /w/app. */
function check(title: string, files: Readonly<Record<string, string>>, expected: string | undefined): void {
  it(`the branch ${title} is ${expected ?? 'none'}`, async () => {
    expect(await headBranch(createMemoryHost({ files }).files, '/w/app')).toBe(expected);
  });
}

const main = 'ref: refs/heads/main\n';
check('of a repository', { '/w/app/.git/HEAD': main }, 'main');
check('with a folder', { '/w/app/.git/HEAD': 'ref: refs/heads/feature/x\n' }, 'feature/x');
check('around a folder', { '/w/.git/HEAD': main }, 'main');
check(
  'of a linked worktree',
  { '/w/app/.git': 'gitdir: /r/.git/worktrees/app\n', '/r/.git/worktrees/app/HEAD': main },
  'main',
);
check('of a commit', { '/w/app/.git/HEAD': '0123456789abcdef\n' }, undefined);
check('of a pointer to nothing', { '/w/app/.git': 'gitdir: /gone\n' }, undefined);
check('without a repository', { '/w/app/a.txt': '' }, undefined);
