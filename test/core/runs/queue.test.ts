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

/** Ticks a task as a person does in an editor. */
function tickByHand({ memory }: Disk, id: string): void {
  const path = `${spec}/tasks.md`;
  memory.put(path, (memory.text(path) ?? '').replace(`- [ ] ${id}`, `- [x] ${id}`));
}

const noticesOf = (runs: SpecRuns) =>
  (runs.snapshot().current?.steps ?? []).flatMap((step) => (step.kind === 'notice' ? [step.text] : []));

/** A run of all tasks that waits in the review of 1.1. */
async function inReview(disk = fresh()) {
  const made = await process(disk);
  made.runs.setMode('supervised');
  const running = made.runs.start({ what: 'all' });
  await reached(made.runs, ({ current }) => current?.task.state === 'reviewing', running);
  const goOn = async () => {
    made.runs.setMode('autopilot');
    return running;
  };
  return { disk, ...made, running, goOn };
}

test('a task that is ticked by hand while it waits is left out, which the next one says', async () => {
  const { disk, runs, goOn } = await inReview();
  tickByHand(disk, '1.2');
  expect(await goOn()).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual({ ...allDone, '1.2': 'skipped' });
  expect(proven(disk)).toEqual(['1.1', '2']);
  expect(disk.memory.text(`${root}/src/task-1.2.ts`)).toBeUndefined();
  expect(noticesOf(runs).filter((text) => text.includes('ticked by hand'))).toEqual([
    expect.stringMatching(/^Task 1\.2 .*: It was ticked by hand while it waited, so it was not built\.$/u),
  ]);
});

test('where no task comes after it, the outcome says so; its box opened again, it is built', async () => {
  const { disk, runs, goOn } = await inReview();
  tickByHand(disk, '1.2');
  tickByHand(disk, '2');
  expect(await goOn()).toEqual({ kind: 'done', message: expect.stringMatching(/Task 1\.2 .*Task 2 .*not built\.$/u) });
  const path = `${spec}/tasks.md`;
  disk.memory.put(path, (disk.memory.text(path) ?? '').replace('- [x] 1.2', '- [ ] 1.2'));
  expect(await runs.start({ what: 'all' })).toEqual({ kind: 'done' });
  expect(proven(disk)).toEqual(['1.1', '1.2']);
});

test('a task ticked by hand is built where the user asks for it by name, or to try it again', async () => {
  const disk = fresh();
  const { runs, harness } = await process(disk);
  tickByHand(disk, '1.1');
  const identity = await identityOf(harness, '1.1');
  expect(await runs.start({ what: 'task', identity })).toEqual({ kind: 'done' });
  expect(await runs.retry(identity)).toEqual({ kind: 'done' });
  expect(proven(disk)).toEqual(['1.1', '1.1']);
});

test('while a task is at work, one that waits is skipped; the one at work is not, with a sentence', async () => {
  const { disk, runs, harness, goOn } = await inReview();
  expect(await runs.skip(await identityOf(harness, '1.1'))).toEqual({
    kind: 'refused',
    code: 'busy',
    message: 'This task is at work. Wait for it or stop it, then skip it.',
  });
  expect(await runs.skip(await identityOf(harness, '1.2'))).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual({ '1.1': 'reviewing', '1.2': 'skipped', '2': 'queued' });
  expect(await goOn()).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual({ ...allDone, '1.2': 'skipped' });
  expect(proven(disk)).toEqual(['1.1', '2']);
});

test('while a task is at work, clear leaves it alone and forgets what waits', async () => {
  const { disk, runs, goOn } = await inReview();
  expect(await runs.clear()).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual({ '1.1': 'reviewing' });
  expect(await goOn()).toEqual({ kind: 'done' });
  expect(states(runs)).toEqual({ '1.1': 'done' });
  expect(proven(disk)).toEqual(['1.1']);
});

test('while a task is at work, a failed one is queued behind it to be tried again', async () => {
  const disk = fresh();
  const red: Proof = { red: 'a row is missing' };
  const first = await process(disk, Number.POSITIVE_INFINITY, [red, red]);
  await first.runs.start({ what: 'all' });
  const failed = await identityOf(first.harness, '1.1');
  expect(await first.runs.skip(failed)).toEqual({ kind: 'done' });
  const { runs, goOn, harness } = await inReview(disk);
  expect(runs.snapshot().current?.task.id).toBe('1.2');
  expect(await runs.retry(await identityOf(harness, '1.2'))).toMatchObject({ kind: 'refused', code: 'busy' });
  expect(await runs.retry(failed)).toEqual({ kind: 'done' });
  expect(runs.snapshot().tasks.map(({ id, state, position }) => [id, state, position])).toEqual([
    ['1.1', 'queued', 2],
    ['1.2', 'reviewing', undefined],
    ['2', 'queued', 3],
  ]);
  expect(await goOn()).toEqual({ kind: 'done' });
  expect(proven(disk)).toEqual(['1.2', '1.1', '2']);
});

test('what the user takes out of the queue stays out, whenever it is done', async () => {
  const whole = fresh();
  const { writes: made, runs } = await process(whole);
  await runs.start({ what: 'all' });
  const all = made();
  for (let at = 0; at < all; at += 3) {
    const disk = fresh();
    const { runs: each, harness, writes } = await process(disk);
    const identity = await identityOf(harness, '2');
    let skipped: Promise<unknown> | undefined;
    const follow = each.subscribe({
      changed: ({ active }) => {
        if (active && skipped === undefined && writes() >= at) skipped = each.skip(identity);
      },
    });
    const outcome = await each.start({ what: 'all' });
    follow.dispose();
    const told = await skipped;
    const where = `skipped at write ${at} of ${all}: ${JSON.stringify({ outcome, told, states: states(each) })}`;
    const refused = JSON.stringify(told ?? 'never').includes('refused') || told === undefined;
    expect(states(each)['2'], where).toBe(refused ? 'done' : 'skipped');
    expect(proven(disk).includes('2'), where).toBe(refused);
  }
}, 120_000);
