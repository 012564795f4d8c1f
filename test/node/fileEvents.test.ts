/** What a watched folder tells, in a real folder. */
import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FileChange } from '../../src/core/hooks/fileChange';
import { type FileEventWatch, watchFileEvents } from '../../src/node/fileEvents';
import { eventually } from '../support/eventually';
import { fill, temporaryFolder } from '../support/temporary';

const log = { write: () => undefined };

async function watched(
  bases: readonly string[],
  act: (folder: string) => void,
): Promise<{ readonly told: readonly string[]; readonly watch: FileEventWatch }> {
  const folder = realpathSync(temporaryFolder({ 'src/a.ts': 'a', 'src/b.ts': 'b', 'src/c.ts': 'c', 'x.md': 'x' }));
  const told: string[] = [];
  const changed = ({ kind, path, from }: FileChange) =>
    void told.push(`${kind} ${from === undefined ? '' : `${from} -> `}${path}`);
  const watch = await watchFileEvents({ root: folder.replaceAll('\\', '/'), bases, changed, log });
  act(folder);
  await watch.settled();
  return { told, watch };
}

test('everything that has changed is told once when it is asked for, whatever the system has said by then', async () => {
  const { told, watch } = await watched(['src'], (folder) => {
    writeFileSync(`${folder}/src/a.ts`, 'changed');
    rmSync(`${folder}/src/b.ts`);
    renameSync(`${folder}/src/c.ts`, `${folder}/src/d.ts`);
    fill(folder, { 'src/deep/er/e.ts': 'e', 'src/deep/node_modules/f.ts': 'f', 'elsewhere.ts': 'g' });
  });
  const expected = ['created src/deep/er/e.ts', 'deleted src/b.ts', 'renamed src/c.ts -> src/d.ts', 'saved src/a.ts'];
  expect([...told].sort()).toEqual(expected);
  await watch.settled();
  expect([...told].sort()).toEqual(expected);
  watch.dispose();
});

test.each([
  ['no folder at all', [], []],
  ['a folder that is made later', ['made/deep'], ['created made/deep/a.ts']],
])('%s can be watched', async (_, bases, expected) => {
  const { told, watch } = await watched(bases, (folder) => {
    mkdirSync(`${folder}/made/deep`, { recursive: true });
    writeFileSync(`${folder}/made/deep/a.ts`, '');
  });
  await eventually('the news', () => told.length >= expected.length);
  expect(told).toEqual(expected);
  watch.dispose();
});

test('more files than may be watched are refused with a sentence', async () => {
  const folder = temporaryFolder({ 'a.ts': '', 'b.ts': '' });
  const request = { root: folder, bases: [''], changed: () => undefined, log, most: 1 };
  await expect(watchFileEvents(request)).rejects.toThrow('Give the hooks of this folder patterns');
});
