/** Hunks: taken out one by one, in any order, they give what was before; put in again, what was after. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTexts, putIn, reviewOf, taken, takeOut } from '../../../../src/core/runs/checkpoints/hunks';

const line = fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'a\r\n', 'long line\n', '  x\n');
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('', 'end', '\uFEFFend', 'cr\r'))
  .map(([lines, end]) => lines.join('') + end);

function compared(before: string, after: string) {
  const found = compareTexts(before, after);
  if (found === undefined) throw new Error('too different');
  return found;
}

describe('a hunk', () => {
  it('taken out after another, whichever order, leaves what was before, byte for byte', () => {
    fc.assert(
      fc.property(text, text, fc.nat(), (before, after, seed) => {
        let now = after;
        for (let step = 0; ; step++) {
          const { hunks } = compared(before, now);
          if (hunks.length === 0) break;
          const hunk = hunks[(seed + step) % hunks.length];
          now = takeOut(compared(before, now), hunk?.id ?? '') ?? 'no such hunk';
        }
        expect(now).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
  it('keeps its id while others are taken out, and is put in again where it was', () => {
    fc.assert(
      fc.property(text, text, fc.nat(), (before, after, seed) => {
        const all = compared(before, after);
        const hunk = all.hunks[seed % Math.max(1, all.hunks.length)];
        if (hunk === undefined) return;
        const without = takeOut(all, hunk.id) ?? 'gone';
        const out = taken(all, hunk.id);
        const rest = compared(before, without);
        expect(rest.hunks.map(({ id }) => id)).toEqual(all.hunks.map(({ id }) => id).filter((id) => id !== hunk.id));
        expect(out && putIn(rest, out)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });
  it('is not taken out of a file that changed in its place, nor put in there', () => {
    const before = 'one\ntwo\nthree\n';
    const all = compared(before, 'one\n2\nthree\n');
    const id = all.hunks[0]?.id ?? '';
    expect(takeOut(compared(before, 'one\n2 and more\nthree\n'), id)).toBeUndefined();
    const out = taken(all, id);
    expect(out && putIn(compared(before, 'one\nzwei\nthree\n'), out)).toBeUndefined();
    const around = compared(before, 'zero\none\ntwo\nthree\nfour\n');
    expect(out && putIn(around, out)).toBe('zero\none\n2\nthree\nfour\n');
  });
  it('shows its lines with three around it, without line ends', () => {
    const before = '1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\n';
    const all = compared(before, before.replace('5\r\n', 'five\r\nfünf\r\n').replace('7', 'seven'));
    const shown = all.hunks.map((hunk) => reviewOf(all, hunk));
    expect(shown.map(({ oldStart, newStart }) => [oldStart, newStart])).toEqual([[2, 2]]);
    expect(shown[0]?.lines.map(({ kind, text: each }) => `${kind} ${each}`)).toEqual([
      'same 2',
      'same 3',
      'same 4',
      'removed 5',
      'added five',
      'added fünf',
      'same 6',
      'removed 7',
      'added seven',
      'same 8',
      'same 9',
    ]);
  });
});
