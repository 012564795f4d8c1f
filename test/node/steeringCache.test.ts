/** Steering that did not change is read once; any change is in the next answer, on a real file system. */
import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/core/settings';
import type { SteeringFile } from '../../src/core/steering/model';
import { steeringOf } from '../../src/core/workspace/steering';
import { createNodeHost } from '../../src/node/host';
import { temporaryFolder } from '../support/temporary';

const parent = temporaryFolder();
let count = 0;
let root: string;
let read: string[];
let ahead: number;
let load: () => Promise<readonly SteeringFile[]>;
const file = () => join(root, '.kiro/steering/a.md');

beforeEach(() => {
  count += 1;
  root = `${parent}/${count}`;
  const host = createNodeHost({ stateFolder: `${root}/state` });
  read = [];
  // What was written just now is old enough to be kept.
  ahead = 60_000;
  const files = {
    ...host.files,
    read: (path: string, range?: { readonly start: number; readonly end: number }) => {
      if (path.endsWith('.md')) read.push(path.slice(root.length + 1));
      return host.files.read(path, range);
    },
  };
  const clock = { ...host.clock, now: () => Date.now() + ahead };
  const parts = { host: { files, clock, homeFolder: `${root}/home` }, roots: [root], trusted: true };
  load = async () => steeringOf({ ...parts, settings: defaultSettings }, root);
  mkdirSync(join(root, '.kiro/steering/deep'), { recursive: true });
  writeFileSync(file(), 'Use tabs. #[[file:notes.txt]]');
  writeFileSync(join(root, '.kiro/steering/deep/b.md'), 'Be brief.');
  writeFileSync(join(root, 'AGENTS.md'), 'Tests first.');
  writeFileSync(join(root, 'notes.txt'), 'old notes');
});

/** The steering files that are read for the next answer. */
async function next(): Promise<{ readonly read: readonly string[]; readonly text: string }> {
  read.length = 0;
  const files = await load();
  const text = files
    .map(
      (each) => `${each.label} ${each.bar?.kind ?? ''} ${each.body} ${each.references.map((one) => one.text).join()}`,
    )
    .join('\n');
  return { read: [...read].sort(), text };
}

test('nothing is read again, wherever it lies', async () => {
  const first = await next();
  expect(first.read).toContain('.kiro/steering/deep/b.md');
  expect(first.read).toContain('AGENTS.md');
  expect(await next()).toEqual({
    read: first.read.filter((path) => !['.kiro/steering/a.md', '.kiro/steering/deep/b.md', 'AGENTS.md'].includes(path)),
    text: first.text,
  });
  expect(JSON.stringify(await load())).not.toContain('"met"');
});

describe('a change is in the next answer', () => {
  const keepingTimes = (change: () => void) => {
    const { atime, mtime } = statSync(file());
    change();
    utimesSync(file(), atime, mtime);
  };
  const cases: readonly (readonly [string, () => void, string | RegExp])[] = [
    ['another size', () => writeFileSync(file(), 'Use no tabs at all.'), 'no tabs at all'],
    ['the same size', () => writeFileSync(file(), 'Use dots. #[[file:notes.txt]]'), 'Use dots.'],
    [
      'the same size, with its time put back',
      () => keepingTimes(() => writeFileSync(file(), 'Use dots. #[[file:notes.txt]]')),
      'Use dots.',
    ],
    [
      'another file of the same size and time in its place',
      () =>
        keepingTimes(() => {
          writeFileSync(join(root, 'other'), 'Use dots. #[[file:notes.txt]]');
          renameSync(join(root, 'other'), file());
        }),
      'Use dots.',
    ],
    ['it is gone', () => rmSync(file()), /^(?![\s\S]*Use tabs)/u],
    [
      'a link out of the workspace in its place',
      () => {
        rmSync(file());
        symlinkSync('/etc/hostname', file());
      },
      'a.md outside',
    ],
    ['it is hidden', () => writeFileSync(join(root, '.kiroignore'), 'a.md\n'), 'a.md hidden'],
    ['its folder is hidden', () => writeFileSync(join(root, '.kiroignore'), 'deep/\n'), 'b.md hidden'],
    ['what it brings along', () => writeFileSync(join(root, 'notes.txt'), 'new notes'), 'new notes'],
    ['a file more', () => writeFileSync(join(root, '.kiro/steering/c.md'), 'A third.'), 'A third.'],
  ];
  const changesFile = new Set(cases.slice(0, 4).map(([, change]) => change));
  test.each(cases)('%s', async (_name, change, seen) => {
    const before = (await next()).text;
    expect(before).not.toMatch(seen);
    expect((await next()).text).toBe(before);
    const { ctimeMs } = statSync(file());
    // The clock of the file system has steps; the test has read ahead of time, so it waits for the next one.
    do change();
    while (statSync(file(), { throwIfNoEntry: false })?.ctimeMs === ctimeMs && changesFile.has(change));
    expect((await next()).text).toMatch(seen);
  });
});

test('what changed a moment ago is not trusted to tell its next change by its time', async () => {
  ahead = 0;
  expect((await next()).read).toContain('.kiro/steering/a.md');
  expect((await next()).read).toContain('.kiro/steering/a.md');
});
