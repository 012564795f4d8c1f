/** A map that is told what changed is the map that is made anew, after any series of changes on a real disk. */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMapper, type Mapper } from '../../src/node/map/mapper';
import { readLines } from '../../src/node/map/readers';
import { temporaryFolder } from '../support/temporary';

const grammars = join(process.cwd(), 'node_modules/@vscode/tree-sitter-wasm/wasm');
const folders = ['a', 'a/b', 'c'];
const files = ['one.kt', 'two.kt'];
const texts = [
  'class Alpha\nfun bravo() = Charlie()\n',
  'class Charlie\n',
  'import a.b.one\nfun delta() = Alpha()\n',
  'class Bravo\nfun alpha() = Charlie()\n',
];
const rules = ['two.kt\n', 'b\n!one.kt\n', '/a/b/\n', ''];

/** One thing that a person or a program does, and that may fail. */
interface Step {
  readonly does: string;
  readonly act: (root: string) => void;
}

const full = (root: string, path: string) => join(root, path);
const write = (root: string, path: string, text: string) => {
  fs.mkdirSync(dirname(full(root, path)), { recursive: true });
  fs.writeFileSync(full(root, path), text);
};
const place = fc
  .tuple(fc.constantFrom('', ...folders), fc.constantFrom(...files))
  .map(([folder, name]) => join(folder, name));
const folder = fc.constantFrom(...folders);
const either = fc.oneof(place, folder);
const text = fc.constantFrom(...texts);
const rule = fc.tuple(
  fc.constantFrom('.gitignore', '.kiroignore', 'a/.gitignore', 'a/.kiroignore', '../.gitignore'),
  fc.constantFrom(...rules),
);
const step = fc.oneof<{ weight: number; arbitrary: fc.Arbitrary<Step> }[]>(
  {
    weight: 6,
    arbitrary: fc.tuple(place, text).map(([path, written]) => ({
      does: `write ${path} ${JSON.stringify(written)}`,
      act: (root) => write(root, path, written),
    })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, text).map(([path, written]) => ({
      does: `write ${path} ${JSON.stringify(written)} and keep its time`,
      act: (root) => {
        const { atime, mtime } = fs.statSync(full(root, path));
        fs.writeFileSync(full(root, path), written);
        fs.utimesSync(full(root, path), atime, mtime);
      },
    })),
  },
  {
    weight: 3,
    arbitrary: place.map((path) => ({ does: `delete ${path}`, act: (root) => fs.rmSync(full(root, path)) })),
  },
  {
    weight: 3,
    arbitrary: rule.map(([path, written]) => ({
      does: `write ${path} ${JSON.stringify(written)}`,
      act: (root) => write(root, path, written),
    })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(either, either).map(([from, to]) => ({
      does: `move ${from} ${to}`,
      act: (root) => fs.renameSync(full(root, from), full(root, to)),
    })),
  },
  {
    weight: 1,
    arbitrary: either.map((path) => ({
      does: `delete all of ${path}`,
      act: (root) => fs.rmSync(full(root, path), { recursive: true, force: true }),
    })),
  },
  {
    weight: 1,
    arbitrary: either.map((path) => ({ does: `make folder ${path}`, act: (root) => fs.mkdirSync(full(root, path)) })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(either, either).map(([path, to]) => ({
      does: `link ${path} to ${to}`,
      act: (root) => fs.symlinkSync(full(root, to), full(root, path)),
    })),
  },
  {
    weight: 1,
    arbitrary: folder.map((path) => ({
      does: `begin a repository in ${path}`,
      act: (root) => fs.mkdirSync(join(root, path, '.git'), { recursive: true }),
    })),
  },
);

const mapper = (root: string, state: string): Promise<Mapper> =>
  createMapper({ root, state }, async (at, files, take) => take(await readLines(at, files, grammars)), undefined);
const request = { about: 'alpha and charlie', files: ['a/one.kt'], most: 99 };

async function said(map: Mapper) {
  await map.refresh([]);
  return map.rank(request);
}

it('holds', async () => {
  const folderOfAll = temporaryFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 2 }), { maxLength: 8 }), async (turns) => {
      const base = join(folderOfAll, String(run++));
      const root = join(base, 'repository', 'work');
      for (const [at, path] of ['one.kt', 'a/one.kt', 'a/b/two.kt', 'c/one.kt'].entries())
        write(root, path, texts[at] ?? '');
      fs.mkdirSync(join(base, 'repository/.git'));
      const follows = await mapper(root, join(base, 'state'));
      await said(follows);
      for (const [turn, steps] of turns.entries()) {
        for (const { act } of steps)
          try {
            act(root);
          } catch {
            // There is nothing to move, or something in the way.
          }
        const after = steps.map(({ does }) => does);
        const found = await said(follows);
        const anew = await mapper(root, join(base, `anew${turn}`));
        expect({ after, ...found }).toEqual({ after, ...(await said(anew)) });
        anew.close();
      }
      follows.close();
    }),
    { numRuns: 30 },
  );
}, 60_000);
