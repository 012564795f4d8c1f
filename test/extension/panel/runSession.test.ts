import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DiffLine, RunSnapshot } from '../../../src/core/runs/snapshot';
import { followRuns } from '../../../src/extension/panel/runSession';
import type { HostMessage } from '../../../src/webview/protocol';
import { fakeRuns } from '../../support/fakeRuns';
import { current, permission, runIn, runs, steps } from '../../webview/gallery/runs';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A followed fake, with what was posted since the last look. */
function follow(first: RunSnapshot, difference: readonly DiffLine[] = []) {
  const fake = fakeRuns(first);
  const posted: HostMessage[] = [];
  const failures: unknown[] = [];
  const session = followRuns({
    runs: fake,
    post: (message) => posted.push(message),
    difference: async () => difference,
    failed: (error) => failures.push(error),
  });
  const news = async (): Promise<readonly HostMessage[]> => {
    await vi.advanceTimersByTimeAsync(100);
    return posted.splice(0);
  };
  return { fake, session, news, failures };
}

const types = (messages: readonly HostMessage[]): readonly string[] => messages.map(({ type }) => type);

describe('the runs of a panel', () => {
  test('nothing before the page is loaded; then steps and changes before the screen that shows them', async () => {
    const { fake, session, news } = follow(runs());
    fake.set(runs({ mode: 'autopilot' }));
    expect(await news()).toEqual([]);
    session.restart();
    const first = await news();
    expect(types(first)).toEqual(['runSteps', 'runChanges', 'runs', 'runEstimate']);
    const view = first.find((message) => message.type === 'runs');
    expect(JSON.stringify(view)).not.toContain('"steps"');
    expect(JSON.stringify(view)).not.toContain('"hunks"');
  });

  test('what did not change is not sent again, however often it is told', async () => {
    const { fake, session, news } = follow(runs());
    session.restart();
    await news();
    for (let at = 0; at < 20; at++) fake.set(structuredClone(runs()));
    expect(await news()).toEqual([]);
  });

  test('a step that grows is sent alone, and a new run begins anew', async () => {
    const { fake, session, news } = follow(runs());
    session.restart();
    await news();
    const last = steps.at(-1);
    const grown = [...steps.slice(0, -1), { ...last, output: 'more' } as NonNullable<typeof last>];
    fake.set(runs({ current: current({ steps: grown }) }));
    expect(await news()).toEqual([{ type: 'runSteps', from: steps.length - 1, steps: grown.slice(-1) }]);
    const task = { ...current().task, session: 's2' };
    fake.set(runs({ current: current({ task, steps: steps.slice(0, 2) }) }));
    expect(await news()).toContainEqual({ type: 'runSteps', from: 0, steps: steps.slice(0, 2) });
  });

  test('steps that are taken away are taken away in the panel', async () => {
    const { fake, session, news } = follow(runs());
    session.restart();
    await news();
    fake.set(runs({ current: current({ steps: steps.slice(0, 3) }) }));
    expect(await news()).toContainEqual({ type: 'runSteps', from: 3, steps: [] });
  });

  test('the difference of a permission comes when it is known, and goes with it', async () => {
    const lines: readonly DiffLine[] = [{ kind: 'added', text: 'x' }];
    const write = permission({ action: { kind: 'write', path: '/w/a', how: 'edit', after: 'x' } });
    const { fake, session, news } = follow(runIn('waiting', { permission: write }), lines);
    session.restart();
    const sent = await news();
    const views = sent.filter((message) => message.type === 'runs');
    expect(views.map(({ runs: view }) => view?.difference)).toEqual([undefined, lines]);
    fake.set(runs());
    expect((await news()).find((message) => message.type === 'runs')).not.toHaveProperty('runs.difference');
  });

  test('the estimate is asked for again only when a task changed its state', async () => {
    const { fake, session, news } = follow(runs());
    session.restart();
    await news();
    fake.set(runs({ current: current({ text: 'Hello' }) }));
    expect(types(await news())).toEqual(['runs']);
    fake.set(runs({ tasks: [] }));
    expect(types(await news())).toContain('runEstimate');
  });

  test('after the panel is closed nothing is sent', async () => {
    const { fake, session, news } = follow(runs());
    session.restart();
    await news();
    session.dispose();
    fake.set(runs({ mode: 'autopilot' }));
    expect(await news()).toEqual([]);
  });
});
