/** Changes that are made so that times do not tell of them, each seen, and missed with the guard off that sees it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { isOwnDisk } from '../../../src/node/ownDisk';
import { memoGuards } from '../../../src/node/snapshots/unchanged';
import { temporaryFolder } from '../../support/temporary';
import { userGit } from './rig';
import { type Told, type ToldRig, toldRig, untilTold } from './unchangedRig';

const looks = (path: string) => lstatSync(path, { throwIfNoEntry: false });

/** Times as a disk has them that goes on by `stepMs` at a time. */
function coarse(stepMs: number) {
  return (path: string): Stats | undefined => {
    const stat = looks(path);
    if (stat === undefined) return undefined;
    const step = (ms: number) => Math.floor(ms / stepMs) * stepMs;
    return Object.assign(stat, { ctimeMs: step(stat.ctimeMs), mtimeMs: step(stat.mtimeMs) });
  };
}

/** A change right after the memo has looked is missed or seen. */
async function afterKeep(each: ToldRig, act: (root: string) => void): Promise<'seen' | 'missed'> {
  await untilTold(each);
  act(each.root);
  const told = await each.told();
  return JSON.stringify(told) === JSON.stringify(await each.looked()) ? 'seen' : 'missed';
}

const sameSize = (root: string) => {
  writeFileSync(`${root}/a`, readFileSync(`${root}/a`, 'utf8') === 'one' ? 'eno' : 'one');
};

/** Another program that stores bytes through a mapping, one for each line it is given. */
async function mapper(path: string): Promise<{ store(byte: string): Promise<void>; end(): Promise<void> }> {
  const script = `
import mmap, sys
with open(sys.argv[1], 'r+b') as file:
    mapped = mmap.mmap(file.fileno(), 0)
    for line in iter(sys.stdin.readline, ''):
        mapped[0:1] = line[:1].encode()
        print('stored', flush=True)
`;
  const child = spawn('python3', ['-c', script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    store: async (byte) => {
      child.stdin.write(`${byte}\n`);
      expect(await lines.next()).toMatchObject({ value: 'stored' });
    },
    end: async () => {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}

const hasPython = (() => {
  try {
    return execFileSync('python3', ['-c', 'print(1)'], { encoding: 'utf8' }) === '1\n';
  } catch {
    return false;
  }
})();

/** The kernel leaves the times alone where memory is the disk. */
const isRealDisk = process.platform === 'linux' && !/ tmpfs /u.test(mountOf(temporaryFolder()));

function mountOf(path: string): string {
  try {
    return execFileSync('df', ['-T', path], { encoding: 'utf8' });
  } catch {
    return ' tmpfs ';
  }
}

describe.runIf(isOwnDisk(tmpdir()))('an unchanged folder', () => {
  it.each<readonly [string, Told['guards'], 'seen' | 'missed']>([
    ['is not remembered as long as the step lasts', { isSettled: ({ ctimeMs }, clock) => ctimeMs < clock }, 'seen'],
    ['would be wrong without a guard', { isSettled: () => true, isWrittenBack: () => true }, 'missed'],
  ])('on a disk with a coarse clock: %s', async (_, guards, expected) => {
    // So coarse that all of the test is one step: it starts with one that has long begun.
    const step = 1e12;
    const each = toldRig({ guards, look: coarse(step) });
    if (expected === 'missed') return expect(await afterKeep(each, sameSize)).toBe(expected);
    for (let round = 0; round < 3; round++) {
      await each.told();
      sameSize(each.root);
      expect(await each.told()).toEqual(await each.looked());
    }
    expect(each.counted.hits).toBe(0);
  });

  it.each<readonly [string, Told['guards'], number]>([
    ['is not remembered', {}, 0],
    ['would be with the guard off', { isSteady: () => true }, 1],
  ])('while the clock is set: %s', async (_, guards, hits) => {
    // Each time the mark is looked at, an hour more has gone by than did.
    let marks = 0;
    const look = (path: string) => {
      const stat = looks(path);
      return stat && path.endsWith('/info/mark')
        ? Object.assign(stat, { ctimeMs: stat.ctimeMs + 3_600_000 * marks++ })
        : stat;
    };
    const each = toldRig({ guards, look });
    for (let round = 0; round < 4; round++) await each.told();
    expect(Math.min(1, each.counted.hits)).toBe(hits);
  });

  it('is not remembered on a disk that keeps whole seconds', async () => {
    const whole = (path: string) => coarse(1000)(path);
    const each = toldRig({ guards: { isSettled: memoGuards.isSettled }, look: whole });
    for (let round = 0; round < 3; round++) await each.told();
    expect(each.counted.hits).toBe(0);
  });

  it('is remembered with the margin of a real clock, and a write is seen', async () => {
    const each = toldRig({ guards: { isSettled: memoGuards.isSettled } });
    expect(await afterKeep(each, sameSize)).toBe('seen');
  });

  it('is not remembered with what is written between the look of git and that of the memo', async () => {
    const written: { root?: string } = {};
    const each = toldRig({ beforeKeep: () => written.root !== undefined && sameSize(written.root) });
    written.root = each.root;
    for (let round = 0; round < 3; round++) {
      await each.told();
      // What was told last may be what was before that write, never afterwards.
      sameSize(each.root);
    }
    expect(each.counted.hits).toBe(0);
    delete written.root;
    expect(await each.told()).toEqual(await each.looked());
  });

  it('is never told while another program writes, at whatever moment', async () => {
    const each = toldRig();
    const script = `const fs = require('fs'); for (let n = 100; ; n = n === 999 ? 100 : n + 1) {
      fs.writeFileSync(process.argv[1], String(n)); if (n === 100) console.log('on'); }`;
    const child = spawn(process.execPath, ['-e', script, `${each.root}/a`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.stdout.resume();
    for (let round = 0; round < 10; round++) await each.told();
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    expect(await each.told()).toEqual(await each.looked());
    await untilTold(each);
    expect(await each.told()).toEqual(await each.looked());
  });

  describe.runIf(hasPython && isRealDisk)('with a file that a program has mapped', () => {
    it('is not told after a first store', async () => {
      const each = toldRig();
      const mapped = await mapper(`${each.root}/a`);
      await untilTold(each);
      await mapped.store('X');
      expect(await each.told()).toEqual(await each.looked());
      await mapped.end();
    });
    it.each<readonly [string, Told['guards'], boolean]>([
      ['is seen', {}, true],
      ['would be missed without a look at its content', { isWrittenBack: () => true }, false],
    ])('a store that no time tells of %s', async (_, guards, seen) => {
      const each = toldRig({ guards });
      const mapped = await mapper(`${each.root}/a`);
      await mapped.store('X');
      await untilTold(each);
      const before = JSON.stringify(await each.told());
      const { ctimeMs } = lstatSync(`${each.root}/a`);
      const hits = each.counted.hits;
      await mapped.store('Y');
      // Only where the kernel has not written the page back meanwhile does the time stay.
      const unmarked = lstatSync(`${each.root}/a`).ctimeMs === ctimeMs;
      await each.told();
      if (unmarked) expect(each.counted.hits > hits).toBe(!seen);
      if (seen) expect(each.counted.hits).toBe(hits);
      expect(before).toContain('tree');
      await mapped.end();
    });
  });

  it.each<readonly [string, Told, (root: string, top: string) => void]>([
    [
      'a rule above it',
      { guards: { isWrittenBack: () => true }, tree: { 'ws/a': 'one' }, within: 'ws' },
      (_, top) => writeFileSync(`${top}/.gitignore`, 'a\n'),
    ],
    [
      'another rule above it',
      {
        guards: { isWrittenBack: () => true },
        tree: { '.gitignore': 'x\n', 'deep/.gitignore': 'y\n', 'deep/ws/a': 'one', 'deep/ws/y': 'y' },
        within: 'deep/ws',
      },
      (_, top) => writeFileSync(`${top}/deep/.gitignore`, 'a\n'),
    ],
    [
      'a repository that begins at it',
      { guards: { isWrittenBack: () => true }, tree: { 'ws/a': 'one', '.gitignore': 'a\n' }, within: 'ws' },
      (root) => void userGit(root, 'init', '-q'),
    ],
    ['another HEAD', {}, (root) => void userGit(root, 'checkout', '-q', '-b', 'other')],
    [
      'a branch with other files',
      {},
      (root) => {
        userGit(root, 'add', '.');
        userGit(root, 'commit', '-q', '-m', 'one');
        userGit(root, 'checkout', '-q', '-b', 'other');
        userGit(root, 'rm', '-q', 'd/b');
      },
    ],
    [
      'a file that is too large and changes',
      { maxFileBytes: 4, tree: { a: 'one', big: '12345' } },
      (root) => writeFileSync(`${root}/big`, '54321'),
    ],
    [
      'a file that is no longer too large',
      { maxFileBytes: 4, tree: { a: 'one', big: '12345' } },
      (root) => writeFileSync(`${root}/big`, '1234'),
    ],
    [
      'a write under a name outside of it',
      {},
      (root) => {
        const other = temporaryFolder();
        linkSync(`${root}/a`, `${other}/a`);
        writeFileSync(`${other}/a`, 'eno');
      },
    ],
    [
      'another file with all its times that can be set',
      {},
      (root) => {
        const { atime, mtime } = lstatSync(`${root}/a`);
        writeFileSync(`${root}/new`, 'eno');
        utimesSync(`${root}/new`, atime, mtime);
        renameSync(`${root}/new`, `${root}/a`);
        const folder = lstatSync(root);
        utimesSync(root, folder.atime, folder.mtime);
      },
    ],
    [
      'a folder that was a link for a while',
      {},
      (root) => {
        renameSync(`${root}/d`, `${root}/was`);
        symlinkSync('was', `${root}/d`);
        writeFileSync(`${root}/d/b`, 'owt');
        rmSync(`${root}/d`);
        renameSync(`${root}/was`, `${root}/d`);
      },
    ],
    [
      'a folder that is a link to one just like it',
      {},
      (root) => {
        const other = temporaryFolder({ b: 'two' });
        renameSync(`${root}/d`, `${other}/was`);
        symlinkSync(other, `${root}/d`);
      },
    ],
    [
      'a link that leads elsewhere',
      { tree: { a: 'one', link: '-> a' } },
      (root) => {
        rmSync(`${root}/link`);
        symlinkSync('b', `${root}/link`);
      },
    ],
    [
      'the folder itself, made anew',
      { tree: { 'ws/a': 'one' }, within: 'ws' },
      (root, top) => {
        renameSync(root, `${top}/was`);
        mkdirSync(root);
        writeFileSync(`${root}/a`, 'eno');
      },
    ],
  ])('is seen to have changed after %s', async (_, made, act) => {
    const each = toldRig(made);
    await untilTold(each);
    act(each.root, each.top);
    expect(await each.told()).toEqual(await each.looked());
    await untilTold(each);
    expect(await each.told()).toEqual(await each.looked());
  });

  it.each<readonly [string, Told, boolean]>([
    ['a linked .gitignore', { tree: { rules: 'a\n', a: 'one', 'd/.gitignore': '-> ../rules' } }, false],
    [
      'a linked .gitignore above it',
      { tree: { rules: 'a\n', '.gitignore': '-> rules', 'ws/a': 'one' }, within: 'ws' },
      false,
    ],
    [
      '4,100 files',
      { tree: Object.fromEntries(Array.from({ length: 4100 }, (_, at) => [`d${at % 41}/${at}`, ''])) },
      false,
    ],
    ['a repository in it', { tree: { a: 'one', 'sub/.git/HEAD': 'ref: refs/heads/main\n', 'sub/b': 'b' } }, false],
    ['a link to a folder', { tree: { a: 'one', link: '-> /usr' } }, true],
  ])('that has %s', async (_, made, remembered) => {
    const each = toldRig({ guards: { isSettled: () => true }, ...made });
    for (let round = 0; round < 4; round++) expect(await each.told()).toEqual(await each.looked());
    expect(each.counted.hits > 0).toBe(remembered);
  });

  it('is not remembered where a part of it lies on another disk', async () => {
    const look = (path: string) => {
      const stat = looks(path);
      return stat && path.endsWith('/d') ? Object.assign(stat, { dev: stat.dev + 1 }) : stat;
    };
    const each = toldRig({ look });
    for (let round = 0; round < 4; round++) await each.told();
    expect(each.counted.hits).toBe(0);
  });

  it.runIf(canMount())('is seen to have changed after another disk has come over a part of it', async () => {
    const each = toldRig();
    const other = temporaryFolder({ b: 'owt' });
    await untilTold(each);
    execFileSync('mount', ['--bind', other, `${each.root}/d`]);
    try {
      expect(await each.told()).toEqual(await each.looked());
    } finally {
      execFileSync('umount', [`${each.root}/d`]);
    }
    expect(await each.told()).toEqual(await each.looked());
  });

  it.runIf(canMount())('is told right on an overlay', async () => {
    const folder = temporaryFolder({
      'lower/a': 'one',
      'lower/d/b': 'two',
      'upper/c': 'three',
      'work/.keep': '',
      'all/.keep': '',
    });
    for (const name of ['work', 'all'])
      for (const each of readdirSync(join(folder, name))) rmSync(join(folder, name, each));
    const options = `lowerdir=${folder}/lower,upperdir=${folder}/upper,workdir=${folder}/work`;
    execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', options, `${folder}/all`]);
    try {
      const each = toldRig({ at: `${folder}/all` });
      for (const act of [
        () => writeFileSync(`${folder}/all/a`, 'eno'),
        () => appendFileSync(`${folder}/all/d/b`, 'x'),
      ]) {
        for (let round = 0; round < 3; round++) expect(await each.told()).toEqual(await each.looked());
        act();
        expect(await each.told()).toEqual(await each.looked());
      }
    } finally {
      execFileSync('umount', [`${folder}/all`]);
    }
  });
});

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = temporaryFolder({ 'a/x': '', 'b/x': '' });
  try {
    execFileSync('mount', ['--bind', `${folder}/a`, `${folder}/b`], { stdio: 'ignore' });
    execFileSync('umount', [`${folder}/b`]);
    return true;
  } catch {
    return false;
  }
}
