/** What a watched folder tells, in a real folder, with each of the watchers. */
import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root as clone } from '../../scripts/lib/places.mjs';
import type { FileChange } from '../../src/core/hooks/fileChange';
import { type FileEventRequest, type FileEventWatch, watchFileEvents } from '../../src/node/fileEvents';
import { findNativeWatcher, type NativeEvent, type NativeWatcher } from '../../src/node/nativeWatcher';
import { eventually } from '../support/eventually';
import { fill, temporaryFolder } from '../support/temporary';

const log = { write: () => undefined };
const begun = {
  ...{ 'src/a.ts': 'a', 'src/b.ts': 'b', 'src/c.ts': 'c', 'x.md': 'x' },
  ...{ 'moved/deep/f.ts': 'f', 'gone/deep/g.ts': 'g', 'node_modules/x/index.js': '' },
};

interface Watched {
  readonly folder: string;
  readonly told: readonly string[];
  readonly watch: FileEventWatch;
}

async function watched(
  bases: readonly string[],
  act: (folder: string) => void,
  more: Partial<FileEventRequest> = {},
): Promise<Watched> {
  const folder = realpathSync(temporaryFolder(begun)).replaceAll('\\', '/');
  const told: string[] = [];
  const changed = ({ kind, path, from }: FileChange) =>
    void told.push(`${kind} ${from === undefined ? '' : `${from} -> `}${path}`);
  const watch = await watchFileEvents({ root: folder, bases, changed, log, ...more });
  act(folder);
  return { folder, told, watch };
}

const real = findNativeWatcher(temporaryFolder(), log, { bundle: `${clone}/dist`, node: process.execPath });

// Its thread ends with the last subscription of a process, and what begins meanwhile may hear nothing: no product's
// process begins a second time, but tests do.
let kept: { unsubscribe(): Promise<void> } | undefined;
beforeAll(async () => {
  kept = await real?.subscribe(realpathSync(temporaryFolder()), () => undefined, { ignore: [] });
});
afterAll(async () => kept?.unsubscribe());

/** Of the native one, for the whole folder. */
const ways = [
  { name: 'chokidar', more: {}, there: true },
  { name: '@parcel/watcher', more: { native: () => real }, there: real !== undefined },
] as const;

describe.each(ways.filter(({ there }) => there))('with $name', ({ name, more }) => {
  test('everything that has changed is told once when it is asked for, whatever the system has said by then', async () => {
    const bases = name === 'chokidar' ? ['src'] : [''];
    const { told, watch } = await watched(
      bases,
      (folder) => {
        writeFileSync(`${folder}/src/a.ts`, 'changed');
        rmSync(`${folder}/src/b.ts`);
        renameSync(`${folder}/src/c.ts`, `${folder}/src/d.ts`);
        fill(folder, { 'src/deep/er/e.ts': 'e', 'src/deep/node_modules/f.ts': 'f', 'dist/elsewhere.ts': 'g' });
      },
      more,
    );
    await watch.settled();
    const expected = ['created src/deep/er/e.ts', 'deleted src/b.ts', 'renamed src/c.ts -> src/d.ts', 'saved src/a.ts'];
    expect([...told].sort()).toEqual(expected);
    await watch.settled();
    expect([...told].sort()).toEqual(expected);
    expect(watch.by).toBe(name);
    watch.dispose();
  });

  test('each change is told once by itself, in folders that are new, deep or moved too', async () => {
    const { folder, told, watch } = await watched([''], () => undefined, more);
    const hears = async (act: () => void, ...expected: readonly string[]) => {
      const before = told.length;
      act();
      await eventually(expected.join(', '), () => told.length >= before + expected.length);
      expect(told.slice(before).sort()).toEqual(expected);
    };
    const put = (tree: Readonly<Record<string, string>>) => () => fill(folder, tree);
    await hears(put({ 'src/new.ts': '1' }), 'created src/new.ts');
    await hears(put({ 'src/new.ts': '2' }), 'saved src/new.ts');
    await hears(() => rmSync(`${folder}/src/b.ts`), 'deleted src/b.ts');
    await hears(() => renameSync(`${folder}/src/c.ts`, `${folder}/d.ts`), 'renamed src/c.ts -> d.ts');
    // Replaced as editors do it.
    await hears(() => {
      fill(folder, { 'src/a.ts.tmp': 'next' });
      renameSync(`${folder}/src/a.ts.tmp`, `${folder}/src/a.ts`);
    }, 'saved src/a.ts');
    await hears(put({ 'one/two/three/e.ts': '1' }), 'created one/two/three/e.ts');
    await hears(
      put({ 'one/two/three/e.ts': '2', 'one/two/f.ts': '1' }),
      'created one/two/f.ts',
      'saved one/two/three/e.ts',
    );
    mkdirSync(`${folder}/empty/and/deep`, { recursive: true });
    await hears(put({ 'src/mark.ts': '' }), 'created src/mark.ts');
    await hears(put({ 'empty/and/deep/h.ts': '' }), 'created empty/and/deep/h.ts');
    await hears(() => renameSync(`${folder}/moved`, `${folder}/there`), 'renamed moved/deep/f.ts -> there/deep/f.ts');
    await hears(put({ 'there/deep/f.ts': 'later' }), 'saved there/deep/f.ts');
    await hears(() => rmSync(`${folder}/gone`, { recursive: true }), 'deleted gone/deep/g.ts');
    await hears(
      put({ 'node_modules/x/index.js': '1', 'there/node_modules/y.js': '1', 'src/last.ts': '' }),
      'created src/last.ts',
    );
    watch.dispose();
  });

  test('of a burst nothing is lost and nothing doubled', async () => {
    const names = Array.from({ length: 2000 }, (_, at) => `made/${at % 20}/in/${at}.ts`);
    const { told, watch } = await watched(
      [''],
      (folder) => fill(folder, Object.fromEntries(names.map((each) => [each, each]))),
      more,
    );
    await eventually('all of them', () => told.length >= names.length);
    expect([...told].sort()).toEqual(names.map((each) => `created ${each}`).sort());
    watch.dispose();
  });
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

test('more files than may be watched are refused with a sentence that says what helps', async () => {
  const folder = temporaryFolder({ 'a.ts': '', 'b.ts': '' });
  const request = { root: folder, bases: [''], changed: () => undefined, log, most: 1 };
  const refused = expect(watchFileEvents(request)).rejects;
  await refused.toThrow(/Give the hooks of this folder patterns .* npm install -g @parcel\/watcher/u);
});

describe('a native watcher', () => {
  /** One that says what a test has it say. */
  function played(refuses = false) {
    const folders: string[] = [];
    let heard: Parameters<NativeWatcher['subscribe']>[1] = () => undefined;
    const native: NativeWatcher = {
      subscribe: async (folder, given) => {
        if (refuses) throw new Error('No space left');
        folders.push(folder);
        heard = given;
        return { unsubscribe: () => Promise.reject(new Error('Unable to remove watcher')) };
      },
    };
    return {
      native: () => native,
      folders,
      say: (error: Error | null, ...events: NativeEvent[]) => heard(error, events),
    };
  }

  test('that is refused by the system leaves it to the other one', async () => {
    const { native } = played(true);
    const { watch } = await watched([''], () => undefined, { native });
    expect(watch.by).toBe('chokidar');
    watch.dispose();
  });

  test('is not asked for where patterns begin with a folder', async () => {
    const asked = { native: () => expect.unreachable() };
    const { watch } = await watched(['src'], () => undefined, asked);
    expect(watch.by).toBe('chokidar');
    watch.dispose();
  });

  test('that has lost track is made good by a look at the folder', async () => {
    const { native, say } = played();
    const { told, watch } = await watched([''], (folder) => fill(folder, { 'lost.ts': '', 'src/a.ts': 'lost' }), {
      native,
    });
    expect(told).toEqual([]);
    say(new Error('Events were dropped'));
    expect([...told].sort()).toEqual(['created lost.ts', 'saved src/a.ts']);
    watch.dispose();
  });

  test('is asked again for a new folder only where there are folders in it that it can’t know of', async () => {
    const { native, folders, say } = played();
    const { folder, told, watch } = await watched(
      [''],
      (at) => fill(at, { 'flat/a.ts': '', 'deep/er/b.ts': '', 'packed/node_modules/c.js': '' }),
      { native },
    );
    for (const name of ['flat', 'deep', 'packed']) say(null, { type: 'create', path: `${folder}/${name}` });
    await eventually('the second', () => folders.length > 1);
    expect([folders, [...told].sort()]).toEqual([
      [folder, `${folder}/deep`],
      ['created deep/er/b.ts', 'created flat/a.ts'],
    ]);
    watch.dispose();
  });

  test('that has so much to say that some of it may be lost is made good, too, once it is quiet', async () => {
    const { native, say } = played();
    const { folder, told, watch } = await watched([''], (at) => fill(at, { 'lost.ts': '' }), { native });
    say(null, ...Array.from({ length: 5000 }, (_, at) => ({ type: 'create', path: `${folder}/${at}.ts` }) as const));
    await eventually('the rest', () => told.length > 0);
    expect(told).toEqual(['created lost.ts']);
    watch.dispose();
  });

  test('what it says of places that are no more, ignored or elsewhere is no news', async () => {
    const { native, say } = played();
    const { folder, told, watch } = await watched([''], () => undefined, { native });
    for (const path of ['never.ts', 'node_modules/x/index.js', 'a.tmp']) {
      say(null, { type: 'create', path: `${folder}/${path}` }, { type: 'delete', path: `${folder}/${path}` });
    }
    say(null, { type: 'create', path: `${folder}-other/a.ts` });
    await watch.settled();
    expect(told).toEqual([]);
    watch.dispose();
  });
});
