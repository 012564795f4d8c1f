import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { grantDocument, grantExec, grantState } from '../../src/core/permissions/grants';
import { clock } from '../../src/node/clock';
import { createDocuments } from '../../src/node/documents';
import { createExec } from '../../src/node/exec';
import { createFiles } from '../../src/node/files';
import { createNodeHost } from '../../src/node/host';
import { createLoadPart } from '../../src/node/loadPart';
import { createMac } from '../../src/node/mac';
import { createSecrets } from '../../src/node/secrets';
import { rootStateFolder, stateFolderOf } from '../../src/node/stateFolder';
import { eventually } from '../support/eventually';
import { fill, temporaryFolder } from '../support/temporary';

const bytes = (text: string) => new TextEncoder().encode(text);
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('files', () => {
  const files = createFiles();
  it('writes in one step, keeps the mode, leaves nothing behind', async () => {
    const folder = temporaryFolder({ '.kiro/specs/a/design.md': 'old' });
    const path = `${folder}/.kiro/specs/a/design.md`;
    chmodSync(path, 0o640);
    await files.write(grantDocument(path), path, bytes('new'));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(modeOf(path)).toBe(0o640);
    expect(readdirSync(`${folder}/.kiro/specs/a`)).toEqual(['design.md']);
  });
  it('a write that fails keeps the old file and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const path = `${folder}/.kiro/specs/a/design.md`;
    mkdirSync(`${path}/in-the-way`, { recursive: true });
    await expect(files.write(grantDocument(path), path, bytes('new'))).rejects.toThrow();
    expect(readdirSync(`${folder}/.kiro/specs/a`)).toEqual(['design.md']);
  });
  it('makes folders; those of the state folder are nobody else’s', async () => {
    const state = `${temporaryFolder()}/deep/tracewright`;
    const path = `${state}/roots/x/sessions/s.jsonl`;
    await files.append(grantState(state, path), path, bytes('a\n'));
    await files.append(grantState(state, path), path, bytes('b\n'));
    expect(readFileSync(path, 'utf8')).toBe('a\nb\n');
    expect([modeOf(state), modeOf(`${state}/roots/x`), modeOf(path)]).toEqual([0o700, 0o700, 0o600]);
    await files.write(grantState(state, path), path, bytes('c'));
    expect(modeOf(path)).toBe(0o600);
    await files.remove(grantState(state, path), path);
    await files.remove(grantState(state, path), path);
    expect(existsSync(path)).toBe(false);
  });
  it('reads', async () => {
    const folder = temporaryFolder({ 'a.txt': '0123456789', 'b/c.txt': '', link: '-> a.txt', gone: '-> nowhere' });
    const text = async (range?: { start: number; end: number }) =>
      new TextDecoder().decode(await files.read(`${folder}/a.txt`, range));
    expect([
      await text(),
      await text({ start: 2, end: 5 }),
      await text({ start: 8, end: 50 }),
      await text({ start: 20, end: 50 }),
    ]).toEqual(['0123456789', '234', '89', '']);
    expect(await files.read(`${folder}/none`)).toBeUndefined();
    expect(await files.read(`${folder}/a.txt/none`)).toBeUndefined();
    await expect(files.read(`${folder}/b`)).rejects.toThrow('EISDIR');
    expect(await files.list(folder)).toEqual([
      { name: 'a.txt', kind: 'file' },
      { name: 'b', kind: 'folder' },
      { name: 'gone', kind: 'link' },
      { name: 'link', kind: 'link' },
    ]);
    expect(await files.list(`${folder}/none`)).toEqual([]);
    expect([
      (await files.stat(`${folder}/link`))?.kind,
      (await files.stat(`${folder}/a.txt`))?.size,
      await files.stat(`${folder}/none`),
    ]).toEqual(['link', 10, undefined]);
    expect([await files.realpath(`${folder}/link`), await files.realpath(`${folder}/gone`)]).toEqual([
      `${folder}/a.txt`,
      undefined,
    ]);
  });
});

describe('documents', () => {
  const documents = createDocuments(createFiles());
  const make = (content: string | Uint8Array) =>
    `${temporaryFolder({ '.kiro/specs/a/design.md': content })}/.kiro/specs/a/design.md`;
  it.each(['plain\n', '\ufeffmarked\r\nlines\r\n', ''])('%j is changed where it is as expected', async (before) => {
    const path = make(before);
    expect(await documents.open(path)).toEqual({ text: before, dirty: false });
    expect(await documents.replace(grantDocument(path), path, `${before}more`, before)).toEqual({ kind: 'written' });
    expect(readFileSync(path)).toEqual(Buffer.from(`${before}more`));
  });
  it('is not changed where it is something else', async () => {
    const path = make('theirs');
    expect(await documents.replace(grantDocument(path), path, 'ours', 'before')).toEqual({
      kind: 'conflict',
      current: { text: 'theirs', dirty: false },
    });
    expect(await documents.replace(grantDocument(path), path, 'ours', undefined)).toEqual({
      kind: 'conflict',
      current: { text: 'theirs', dirty: false },
    });
    expect(readFileSync(path, 'utf8')).toBe('theirs');
  });
  it('is made where none is expected, and not where one was', async () => {
    const path = `${temporaryFolder()}/.kiro/specs/new/design.md`;
    expect(await documents.replace(grantDocument(path), path, 'ours', 'before')).toEqual({
      kind: 'conflict',
      current: undefined,
    });
    expect(await documents.replace(grantDocument(path), path, 'ours', undefined)).toEqual({ kind: 'written' });
  });
  it('bytes that are no UTF-8 are not damaged', async () => {
    const path = make(Uint8Array.from([0x63, 0xe9]));
    const text = (await documents.open(path))?.text;
    await expect(documents.replace(grantDocument(path), path, 'new', text)).rejects.toThrow('is not UTF-8');
    expect([...readFileSync(path)]).toEqual([0x63, 0xe9]);
  });
});

describe('exec', () => {
  const node = process.execPath;
  const run = (script: string, more: object = {}) =>
    createExec().run(grantExec(node, ['-e', script], 'test'), {
      command: node,
      args: ['-e', script],
      cwd: '/',
      ...more,
    });
  it('gives output, code and the mark of an agent', async () => {
    const script =
      'console.log(process.env.TRACEWRIGHT_AGENT, process.env.X, "ü"); console.error("no"); process.exit(3)';
    expect(await run(script, { env: { X: 'y', TRACEWRIGHT_AGENT: '' } })).toEqual({
      code: 3,
      stdout: '1 y ü\n',
      stderr: 'no\n',
    });
  });
  it('rejects what can not be started', async () => {
    await expect(
      createExec().run(grantExec('/nowhere/x', [], 'test'), { command: '/nowhere/x', args: [], cwd: '/' }),
    ).rejects.toThrow('ENOENT');
  });
  /** A program with a child that runs for ever and leaves its id in a file. */
  const endless = (folder: string) =>
    `require('child_process').spawn(process.execPath, ['-e', 'require("fs").writeFileSync("${folder}/child", String(process.pid)); setInterval(() => {}, 1000)'], { stdio: 'ignore' }); setInterval(() => {}, 1000)`;
  /** Whether a process has ended; one that nobody has buried yet has, too. */
  const ended = (id: string) =>
    /^(Z|$)/.test(spawnSync('ps', ['-o', 'stat=', '-p', id], { encoding: 'utf8' }).stdout.trim());
  it('an abort ends the whole group', async () => {
    const folder = temporaryFolder();
    const stop = new AbortController();
    const running = run(endless(folder), { signal: stop.signal });
    const child = () => (existsSync(`${folder}/child`) ? readFileSync(`${folder}/child`, 'utf8') : '');
    await eventually('the child is up', () => child() !== '');
    expect(ended(child())).toBe(false);
    stop.abort();
    expect((await running).code).toBeUndefined();
    await eventually('the child to end', () => ended(child()));
  });
  it('a time limit ends it', async () => {
    expect((await run('setInterval(() => {}, 1000)', { timeoutMs: 300 })).code).toBeUndefined();
  });
  it('an abort ends also one that does not listen to SIGTERM', async () => {
    const folder = temporaryFolder();
    const stop = new AbortController();
    const script = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); require("fs").writeFileSync("${folder}/up", "")`;
    const running = run(script, { signal: stop.signal });
    await eventually('it is up', () => existsSync(`${folder}/up`));
    stop.abort();
    expect(await running).toMatchObject({ code: undefined });
    expect(await run('console.log(1)', { signal: stop.signal })).toEqual({ code: undefined, stdout: '', stderr: '' });
  });
  it('a finished command does not wait for what it left running', async () => {
    const folder = temporaryFolder();
    const script = `const c = require('child_process').spawn(process.execPath, ['-e', 'require("fs").writeFileSync("${folder}/pid", String(process.pid)); setTimeout(() => {}, 60000)'], { stdio: 'inherit', detached: true }); c.unref(); setInterval(() => { if (require('fs').existsSync('${folder}/pid')) { console.log('done'); process.exit(0); } }, 20)`;
    expect(await run(script)).toMatchObject({ code: 0, stdout: 'done\n' });
    // Still there: the command did not wait for it.
    process.kill(Number(readFileSync(`${folder}/pid`, 'utf8')));
  });
  it('keeps the end of endless output', async () => {
    const { stdout } = await run(
      'for (let i = 0; i < 600; i++) process.stdout.write("x".repeat(65536)); process.stdout.write("end")',
    );
    expect(stdout.length).toBe(16 * 1024 * 1024);
    expect(stdout.endsWith('end')).toBe(true);
  });
});

describe('the state folder', () => {
  const at = (platform: NodeJS.Platform, env: Readonly<Record<string, string>>, home = '/home/u') =>
    stateFolderOf({ platform, env: (name) => env[name], home });
  it.each<[string, NodeJS.Platform, Readonly<Record<string, string>>, string]>([
    ['Linux', 'linux', {}, '/home/u/.local/state/tracewright'],
    ['XDG', 'linux', { XDG_STATE_HOME: '/x/state' }, '/x/state/tracewright'],
    ['a relative XDG counts as none', 'linux', { XDG_STATE_HOME: 'state' }, '/home/u/.local/state/tracewright'],
    ['macOS', 'darwin', { XDG_STATE_HOME: '/x' }, '/home/u/Library/Application Support/Tracewright'],
    ['Windows', 'win32', { LOCALAPPDATA: 'C:\\Users\\u\\AppData\\Local' }, 'C:/Users/u/AppData/Local/Tracewright'],
    ['Windows without a variable', 'win32', {}, '/home/u/AppData/Local/Tracewright'],
    ['our own', 'linux', { TRACEWRIGHT_STATE: '/own/', XDG_STATE_HOME: '/x' }, '/own'],
    ['our own on Windows', 'win32', { TRACEWRIGHT_STATE: 'D:\\own\\state' }, 'D:/own/state'],
    ['an empty one', 'linux', { TRACEWRIGHT_STATE: '' }, '/home/u/.local/state/tracewright'],
  ])('%s', (_, platform, env, expected) => {
    expect(at(platform, env)).toBe(expected);
  });
  it('a root’s part', () => {
    expect(rootStateFolder('/w/app')).toMatch(/^roots\/[0-9a-f]{16}$/u);
    expect(rootStateFolder('')).toBe('roots/e3b0c44298fc1c14');
  });
});

describe('the key', () => {
  it('is made on first use, for its owner only', async () => {
    const state = `${temporaryFolder()}/tracewright`;
    const mac = createMac(state);
    expect(await mac.verify('text', '0'.repeat(64))).toBe(false);
    expect(existsSync(state)).toBe(false);
    const signed = await mac.sign('text');
    expect([modeOf(`${state}/key`), modeOf(state), readdirSync(state)]).toEqual([0o600, 0o700, ['key']]);
    const other = createMac(state);
    expect([
      await other.verify('text', signed),
      await other.verify('texts', signed),
      await other.verify('text', 'x'),
      await other.verify('text', ''),
    ]).toEqual([true, false, false, false]);
  });
  it('is one key for all who make it at once', async () => {
    const state = temporaryFolder();
    const signed = await Promise.all(Array.from({ length: 8 }, () => createMac(state).sign('text')));
    expect(new Set(signed).size).toBe(1);
  });
  it('is closed again where others could read it, and said to be damaged where it is', async () => {
    const state = temporaryFolder();
    await createMac(state).sign('x');
    chmodSync(`${state}/key`, 0o644);
    await createMac(state).sign('x');
    expect(modeOf(`${state}/key`)).toBe(0o600);
    writeFileSync(`${state}/key`, 'short');
    await expect(createMac(state).sign('x')).rejects.toThrow('is damaged');
  });
  it('of another machine signs otherwise', async () => {
    expect(await createMac(temporaryFolder()).sign('x')).not.toBe(await createMac(temporaryFolder()).sign('x'));
  });
});

describe('small ports', () => {
  it.each([
    ['anthropic/apiKey', 'ANTHROPIC_API_KEY'],
    ['bedrock/bearerToken', 'BEDROCK_BEARER_TOKEN'],
  ])('the secret %s is %s', async (name, variable) => {
    expect(await createSecrets((asked) => (asked === variable ? 'value' : undefined)).get(name)).toBe('value');
    expect(await createSecrets(() => '').get(name)).toBeUndefined();
    await expect(createSecrets(() => undefined).set(name, 'x')).rejects.toThrow(`Set ${variable} in the environment.`);
  });
  it('a sleep ends with its signal', async () => {
    const stop = new AbortController();
    const sleeping = clock.sleep(10_000, stop.signal);
    stop.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(clock.sleep(1, stop.signal)).rejects.toThrow('enough');
  });
  it('a part is loaded once, and again after a failure', async () => {
    let asked = 0;
    const loadPart = createLoadPart(async () => {
      asked++;
      if (asked === 1) throw new Error('not there');
      return { part: { asked } };
    });
    const load = loadPart as (name: string) => Promise<unknown>;
    await expect(load('probe')).rejects.toThrow('could not be loaded');
    expect([await load('probe'), await load('probe')]).toEqual([{ asked: 2 }, { asked: 2 }]);
  });
  it('parts come from the folder given', async () => {
    const folder = temporaryFolder({ 'probe.js': 'exports.part = { from: "bundle" };', 'odd.js': '' });
    const load = createNodeHost({ partsFolder: folder }).loadPart as (name: string) => Promise<unknown>;
    expect(await load('probe')).toEqual({ from: 'bundle' });
    await expect(load('odd')).rejects.toThrow('"odd" is not a part.');
    await expect(load('none')).rejects.toThrow('could not be loaded');
  });
  it('making a host does nothing', () => {
    const folder = temporaryFolder();
    const host = createNodeHost({ stateFolder: `${folder}/state`, env: () => undefined });
    expect([host.stateFolder, host.env('HOME'), readdirSync(folder)]).toEqual([`${folder}/state`, undefined, []]);
  });
  it('the watcher tells of changes in .kiro, and of nothing after it ended', async () => {
    const folder = temporaryFolder({ '.kiro/specs/a/design.md': 'x', 'src/a.ts': 'x' });
    const first = listening(folder);
    await first.hears('.kiro/specs/a/design.md', () => fill(folder, { 'src/a.ts': 'y' }));
    await first.hears('.kiro/specs/b/tasks.md');
    expect(first.heard.filter((path) => path.includes('/src'))).toEqual([]);
    first.dispose();
    const before = first.heard.length;
    // Another one hears what the first no longer does.
    const second = listening(folder);
    await second.hears('.kiro/specs/a/design.md');
    second.dispose();
    expect(first.heard.length).toBe(before);
  });
  it('the watcher sees a .kiro that comes later', async () => {
    const folder = temporaryFolder();
    const later = listening(folder);
    // Also one that comes in the moment in which watching begins.
    fill(folder, { '.kiro/specs/a/design.md': 'x' });
    await eventually('the new folder', () => later.heard.includes(`${folder}/.kiro/specs/a/design.md`));
    rmSync(`${folder}/.kiro`, { recursive: true });
    await eventually('the folder to go', () => later.heard.includes(`${folder}/.kiro`));
    await later.hears('.kiro/specs/b/design.md');
    later.dispose();
  });
  it('the watcher hears a .kiro further down when it is named, and does not reach it by itself', async () => {
    const folder = temporaryFolder({ 'packages/api/.kiro/specs/a/design.md': 'x', '.kiro/specs/b/design.md': 'x' });
    const [top, below] = [listening(folder), listening(folder, 'packages/api/.kiro')];
    await below.hears('packages/api/.kiro/specs/a/design.md');
    await top.hears('.kiro/specs/b/design.md');
    expect(top.heard.filter((path) => path.includes('packages'))).toEqual([]);
    top.dispose();
    below.dispose();
    expect(createNodeHost().watcher.deep).toBe(false);
  });
});

/** A watcher of Node's on a folder, or on one below it, and what it heard. */
function listening(folder: string, below?: string) {
  const heard: string[] = [];
  const path = below === undefined ? folder : `${folder}/${below}`;
  const watching = createNodeHost().watcher.watch(path, (paths) => heard.push(...paths));
  return {
    heard,
    dispose: () => watching.dispose(),
    /** Changes a file until that is heard: what changes before a watcher is ready is not. */
    hears: (file: string, besides: () => void = () => undefined) => {
      let round = 0;
      return eventually(file, () => {
        if (round++ % 20 === 0) {
          fill(folder, { [file]: `round ${round}` });
          besides();
        }
        return heard.includes(`${folder}/${file}`);
      });
    },
  };
}

it('the user is named as the system names them', () => {
  expect(createNodeHost().userName()).toBe(userInfo().username);
});
