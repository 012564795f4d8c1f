/** What killed writers leave beside the files they wrote, and what takes it away. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { Grant } from '../../src/core/host';
import { clock } from '../../src/node/clock';
import { createFiles } from '../../src/node/files';
import { isTemporary, removeLeftBehind, temporaryBeside } from '../../src/node/temporaries';
import { bundleProgram, startProgram } from '../support/childProgram';
import { temporaryFolder } from '../support/temporary';
import { rig } from './snapshots/rig';

const hour = 60 * 60 * 1000;
const ended = spawnSync(process.execPath, ['--version']).pid;
const own = basename(temporaryBeside('/x/file.ts'));

/** As another process, or another machine, would call it. */
function nameOf({ process: id = process.pid, machine }: { process?: number; machine?: string }): string {
  const name = own.replace(`-${process.pid}-`, `-${id}-`);
  return machine === undefined ? name : name.replace(/[0-9a-f]{8}/u, machine);
}

describe('a file that somebody was writing', () => {
  const cases: readonly (readonly [string, string, number, 'stays' | 'goes'])[] = [
    ['of a process that has ended', nameOf({ process: ended }), 0, 'goes'],
    ['of this process', own, 0, 'stays'],
    ['of one before this process that had its number', own, 20 * hour, 'goes'],
    ['of another process that lives', nameOf({ process: process.ppid }), 0, 'stays'],
    ['of another process that lives, older than any write', nameOf({ process: process.ppid }), 25 * hour, 'goes'],
    ['on another machine', nameOf({ process: ended, machine: '01234567' }), 20 * hour, 'stays'],
    ['on another machine, older than any write', nameOf({ process: ended, machine: '01234567' }), 25 * hour, 'goes'],
    ['of another program', '.main.ts.0123456789ab.tmp', 25 * hour, 'stays'],
    ['with more behind its name', `${nameOf({ process: ended })}.txt`, 25 * hour, 'stays'],
    ['of the user', 'notes.tmp', 25 * hour, 'stays'],
  ];
  test.each(cases)('%s: %s, %i ms old, %s', async (_what, name, age, fate) => {
    const folder = temporaryFolder();
    const path = `${folder}/${name}`;
    writeFileSync(path, 'half');
    const then = new Date(Date.now() - age);
    utimesSync(path, then, then);
    await removeLeftBehind(folder);
    expect(readdirSync(folder)).toEqual(fate === 'stays' ? [name] : []);
  });
  const links = [
    ['to nothing, of a process that has ended', nameOf({ process: ended }), '/nowhere', 'goes'],
    ['to an old file, of a process that lives', nameOf({ process: process.ppid }), undefined, 'stays'],
  ] as const;
  test.each(links)('is a link %s', async (_what, name, target, fate) => {
    const folder = temporaryFolder();
    const old = `${temporaryFolder()}/old.txt`;
    writeFileSync(old, '');
    utimesSync(old, new Date(0), new Date(0));
    symlinkSync(target ?? old, `${folder}/${name}`);
    await removeLeftBehind(folder);
    expect(readdirSync(folder)).toEqual(fate === 'stays' ? [name] : []);
  });
  it('is known by its name', () => {
    expect(isTemporary(temporaryBeside('/x/file.ts'))).toBe(true);
    expect(isTemporary('/x/.tracewright/approvals')).toBe(false);
  });
  it('of a folder that is not there is none', async () => {
    await expect(removeLeftBehind(`${temporaryFolder()}/none`)).resolves.toBeUndefined();
  });
  it('is in no checkpoint', async () => {
    const { root, take, snapshots } = rig({ 'src/a.ts': 'a' });
    const before = await take();
    for (const name of [nameOf({ process: ended }), own]) writeFileSync(`${root}/src/${name}`, 'half');
    writeFileSync(`${root}/src/b.ts`, 'b');
    const { changes, notHeld } = await snapshots.compare(root, before, await take());
    expect([...changes, ...notHeld].map(({ path }) => path)).toEqual(['src/b.ts']);
  });
});

test('a writer that is killed at any moment leaves a whole file, and nothing beside it after the next write', async () => {
  const folder = temporaryFolder();
  const path = `${folder}/large.bin`;
  const script = bundleProgram('test/support/programs/writeFiles.ts');
  const files = createFiles({ grant: () => undefined, links: async () => undefined });
  let left = 0;
  // Whether a kill falls into a write is chance; that one of many does is not.
  for (let round = 0; round < 10 || (left === 0 && round < 100); round++) {
    const program = startProgram(script, [path]);
    await program.printed(1);
    await clock.sleep(Math.random() * 20);
    await program.kill();
    left += readdirSync(folder).filter(isTemporary).length;
    const bytes = readFileSync(path);
    expect(bytes.length).toBe(8 * 1024 * 1024);
    expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
    await files.write({} as Grant, `${folder}/small.txt`, Buffer.from('small'));
    expect(readdirSync(folder)).toEqual(['large.bin', 'small.txt']);
  }
  expect(left).toBeGreaterThan(0);
}, 120_000);
