import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fuzzyScore } from '../../../src/core/context/fuzzy';

const paths = [
  'src/core/context/mentions.ts',
  'src/core/workspace/mentions.ts',
  'src/webview/model/mention.ts',
  'test/list.ts',
  'src/list.ts',
  'src/listening/pale.ts',
  'src/extension/panel/panelController.ts',
  'README.md',
];

function best(query: string): string | undefined {
  return paths
    .flatMap((path) => {
      const score = fuzzyScore(query, path);
      return score === undefined ? [] : [{ path, score }];
    })
    .sort((a, b) => b.score - a.score)[0]?.path;
}

describe('the best fit for', () => {
  it.each([
    ['list', 'src/list.ts'],
    ['mention', 'src/webview/model/mention.ts'],
    ['workspace/mentions', 'src/core/workspace/mentions.ts'],
    ['pcontr', 'src/extension/panel/panelController.ts'],
    ['PC.ts', 'src/extension/panel/panelController.ts'],
    ['readme', 'README.md'],
    ['src/lis', 'src/list.ts'],
    ['zzz', undefined],
  ])('%s', (query, expected) => expect(best(query)).toBe(expected));
});

test('a fit has all letters in order, and the text itself always fits', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 40 }), (query, text) => {
      const letters = [...query.toLowerCase()];
      let at = -1;
      const inOrder = letters.every((letter) => {
        at = text.toLowerCase().indexOf(letter, at + 1);
        return at !== -1;
      });
      expect(fuzzyScore(query, text) !== undefined).toBe(inOrder);
      if (text.length <= 100) expect(fuzzyScore(text, text)).toBeDefined();
    }),
  );
});
