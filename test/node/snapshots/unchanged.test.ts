/** A state that is told from times alone is the one that a look at every file gives. */
import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOwnDisk } from '../../../src/node/ownDisk';
import { type MemoGuards, memoGuards } from '../../../src/node/snapshots/unchanged';
import { userGit } from './rig';
import { toldRig, untilTold } from './unchangedRig';

const acts: Readonly<Record<string, (root: string) => void>> = {
  nothing: () => undefined,
  'a write of the same size': (root) => writeFileSync(`${root}/a`, String(Math.random()).slice(2, 5)),
  'a write with its time set back': (root) => {
    const { atime, mtime } = lstatSync(`${root}/a`);
    writeFileSync(`${root}/a`, String(Math.random()).slice(2, 5));
    utimesSync(`${root}/a`, atime, mtime);
  },
  'a file replaced by one with its times': (root) => {
    const { atime, mtime } = lstatSync(`${root}/a`);
    writeFileSync(`${root}/.new`, String(Math.random()).slice(2, 5));
    utimesSync(`${root}/.new`, atime, mtime);
    renameSync(`${root}/.new`, `${root}/a`);
  },
  'a touch': (root) => utimesSync(`${root}/a`, new Date(), new Date()),
  'permissions taken': (root) => chmodSync(`${root}/a`, 0o600),
  'permissions given': (root) => chmodSync(`${root}/a`, 0o755),
  'a write under another name': (root) => {
    rmSync(`${root}/d/hard`, { force: true });
    linkSync(`${root}/a`, `${root}/d/hard`);
    writeFileSync(`${root}/d/hard`, 'via');
  },
  'a new empty folder': (root) => void mkdirSync(`${root}/d/e/f`, { recursive: true }),
  'a new file far down': (root) => {
    mkdirSync(`${root}/d/e/f`, { recursive: true });
    writeFileSync(`${root}/d/e/f/new`, 'n');
  },
  'a folder that goes': (root) => rmSync(`${root}/d/e`, { recursive: true, force: true }),
  'an ignored file': (root) => writeFileSync(`${root}/d/x.log`, 'l'),
  'a small ignored file that is kept': (root) => appendFileSync(`${root}/data/x.bin`, 'y'),
  'another rule': (root) => appendFileSync(`${root}/.gitignore`, 'd/b\n'),
  'no such rule': (root) => writeFileSync(`${root}/.gitignore`, '*.log\ndata/\n'),
  'a rule for this clone': (root) => appendFileSync(`${root}/.git/info/exclude`, 'e/\n'),
  'a repository in it': (root) => {
    mkdirSync(`${root}/sub`, { recursive: true });
    userGit(`${root}/sub`, 'init', '-q');
    writeFileSync(`${root}/sub/s`, 's');
  },
  'a repository in it that goes': (root) => rmSync(`${root}/sub`, { recursive: true, force: true }),
  'the user’s index': (root) => void userGit(root, 'add', '-f', '.gitignore'),
};

describe.runIf(isOwnDisk(tmpdir()))('a state told from times', () => {
  it.each(Object.keys(acts))('is what a look gives after %s', async (name) => {
    const each = toldRig();
    await untilTold(each);
    acts[name]?.(each.root);
    expect(await each.told()).toEqual(await each.looked());
    if (name === 'nothing') expect(each.counted.hits).toBe(2);
  });
  it('is what a look gives, whatever was done between', async () => {
    const some = fc.array(fc.constantFrom(...Object.keys(acts), 'nothing', 'nothing'), { minLength: 3, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(some, async (names) => {
        const each = toldRig();
        for (const name of names) {
          acts[name]?.(each.root);
          expect([name, await each.told()]).toEqual([name, await each.looked()]);
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);
  it.each<readonly [string, string, Partial<MemoGuards>]>([
    [
      'times of files',
      'a write with its time set back',
      { stamp: (stat) => (stat.isDirectory() ? memoGuards.stamp(stat) : [stat.size]), isWrittenBack: () => true },
    ],
    ['any times', 'a new empty folder', { stamp: ({ ino }) => [ino] }],
    ['rules from outside', 'a rule for this clone', { around: () => '' }],
  ])('would be wrong without %s', async (_, name, off) => {
    const each = toldRig({ guards: off });
    mkdirSync(`${each.root}/e`);
    await untilTold(each);
    acts[name]?.(each.root);
    expect(await each.told()).not.toEqual(await each.looked());
  });
  it('is one that nobody waits for in vain', async () => {
    const each = toldRig({ guards: { isSettled: () => false } });
    await expect(untilTold(each)).rejects.toThrow('no state was told from times');
  }, 120_000);
  it('is not remembered while a file is as young as the look', async () => {
    const each = toldRig({ guards: { isSettled: () => false } });
    for (let round = 0; round < 3; round++) await each.told();
    expect(each.counted.hits).toBe(0);
  });
});
