import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editsBetween } from '../../../src/node/samples/edits';
import { withEdits } from '../../support/sampleTalk';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '- [ ] 1. Task', '### Requirement 1: A'), { maxLength: 12 });
const text = lines.map((list) => list.map((line) => `${line}\n`).join(''));

test('edits that all found their place lead from one text to the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { edits, lost } = editsBetween(before, after, before);
      if (lost === 0) expect(withEdits(before, { edits })).toBe(after);
    }),
    { numRuns: 500 },
  );
});

test('a place that is gone is lost, the others are found', () => {
  const before = 'one\ntwo\nthree\nfour\n';
  const after = 'one\n2\nthree\n4\n';
  expect(editsBetween(before, after, 'one\nmine\nthree\nfour\n')).toEqual({
    edits: [{ old: 'four\n', new: '4\n' }],
    lost: 1,
  });
});
