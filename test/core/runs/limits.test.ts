/** Every measure has its limit at every scope: a word at 80 %, a pause at 100 % that keeps everything and can be raised. */
import { describe, expect, test } from 'vitest';
import type { Measure } from '../../../src/core/agent/budget';
import type { MemoryHost } from '../../support/memoryHost';
import { identityOf, type RunHarness, reports, runHarness } from '../../support/runHarness';

/** What five answers of the harness's model come to: 110 tokens at a hundred-thousandth of a dollar, a minute each. */
const five: Readonly<Record<Measure, number>> = { money: 0.0055, tokens: 550, turns: 5, minutes: 5 };
const measures = Object.keys(five) as readonly Measure[];
const scopes = [
  ['task', 'this task'],
  ['spec', 'this spec'],
  ['day', 'this day'],
] as const;

/** Each answer takes a minute and looks at another file. */
function looks(host: () => MemoryHost, names: string) {
  return [...names].map((path) => ({
    text: 'Looking.',
    afterPiece: () => host().advance(60_000),
    calls: [{ name: 'read_file', input: { path } }],
  }));
}

async function started(harness: RunHarness) {
  const runs = await harness.runs();
  runs.setMode('autopilot');
  return { runs, outcome: await runs.start({ what: 'task', identity: await identityOf(harness, '1.1') }) };
}

const cases = scopes.flatMap(([of, words]) => measures.map((name) => [of, name, words] as const));

describe('a limit', () => {
  test.each(cases)('of %s in %s', async (of, name, words) => {
    const harness: RunHarness = runHarness([...looks(() => harness.host, 'abcde'), reports()], {
      limits: { task: {}, spec: {}, day: {}, [of]: { [name]: five[name] } },
    });
    const { runs, outcome } = await started(harness);
    expect(outcome).toMatchObject({
      kind: 'paused',
      message: expect.stringContaining(`The limit of ${words} is reached`),
    });
    const { current } = runs.snapshot();
    expect(current?.budget.find((meter) => meter.of === of && meter.name === name)?.used).toBeCloseTo(five[name]);
    const notices = current?.steps.flatMap((step) => (step.kind === 'notice' ? [step.text] : []));
    expect(notices?.filter((text) => text.startsWith(`Of ${words}, `))).toHaveLength(1);
    expect(await runs.raiseBudget()).toEqual({ kind: 'done' });
    harness.client.assertDone();
  });

  test.each(measures)('of a day in %s holds for whoever comes later that day, and not the day after', async (name) => {
    const limits = { task: {}, spec: {}, day: { [name]: five[name] } };
    const first: RunHarness = runHarness(
      looks(() => first.host, 'abcde'),
      { limits },
    );
    expect((await started(first)).outcome).toMatchObject({ kind: 'paused' });
    const second = runHarness([], { limits, host: first.host });
    expect((await started(second)).outcome).toMatchObject({
      kind: 'paused',
      message: expect.stringContaining('this day'),
    });
    second.client.assertDone();
    await first.host.advance(24 * 3_600_000);
    const later: RunHarness = runHarness([reports()], { limits, host: first.host });
    expect((await started(later)).outcome).toEqual({ kind: 'done' });
  });
});

describe('the limit of a task over all its tries', () => {
  const limits = { task: { turns: 5 }, spec: {}, day: {}, corrections: 0 };
  const red = { red: 'a row is missing' };
  /** A try of three turns that ends red. */
  const trying = (host: () => MemoryHost, names: string) => [...looks(host, names), reports()];
  const meter = (runs: Awaited<ReturnType<typeof started>>['runs']) =>
    runs.snapshot().current?.budget.find(({ of, name }) => of === 'task' && name === 'turns');
  const notices = (runs: Awaited<ReturnType<typeof started>>['runs']) =>
    runs.snapshot().current?.steps.flatMap((step) => (step.kind === 'notice' ? [step.text] : []));

  test('a retry has what is left, says so, and pauses there; raised, it goes on', async () => {
    const harness: RunHarness = runHarness(
      [...trying(() => harness.host, 'ab'), ...looks(() => harness.host, 'cd'), reports()],
      { limits, proofs: [red] },
    );
    const { runs, outcome } = await started(harness);
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(meter(runs)).toEqual({ name: 'turns', of: 'task', used: 3, limit: 5 });
    const identity = await identityOf(harness, '1.1');
    expect(await runs.retry(identity)).toMatchObject({
      kind: 'paused',
      message: expect.stringContaining('The limit of this task is reached: 5 of 5 turns'),
    });
    expect(meter(runs)).toEqual({ name: 'turns', of: 'task', used: 5, earlier: 3, limit: 5 });
    expect(notices(runs)).toContain('Earlier tries of this task count towards its limits: 3 of 5 turns are used.');
    expect(await runs.raiseBudget()).toEqual({ kind: 'done' });
    expect(meter(runs)).toEqual({ name: 'turns', of: 'task', used: 6, earlier: 3, limit: 10 });
    harness.client.assertDone();
  });

  test('where nothing is left, a retry asks for more before it asks the model', async () => {
    const harness: RunHarness = runHarness([...trying(() => harness.host, 'abcd'), reports()], {
      limits,
      proofs: [red],
    });
    const { runs } = await started(harness);
    const identity = await identityOf(harness, '1.1');
    const asked = harness.client.requests.length;
    expect(await runs.retry(identity)).toMatchObject({ kind: 'paused' });
    expect(harness.client.requests).toHaveLength(asked);
    expect(await runs.raiseBudget()).toEqual({ kind: 'done' });
    harness.client.assertDone();
  });

  test('what was raised stays raised for later tries of the task, not for others', async () => {
    const harness: RunHarness = runHarness(
      [
        ...trying(() => harness.host, 'abcdef'),
        ...trying(() => harness.host, 'g'),
        ...looks(() => harness.host, 'hijkl'),
      ],
      { limits, proofs: [red] },
    );
    const { runs, outcome } = await started(harness);
    expect(outcome).toMatchObject({ kind: 'paused' });
    expect(await runs.raiseBudget()).toMatchObject({ kind: 'failed' });
    expect(await runs.retry(await identityOf(harness, '1.1'))).toEqual({ kind: 'done' });
    expect(meter(runs)).toMatchObject({ used: 9, earlier: 7, limit: 10 });
    const other = await identityOf(harness, '1.2');
    expect(await runs.start({ what: 'task', identity: other })).toMatchObject({
      kind: 'paused',
      message: expect.stringContaining('5 of 5'),
    });
    harness.client.assertDone();
  });

  test('a limit that was lowered far below what was used is raised in one go', async () => {
    const first: RunHarness = runHarness(
      trying(() => first.host, 'abcd'),
      { limits, proofs: [red] },
    );
    await started(first);
    const lower = { ...limits, task: { turns: 1 } };
    const second: RunHarness = runHarness([reports()], { limits: lower, host: first.host });
    const { runs, outcome } = await started(second);
    expect(outcome).toMatchObject({ kind: 'paused', message: expect.stringContaining('5 of 1') });
    expect(await runs.raiseBudget()).toEqual({ kind: 'done' });
    expect(meter(runs)).toMatchObject({ used: 6, earlier: 5, limit: 6 });
  });
});
