/** A task built by the real parts on a disk that refuses something until it is mended, and what must be true of it. */
import { expect } from 'vitest';
import { diskError } from '../../../../src/core/diskError';
import { sha256 } from '../../../../src/core/flows/statePaths';
import { part as shell } from '../../../../src/core/permissions/shell.part';
import type { ModelRequest } from '../../../../src/core/providers/provider';
import type { RunOutcome, SpecRuns } from '../../../../src/core/runs/service';
import { createSessionStore } from '../../../../src/core/sessions/store';
import { approved, harness, opened } from '../../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../../support/memoryHost';
import type { ScriptedTurn } from '../../../support/scriptedClient';
import { passing } from '../attacks/cheats';
import { box, root, spec, stageFiles } from '../attacks/stage';
import { faults, type Operation, type Place } from './places';

/** Where the state folder keeps what belongs to the workspace folder. */
export const stateOfRoot = `/state/roots/${sha256(root).slice(0, 16)}`;
export const csv = `${root}/src/todos/csv.ts`;
export const test = `${root}/test/csv.test.ts`;
export const list = `${root}/src/todos/list.ts`;
const [before, after] = ['return [];', 'return [...known];'];
const texts = {
  csv: 'export const rows = 1;\n',
  test: "import { rows } from '../src/todos/csv';\nit('writes rows', () => {\n  expect(rows).toBe(1);\n});\n",
};

/** A disk on which one place fails from its nth operation on, until it is mended. */
export interface FaultyDisk {
  readonly host: MemoryHost;
  readonly mend: () => void;
  /** Operations at the place so far, refused ones included. */
  readonly hits: () => number;
}

export function faultyDisk(memory: MemoryHost, place: Place, code: string, from: number): FaultyDisk {
  let hits = 0;
  let mended = false;
  const guard = async <Result>(is: Operation, path: string, did: string, act: () => Promise<Result>) => {
    if (place.operations.includes(is) && place.at(path) && hits++ >= from && !mended)
      throw diskError(Object.assign(new Error(`${code}: ${faults[code]}`), { code }), path, did);
    return act();
  };
  const { files, documents, snapshots } = memory;
  const host: MemoryHost = {
    ...memory,
    files: {
      ...files,
      write: (grant, path, bytes) => guard('write', path, 'written', () => files.write(grant, path, bytes)),
      append: (grant, path, bytes) => guard('append', path, 'written', () => files.append(grant, path, bytes)),
      remove: (grant, path) => guard('remove', path, 'deleted', () => files.remove(grant, path)),
      move: (grants, source, to) => guard('move', source, `moved to ${to}`, () => files.move(grants, source, to)),
    },
    documents: {
      ...documents,
      replace: (grant, path, text, expected) =>
        guard('replace', path, 'written', () => documents.replace(grant, path, text, expected)),
    },
    snapshots: {
      ...snapshots,
      take: (folder, about, options) =>
        guard('take', folder, 'used for a checkpoint', () => snapshots.take(folder, about, options)),
    },
  };
  return {
    host,
    hits: () => hits,
    mend: () => {
      mended = true;
    },
  };
}

const begins: Readonly<Record<string, string>> = {
  ...stageFiles,
  [`${root}/package.json`]: '{ "name": "todo", "scripts": { "test": "vitest run" } }\n',
  [`${root}/docs/old.md`]: '# Old\n',
  [`${root}/scratch.txt`]: 'scratch\n',
};

function folder(files: Readonly<Record<string, string>>): MemoryHost {
  return createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files,
    parts: { shell },
    commands: (_request, print) => {
      print(passing('test/csv.test.ts'));
      return 0;
    },
  });
}

let approvedFiles: Promise<Readonly<Record<string, string>>> | undefined;

/** A repository with an approved spec, and a command that proves the first task. */
export async function approvedFolder(): Promise<MemoryHost> {
  approvedFiles ??= approvedOnce();
  return folder(await approvedFiles);
}

async function approvedOnce(): Promise<Readonly<Record<string, string>>> {
  const memory = folder(begins);
  const { workspace } = harness([], { host: memory });
  const handle = await opened(workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const)
    expect(await approved(handle, name)).toEqual({ kind: 'done' });
  const runs = await workspace.runs.open(spec);
  await runs?.confirmChecks([{ line: 'npm test', cwd: root }]);
  workspace.dispose();
  return Object.fromEntries(memory.paths().map((path) => [path, memory.text(path) ?? '']));
}

const call = (name: string, input: unknown): ScriptedTurn => ({ calls: [{ name, input }] });

/** Reads, writes, edits, moves and deletes until it is done, then reports: it looks at the disk, not at what it did. */
export function persistentModel(memory: MemoryHost): (request: ModelRequest) => ScriptedTurn {
  return (request) => {
    const last = JSON.stringify(request.messages.at(-1));
    if (last.includes('has not been read') || request.messages.length === 1)
      return {
        calls: ['src/todos/list.ts', 'docs/old.md', 'scratch.txt']
          .filter((path) => memory.text(`${root}/${path}`) !== undefined)
          .map((path) => ({ name: 'read_file', input: { path } })),
      };
    if (memory.text(csv) !== texts.csv) return call('write_file', { path: 'src/todos/csv.ts', text: texts.csv });
    if (memory.text(test) !== texts.test) return call('write_file', { path: 'test/csv.test.ts', text: texts.test });
    if (memory.text(list)?.includes(before) === true)
      return call('edit_file', { path: 'src/todos/list.ts', edits: [{ old: before, new: after }] });
    if (memory.text(`${root}/docs/old.md`) !== undefined)
      return call('move_file', { from: 'docs/old.md', to: 'docs/new.md' });
    if (memory.text(`${root}/scratch.txt`) !== undefined) return call('delete_file', { path: 'scratch.txt' });
    return call('report_task', { summary: 'Rows are written.' });
  };
}

/** One window on the disk. */
export async function windowOn(host: MemoryHost, model: (request: ModelRequest) => ScriptedTurn) {
  const made = harness(
    Array.from({ length: 60 }, () => model),
    { host },
  );
  const runs = await made.workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  runs.setMode('autopilot');
  return { ...made, runs };
}

/** Nothing is lost and nothing is half, whatever has failed. */
export async function expectWhole(memory: MemoryHost, original: string): Promise<void> {
  const unticked = (text: string | undefined) => text?.replace(/^(\s*- \[).\]/gmu, '$1 ]');
  expect(unticked(memory.text(`${spec}/tasks.md`))).toBe(unticked(original));
  expect([undefined, texts.csv]).toContain(memory.text(csv));
  expect([undefined, texts.test]).toContain(memory.text(test));
  expect(memory.text(list)).toMatch(/return \[\];|return \[\.\.\.known\];/u);
  const old = memory.text(`${root}/docs/old.md`);
  expect([old, memory.text(`${root}/docs/new.md`)].filter((text) => text === '# Old\n')).toHaveLength(1);
  const kept = memory.paths().filter((each) => each.endsWith('.json') && !each.endsWith('.unreadable.json'));
  for (const path of kept) expect(() => JSON.parse(memory.text(path) ?? ''), path).not.toThrow();
  for (const verdict of await verdicts(memory)) expect(verdict).not.toMatchObject({ kind: 'broken' });
}

/** What the store says of every session of the folder. */
async function verdicts(memory: MemoryHost) {
  const logs = memory.paths().filter((path) => path.includes('/sessions/task-'));
  return Promise.all(
    logs.map((path) => {
      const at = path.lastIndexOf('/');
      const files = { ...memory.files, write: async () => undefined, append: async () => undefined };
      const store = createSessionStore(files, path.slice(0, at), memory.mac, memory.clock);
      return store.verify(path.slice(at + 1, -'.jsonl'.length));
    }),
  );
}

/** Nobody holds the folder. */
export async function expectFree(memory: MemoryHost): Promise<void> {
  const lock = await memory.locks.acquire(`${stateOfRoot}/lock`);
  if ('heldBy' in lock) throw new Error(`The lock is still held by ${lock.heldBy}.`);
  await lock.release();
}

/** Goes on once: with what was begun, or with the start that did not come about. */
export function goOn(runs: SpecRuns): Promise<RunOutcome> {
  const begun = runs.snapshot().tasks.some(({ state }) => state !== 'queued');
  return begun ? runs.resume() : runs.start({ what: 'next' });
}

/** The task is built as it would have been. */
export function expectBuilt(memory: MemoryHost): void {
  expect(box({ host: memory }, '1.1')).toBe('x');
  expect([memory.text(csv), memory.text(test)]).toEqual([texts.csv, texts.test]);
  expect(memory.text(list)).toContain(after);
  expect(memory.paths().filter((path) => path.startsWith(`${root}/docs/`))).toEqual([`${root}/docs/new.md`]);
  expect(memory.text(`${root}/scratch.txt`)).toBeUndefined();
  expect(memory.paths().filter((path) => path.startsWith(`${spec}/.tracewright/evidence/`))).toHaveLength(1);
}
