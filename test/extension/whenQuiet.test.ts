/** Changes that become one piece of work, also where they never stop. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whenQuiet } from '../../src/extension/whenQuiet';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each<readonly [string, readonly number[], readonly number[]]>([
  ['one change', [0], [100]],
  ['a few that follow each other', [0, 50, 120], [220]],
  ['two with rest between them', [0, 200], [100, 300]],
  ['changes that never stop', Array.from({ length: 21 }, (_, at) => at * 50), [500, 1000, 1100]],
])('%s', (_, changes, expected) => {
  const begun = Date.now();
  const done: number[] = [];
  const waiting = whenQuiet(() => done.push(Date.now() - begun), { quiet: 100, most: 500 });
  for (const at of changes) {
    vi.advanceTimersByTime(begun + at - Date.now());
    waiting.soon();
  }
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(expected);
});

test('nothing is done once it is disposed of', () => {
  const done = vi.fn();
  const waiting = whenQuiet(done, { quiet: 100, most: 500 });
  waiting.soon();
  waiting.dispose();
  vi.advanceTimersByTime(1000);
  expect(done).not.toHaveBeenCalled();
});
