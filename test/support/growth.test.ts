import { expect, test } from 'vitest';
import { expectLinear } from './growth';

/** Judges work that says itself how long it takes. */
function judge(took: (size: number) => number): () => void {
  return () => expectLinear(took, 1000, 'work', (run) => Number(run()));
}

test.each([
  ['linear', (size: number) => size * 50],
  ['n log n', (size: number) => size * Math.log(size)],
  ['quadratic and short', (size: number) => size * size * 0.0003],
])('what is %s passes', (_what, took) => {
  expect(judge(took)).not.toThrow();
});

test.each([
  ['quadratic', (size: number) => size * size],
  ['exponential', (size: number) => 1.01 ** size],
])('what is %s fails, and says what it is', (_what, took) => {
  expect(judge(took)).toThrow('work: ');
});

test('a time that is too long by chance is measured again', () => {
  let disturbed = 1;
  const took = (size: number): number => size * (disturbed-- > 0 ? 50 : 1);
  expect(judge(took)).not.toThrow();
});
