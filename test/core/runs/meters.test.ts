import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareForHelpers } from '../../../src/core/runs/meters';
import type { BudgetMeter } from '../../../src/core/runs/snapshot';

describe('the share of helpers', () => {
  const task: BudgetMeter = { name: 'money', of: 'task', used: 1, limit: 5 };
  it.each([
    ['half of what is left', [task], 1, { money: 2 }],
    ['of which each has its part', [task], 4, { money: 0.5 }],
    ['the tightest limit counts', [task, { name: 'money', of: 'day', used: 59, limit: 60 }], 1, { money: 0.5 }],
    ['what is used up gives nothing', [{ ...task, used: 7 }], 2, { money: 0 }],
    ['what has no limit has none for them', [{ name: 'tokens', of: 'task', used: 9 }], 2, {}],
    ['time passes for all at once', [{ name: 'minutes', of: 'task', used: 10, limit: 90 }], 5, { minutes: 40 }],
  ] as const satisfies readonly (readonly [string, readonly BudgetMeter[], number, object])[])(
    '%s',
    (_name, meters, helpers, expected) => {
      expect(shareForHelpers(meters, helpers)).toEqual(expected);
    },
  );
  it('five together never exceed what is left', () => {
    const amount = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 1, max: 5 }), (used, limit, helpers) => {
        const { money = 0 } = shareForHelpers([{ name: 'money', of: 'task', used, limit }], helpers);
        expect(money * helpers).toBeLessThanOrEqual(Math.max(0, limit - used) + 1e-9);
      }),
    );
  });
});
