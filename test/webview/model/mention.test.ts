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
    ['/', 'steering:'],
    ['/dep', 'steering:dep'],
    ['Ship it.\n/dep', 'steering:dep'],
    ['and/or', undefined],
    ['see /dep', undefined],
    ['/src/a', undefined],
  ])('of %j', (text, query) => expect(openMention(text, text.length)?.query).toBe(query));
  it('ends at the caret', () => expect(openMention('see #file please', 7)).toEqual({ start: 4, query: 'fi' }));
  it('takes the slash along', () => expect(openMention('a\n/dep', 6)).toEqual({ start: 2, query: 'steering:dep' }));
});

describe('a choice', () => {
  it.each([
    ['#diff', '', '#diff '],
    ['#diff', ' please', '#diff'],
    ['#file:', '', '#file:'],
  ])('%s before %j', (text, after, expected) => expect(chosenText(text, after)).toBe(expected));
});
