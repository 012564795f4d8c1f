/** How work grows with what it is given. No clock is judged by itself: a slow machine is slow with half as much, too. */
import { expect } from 'vitest';

/** Milliseconds of processor time under which nothing is looked at: too short to compare, and short enough. */
const short = 400;

/** Twice as much takes twice as long where growth is linear, and four times where it is quadratic. */
const atMost = 3;

/** Milliseconds of processor time that `run` takes. */
type Measure = (run: () => unknown) => number;

/** Processor time, so that other processes do not count; the shortest of three. */
const fastest: Measure = (run) => {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && best >= short; attempt++) {
    const start = process.cpuUsage();
    run();
    best = Math.min(best, process.cpuUsage(start).user / 1000);
  }
  return best;
};

/** Fails where `run` takes more than in proportion to `size`; it is called with the whole and with half of it. */
export function expectLinear(run: (size: number) => unknown, size: number, what = '', measure = fastest): void {
  const whole = measure(() => run(size));
  if (whole < short) return;
  const half = measure(() => run(Math.floor(size / 2)));
  expect(whole / half, `${what}: ${half.toFixed(0)} ms for half, ${whole.toFixed(0)} ms for all`).toBeLessThan(atMost);
}

/** Fails where `run` takes more than in proportion to the length of the text. */
export function expectLinearIn(text: string, run: (text: string) => unknown, what = text.slice(0, 20)): void {
  expectLinear((size) => run(text.slice(0, size)), text.length, what);
}
