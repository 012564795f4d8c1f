import { describe, expect, test } from 'vitest';
import { ago, agoIso, count, duration, list, money, percent, tokens } from '../../../src/webview/model/words';

const now = new Date(2026, 10, 21, 10, 30).getTime();
const minute = 60_000;

describe('ago', () => {
  test.each<readonly [number, string]>([
    [now, 'now'],
    [now - 6 * minute, '6 minutes ago'],
    [now - minute, '1 minute ago'],
    [new Date(2026, 10, 21, 9, 5).getTime(), '09:05'],
    [new Date(2026, 10, 20, 23, 59).getTime(), 'yesterday'],
    [new Date(2026, 10, 12).getTime(), '12 Nov'],
    [new Date(2025, 0, 3).getTime(), '3 Jan 2025'],
    [now + 5 * minute, 'now'],
  ])('%s', (at, expected) => expect(ago(at, now)).toBe(expected));
  test('no date, no words', () => expect(agoIso('soon', now)).toBe(''));
});

test('numbers in words', () => {
  expect([count(1, 'criterion', 'criteria'), count(1200, 'task')]).toEqual(['1 criterion', '1,200 tasks']);
  expect([list([]), list(['a']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  expect([money(0), money(0.004), money(1.2)]).toEqual(['$0.00', 'under $0.01', '$1.20']);
  expect([tokens(12), tokens(12_400)]).toEqual(['12 tokens', '12k tokens']);
  expect([percent(0), percent(0.001), percent(0.314), percent(2)]).toEqual([0, 1, 31, 100]);
  expect([duration(8000), duration(200_000)]).toEqual(['8 s', '3 min']);
});
