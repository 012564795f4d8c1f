import { describe, expect, it } from 'vitest';
import {
  type Limits,
  newlyTight,
  nothingSpent,
  type Spent,
  standingWords,
  usedUp,
} from '../../../src/core/agent/budget';

const spent = (change: Partial<Spent>): Spent => ({ ...nothingSpent, ...change });

describe('a limit', () => {
  const cases: readonly (readonly [string, Spent, Limits, string | undefined])[] = [
    ['none at all', spent({ dollars: 100, turns: 100 }), {}, undefined],
    ['below', spent({ dollars: 0.59 }), { money: 0.6 }, undefined],
    ['exactly', spent({ dollars: 0.6 }), { money: 0.6 }, 'money'],
    ['above', spent({ turns: 26 }), { turns: 25 }, 'turns'],
    ['of nothing', spent({}), { tokens: 0 }, 'tokens'],
    ['a price nobody knows', spent({ dollars: undefined }), { money: 1 }, undefined],
    ['minutes of work', spent({ ms: 20 * 60_000 }), { minutes: 20 }, 'minutes'],
    [
      'all kinds of tokens',
      spent({ usage: { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 } }),
      { tokens: 10 },
      'tokens',
    ],
    ['the fullest is named', spent({ turns: 30, dollars: 6 }), { turns: 25, money: 1 }, 'money'],
  ];
  it.each(cases)('%s', (_name, amount, limits, expected) => {
    expect(usedUp(amount, limits)?.measure).toBe(expected);
  });
});

describe('80 %', () => {
  const limits: Limits = { turns: 10, money: 1 };
  const cases: readonly (readonly [string, Spent, Spent, readonly string[]])[] = [
    ['not yet', spent({ turns: 1 }), spent({ turns: 7 }), []],
    ['reached', spent({ turns: 7 }), spent({ turns: 8 }), ['turns']],
    ['told once only', spent({ turns: 8 }), spent({ turns: 9 }), []],
    ['two at once', spent({ turns: 7, dollars: 0.7 }), spent({ turns: 9, dollars: 0.8 }), ['turns', 'money']],
    ['jumped over', spent({ dollars: 0.1 }), spent({ dollars: 2 }), ['money']],
  ];
  it.each(cases)('%s', (_name, before, after, expected) => {
    expect(newlyTight(before, after, limits).map(({ measure }) => measure)).toEqual(expected);
  });
});

it('amounts in words', () => {
  const words = (measure: 'money' | 'tokens' | 'turns' | 'minutes', used: number, limit: number) =>
    standingWords({ measure, used, limit });
  expect(words('money', 0.314, 0.6)).toBe('$0.31 of $0.60');
  expect(words('turns', 9, 25)).toBe('9 of 25 turns');
  expect(words('minutes', 4.9, 20)).toBe('4 of 20 minutes');
  expect(words('tokens', 999, 120_400)).toBe('999 of 120k tokens');
});
