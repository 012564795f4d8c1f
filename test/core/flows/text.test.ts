/** Documents in answers, and exact edits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assemble } from '../../../src/core/flows/assemble';
import { finished, joinParts, lastCompleteLine, readAnswer } from '../../../src/core/flows/documentText';
import { applyExactEdits, asShown } from '../../../src/core/flows/exactEdits';

describe('readAnswer', () => {
  test.each([
    ['nothing but words', { document: undefined, closed: false, reply: 'nothing but words' }],
    ['before\n<document>\n# A\n</document>\nafter', { document: '# A\n', closed: true, reply: 'before\n\nafter' }],
    ['<document>\n# A\nhalf', { document: '# A\nhalf', closed: false, reply: '' }],
    ['<document>\n# A\n</docum', { document: '# A\n', closed: false, reply: '' }],
    ['<document># A</document>', { document: '# A\n', closed: true, reply: '' }],
    ['<document>\n```markdown\n# A\n```\n</document>', { document: '# A\n', closed: true, reply: '' }],
    [
      '<document>\nuse `</document>` inside\n</document>',
      { document: 'use `</document>` inside\n', closed: true, reply: '' },
    ],
  ])('%j', (text, expected) => {
    expect(readAnswer(text)).toEqual(expected);
  });
});

describe('joinParts', () => {
  const before = '# A\n\n1. one\n2. two\n3. thr';
  test.each([
    ['goes on behind the last complete line', '3. three\n', '# A\n\n1. one\n2. two\n3. three\n'],
    ['drops lines that are repeated', '1. one\n2. two\n3. three\n', '# A\n\n1. one\n2. two\n3. three\n'],
    ['takes a document that begins anew', '# A\n\nall of it\n', '# A\n\nall of it\n'],
  ])('%s', (_name, next, joined) => {
    expect(joinParts(before, next)).toBe(joined);
  });

  test.each([
    ['an empty line between the parts is kept', '1. one\n2. tw', '\n### Two\n', '1. one\n\n### Two\n'],
    ['and is not doubled', '1. one\n\n### T', '\n### Two\n', '1. one\n\n### Two\n'],
    ['and lets repeated lines be dropped', '1. one\n2. tw', '\n1. one\n2. two\n', '1. one\n2. two\n'],
  ])('%s', (_name, first, rest, document) => {
    const said = (text: string) => ({ role: 'assistant' as const, content: [{ type: 'text' as const, text }] });
    const tail = [said(`<document>\n${first}`), said(`<document>\n${rest}</document>`)];
    expect(assemble(tail).document).toBe(document);
  });

  test('a document in two parts is the document, wherever it was cut', () => {
    const text = Array.from({ length: 30 }, (_, at) => `line ${at} of the document`).join('\n');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (at) => {
        const cut = text.slice(0, at);
        const kept = cut.lastIndexOf('\n') + 1;
        expect(joinParts(cut, text.slice(kept))).toBe(text);
      }),
    );
  });

  test('the last complete line is what is asked for', () => {
    expect(lastCompleteLine(before)).toBe('2. two');
    expect(lastCompleteLine('no line end')).toBeUndefined();
    expect(finished('\n\n# A\n\n\n')).toBe('# A\n');
  });
});

describe('applyExactEdits', () => {
  test.each([
    ['a b c', [['b', 'x']], 'a x c'],
    [
      'a b c',
      [
        ['c', ''],
        ['a', 'y'],
      ],
      'y b ',
    ],
    ['\ufeffa\r\nb\r\n', [['a\nb', 'a\nx\nb']], '\ufeffa\r\nx\r\nb\r\n'],
  ] as const)('%j with %j', (text, edits, expected) => {
    expect(
      applyExactEdits(
        text,
        edits.map(([old, next]) => ({ old, new: next })),
      ),
    ).toEqual({ kind: 'edited', text: expected });
  });

  test.each([
    ['a b a', [['a', 'x']], 'occurs more than once'],
    ['a b', [['z', 'x']], 'was not found'],
    ['a b', [['', 'x']], 'is empty'],
    [
      'abc',
      [
        ['ab', 'x'],
        ['bc', 'y'],
      ],
      'touch the same text',
    ],
  ] as const)('%j refuses %j', (text, edits, why) => {
    const result = applyExactEdits(
      text,
      edits.map(([old, next]) => ({ old, new: next })),
    );
    expect(result.kind === 'refused' ? result.problems.join(' ') : '').toContain(why);
  });

  test('what no edit touches stays, line ends included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('x', 'y', '\r\n', '\n', ' ', 'é')),
        fc.array(fc.constantFrom('x', '\r\n', '\n')),
        (head, tail) => {
          const [before, after] = [head.join(''), tail.join('')];
          const result = applyExactEdits(`${before}@mark@${after}`, [{ old: '@mark@', new: '' }]);
          expect(result).toEqual({ kind: 'edited', text: before + after });
          expect(asShown(before)).not.toContain('\r\n');
        },
      ),
    );
  });
});
