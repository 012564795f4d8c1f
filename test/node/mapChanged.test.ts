/** What one change costs the map: a look at that path, or at everything where no path can tell. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookAtPaths } from '../../src/node/map/changed';
import { createFolderWatch } from '../../src/node/map/folderWatch';
import { isOwnDisk } from '../../src/node/ownDisk';
import { temporaryFolder } from '../support/temporary';

const write = (path: string, text = 'x\n') => {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, text);
};
const known = ['a.kt', 'src/b.kt', 'src/deep/c.kt'];

/** A folder with these files, and `.gitignore` and `.kiroignore` that were there when the map was made. */
function work() {
  const root = join(temporaryFolder(), 'work');
  for (const path of known) write(join(root, path));
  write(join(root, '.gitignore'), '*.log\nmade/\n');
  write(join(root, 'src/.kiroignore'), '*.key\n');
  return root;
}

interface Case {
  readonly act: (root: string) => void;
  readonly told: readonly string[];
  /** `all`: everything is looked at. */
  readonly found: 'all' | { readonly met?: readonly string[]; readonly removed?: readonly string[] };
}

const cases: Readonly<Record<string, Case>> = {
  'a file that changed': { act: (root) => write(join(root, 'a.kt'), 'y\n'), told: ['a.kt'], found: { met: ['a.kt'] } },
  'a new file': { act: (root) => write(join(root, 'src/n.kt')), told: ['src/n.kt'], found: { met: ['src/n.kt'] } },
  'a file that is gone': { act: (root) => fs.rmSync(join(root, 'a.kt')), told: ['a.kt'], found: { removed: ['a.kt'] } },
  'a file that moved': {
    act: (root) => fs.renameSync(join(root, 'a.kt'), join(root, 'src/a.kt')),
    told: ['a.kt', 'src/a.kt'],
    found: { met: ['src/a.kt'], removed: ['a.kt'] },
  },
  'a file that came and went': { act: () => undefined, told: ['src/gone.tmp'], found: {} },
  'an ignored file': { act: (root) => write(join(root, 'src/x.log')), told: ['src/x.log'], found: {} },
  'a hidden file': { act: (root) => write(join(root, 'src/deep/x.key')), told: ['src/deep/x.key'], found: {} },
  'an ignored folder': { act: (root) => write(join(root, 'made/x.kt')), told: ['made'], found: {} },
  'a folder of packages': {
    act: (root) => write(join(root, 'node_modules/p/x.kt')),
    told: ['node_modules'],
    found: {},
  },
  'the folder of specs': { act: (root) => write(join(root, '.kiro/specs/x.md')), told: ['.kiro'], found: {} },
  'a link': { act: (root) => fs.symlinkSync('a.kt', join(root, 'l.kt')), told: ['l.kt'], found: {} },
  'a link in the place of a file': {
    act: (root) => {
      fs.rmSync(join(root, 'a.kt'));
      fs.symlinkSync('src/b.kt', join(root, 'a.kt'));
    },
    told: ['a.kt'],
    found: { removed: ['a.kt'] },
  },
  'a new folder': { act: (root) => write(join(root, 'new/x.kt')), told: ['new'], found: 'all' },
  'a folder that is gone': {
    act: (root) => fs.rmSync(join(root, 'src'), { recursive: true }),
    told: ['src'],
    found: 'all',
  },
  'a folder that moved': {
    act: (root) => fs.renameSync(join(root, 'src/deep'), join(root, 'src/far')),
    told: ['src/deep', 'src/far'],
    found: 'all',
  },
  'a file in the place of a folder': {
    act: (root) => {
      fs.rmSync(join(root, 'src'), { recursive: true });
      write(join(root, 'src'));
    },
    told: ['src'],
    found: 'all',
  },
  'a file of git’s that says what is ignored': {
    act: (root) => write(join(root, 'src/.gitignore')),
    told: ['src/.gitignore'],
    found: 'all',
  },
  'a file that says what is hidden': {
    act: (root) => write(join(root, '.kiroignore')),
    told: ['.kiroignore'],
    found: 'all',
  },
  'a repository that begins': { act: (root) => fs.mkdirSync(join(root, 'src/.git')), told: ['src/.git'], found: 'all' },
};

describe('the map after', () => {
  it.each(Object.entries(cases))('%s', async (_, { act, told, found }) => {
    const root = work();
    act(root);
    const looked = await lookAtPaths({ root, known: new Map(known.map((path) => [path, 1])), hide: [] }, new Set(told));
    expect(looked === undefined ? 'all' : { met: looked.met.map(({ path }) => path), removed: looked.removed }).toEqual(
      found === 'all' ? 'all' : { met: [], removed: [], ...found },
    );
  });
});

describe.runIf(isOwnDisk(tmpdir()))('what a folder tells', () => {
  const tells = async (act: (root: string) => void, hide: readonly string[] = []) => {
    const root = work();
    const watch = createFolderWatch(root);
    await watch.begin([]);
    act(root);
    const told = await watch.told(hide);
    watch.distrust();
    return told && [...told].sort();
  };
  const many = (root: string) => {
    for (let at = 0; at < 600; at++) write(join(root, `src/m${at}.kt`));
  };
  it.each<[name: string, act: (root: string) => void, told: readonly string[] | undefined]>([
    ['nothing', () => undefined, []],
    [
      'a write and a new file',
      (root) => [write(join(root, 'a.kt'), 'y'), write(join(root, 'src/n'))],
      ['a.kt', 'src/n'],
    ],
    ['what is made of ignored files', (root) => write(join(root, 'made/x')), ['made']],
    [
      'nothing certain of a folder that it watches',
      (root) => fs.rmSync(join(root, 'src/deep'), { recursive: true }),
      undefined,
    ],
    ['nothing certain of itself', (root) => fs.renameSync(root, `${root}2`), undefined],
    ['nothing certain of more than it can hold', many, undefined],
  ])('is %s', async (_, act, told) => expect(await tells(act)).toEqual(told));

  it('is nothing certain once other files are hidden, or before it began', async () => {
    expect(await tells(() => undefined, ['a.kt'])).toBeUndefined();
    expect(await createFolderWatch(work()).told([])).toBeUndefined();
  });

  it('is nothing certain where a link says what is ignored', async () => {
    const root = work();
    fs.symlinkSync('/nowhere', join(root, 'src/.gitignore'));
    const watch = createFolderWatch(root);
    await watch.begin([]);
    expect(await watch.told([])).toBeUndefined();
  });
});
