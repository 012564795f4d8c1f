import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { piecesOf } from '../../../src/webview/model/ears';

/** Pieces as `kind:text`, plain text without its kind. */
function check(text: string, expected: readonly string[]): void {
  const pieces = piecesOf(text).map((piece) => (piece.kind === 'text' ? piece.text : `${piece.kind}:${piece.text}`));
  expect(pieces).toEqual(expected);
}

describe('keywords', () => {
  test.each<readonly [string, readonly string[]]>([
    ['WHEN x, THE API SHALL y', ['keyword:WHEN', ' x, ', 'keyword:THE', ' API ', 'must:SHALL', ' y']],
    [
      'IF a THEN THE S SHALL NOT b',
      ['keyword:IF', ' a ', 'keyword:THEN', ' ', 'keyword:THE', ' S ', 'must:SHALL NOT', ' b'],
    ],
    ['when the user acts', ['when the user acts']],
    ['**WHEN** it rains', ['keyword:WHEN', ' it rains']],
    ['**Note** well', ['strong:Note', ' well']],
    ['answer `IF` in code', ['answer ', 'code:IF', ' in code']],
    ['`` a ` b `` done', ['code:a ` b', ' done']],
    ['WHENEVER is no keyword', ['WHENEVER is no keyword']],
    ['a ` lone tick', ['a ` lone tick']],
    ['WHILE on WHERE given FOR ALL x', ['keyword:WHILE', ' on ', 'keyword:WHERE', ' given ', 'keyword:FOR ALL', ' x']],
    ['', []],
  ])('%s', check);
});

test('no character of a text without marks is lost', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !/[`*]/.test(text)),
      (text) => {
        expect(
          piecesOf(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      },
    ),
  );
});
