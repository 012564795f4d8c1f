import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference } from '../../src/extension/textDifference';

function check(before: string, after: string, expected: { start: number; end: number; text: string }): void {
  expect(difference(before, after)).toEqual(expected);
}

test('a tick is one character', () => {
  check('- [ ] 1. A\n- [ ] 2. B\n', '- [ ] 1. A\n- [x] 2. B\n', { start: 14, end: 15, text: 'x' });
});

test('equal texts differ in nothing', () => {
  check('same', 'same', { start: 4, end: 4, text: '' });
});

test('a line end is not cut in two', () => {
  check('a\r\nb', 'a\rb', { start: 1, end: 3, text: '\r' });
  check('a\nb', 'a\r\nb', { start: 1, end: 2, text: '\r\n' });
});

test('a surrogate pair is not cut in two', () => {
  check('x😀y', 'x😁y', { start: 1, end: 3, text: '😁' });
});

test('putting the difference in gives the new text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\r', '\n', '\r\n', '😀', '😁') });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { start, end, text: put } = difference(before, after);
      expect(start).toBeLessThanOrEqual(end);
      expect(before.slice(0, start) + put + before.slice(end)).toBe(after);
    }),
  );
});
