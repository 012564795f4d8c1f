/** How work grows with what it is given. No clock is judged by itself: a slow machine is slow with half as much, too. */
import { expect } from 'vitest';

/** Milliseconds of processor time under which nothing is looked at: too short to compare, and short enough. */
const short = 400;

/** How much less work the other measure has: four times as much takes four times as long where growth is linear, and sixteen where it is quadratic. */
const parts = 4;

/** Between the two, far from both: what the collector and other processes add does not reach it. */
const atMost = 9;

/** Times a ratio that is too high is measured again: the shortest of each counts, so that only work itself is judged. */
const attempts = 5;

/** Milliseconds of processor time that `run` takes. */
type Measure = (run: () => unknown) => number;

/** Processor time, so that other processes do not count. */
const processorTime: Measure = (run) => {
  const start = process.cpuUsage();
  run();
  return process.cpuUsage(start).user / 1000;
};

/** Fails where `run` takes more than in proportion to `size`; it is called with the whole and with a quarter of it. */
export function expectLinear(run: (size: number) => unknown, size: number, what = '', measure = processorTime): void {
  let [whole, part] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < attempts; attempt++) {
    whole = Math.min(
      whole,
      measure(() => run(size)),
    );
    if (whole < short) return;
    part = Math.min(
      part,
      measure(() => run(Math.floor(size / parts))),
    );
    if (whole / part < atMost) return;
  }
  expect.fail(`${what}: ${part.toFixed(0)} ms for a quarter, ${whole.toFixed(0)} ms for all`);
}

/** Fails where `run` takes more than in proportion to the length of the text. */
export function expectLinearIn(text: string, run: (text: string) => unknown, what = text.slice(0, 20)): void {
  expectLinear((size) => run(text.slice(0, size)), text.length, what);
}
