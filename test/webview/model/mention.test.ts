import { describe, expect, it } from 'vitest';
import { chosenText } from '../../../src/webview/model/mention';
import { openMention } from '../../../src/webview/protocol';

describe('an open mention', () => {
  it.each<[string, string | undefined]>([
    ['#', ''],
    ['look at #file:src/a', 'file:src/a'],
    ['look at @li', 'li'],
    ['(#file:"a b', 'file:"a b'],
    ['#file:"a b" ', undefined],
    ['# Title', undefined],
    ['a#b', undefined],
    ['me@example', undefined],
    ['##', undefined],
    ['#done, ', undefined],
    ['', undefined],
  ])('of %j', (text, query) => expect(openMention(text, text.length)?.query).toBe(query));
  it('ends at the caret', () => expect(openMention('see #file please', 7)).toEqual({ start: 4, query: 'fi' }));
});

describe('a choice', () => {
  it.each([
    ['#diff', '', '#diff '],
    ['#diff', ' please', '#diff'],
    ['#file:', '', '#file:'],
  ])('%s before %j', (text, after, expected) => expect(chosenText(text, after)).toBe(expected));
});
