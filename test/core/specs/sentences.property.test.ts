/** What sentences say is found without expressions where it is usual; it must be what the expressions find. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDocument } from '../../../src/core/specs';
import { criteriaWords } from '../../../src/core/specs/ears/criteria';
import { names, SYSTEM } from '../../../src/core/specs/ears/system';
import { OBLIGATION_ASCII, TRIGGER_ASCII } from '../../../src/core/specs/ears/words';

const [words, signs] = [
  ['SHALL', 'shall', 'Muss', 'shall_', '_deve', 'xsoll', 'WHEN', 'When', 'if', "S'IL", 'EN CAS DE', 'where'],
  ['THE', 'The', 'the', 'x-THE', 'Import_Service', 'Foo', 'Bar-Baz', 'file', '2'],
];
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words, ...signs) },
  { weight: 1, arbitrary: fc.constantFrom('`SHALL`', '"x SHALL', '"', ',', '*', '_', '\t', '.') },
);
const sentence = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', ' ', ' ', '', ', ')), { minLength: 1, maxLength: 10 })
  .map((pieces) => pieces.flat().join(''));

const earsOf = (text: string) =>
  criteriaWords(
    parseDocument('requirements.md', `### Requirement 1: A\n#### Acceptance Criteria\n1. a ${text}\n2. ${text}\n`),
  ).map(({ ears }) => ears);

it('obligations and triggers', () => {
  fc.assert(
    fc.property(sentence, (text) => {
      for (const { plain, obligations, trigger } of earsOf(text)) {
        const found = [...plain.matchAll(OBLIGATION_ASCII)].map(({ 0: { length }, index }) => [index, index + length]);
        expect(obligations.map(({ from, to }) => [from, to])).toEqual(found);
        expect(trigger && plain.slice(trigger.from, trigger.to)).toBe(TRIGGER_ASCII.exec(plain)?.[1]);
      }
    }),
    { numRuns: 2000 },
  );
});

it('the system', () => {
  let named = 0;
  fc.assert(
    fc.property(sentence, (text) => {
      for (const ears of earsOf(`THE ${text} SHALL end`)) {
        const term = SYSTEM.exec(ears.plain)?.[1];
        for (const other of ['Foo', 'Import_Service', 'Foo Foo', 'THE Foo', term ?? 'file']) {
          if (!names(other, ears)) continue;
          named++;
          expect(other).toBe(term);
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect(named).toBeGreaterThan(0);
});
