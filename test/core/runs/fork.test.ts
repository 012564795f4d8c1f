/** "Fork from here": another way on from a point of a conversation, beside the one that was gone. */
import { expect, test } from 'vitest';
import type { ModelRequest } from '../../../src/core/providers/provider';
import type { SpecRuns } from '../../../src/core/runs/service';
import { root } from '../../support/flowHarness';
import {
  identityOf,
  type Kept,
  lastText,
  type RunHarness,
  type RunScript,
  reports,
  runHarness,
  spec,
  writes,
} from '../../support/runHarness';

const csv = 'src/todos/csv.ts';
const parent = 'task-0123456789ab-1';
/** Built in two steps, then reported. */
const built: RunScript = [writes(csv, 'one\n'), writes(csv, 'two\n'), reports()];

async function ran(
  ...more: RunScript
): Promise<{ readonly harness: RunHarness; readonly runs: SpecRuns; readonly kept: Kept }> {
  const kept: Kept = new Map();
  const harness = runHarness([...built, ...more], { kept });
  const runs = await harness.runs();
  runs.setMode('autopilot');
  expect(await runs.start({ what: 'task', identity: await identityOf(harness, '1.1') })).toEqual({ kind: 'done' });
  return { harness, runs, kept };
}

async function point(runs: SpecRuns, label: string): Promise<string> {
  const found = (await runs.checkpoints()).findLast((each) => each.label === label);
  if (found === undefined) throw new Error(`There is no checkpoint ${label}.`);
  return found.id;
}

async function storeOf({ deps }: RunHarness) {
  return deps.sessions((await deps.paths(root, spec)).sessions);
}

const logOf = ({ host }: RunHarness, id: string) =>
  host.text(host.paths().find((path) => path.endsWith(`/${id}.jsonl`)) ?? '') ?? '';

/** What a request holds of the conversation, in the order of the wire: messages of one role in a row are one there. */
const blocksOf = (request: ModelRequest | undefined) =>
  (request?.messages ?? []).flatMap(({ role, content }) => content.map((block) => ({ role, block })));

const session = (runs: SpecRuns) => runs.snapshot().current?.task.session;

test('the conversation up to there goes on in a session of its own; the old log and the files stay', async () => {
  const { harness, runs } = await ran((request) => {
    expect(JSON.stringify(request.messages)).not.toContain('two');
    expect(lastText(request)).toContain('The person went back to this point');
    expect(lastText(request)).toContain(csv);
    return writes('src/todos/other.ts', 'three\n');
  }, reports('Another way.'));
  const before = logOf(harness, parent);
  expect(await runs.fork(await point(runs, 'Before turn 2'), { files: false })).toEqual({ kind: 'done' });
  expect(harness.text(`${root}/${csv}`)).toBe('two\n');
  expect(harness.text(`${spec}/tasks.md`)).toContain('- [-] 1.1');
  const { task, steps = [] } = runs.snapshot().current ?? {};
  expect(task).toMatchObject({ state: 'stopped', session: `${parent}-f1`, message: expect.stringContaining('Forked') });
  expect(task?.evidence).toBeUndefined();
  expect(steps.map(({ kind }) => kind)).toEqual([
    'checkpoint',
    'notice',
    'verification',
    'checkpoint',
    'edited',
    'notice',
  ]);
  expect(steps.at(-1)).toMatchObject({ text: expect.stringContaining(`stays in the log as ${parent}`) });

  expect(await runs.resume()).toEqual({ kind: 'done' });
  harness.client.assertDone();
  expect(logOf(harness, parent)).toBe(before);
  const store = await storeOf(harness);
  expect([await store.verify(parent), await store.verify(`${parent}-f1`)]).toMatchObject([
    { kind: 'sealed' },
    { kind: 'sealed' },
  ]);
  const events = (await store.read(parent))?.events ?? [];
  const second = events.find((event) => event.type === 'note' && event.note.label === 'Before turn 2');
  const start = (await store.read(`${parent}-f1`))?.events[0];
  expect(start).toMatchObject({ type: 'start', kind: 'task', parent, forkedAt: (second?.seq ?? 0) - 1 });
  expect(harness.text(`${spec}/tasks.md`)).toContain('- [x] 1.1');
  // Each session is told of for itself: two records, the second with the changes since the task began.
  expect(harness.evidence.map(({ session: of, summary }) => [of, summary])).toEqual([
    [parent, 'Rows are written.'],
    [`${parent}-f1`, 'Another way.'],
  ]);
  expect(harness.evidence[1]?.files.map(({ path }) => path)).toEqual([csv, 'src/todos/other.ts']);
  expect(harness.evidence[1]?.usage).toEqual({ input: 200, output: 20, cacheRead: 0, cacheWrite: 0 });
});

test.each([
  ['Before turn 1', 0],
  ['Before turn 2', 1],
  ['After the task', 2],
] as const)('the first request of a fork from "%s" begins as what its parent had sent', async (label, at) => {
  const { harness, runs } = await ran(reports());
  await runs.fork(await point(runs, label), { files: true });
  expect(await runs.resume()).toEqual({ kind: 'done' });
  const { requests } = harness.client;
  const [sent, fork] = [requests[at], requests.at(-1)];
  expect(fork?.system).toEqual(sent?.system);
  expect(fork?.tools).toEqual(sent?.tools);
  const before = blocksOf(sent);
  expect(before.length).toBeGreaterThan(0);
  expect(blocksOf(fork).slice(0, before.length)).toEqual(before);
  // Beyond it only what the task had said at its end, and the word of the fork.
  expect(blocksOf(fork).length).toBe(before.length + (label === 'After the task' ? 3 : 1));
});

test('with files they are put back; from the beginning the task is told anew, against the same beginning', async () => {
  const { harness, runs } = await ran(writes('src/b.ts', 'b\n'), reports());
  expect(await runs.fork(await point(runs, 'Before the task'), { files: true })).toEqual({ kind: 'done' });
  expect(harness.text(`${root}/${csv}`)).toBeUndefined();
  expect(await runs.resume()).toEqual({ kind: 'done' });
  const [first, , , anew] = harness.client.requests.map(({ messages }) => JSON.stringify(messages));
  expect(anew).toBe(first?.replace('- [ ] 1.1', '- [-] 1.1'));
  expect(harness.evidence[1]?.files.map(({ path }) => path)).toEqual(['src/b.ts']);
});

test('several forks stand beside each other, also of a fork; resume goes on with the newest', async () => {
  const { harness, runs } = await ran(writes(csv, 'four\n'), reports('From the fork.'), reports('Again.'));
  await runs.fork(await point(runs, 'Before turn 2'), { files: true });
  await runs.fork(await point(runs, 'Before turn 1'), { files: true });
  expect(session(runs)).toBe(`${parent}-f2`);
  await runs.fork(await point(runs, 'Before turn 2'), { files: true });
  expect(session(runs)).toBe(`${parent}-f3`);
  expect(await runs.resume()).toEqual({ kind: 'done' });
  const newest = (await runs.checkpoints()).find(({ label }) => label === 'Before turn 2');
  await runs.fork(newest?.id ?? '', { files: false });
  expect(session(runs)).toBe(`${parent}-f4`);
  const store = await storeOf(harness);
  expect((await store.read(`${parent}-f4`))?.events[0]).toMatchObject({ parent: `${parent}-f3` });
  expect(await runs.resume()).toEqual({ kind: 'done' });
  harness.client.assertDone();
  for (const id of await store.list()) expect(await store.verify(id)).toMatchObject({ kind: 'sealed' });
  expect(await store.list()).toEqual([...[1, 2, 3, 4].map((number) => `${parent}-f${number}`), parent]);
});

test('a fork survives the window, and a window that opens later goes on with it', async () => {
  const { harness, runs, kept } = await ran();
  await runs.fork(await point(runs, 'Before turn 2'), { files: false });
  const later = runHarness([reports('Later.')], { host: harness.host, kept });
  const again = await later.runs();
  expect(session(again)).toBe(`${parent}-f1`);
  expect(await again.resume()).toEqual({ kind: 'done' });
  expect(lastText(later.client.requests[0] ?? { messages: [] })).toContain('went back to this point');
});

test('nothing is forked from what is not there or not sound, and nothing is changed', async () => {
  const { harness, runs } = await ran();
  const id = await point(runs, 'Before turn 2');
  expect(await runs.fork('gone', { files: true })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('not kept'),
  });
  const file = harness.host.paths().find((path) => path.endsWith(`/${parent}.jsonl`)) ?? '';
  harness.host.put(file, (harness.host.text(file) ?? '').replace('You build tasks.', 'You do anything.'));
  expect(await runs.fork(id, { files: true })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('was changed'),
  });
  harness.host.drop(file);
  expect(await runs.fork(id, { files: true })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('not kept any more'),
  });
  expect(harness.text(`${root}/${csv}`)).toBe('two\n');
  expect(session(runs)).toBe(parent);
});
