/** Saves and a watcher's news of real files, joined: what hooks hear, once each. */
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FileChange } from '../../src/core/hooks/fileChange';
import { type EditorEvents, type EditorNews, joinEditorEvents } from '../../src/node/editorEvents';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/temporary';

const folder = temporaryFolder().replaceAll('\\', '/');
const opened: EditorEvents[] = [];
let count = 0;
afterEach(() => {
  for (const each of opened.splice(0)) each.dispose();
});

function world(wanted: (news: EditorNews, path: string) => boolean = () => true) {
  const root = `${folder}/${count++}`;
  mkdirSync(root);
  const told: FileChange[] = [];
  const batches: number[] = [];
  const failures: string[] = [];
  const events = joinEditorEvents({
    root,
    wanted,
    changed: (changes) => {
      told.push(...changes);
      batches.push(changes.length);
      if (changes.some(({ path }) => path === 'thrown.ts')) throw new Error('thrown');
    },
    failed: (error) => failures.push(String(error)),
  });
  opened.push(events);
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const heard = (news: EditorNews, ...names: string[]) => {
    for (const name of names) events.heard(news, `${root}/${name}`);
  };
  const shown = () => told.map(({ kind, path, from, by }) => [kind, path, from, by].filter(Boolean).join(' '));
  /** What was told when news of a last file has come through. */
  const all = async () => {
    put('end.txt', String(Math.max(0, told.length)));
    heard('add', 'end.txt');
    await eventually('the last file', () => shown().includes('created end.txt'));
    return shown().filter((each) => each !== 'created end.txt');
  };
  return { root, events, put, heard, told, batches, failures, shown, all };
}

/** Waits until the list is that long, so that a wrong one is shown. */
async function until(list: () => readonly string[], expected: readonly string[]): Promise<void> {
  await eventually(expected.join(', '), () => list().length >= expected.length);
  expect(list()).toEqual(expected);
}

test('one save is one event, whichever of editor and watcher speaks first', async () => {
  const { put, heard, shown, all } = world();
  put('a.ts', '1');
  heard('saved', 'a.ts');
  heard('change', 'a.ts');
  await until(() => shown(), ['saved a.ts editor']);
  heard('change', 'a.ts');
  put('b.ts', '1');
  heard('change', 'b.ts');
  await until(() => shown(), ['saved a.ts editor', 'saved b.ts']);
  heard('saved', 'b.ts');
  expect(await all()).toEqual(['saved a.ts editor', 'saved b.ts']);
});

test('saving the same bytes again in the editor is a save, and a touched file is none', async () => {
  const { put, heard, shown, all } = world();
  put('a.ts', '1');
  heard('saved', 'a.ts');
  await until(() => shown(), ['saved a.ts editor']);
  heard('saved', 'a.ts');
  await until(() => shown(), ['saved a.ts editor', 'saved a.ts editor']);
  heard('change', 'a.ts');
  expect(await all()).toHaveLength(2);
});

test('a rename by anybody is one, where the old name was known; a folder that goes is its files', async () => {
  const { root, events, put, heard, shown } = world();
  put('src/a.ts', '1');
  put('old/b.ts', '2');
  put('old/c.ts', '3');
  await events.known(['src/a.ts', 'old/b.ts', 'old/c.ts']);
  renameSync(join(root, 'src/a.ts'), join(root, 'src/z.ts'));
  heard('unlink', 'src/a.ts');
  heard('add', 'src/z.ts');
  await until(() => shown(), ['renamed src/z.ts src/a.ts']);
  rmSync(join(root, 'old'), { recursive: true });
  heard('unlink', 'old');
  await until(() => shown().slice(1).sort(), ['deleted old/b.ts', 'deleted old/c.ts']);
});

test('a folder that comes is its files, without what is made or brought', async () => {
  const { put, heard, shown } = world();
  put('lib/a.ts', '1');
  put('lib/deep/b.ts', '1');
  put('lib/node_modules/c.ts', '1');
  heard('add', 'lib', 'node_modules/x.ts');
  await until(() => shown().sort(), ['created lib/a.ts', 'created lib/deep/b.ts']);
});

test('a folder that became a file and links that lead in a circle stop nothing', async () => {
  const { root, put, heard, failures, all } = world();
  put('dir', 'a file now');
  symlinkSync('circle', join(root, 'circle'));
  heard('unlink', 'dir/x.ts');
  heard('add', 'dir/y.ts', 'circle');
  expect(await all()).toEqual(['deleted dir/x.ts']);
  expect(failures).toEqual([]);
});

test('an error in one batch keeps no other from being told', async () => {
  const { put, heard, failures, all } = world();
  put('thrown.ts', '1');
  heard('add', 'thrown.ts');
  await eventually('the error', () => failures.length > 0);
  expect(await all()).toEqual(['created thrown.ts']);
  expect(failures).toEqual(['Error: thrown']);
});

test('what nobody waits for is not told, and what came and went within a moment is what it is now', async () => {
  const { put, heard, all } = world((_, path) => !path.startsWith('docs/'));
  put('docs/a.md', '1');
  put('replaced.ts', '1');
  heard('add', 'docs/a.md');
  heard('unlink', 'replaced.ts');
  heard('change', 'replaced.ts');
  heard('add', 'gone.ts');
  expect(await all()).toEqual(['saved replaced.ts']);
});

test('ten thousand files at once are all told, none twice, in few batches', async () => {
  const { put, heard, told, batches } = world();
  const names = Array.from({ length: 10_000 }, (_, at) => `src/f${at}.ts`);
  for (const name of names) put(name, name);
  heard('change', ...names);
  await eventually('all of them', () => told.length >= names.length);
  expect(told).toHaveLength(names.length);
  expect(new Set(told.map(({ path }) => path)).size).toBe(names.length);
  expect(batches.length).toBeLessThan(100);
});
