/** A command's own time, on a clock of the test's. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHolding } from '../../src/core/workspace/holding';
import { startStopwatch } from '../../src/node/commands/stopwatch';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function started() {
  const holding = createHolding();
  const time = startStopwatch({ held: holding.of('main') });
  const rung: string[] = [];
  return { holding, time, rung, ring: (name: string, ms: number) => time.after(ms, () => void rung.push(name)) };
}

test('all time counts where nobody is asked', () => {
  const time = startStopwatch({});
  const rung: number[] = [];
  time.after(1000, () => void rung.push(time.ms()));
  vi.advanceTimersByTime(999);
  expect([time.ms(), rung]).toEqual([999, []]);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual([1000]);
});

test('it stands still while its agent’s question is open, however many are', () => {
  const { holding, time, rung, ring } = started();
  ring('timeout', 1000);
  vi.advanceTimersByTime(400);
  const first = holding.hold(['main']);
  vi.advanceTimersByTime(5000);
  const second = holding.hold(['test', 'main']);
  first();
  vi.advanceTimersByTime(60_000);
  expect([time.ms(), rung]).toEqual([400, []]);
  ring('later', 100);
  second();
  vi.advanceTimersByTime(100);
  expect([time.ms(), rung]).toEqual([500, ['later']]);
  vi.advanceTimersByTime(500);
  expect([time.ms(), rung]).toEqual([1000, ['later', 'timeout']]);
});

test('questions for another’s commands do not stop it', () => {
  const { holding, time, rung, ring } = started();
  ring('timeout', 1000);
  holding.hold(['test']);
  vi.advanceTimersByTime(1000);
  expect([time.ms(), rung]).toEqual([1000, ['timeout']]);
});

test('begun while a question is open, it begins with the answer; disposed, nothing more comes', () => {
  const holding = createHolding();
  const release = holding.hold(['main']);
  const time = startStopwatch({ held: holding.of('main') });
  const rung: string[] = [];
  time.after(100, () => void rung.push('first'));
  time.after(200, () => void rung.push('second'));
  time.after(150, () => void rung.push('taken back')).dispose();
  vi.advanceTimersByTime(1000);
  expect(time.ms()).toBe(0);
  release();
  vi.advanceTimersByTime(150);
  time.dispose();
  holding.hold(['main'])();
  vi.advanceTimersByTime(1000);
  expect(rung).toEqual(['first']);
});
