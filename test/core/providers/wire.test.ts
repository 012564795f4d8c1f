import { expect, test } from 'vitest';
import { explained, quoted } from '../../../src/core/providers/failures';
import { retryDelay } from '../../../src/core/providers/retry';
import { networkCode, retryAfterMs } from '../../../src/core/providers/wire';

const now = Date.parse('2026-11-21T10:00:00Z');

test.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, 0],
  [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
] as readonly (readonly [Readonly<Record<string, string>>, number | undefined])[])(
  'retry-after of %j',
  (headers, expected) => {
    expect(retryAfterMs((name) => headers[name], now)).toBe(expected);
  },
);

const busy = explained('overloaded', 'busy', true);
test.each([
  ['full jitter: nothing at the least', busy, 1, 5, 0, 0],
  ['full jitter: nearly the whole at the most', busy, 1, 5, 0.999, 999],
  ['doubles', busy, 4, 5, 0.5, 4_000],
  ['has a ceiling', busy, 9, 10, 1, 30_000],
  ['ends with the attempts', busy, 5, 5, 0.5, undefined],
  ['once', busy, 1, 1, 0.5, undefined],
  ['what can not be mended is not repeated', explained('key', 'no'), 1, 5, 0.5, undefined],
  ['an empty answer is repeated once', explained('empty', 'x', true), 2, 5, 0.5, undefined],
  ["the vendor's wish is the least", explained('rate_limit', 'x', true, { retryAfterMs: 2_000 }), 3, 5, 0, 2_000],
  [
    'a wish of ten minutes is too long',
    explained('rate_limit', 'x', true, { retryAfterMs: 600_000 }),
    1,
    5,
    0,
    undefined,
  ],
  ['without reasoning at once', explained('invalid_request', 'x', false, { withoutReasoning: true }), 1, 1, 0.5, 0],
] as const)('retry: %s', (_, why, made, attempts, random, expected) => {
  expect(retryDelay(why, made, attempts, random)).toBe(expected);
});

test('the code of a network failure is found in its causes', () => {
  expect(
    networkCode(
      new Error('x', { cause: new Error('y', { cause: Object.assign(new Error('z'), { code: 'ECONNRESET' }) }) }),
    ),
  ).toBe('ECONNRESET');
  expect(networkCode(Object.assign(new Error('x'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }))).toBe(
    'SELF_SIGNED_CERT_IN_CHAIN',
  );
  expect(networkCode(Object.assign(new Error('x'), { code: 'ThrottlingException' }))).toBeUndefined();
  expect(networkCode(undefined)).toBeUndefined();
});

test("a vendor's words are short, on one line and without keys", () => {
  expect(quoted('  a\n b. ', [])).toBe(': a b');
  expect(quoted('', [])).toBe('');
  expect(quoted('key plain-key-of-mine is bad', ['plain-key-of-mine'])).toBe(': key [redacted] is bad');
  expect(quoted(`x${'y'.repeat(1_000)}`, [])).toHaveLength(243);
});
