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
