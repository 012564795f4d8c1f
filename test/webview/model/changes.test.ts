import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeWord, partsOf } from '../../../src/webview/model/changes';

const shown = (before: string | undefined, after: string | undefined): string =>
  partsOf({
    kind: 'reworded',
    id: '1.1',
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  })
    .map(({ kind, text }) => ({ same: text, added: `+${text}+`, removed: `-${text}-` })[kind])
    .join('');

describe('partsOf', () => {
  test.each<readonly [string | undefined, string | undefined, string]>([
    ['longer than 500 characters', 'longer than 200 characters', 'longer than -500-+200+ characters'],
    [undefined, 'all of it', '+all of it+'],
    ['all of it', undefined, '-all of it-'],
    ['one thing', 'quite another matter', '-one thing-+quite another matter+'],
    [undefined, undefined, ''],
  ])('%s → %s', (before, after, expected) => expect(shown(before, after)).toBe(expected));

  test('of a long section only the words around the change are shown', () => {
    const words = 'word '.repeat(100);
    const text = shown(`${words}500 ${words}`, `${words}200 ${words}`);
    expect(text).toMatch(/^… (?:word )+-500-\+200\+ (?:word )+…$/);
    expect(text.length).toBeLessThan(200);
  });

  test('both texts can be read from the parts', () => {
    fc.assert(
      fc.property(fc.lorem(), fc.lorem(), (before, after) => {
        const parts = partsOf({ kind: 'reworded', id: '1', before, after });
        const without = (kind: string): string =>
          parts
            .filter((part) => part.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect([without('added'), without('removed')]).toEqual([before, after]);
      }),
    );
  });
});

test('kinds of change in words', () => {
  expect(changeWord({ kind: 'renumbered', id: '1.4', previousId: '1.3' })).toBe('was 1.3');
  expect(changeWord({ kind: 'prose', id: 'Glossary' })).toBe('changed');
});
