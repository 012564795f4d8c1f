/**
 * A task on a real disk that is full, read-only or locked from some moment on: of the workspace folder, or of the state
 * folder. One sentence says what and where, nothing is lost, and once the disk is mended the same run goes on to its end.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { Host } from '../../src/core/host';
import { grantAgentWrite } from '../../src/core/permissions/grants';
import { part as shell } from '../../src/core/permissions/shell.part';
import type { ModelRequest } from '../../src/core/providers/provider';
import { createSessionStore } from '../../src/core/sessions/store';
import { defaultSettings } from '../../src/core/settings';
import { createWorkspace } from '../../src/core/workspace';
import { createFiles } from '../../src/node/files';
import { createNodeHost } from '../../src/node/host';
import { bundleProgram } from '../support/childProgram';
import { approved, root as codeRoot, opened } from '../support/flowHarness';
import { builtFrom } from '../support/runHarness';
import { createScriptedClient, type ScriptedTurn, scriptedModel } from '../support/scriptedClient';
import { fill, temporaryFolder } from '../support/temporary';
import { canMount, type SmallDisk, smallDisks, unmountAll } from './disk';

const asRoot = process.getuid?.() === 0;
const where = canMount ? 'on a small disk of its own' : 'left out: this machine lets us mount no disk';
const reasons: Readonly<Record<string, RegExp>> = {
  ENOSPC: /is full/u,
  EROFS: /disk that can only be read|read-only file system/u,
  EPERM: /system does not allow it|system does not let us|operation not permitted/u,
};

interface Place {
  readonly folder: string;
  readonly state: string;
}

afterEach(unmountAll);

/** Moments of the run: before it, at the model's nth request. */
const moments = ['before', 1, 2, 4, 6] as const;

function hostOn({ state }: Place): Host {
  const parts = async (name: string) => {
    if (name === 'shell') return shell;
    throw new Error(`Nobody needs ${name}.`);
  };
  return {
    ...createNodeHost({ stateFolder: state, env: () => undefined, log: { write: () => undefined } }),
    homeFolder: temporaryFolder(),
    loadPart: parts as Host['loadPart'],
  };
}

function lay(folder: string): void {
  for (const [path, text] of Object.entries(builtFrom)) fill(folder, { [path.slice(codeRoot.length + 1)]: text });
  fill(folder, { 'old.md': '# Old\n', 'scratch.txt': 'scratch\n' });
}

/** Writes, edits, moves and deletes until it is done, then reports: it looks at the disk, not at what it did. */
function persistent(folder: string, request: ModelRequest): ScriptedTurn {
  const call = (name: string, input: unknown): ScriptedTurn => ({ calls: [{ name, input }] });
  const has = (path: string) => existsSync(`${folder}/${path}`);
  const last = JSON.stringify(request.messages.at(-1));
  if (last.includes('has not been read') || request.messages.length === 1)
    return {
      calls: ['src/todos/list.ts', 'old.md', 'scratch.txt']
        .filter(has)
        .map((path) => ({ name: 'read_file', input: { path } })),
    };
  if (!has('src/todos/csv.ts'))
    return call('write_file', { path: 'src/todos/csv.ts', text: `export const rows = '${'x'.repeat(20_000)}';\n` });
  if (readFileSync(`${folder}/src/todos/list.ts`, 'utf8').includes('return [];'))
    return call('edit_file', { path: 'src/todos/list.ts', edits: [{ old: 'return [];', new: 'return [1];' }] });
  if (has('old.md')) return call('move_file', { from: 'old.md', to: 'docs/new.md' });
  if (has('scratch.txt')) return call('delete_file', { path: 'scratch.txt' });
  return call('report_task', { summary: 'Rows are written.' });
}

/** Everything below a folder by path, git's own and what lies in wait left out. */
function expectWhole({ folder, state }: Place): void {
  const list = readFileSync(`${folder}/src/todos/list.ts`, 'utf8');
  expect(['[]', '[1]'].map((value) => `export function listTodos() {\n  return ${value};\n}\n`)).toContain(list);
  if (existsSync(`${folder}/src/todos/csv.ts`))
    expect(readFileSync(`${folder}/src/todos/csv.ts`, 'utf8')).toHaveLength(
      20_000 + "export const rows = '';\n".length,
    );
  const tasks = readFileSync(`${folder}/.kiro/specs/todo-csv-export/tasks.md`, 'utf8');
  expect(tasks.replaceAll(/- \[.\]/gu, '- [ ]')).toBe(builtFrom[`${codeRoot}/.kiro/specs/todo-csv-export/tasks.md`]);
  for (const at of [folder, `${folder}/src/todos`, state])
    expect(readdirSync(at).filter((name) => name.endsWith('.tmp'))).toEqual([]);
}

async function expectLogsWhole(host: Host): Promise<void> {
  const [root] = readdirSync(`${host.stateFolder}/roots`);
  const folder = `${host.stateFolder}/roots/${root}/sessions`;
  if (!existsSync(folder)) return;
  const nothing = async () => undefined;
  const store = createSessionStore({ ...host.files, write: nothing, append: nothing }, folder, host.mac, host.clock);
  for (const id of await store.list()) expect(await store.verify(id)).not.toMatchObject({ kind: 'broken' });
}

async function survives(
  disk: SmallDisk,
  place: Place,
  reason: RegExp,
  moment: (typeof moments)[number],
): Promise<void> {
  lay(place.folder);
  const host = hostOn(place);
  let requests = 0;
  const client = createScriptedClient(
    Array.from({ length: 40 }, () => (request: ModelRequest) => {
      requests += 1;
      if (requests === moment) disk.spoil();
      return persistent(place.folder, request);
    }),
  );
  const model = scriptedModel(client);
  const workspace = createWorkspace({
    host,
    roots: [place.folder],
    trusted: true,
    settings: defaultSettings,
    model: async () => model,
  });
  const spec = `${place.folder}/.kiro/specs/todo-csv-export`;
  const handle = await opened(workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const)
    expect(await approved(handle, name)).toEqual({ kind: 'done' });
  const runs = await workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  await runs.confirmChecks([]);
  runs.setMode('autopilot');
  if (moment === 'before') disk.spoil();
  const first = await runs.start({ what: 'next' });
  const identity = () => runs.snapshot().tasks[0]?.identity ?? '';
  // Where the agent was done before the disk was spoiled, it is the tick that fails.
  const second = first.kind === 'not_verifiable' ? await runs.markReviewed(identity()) : first;
  const said = 'message' in second ? (second.message ?? '') : '';
  const results = client.requests.flatMap(({ messages }) => JSON.stringify(messages.at(-1)));
  disk.mend();
  // A full disk has room for a move, and for what a deletion frees.
  const fitted = second.kind === 'done' && reason === reasons.ENOSPC && moment === 4;
  expect(fitted || [said, ...results].some((text) => reason.test(text)), `${second.kind}: ${said}`).toBe(true);
  expect(said).not.toMatch(/\bE[A-Z]{3,}:/u);
  expectWhole(place);
  await expectLogsWhole(host);
  const again = () =>
    runs.snapshot().tasks.some(({ state }) => state !== 'queued') ? runs.resume() : runs.start({ what: 'next' });
  if (!fitted && runs.snapshot().tasks[0]?.state !== 'not_verifiable')
    expect(await again()).toMatchObject({ kind: 'not_verifiable' });
  if (!fitted) expect(await runs.markReviewed(identity())).toEqual({ kind: 'done' });
  expectWhole(place);
  await expectLogsWhole(host);
  expect(readFileSync(`${spec}/tasks.md`, 'utf8')).toContain('- [x] 1.1');
  expect(readdirSync(`${spec}/.tracewright/evidence`)).toHaveLength(1);
  expect(['old.md', 'scratch.txt', 'docs/new.md'].map((path) => existsSync(`${place.folder}/${path}`))).toEqual([
    false,
    false,
    true,
  ]);
  expect((await runs.checkpoints()).length).toBeGreaterThan(0);
  workspace.dispose();
}

describe.runIf(canMount)(`a task, ${where}`, () => {
  describe.each(Object.entries(smallDisks))('%s', (code, make) => {
    const reason = reasons[code] ?? /never/u;
    test.each(moments.map((moment) => [moment]))('of the state folder, from %s on', async (moment) => {
      const disk = make();
      const state = `${disk.folder}/state`;
      mkdirSync(state);
      await survives(disk, { folder: temporaryFolder(), state }, reason, moment);
    });
    test.each(moments.map((moment) => [moment]))('of the workspace folder, from %s on', async (moment) => {
      const disk = make();
      const folder = `${disk.folder}/w`;
      mkdirSync(folder);
      await survives(disk, { folder, state: temporaryFolder() }, reason, moment);
    });
  });
});

describe('one file', () => {
  const write = (path: string, text: string) =>
    createFiles().write(grantAgentWrite(path, path.slice(0, path.lastIndexOf('/')), 'test'), path, Buffer.from(text));
  it.runIf(canMount)(`that another program has mounted is told as locked (EBUSY), and stays (${where})`, async () => {
    const folder = temporaryFolder({ 'a.txt': 'old', 'other.txt': 'theirs' });
    execFileSync('mount', ['--bind', `${folder}/other.txt`, `${folder}/a.txt`]);
    try {
      await expect(write(`${folder}/a.txt`, 'new')).rejects.toThrow(
        `${folder}/a.txt could not be written: another program keeps it locked.`,
      );
      expect(readdirSync(folder).sort()).toEqual(['a.txt', 'other.txt']);
    } finally {
      execFileSync('umount', [`${folder}/a.txt`]);
    }
    await write(`${folder}/a.txt`, 'new');
    expect(readFileSync(`${folder}/a.txt`, 'utf8')).toBe('new');
  });
  it.skipIf(process.platform === 'win32')(
    'in a folder that may not be written is told as not allowed (EACCES)',
    async () => {
      const around = temporaryFolder({ 'closed/a.txt': 'old' });
      const folder = `${around}/closed`;
      const path = `${folder}/a.txt`;
      const refusal = `${path} could not be written: the system does not allow it. Look at its permissions, then try again.`;
      // Root may write everywhere, so there somebody else tries.
      for (const [place, mode] of [
        [around, 0o755],
        [folder, 0o555],
      ] as const)
        chmodSync(place, mode);
      try {
        if (asRoot) expect(refused('nobody', folder)).toBe(`${refusal}\n`);
        else await expect(write(path, 'new')).rejects.toThrow(refusal);
        expect(readdirSync(folder)).toEqual(['a.txt']);
      } finally {
        chmodSync(folder, 0o755);
      }
      expect(readFileSync(path, 'utf8')).toBe('old');
    },
  );
  it.skipIf(process.platform === 'win32')('is told as one too many where no more can be opened (EMFILE)', () => {
    const folder = temporaryFolder({ 'a.txt': 'old' });
    expect(refused('descriptors', folder, 'ulimit -n 64;')).toBe(
      `${folder}/a.txt could not be written: too many files are open. Close some programs, then try again.\nwritten\n`,
    );
    expect([readdirSync(folder), readFileSync(`${folder}/a.txt`, 'utf8')]).toEqual([['a.txt'], 'new']);
  });
});

/** What our ports say in a process of its own. */
function refused(how: 'nobody' | 'descriptors', folder: string, before = ''): string {
  const program = bundleProgram('test/support/programs/refusedWrite.ts');
  const line = `${before} exec "${process.execPath}" "${program}" ${how} "${folder}"`;
  return execFileSync('sh', ['-c', line]).toString();
}
