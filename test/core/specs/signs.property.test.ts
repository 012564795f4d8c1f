import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEYOND_ASCII, DIGIT, QUOTE, signOf, signsIn } from '../../../src/core/specs/ears/signs';

const words = ['within', 'no more than', "s'il", 'be', 'etc.', 'and/or', 'x1'];
const signs = words.map((word) => [word, signOf([word])] as const);
/** Pieces that words are made of, parted by and hidden in. */
const piece = fc.oneof(
  fc.constantFrom(
    ...words,
    'WITHIN',
    'No',
    'S',
    'beyond',
    'x_',
    '_',
    '`',
    '"',
    ']',
    ' ',
    '-',
    'é',
    '要',
    '\u0130',
    '\u2028',
  ),
  fc.string({ maxLength: 3 }),
);
const sentence = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('signs of a sentence', () => {
  it('are there for every word that an expression could find', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const { has } = signsIn(text);
        for (const [word, sign] of signs) {
          const first = /^[a-z0-9]+/.exec(word)?.[0] ?? '';
          if (new RegExp(`\\b${first}\\b`, 'i').test(text)) expect(has & sign, word).not.toBe(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('tell of characters exactly', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const { has } = signsIn(text);
        expect((has & DIGIT) !== 0).toBe(/[0-9]/.test(text));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what is beyond ASCII is asked for
        expect((has & BEYOND_ASCII) !== 0).toBe(/[^\x00-\x7f]/.test(text));
        expect((has & QUOTE) !== 0).toBe(/[`"\]]/.test(text));
      }),
    );
  });

  it('give the same glance in any case of ASCII, and with other signs between the words', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (all) => {
        const { glance } = signsIn(all.join(' '));
        expect(signsIn(all.join(', ').toUpperCase()).glance).toBe(glance);
        expect(signsIn([...all, 'other'].join(' ')).glance).not.toBe(glance);
      }),
    );
  });

  it.each([[''], ['-'], ['é'], ['(etc)']])('refuses %j as a word: nobody would find it', (word) => {
    expect(() => signOf([word])).toThrow(/does not begin with a letter/);
  });
});
