/** Several tasks that wait: what becomes of those behind when the process dies or the user decides otherwise. */
import { expect, test } from 'vitest';
import type { ModelRequest } from '../../../src/core/providers/provider';
import type { SpecRuns } from '../../../src/core/runs/service';
import { root } from '../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';
import { mortalHost } from '../../support/mortalHost';
import {
  builtFrom,
  identityOf,
  type Kept,
  type Proof,
  reached,
  reports,
  runHarness,
  spec,
  writes,
} from '../../support/runHarness';
import type { ScriptedTurn } from '../../support/scriptedClient';

const lock = '/state/roots/0123456789abcdef/lock';

type Evidence = NonNullable<NonNullable<Parameters<typeof runHarness>[1]>['records']>;

interface Disk {
  readonly memory: MemoryHost;
  readonly kept: Kept;
  readonly records: Evidence;
}

function fresh(): Disk {
  return { memory: createMemoryHost({ files: builtFrom }), kept: new Map(), records: [] };
}

/** A process over this disk whose model writes one file named after the task, then reports; a checkpoint only reports. */
async function process(disk: Disk, limit = Number.POSITIVE_INFINITY, proofs: Proof[] = []) {
  disk.memory.releaseLock(lock);
  const mortal = mortalHost(disk.memory, limit);
  const model = (request: ModelRequest): ScriptedTurn => {
    const id = runs.snapshot().current?.task.id ?? '';
    const written = JSON.stringify(request.messages).includes('Wrote ');
    return id === '2' || written ? reports(`Did ${id}.`) : writes(`src/task-${id}.ts`, `${id}\n`);
  };
  const harness = runHarness(
    Array.from({ length: 40 }, () => model),
    { host: disk.memory, over: mortal.host, kept: disk.kept, records: disk.records, proofs },
  );
  const runs: SpecRuns = await harness.runs();
  runs.setMode('autopilot');
  return { runs, harness, writes: mortal.writes };
}

const states = (runs: SpecRuns) => Object.fromEntries(runs.snapshot().tasks.map(({ id, state }) => [id, state]));
const boxes = ({ memory }: Disk) =>
  [...(memory.text(`${spec}/tasks.md`) ?? '').matchAll(/- \[(.)\] (\d[.\d]*)/gu)].map(([, box, id]) => `${id} ${box}`);
const proven = ({ records }: Disk) => records.map(({ task }) => task.id);

const allDone = { '1.1': 'done', '1.2': 'done', '2': 'done' };

test('killed at every other write of a run of three tasks, the queue goes on where it was', async () => {
  const whole = fresh();
  const { runs, writes: made } = await process(whole);
  expect(await runs.start({ what: 'all' })).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual(allDone);
  const all = made();
  expect(all).toBeGreaterThan(60);
  for (let limit = 0; limit < all; limit += 2) {
    const disk = fresh();
    const first = await process(disk, limit);
    await first.runs.start({ what: 'all' });
    const second = await process(disk);
    const where = `killed at write ${limit + 1} of ${all}: ${JSON.stringify(states(second.runs))}`;
    const begun = second.runs.snapshot().tasks.length > 0;
    await (begun ? second.runs.resume() : second.runs.start({ what: 'all' }));
    expect(states(second.runs), where).toEqual(allDone);
    expect([...new Set(proven(disk))], where).toEqual(['1.1', '1.2', '2']);
    // One record a session: no task was finished by two.
    expect(
      disk.memory.paths().filter((path) => path.startsWith('/state/evidence/')),
      where,
    ).toHaveLength(3);
    expect(boxes(disk), where).toEqual(boxes(whole));
    for (const id of ['1.1', '1.2']) expect(disk.memory.text(`${root}/src/task-${id}.ts`), where).toBe(`${id}\n`);
  }
}, 120_000);

/** The first of three tasks has failed, and the others wait. */
async function firstFailed() {
  const disk = fresh();
  const red: Proof = { red: 'a row is missing' };
  const made = await process(disk, Number.POSITIVE_INFINITY, [red, red]);
  expect(await made.runs.start({ what: 'all' })).toMatchObject({ kind: 'failed' });
  expect(states(made.runs)).toEqual({ '1.1': 'failed', '1.2': 'queued', '2': 'queued' });
  return { disk, ...made };
}

test('a failed task is tried again, and those that wait behind it follow', async () => {
  const { disk, runs, harness } = await firstFailed();
  expect(await runs.retry(await identityOf(harness, '1.1'))).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual(allDone);
  expect(proven(disk)).toEqual(['1.1', '1.2', '2']);
});

test('a task that waits is skipped: it is not built, and its box stays open', async () => {
  const { disk, runs, harness } = await firstFailed();
  expect(await runs.skip(await identityOf(harness, '1.2'))).toEqual({ kind: 'done' });
  expect(await runs.retry(await identityOf(harness, '1.1'))).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual({ ...allDone, '1.2': 'skipped' });
  expect(boxes(disk)).toContain('1.2  ');
  expect(disk.memory.text(`${root}/src/task-1.2.ts`)).toBeUndefined();
});

test('clear forgets what failed and what waits; what the failed task left is kept and can be built on', async () => {
  const { disk, runs } = await firstFailed();
  expect(await runs.clear()).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual({});
  expect(disk.memory.text(`${root}/src/task-1.1.ts`)).toBe('1.1\n');
  expect(await runs.resume()).toMatchObject({ kind: 'refused', code: 'invalid' });
  expect(await runs.start({ what: 'all' })).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual(allDone);
});

test('run from here leaves out what stands before', async () => {
  const disk = fresh();
  const { runs, harness } = await process(disk);
  expect(await runs.start({ what: 'from', identity: await identityOf(harness, '1.2') })).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual({ '1.2': 'done', '2': 'done' });
  expect(boxes(disk)).toContain('1.1  ');
});

test('autopilot switched on in a review lets the run go on; switched off again, the next change waits', async () => {
  const disk = fresh();
  const { runs } = await process(disk);
  runs.setMode('supervised');
  const running = runs.start({ what: 'all' });
  await reached(runs, ({ current }) => current?.task.state === 'reviewing' && current.task.id === '1.1', running);
  runs.setMode('autopilot');
  await reached(runs, ({ current }) => current?.task.id === '1.1' && current.task.state !== 'reviewing', running);
  runs.setMode('supervised');
  await reached(runs, ({ current }) => current?.task.state === 'reviewing' && current.task.id === '1.2', running);
  expect(states(runs)).toMatchObject({ '1.1': 'done' });
  await runs.review({ accept: true });
  expect(await running).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual(allDone);
});
