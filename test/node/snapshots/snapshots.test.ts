/** States of folders of every kind, taken and put back exactly. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fill, type Tree } from '../../support/temporary';
import { commitAll, fingerprint, type Rig, rig, rigAt, userGit } from './rig';

/** A turn of somebody: writes, deletes (`null`), links. */
type Change = (root: string) => void;

const write =
  (tree: Tree): Change =>
  (root) => {
    for (const path of Object.keys(tree)) rmSync(join(root, path), { recursive: true, force: true });
    fill(root, tree);
  };
const drop =
  (...paths: readonly string[]): Change =>
  (root) => {
    for (const path of paths) rmSync(join(root, path), { recursive: true });
  };

interface Case {
  readonly name: string;
  readonly tree: Tree;
  /** Before the first state: a repository, modes. */
  readonly prepare?: Change;
  readonly turn: readonly Change[];
}

const cases: readonly Case[] = [
  { name: 'a changed file', tree: { a: 'one\n', b: 'same\n' }, turn: [write({ a: 'two\n' })] },
  { name: 'a new file in a new folder', tree: { a: '1' }, turn: [write({ 'x/y/z.txt': 'new' })] },
  { name: 'a deleted file', tree: { a: '1', 'f/b': '2' }, turn: [drop('f')] },
  { name: 'everything deleted', tree: { a: '1', 'f/b': '2', 'f/g/c': '3' }, turn: [drop('a', 'f')] },
  { name: 'a folder with nothing in it yet', tree: {}, turn: [write({ 'a/b': '1' })] },
  {
    name: 'a renamed folder',
    tree: { 'old/a': '1', 'old/b': '2' },
    turn: [(root) => renameSync(`${root}/old`, `${root}/new`)],
  },
  { name: 'a file that became a folder', tree: { a: '1' }, turn: [write({ a: '' }), drop('a'), write({ 'a/b': '2' })] },
  { name: 'a folder that became a file', tree: { 'a/b': '1', 'a/c/d': '2' }, turn: [drop('a'), write({ a: 'file' })] },
  { name: 'a folder that became a link to outside', tree: { 'a/b': '1' }, turn: [drop('a'), write({ a: '-> /tmp' })] },
  { name: 'a link that became a folder', tree: { a: '-> /tmp' }, turn: [drop('a'), write({ 'a/b': '1' })] },
  { name: 'a link whose target changed', tree: { l: '-> a', a: '1' }, turn: [write({ l: '-> /nowhere/at all' })] },
  { name: 'a file made executable', tree: { run: '#!/bin/sh\n' }, turn: [(root) => chmodSync(`${root}/run`, 0o755)] },
  {
    name: 'an executable that is so no more, and is gone',
    tree: { run: '#!', tool: '#!' },
    prepare: (root) => ['run', 'tool'].forEach((name) => void chmodSync(`${root}/${name}`, 0o755)),
    turn: [(root) => chmodSync(`${root}/run`, 0o644), drop('tool')],
  },
  {
    name: 'an empty folder that went',
    tree: { a: '1' },
    prepare: (root) => void mkdirSync(`${root}/e/f`, { recursive: true }),
    turn: [drop('e')],
  },
  {
    name: 'an empty folder that came',
    tree: { a: '1' },
    turn: [(root) => void mkdirSync(`${root}/e/f`, { recursive: true })],
  },
  { name: 'the last file of a folder', tree: { 'f/a': '1', b: '' }, turn: [drop('f/a')] },
  {
    name: 'weird names',
    tree: {
      'a\nb': '1',
      '"quoted" \\ back': '2',
      '-rf': '3',
      '--': '4',
      'tab\there': '5',
      'Caf\u00e9': 'NFC',
      'Cafe\u0301': 'NFD',
      ' leading and trailing ': '6',
      '*': '7',
      ':(top)x': '8',
      '[a]/!b': '9',
      '日本/😀': '10',
      'git~1': '11',
      'con:aux': '12',
      '#hash': '13',
    },
    turn: [
      drop('a\nb', '-rf', ':(top)x', 'git~1'),
      write({ '"quoted" \\ back': 'x', '*': 'y', '[a]/!b': 'z', 'new\n': '1', 'Cafe\u0301': '' }),
    ],
  },
  {
    name: 'line ends and attributes that would change bytes',
    tree: {
      '.gitattributes': '* text=auto eol=crlf\n*.u16 working-tree-encoding=UTF-16\n*.id ident\n*.f filter=evil\n',
      crlf: 'a\r\nb\r\n',
      mixed: 'a\nb\r\nc\r',
      'x.u16': 'not UTF-16 at all',
      'y.id': '$Id$\n',
      'z.f': 'plain',
      nul: new Uint8Array([0, 1, 2, 255, 13, 10]),
    },
    turn: [
      write({
        crlf: 'a\nb\n',
        mixed: 'x',
        'x.u16': '\u00fe',
        'y.id': '$Id: 123 $\n',
        'z.f': 'changed',
        nul: new Uint8Array([13]),
      }),
    ],
  },
  {
    name: 'small ignored files that nothing makes again',
    tree: { '.gitignore': '.env\nlocal/\n*.tfstate\n', '.env': 'KEY=1', 'local/a.json': '{}', 'x.tfstate': 'state' },
    turn: [drop('.env', 'local'), write({ 'x.tfstate': 'lost' })],
  },
  {
    name: 'an ignore file of its own',
    tree: { '.gitignore': 'x\n', a: '1' },
    turn: [drop('.gitignore'), write({ a: '2' })],
  },
];

/** What git itself refuses to commit stays untracked. */
function committed(root: string): void {
  userGit(root, 'init', '-q');
  try {
    userGit(root, '-c', 'core.protectNTFS=false', 'add', '-A');
  } catch {
    userGit(root, 'add', '.gitattributes');
  }
  userGit(root, 'commit', '-q', '--allow-empty', '-m', 'first');
}

const kinds: readonly (readonly [string, (root: string) => void])[] = [
  ['a plain folder', () => undefined],
  ['a repository', committed],
];

describe.each(kinds)('%s', (_, make) => {
  it.each(cases)('gives back: $name', async ({ tree, prepare, turn }) => {
    const { root, take, back, disk } = rig(tree);
    prepare?.(root);
    make(root);
    const first = disk();
    const one = await take();
    for (const change of turn) change(root);
    const second = disk();
    const { before, failed } = await back(one);
    expect(failed).toEqual([]);
    expect(disk()).toEqual(first);
    // And the restore is undone by a restore.
    expect((await back(before)).failed).toEqual([]);
    expect(disk()).toEqual(second);
  });
});

describe('what a state holds', () => {
  it.each(cases)('is read byte for byte: $name', async ({ tree, prepare, turn }) => {
    const { root, snapshots, take } = rig(tree);
    prepare?.(root);
    const id = await take();
    for (const change of turn) change(root);
    const found = await snapshots.read(root, id, [...Object.keys(tree), 'not/there']);
    for (const [path, content] of Object.entries(tree)) {
      const expected = typeof content === 'string' ? Buffer.from(content.replace(/^-> /u, '')) : Buffer.from(content);
      expect([path, Buffer.from(found.get(path) ?? 'nothing').toString('hex')]).toEqual([
        path,
        expected.toString('hex'),
      ]);
    }
    expect(found.size).toBe(Object.keys(tree).length);
  });
});

describe('a state of a repository', () => {
  const nested = async (check: (rig: Rig) => Promise<void>) => {
    const outer = rig({ 'a.txt': 'outer', '.gitignore': '*.secret-ish\n' });
    commitAll(outer.root);
    fill(outer.root, { 'inner/b.txt': 'inner', 'inner/x.secret-ish': 'not ignored here' });
    commitAll(`${outer.root}/inner`);
    fill(outer.root, { 'inner/deep/c.txt': 'deep' });
    commitAll(`${outer.root}/inner/deep`);
    fill(outer.root, { 'bare-beginning/d.txt': 'no commit yet' });
    userGit(`${outer.root}/bare-beginning`, 'init', '-q');
    await check(outer);
  };
  const turn = (root: string) => {
    fill(root, { 'a.txt': '2', 'inner/b.txt': '2', 'inner/deep/new.txt': '2', 'bare-beginning/d.txt': '2' });
    rmSync(`${root}/inner/deep/c.txt`);
  };
  const roundTrip = async (
    { root, take, back, disk }: Rig,
    change: (root: string) => void,
    gits: readonly string[],
  ) => {
    const prints = () => gits.map((path) => fingerprint(join(root, path)));
    const [first, print] = [disk(), prints()];
    const id = await take();
    change(root);
    const second = disk();
    const { before, failed } = await back(id);
    expect(failed).toEqual([]);
    expect(disk()).toEqual(first);
    await back(before);
    expect(disk()).toEqual(second);
    expect(prints()).toEqual(print);
  };
  it('has repositories in the repository, each by its own rules, and touches no .git', () =>
    nested((each) => roundTrip(each, turn, ['.git', 'inner/.git', 'inner/deep/.git', 'bare-beginning/.git'])));
  it('has submodules', async () => {
    const library = rig({ 'lib.txt': 'library' });
    commitAll(library.root);
    const each = rig({ 'a.txt': '1' });
    commitAll(each.root);
    userGit(each.root, 'submodule', '-q', 'add', library.root, 'lib');
    userGit(each.root, 'commit', '-q', '-m', 'lib');
    const change = (root: string) => fill(root, { 'lib/lib.txt': 'changed', 'lib/new.txt': 'new', 'a.txt': '2' });
    await roundTrip(each, change, ['.git', 'lib/.git']);
  });
  it('has worktrees inside, and is taken of a worktree', async () => {
    const each = rig({ 'a.txt': '1' });
    commitAll(each.root);
    userGit(each.root, 'worktree', 'add', '-q', 'wt');
    await roundTrip(each, (root) => fill(root, { 'wt/a.txt': '2', 'wt/b.txt': 'new', 'a.txt': '2' }), [
      '.git',
      'wt/.git',
    ]);
    const inside = { ...each, ...rigIn(each, 'wt') };
    await roundTrip(inside, (root) => fill(root, { 'a.txt': '3', 'c.txt': 'new' }), ['.git', '../.git']);
  });
  it('of a part of a larger repository goes by the rules of the whole', async () => {
    const whole = rig({ '.gitignore': 'made-up-output.bin\n', 'packages/a/f.txt': '1', 'packages/b/g.txt': '1' });
    commitAll(whole.root);
    fill(whole.root, { 'packages/a/made-up-output.bin': 'x'.repeat(2_000_000) });
    const part = rigIn(whole, 'packages/a');
    const id = await part.take();
    expect((await part.snapshots.list(part.root))[0]?.left).toEqual([]);
    fill(whole.root, { 'packages/a/f.txt': '2', 'packages/b/g.txt': '2', 'packages/a/n/h.txt': 'new' });
    expect((await part.snapshots.compare(part.root, id)).changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'changed f.txt',
      'added n/h.txt',
    ]);
    await part.back(id);
    expect(part.disk()['f.txt']).toBe('1');
    expect(readFileSync(`${whole.root}/packages/b/g.txt`, 'utf8')).toBe('2');
    expect((await part.snapshots.read(part.root, id, ['f.txt'])).get('f.txt')?.toString()).toBe('1');
  });
  it('survives that a folder becomes a repository, and is one no more', async () => {
    const each = rig({ 'a.txt': '1', 'f/b.txt': '1' });
    const plain = await each.take();
    commitAll(`${each.root}/f`);
    fill(each.root, { 'f/b.txt': '2', 'f/c.txt': 'new' });
    const first = each.disk();
    const own = await each.take();
    rmSync(`${each.root}/f/.git`, { recursive: true });
    fill(each.root, { 'f/b.txt': '3', 'f/d.txt': 'new' });
    expect((await each.back(own)).failed).toEqual([]);
    expect(each.disk()).toEqual(first);
    expect((await each.back(plain)).failed).toEqual([]);
    expect(each.disk()).toEqual({ 'a.txt': '1', 'f/b.txt': '1' });
  });
  it('has files that are tracked although they are ignored', async () => {
    const each = rig({ '.gitignore': 'dist/\n', 'dist/keep.js': 'committed', 'dist/big.js': 'made' });
    userGit(each.root, 'init', '-q');
    userGit(each.root, 'add', '-f', '.gitignore', 'dist/keep.js');
    const id = await each.take();
    fill(each.root, { 'dist/keep.js': 'changed' });
    await each.back(id);
    expect(each.disk()['dist/keep.js']).toBe('committed');
    expect((await each.snapshots.read(each.root, id, ['dist/big.js'])).size).toBe(0);
  });
  it('leaves out what the user ignores for this clone only, or where the state folder lies', async () => {
    const each = rig({ 'a.txt': '1', 'notes.log': 'mine' });
    commitAll(each.root);
    writeFileSync(`${each.root}/.git/info/exclude`, '*.log\n');
    const id = await each.take();
    expect((await each.snapshots.read(each.root, id, ['a.txt', 'notes.log'])).has('notes.log')).toBe(true);
    const home = rig({ 'a.txt': '1' });
    const inside = { ...home, ...rigAt(home.root, `${home.root}/.state/tracewright`) };
    await inside.take();
    const again = await inside.take();
    expect((await inside.snapshots.compare(inside.root, again)).changes).toEqual([]);
  });
});

/** Another workspace folder with the same state folder. */
function rigIn(of: Rig, path: string): Rig {
  return rigAt(join(of.root, path), of.stateFolder);
}
