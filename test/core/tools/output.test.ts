import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlainer, settled } from '../../../src/core/tools/ansi';
import { createOutput } from '../../../src/core/tools/output';

const piece = fc.oneof(
  fc.constantFrom(
    '\u001b[31m',
    '\u001b[0;1;38;5;12m',
    '\u001b]0;title\u0007',
    '\u001b]8;;http://x\u001b\\',
    '\u001b(B',
    '\u001bM',
    '\u001b',
    '\u001b[',
    '\u0000',
    '\r',
    '\n',
    '\b',
    '\t',
  ),
  fc.string({ maxLength: 5 }),
  fc.constantFrom('é', '😀', '漢'),
);
const stream = fc.array(piece, { maxLength: 20 }).map((all) => all.join(''));
const cutInto = (text: string, cuts: readonly number[]) => {
  const places = [0, ...[...cuts].map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, at) => text.slice(places[at], end));
};

describe('output of programs', () => {
  it('reads the same however it comes in pieces, and holds no escape sequence', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 6 }), (text, cuts) => {
        const [whole, inPieces] = [createPlainer(), createPlainer()];
        // What ends in an open sequence is held back; an end settles it.
        const expected = whole(`${text}x\u001b[0m`);
        const got = cutInto(`${text}x\u001b[0m`, cuts).map(inPieces).join('');
        expect(got).toBe(expected);
        expect(settled(got)).not.toMatch(/[\r\b]/u);
      }),
      { numRuns: 3000 },
    );
  });
  it('is all there in pages, while nothing had to go', () => {
    const kept = { head: 10, tail: 1000 };
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 30, unit: 'grapheme-ascii' }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (pieces, limit) => {
          const output = createOutput(kept);
          for (const each of pieces) output.add(each);
          let got = '';
          for (let from = 0; from < output.total(); ) {
            const page = output.page(from, limit);
            expect(page.from).toBe(from);
            expect(page.to).toBeGreaterThan(from);
            got += page.text;
            from = page.to;
          }
          expect(got).toBe(pieces.join(''));
        },
      ),
    );
  });
  it('beyond what is kept has its beginning and its end, each where it says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 }),
        fc.nat({ max: 2500 }),
        (sizes, from) => {
          const output = createOutput({ head: 20, tail: 100 });
          let all = '';
          for (const [at, size] of sizes.entries()) {
            const text = String.fromCharCode(97 + (at % 26)).repeat(size);
            output.add(text);
            all += text;
          }
          const page = output.page(from, 50);
          expect(page.text).toBe(all.slice(page.from, page.to));
          expect(output.total()).toBe(all.length);
          const { from: gone, to } = output.gap();
          expect(all.length - (to - gone)).toBeLessThanOrEqual(20 + 200 + 60);
          expect(output.page(0, 20).text).toBe(all.slice(0, 20));
          expect(output.page(Math.max(0, all.length - 50), 50).text).toBe(all.slice(-50));
        },
      ),
    );
  });
});
