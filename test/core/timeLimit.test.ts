import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { timeLimit } from '../../src/core/timeLimit';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Resolves with the reason once it is aborted. */
function aborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    const look = () => (signal.aborted ? resolve(signal.reason) : setTimeout(look, 5));
    look();
  });
}

test('its time comes, also where nothing else leads to it and garbage is collected', async () => {
  const { signal } = timeLimit(new AbortController().signal, 30);
  collect();
  expect(String(await aborted(signal))).toBe('Error: It took longer than 0.03 s.');
});

test('the other signal comes first, with its reason, and before the limit is made', async () => {
  const outer = new AbortController();
  const { signal, done } = timeLimit(outer.signal, 1_000_000);
  expect(signal.aborted).toBe(false);
  outer.abort('stopped');
  expect(await aborted(signal)).toBe('stopped');
  done();
  const late = timeLimit(outer.signal, 1_000_000);
  expect(late.signal.reason).toBe('stopped');
  late.done();
});

test.each([0, -1, Number.MIN_VALUE])('a limit of %s ms is over at once', async (ms) => {
  expect(await aborted(timeLimit(new AbortController().signal, ms).signal)).toBeInstanceOf(Error);
});

test('what is done waits no more, and a limit beyond what a timer can is as long as it can', async () => {
  const outer = new AbortController();
  const ended = timeLimit(outer.signal, 5);
  ended.done();
  const endless = timeLimit(outer.signal, Number.MAX_SAFE_INTEGER);
  await aborted(timeLimit(outer.signal, 30).signal);
  expect([ended.signal.aborted, endless.signal.aborted]).toEqual([false, false]);
  outer.abort();
  expect([ended.signal.aborted, endless.signal.aborted]).toEqual([false, true]);
  endless.done();
});
