/** What was paid for is entered once, by who asked for it; budgets count all of it. */
import { expect, test } from 'vitest';
import type { MemoryHost } from '../../support/memoryHost';
import { identityOf, type Kept, reports, runHarness, spec, writes } from '../../support/runHarness';

const part = { role: 'research', goal: 'Find the callers.', files: [] };
const csv = 'src/todos/csv.ts';
/** Of the harness's model: 110 tokens an answer at a hundred-thousandth of a dollar. */
const answer = 0.0011;

interface Line {
  readonly agent: string;
  readonly session: string;
  readonly dollars: number;
}

function ledgerOf(host: MemoryHost): readonly Line[] {
  const path = host.paths().find((each) => each.includes('/ledger/')) ?? '';
  return (host.text(path) ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

test('a task and its helper are told apart, and the day is their sum', async () => {
  const harness = runHarness([
    { calls: [{ name: 'delegate', input: { parts: [part] } }] },
    reports('Found.'),
    reports(),
  ]);
  const runs = await harness.runs();
  runs.setMode('autopilot');
  expect(await runs.start({ what: 'task', identity: await identityOf(harness, '1.1') })).toEqual({ kind: 'done' });
  const lines = ledgerOf(harness.host);
  expect(lines.map(({ agent }) => agent)).toEqual(['main', 'research', 'main']);
  expect(runs.snapshot().today.dollars).toBeCloseTo(3 * answer);
});

test('what others spend while a task is at work counts for the day, and can use it up', async () => {
  const spends = () => {
    harness.deps.ledger.add({
      ...{ at: harness.host.clock.now(), spec: '', task: '', session: 'hook-1', agent: 'hook', hook: 'review' },
      ...{ model: 'x/y', usage: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }, dollars: 5 },
    });
    return writes(csv, 'one\n');
  };
  const harness = runHarness([spends], { limits: { day: { money: 4 } } });
  const runs = await harness.runs();
  runs.setMode('autopilot');
  const ended = await runs.start({ what: 'task', identity: await identityOf(harness, '1.1') });
  expect(ended).toMatchObject({ kind: 'paused', message: expect.stringContaining('this day') });
  expect(runs.snapshot().today.dollars).toBeCloseTo(5 + answer);
});

test.each([
  ['a fork', 'fork'],
  ['a second try', 'retry'],
] as const)('what the session before %s was paid for counts for the spec, once', async (_, how) => {
  const kept: Kept = new Map();
  const harness = runHarness([writes(csv, 'one\n'), reports(), writes(csv, 'two\n'), reports()], {
    kept,
    limits: { spec: { turns: 100 } },
  });
  const runs = await harness.runs();
  runs.setMode('autopilot');
  const identity = await identityOf(harness, '1.1');
  await runs.start({ what: 'task', identity });
  if (how === 'fork') {
    const point = (await runs.checkpoints()).find(({ label }) => label === 'Before turn 1');
    await runs.fork(point?.id ?? '', { files: true });
    await runs.resume();
  } else {
    harness.host.put(`${spec}/tasks.md`, (harness.text(`${spec}/tasks.md`) ?? '').replace('[x] 1.1', '[ ] 1.1'));
    await runs.start({ what: 'task', identity });
  }
  harness.client.assertDone();
  const { current, tasks, today } = runs.snapshot();
  expect(current?.budget.find(({ of, name }) => of === 'spec' && name === 'turns')?.used).toBe(4);
  // The task's price is that of all its sessions; its evidence tells them apart.
  expect(tasks[0]).toMatchObject({ turns: 4, usage: { input: 400, output: 40 } });
  expect(tasks[0]?.dollars).toBeCloseTo(4 * answer);
  const own = { turns: 2, usage: { input: 200, output: 20 } };
  expect(harness.evidence.at(-1)).toMatchObject({ ...own, earlier: own });
  expect(harness.evidence[0]).not.toHaveProperty('earlier');
  expect((await runs.estimate({ what: 'next' })).dollars).toBeCloseTo(4 * answer);
  expect(ledgerOf(harness.host)).toHaveLength(4);
  expect(today.dollars).toBeCloseTo(4 * answer);
});
