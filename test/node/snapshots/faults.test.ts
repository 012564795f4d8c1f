/** Checkpoints where something is in the way: traps in the repository, large and locked files, a full disk, a bad store. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GrantCheck } from '../../../src/core/permissions/grants';
import { grantAgentWrite, grantRestore } from '../../../src/core/permissions/grants';
import { createLocks } from '../../../src/node/locks';
import { createSnapshots } from '../../../src/node/snapshots/snapshots';
import { fill, temporaryFolder } from '../../support/temporary';
import { contents, fingerprint, type Rig, rig, rigAt, userGit } from './rig';

const asRoot = process.getuid?.() === 0;

describe('what a repository would have run', () => {
  /** Each would leave a mark if git did what the repository says. */
  const traps: Readonly<Record<string, (root: string, mark: string) => void>> = {
    'a clean filter': (root, mark) => {
      userGit(root, 'config', 'filter.evil.clean', `touch ${mark}; cat`);
      userGit(root, 'config', 'filter.evil.smudge', `touch ${mark}; cat`);
      userGit(root, 'config', 'filter.evil.required', 'true');
      fill(root, { '.gitattributes': '* filter=evil\n' });
    },
    'a file system monitor': (root, mark) => userGit(root, 'config', 'core.fsmonitor', `touch ${mark}; false`),
    hooks: (root, mark) => {
      for (const name of ['post-index-change', 'pre-commit', 'post-checkout', 'reference-transaction', 'pre-auto-gc'])
        writeFileSync(`${root}/.git/hooks/${name}`, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
      userGit(root, 'config', 'core.hooksPath', '.git/hooks');
    },
    'a text conversion': (root, mark) => {
      userGit(root, 'config', 'diff.evil.textconv', `touch ${mark}; cat`);
      userGit(root, 'config', 'diff.external', `touch ${mark}`);
      fill(root, { '.gitattributes': '* diff=evil\n' });
    },
    'an alias, a pager and an editor': (root, mark) => {
      for (const name of ['alias.ls-files', 'core.pager', 'core.editor', 'alias.update-index', 'core.sshCommand'])
        userGit(root, 'config', name, `!touch ${mark}`);
    },
  };
  it.each(Object.keys(traps))('is not run: %s', async (name) => {
    const { root, take, back } = rig({ 'a.txt': '1', 'b.log': 'x', '.gitignore': '*.log\n' });
    userGit(root, 'init', '-q');
    userGit(root, 'add', '-f', '-A');
    const mark = `${temporaryFolder()}/mark`;
    traps[name]?.(root, mark);
    const print = fingerprint(`${root}/.git`);
    const id = await take();
    fill(root, { 'a.txt': '2', 'b.log': 'y' });
    await back(id);
    expect(readFileSync(`${root}/a.txt`, 'utf8')).toBe('1');
    expect(existsSync(mark)).toBe(false);
    expect(fingerprint(`${root}/.git`)).toBe(print);
    // The trap is one: git as its user would run it leaves the mark.
    if (name === 'a clean filter') userGit(root, 'add', 'a.txt');
    if (name === 'a file system monitor') userGit(root, 'status');
    if (name === 'hooks') userGit(root, 'add', '-f', '-A', '--renormalize');
    if (name === 'a text conversion') fill(root, { 'b.log': 'z' });
    if (name === 'a text conversion') userGit(root, 'diff', '--ext-diff');
    if (!name.startsWith('an alias')) expect(existsSync(mark)).toBe(true);
  });
});

describe('a file that is not kept', () => {
  it('because it is large is named, is never deleted, and is kept after all where a restore would write over it', async () => {
    const { root, snapshots, back, disk } = rig({ 'small.bin': 'small', 'grows.bin': 'small too' });
    const options = { maxFileBytes: 1000 };
    fill(root, { 'large.bin': 'x'.repeat(5000) });
    const first = await snapshots.take(root, {}, options);
    expect(first.left).toEqual([{ path: 'large.bin', why: 'too large (0.0 MB)' }]);
    fill(root, { 'grows.bin': 'y'.repeat(5000) });
    writeFileSync(`${root}/large.bin`, 'z'.repeat(100));
    const compared = await snapshots.compare(root, first.id);
    expect(compared.changes.map(({ path }) => path)).toEqual(['grows.bin']);
    expect(compared.notHeld.map(({ path, why }) => `${path}: ${why}`)).toEqual([
      'grows.bin: too large (0.0 MB); new or changed since',
      'large.bin: too large (0.0 MB); changed since',
    ]);
    const { before, failed } = await back(first.id);
    expect(failed).toEqual([]);
    expect(disk()).toEqual({ 'small.bin': 'small', 'grows.bin': 'small too', 'large.bin': 'z'.repeat(100) });
    await back(before);
    expect(disk()['grows.bin']).toBe('y'.repeat(5000));
    rmSync(`${root}/large.bin`);
    expect((await snapshots.compare(root, first.id)).notHeld).toContainEqual({
      path: 'large.bin',
      why: 'too large (0.0 MB); deleted since',
    });
  });
  it('because it is ignored is named when it was deleted or changed, and stays when the rule goes', async () => {
    const { root, snapshots, take, back, disk } = rig({
      '.gitignore': 'data/\nnode_modules/\n*.sqlite\n',
      'node_modules/x/index.js': 'made',
      'data/large': 'd'.repeat(2_000_000),
      'dev.sqlite': 's'.repeat(2_000_000),
      'a.txt': '1',
    });
    const id = await take();
    fill(root, { 'dev.sqlite': 't'.repeat(2_000_001) });
    rmSync(`${root}/node_modules`, { recursive: true });
    expect((await snapshots.compare(root, id)).notHeld).toEqual([
      { path: 'dev.sqlite', why: 'ignored; changed since' },
      { path: 'node_modules/', why: 'ignored; deleted since' },
    ]);
    fill(root, { '.gitignore': '', 'a.txt': '2' });
    const { before } = await back(id);
    expect(disk()).toMatchObject({ 'a.txt': '1', 'data/large': 'd'.repeat(2_000_000) });
    expect(disk()['dev.sqlite']?.length).toBe(2_000_001);
    await back(before);
    expect(disk()['.gitignore']).toBe('');
  });
  it('because nobody may read it is named, and stays', async () => {
    if (asRoot) return;
    const { root, snapshots, take, back } = rig({ 'secret.txt': 's', 'a.txt': '1' });
    chmodSync(`${root}/secret.txt`, 0o000);
    const id = await take();
    expect((await snapshots.list(root))[0]?.left).toEqual([{ path: 'secret.txt', why: 'it can’t be read' }]);
    fill(root, { 'a.txt': '2' });
    expect((await back(id)).failed).toEqual([]);
    expect(existsSync(`${root}/secret.txt`)).toBe(true);
  });
  it('because its name is git’s own, or no text, is named', async () => {
    const { root, snapshots, take } = rig({ 'a.txt': '1' });
    mkdirSync(`${root}/x`);
    writeFileSync(`${root}/x/.GIT`, 'mine');
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]), 'bytes');
    await take();
    const left = (await snapshots.list(root))[0]?.left ?? [];
    expect(left.map(({ why }) => why).sort()).toEqual(['git keeps this name for itself', 'its name is no text']);
  });
});

describe('a restore', () => {
  it('leaves alone what changed while it went on, what leads elsewhere, and what it may not write; and does the rest', async () => {
    const outside = temporaryFolder({ 'b.txt': 'outside' });
    const { root, take, back } = rig({ 'a.txt': '1', 'f/b.txt': '1', 'g/c.txt': '1' });
    const id = await take();
    fill(root, { 'a.txt': '2', 'g/c.txt': '2' });
    rmSync(`${root}/f`, { recursive: true });
    // An ignored link in the place of a folder is not the restore's to remove.
    fill(root, { '.gitignore': 'f\n' });
    symlinkSync(outside, `${root}/f`);
    if (!asRoot) chmodSync(`${root}/g`, 0o555);
    const { failed } = await back(id);
    if (!asRoot) chmodSync(`${root}/g`, 0o755);
    expect(readFileSync(`${root}/a.txt`, 'utf8')).toBe('1');
    expect(readFileSync(`${outside}/b.txt`, 'utf8')).toBe('outside');
    expect(readdirSync(outside)).toEqual(['b.txt']);
    if (existsSync(`${root}/f`) && !statSync(`${root}/f`).isDirectory()) expect(failed.join()).toContain('f/b.txt');
    if (!asRoot) expect(failed).toContain('g/c.txt: it may not be written');
  });
  it('puts permissions back', async () => {
    const { root, take, back } = rig({ 'key.pem': 'k', 'run.sh': '#!/bin/sh\n' });
    chmodSync(`${root}/key.pem`, 0o600);
    chmodSync(`${root}/run.sh`, 0o755);
    const id = await take();
    rmSync(`${root}/key.pem`);
    chmodSync(`${root}/run.sh`, 0o640);
    await back(id);
    expect(statSync(`${root}/key.pem`).mode & 0o777).toBe(0o600);
    expect(statSync(`${root}/run.sh`).mode & 0o777).toBe(0o750);
  });
  it('wants a grant for exactly this folder; without the guard it would go', async () => {
    const each = rig({ 'a.txt': '1' });
    const id = await each.take();
    const log = { write: () => undefined };
    const make = (check?: GrantCheck) =>
      createSnapshots({ stateFolder: each.stateFolder, locks: createLocks('t', log), log, ...(check && { check }) });
    const forged = { kind: 'restore', subject: each.root, rule: 'mine' } as unknown as ReturnType<typeof grantRestore>;
    const wrong = [
      grantAgentWrite(`${each.root}/a.txt`, each.root, 'r'),
      grantRestore(`${each.root}/a.txt`, each.root),
      forged,
    ];
    for (const grant of wrong) {
      fill(each.root, { 'a.txt': '2' });
      await expect(make().restore(grant, each.root, id, {})).rejects.toThrow();
      expect(readFileSync(`${each.root}/a.txt`, 'utf8')).toBe('2');
      await make(() => undefined).restore(grant, each.root, id, {});
      expect(readFileSync(`${each.root}/a.txt`, 'utf8')).toBe('1');
    }
  });
});

describe('a state', () => {
  it('has what changed without a change of size or time', async () => {
    const { root, take, back } = rig({ 'a.txt': 'one' });
    const time = new Date(2020, 1, 1);
    utimesSync(`${root}/a.txt`, time, time);
    const id = await take();
    for (let round = 0; round < 20; round++) {
      writeFileSync(`${root}/a.txt`, round % 2 === 0 ? 'two' : 'six');
      utimesSync(`${root}/a.txt`, time, time);
      const next = await take();
      writeFileSync(`${root}/a.txt`, 'ten');
      utimesSync(`${root}/a.txt`, time, time);
      await back(next);
      expect(readFileSync(`${root}/a.txt`, 'utf8')).toBe(round % 2 === 0 ? 'two' : 'six');
    }
    await back(id);
    expect(readFileSync(`${root}/a.txt`, 'utf8')).toBe('one');
  });
  it('has what was written right after the one before', async () => {
    const { root, take, snapshots } = rig({ 'a.txt': '000' });
    for (let round = 100; round < 130; round++) {
      writeFileSync(`${root}/a.txt`, `${round}`);
      const read = await snapshots.read(root, await take(), ['a.txt']);
      expect(Buffer.from(read.get('a.txt') ?? []).toString()).toBe(`${round}`);
    }
  });
  it('asked for by several at once is taken for each, in turn', async () => {
    const { root, stateFolder, snapshots } = rig({ 'a.txt': '1' });
    const other = rigAt(root, stateFolder).snapshots;
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, at) => (at % 2 ? other : snapshots).take(root, { at: `${at}` })),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(6);
    expect((await snapshots.list(root)).length).toBe(6);
  });
  it('that is stopped leaves the next unharmed', async () => {
    const { root, snapshots, take } = rig(
      Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`f/${at}.txt`, `${at}\n`.repeat(500)])),
    );
    for (const ms of [1, 15, 40]) {
      const stop = new AbortController();
      const taking = snapshots.take(root, {}, { signal: stop.signal });
      setTimeout(() => stop.abort(new Error('stopped')), ms);
      await taking.catch((error: Error) => expect(error.message).toBe('stopped'));
    }
    const id = await take();
    expect((await snapshots.read(root, id, ['f/399.txt'])).get('f/399.txt')?.length).toBe(2000);
  });
  it('is told in a sentence where git is missing or the state folder can’t be written', async () => {
    const { root, take } = rig({ 'a.txt': '1' });
    const path = process.env.PATH;
    process.env.PATH = temporaryFolder();
    try {
      await expect(take()).rejects.toThrow('Checkpoints need git, which was not found.');
    } finally {
      process.env.PATH = path;
    }
    const blocked = rigAt(root, `${temporaryFolder({ file: 'in the way' })}/file/state`);
    await expect(blocked.take()).rejects.toThrow();
    expect(contents(root)).toEqual({ 'a.txt': '1' });
  });
});

describe('a store', () => {
  const storeIn = ({ stateFolder }: Rig) => {
    const roots = `${stateFolder}/roots`;
    return join(roots, readdirSync(roots)[0] ?? '', 'checkpoints');
  };
  const filesBelow = (folder: string): readonly string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((each) =>
      each.isDirectory() ? filesBelow(join(folder, each.name)) : [join(folder, each.name)],
    );
  it('forgets the oldest, gives back the room, and keeps the rest whole', async () => {
    const each = rig({ 'a.txt': 'first' });
    const ids: string[] = [];
    for (let at = 0; at < 12; at++) {
      writeFileSync(
        `${each.root}/big.bin`,
        Buffer.from(Array.from({ length: 200_000 }, () => Math.floor(Math.random() * 256))),
      );
      ids.push(await each.take());
    }
    const size = () => filesBelow(storeIn(each)).reduce((sum, path) => sum + statSync(path).size, 0);
    const full = size();
    await each.snapshots.prune(each.root, { most: 5, maxBytes: 700_000 });
    expect(size()).toBeLessThan(full / 2);
    const kept = (await each.snapshots.list(each.root)).map(({ id }) => id);
    expect(kept).toEqual(ids.slice(-kept.length).reverse());
    expect(kept.length).toBeGreaterThanOrEqual(2);
    expect(kept.length).toBeLessThanOrEqual(3);
    const now = each.disk();
    await each.back(kept.at(-1) ?? '');
    await each.back((await each.snapshots.list(each.root))[0]?.id ?? '');
    expect(each.disk()).toEqual(now);
    await expect(each.back(ids[0] ?? '')).rejects.toThrow('There is no checkpoint');
  });
  it.each(['objects', 'views', 'extras'])('that lost its %s goes on', async (folder) => {
    const each = rig({ 'a.txt': '1', 'f/b.txt': '2' });
    await each.take();
    rmSync(join(storeIn(each), folder), { recursive: true });
    const id = await each.take();
    fill(each.root, { 'a.txt': 'x' });
    rmSync(`${each.root}/f`, { recursive: true });
    expect((await each.back(id)).failed).toEqual([]);
    expect(each.disk()).toEqual({ 'a.txt': '1', 'f/b.txt': '2' });
  });
  it.each([0, 10, 40])('whose files are cut off at %i bytes says so in a sentence, or goes on', async (length) => {
    const each = rig({ 'a.txt': '1', 'f/b.txt': '2' });
    const first = await each.take();
    for (const path of filesBelow(storeIn(each)))
      if (!path.includes('/lock')) {
        chmodSync(path, 0o644);
        truncateSync(path, Math.min(length, statSync(path).size));
      }
    fill(each.root, { 'a.txt': 'mine' });
    const outcome = await each.back(first).catch((error: Error) => error.message);
    expect(typeof outcome === 'string' ? outcome : outcome.failed).not.toBe('');
    expect(['1', 'mine']).toContain(readFileSync(`${each.root}/a.txt`, 'utf8'));
  });
});
