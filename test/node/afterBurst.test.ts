import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterBurst } from '../../src/node/afterBurst';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** News, and the milliseconds that pass after each. */
function looks(...news: readonly (readonly [count: number, ms: number])[]): number {
  let count = 0;
  const bursts = afterBurst(() => {
    count += 1;
  });
  for (const [heard, ms] of news) {
    bursts.heard(heard);
    vi.advanceTimersByTime(ms);
  }
  bursts.dispose();
  vi.advanceTimersByTime(60_000);
  return count;
}

test.each<readonly [string, readonly (readonly [number, number])[], number]>([
  ['few news', [[4000, 5000]], 0],
  ['many at once', [[4001, 5000]], 1],
  ['many one after the other', [...Array.from({ length: 5000 }, () => [1, 1] as const), [1, 5000]], 1],
  ['few again and again', Array.from({ length: 3 }, () => [2000, 5000] as const), 0],
  [
    'many, quiet, and few',
    [
      [4001, 5000],
      [10, 5000],
    ],
    1,
  ],
  ['many that are not over when nobody watches any more', [[4001, 500]], 0],
])('%s: %j', (_, news, expected) => {
  expect(looks(...news)).toBe(expected);
});
