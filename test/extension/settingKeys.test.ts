import { expect, test } from 'vitest';
import { settingKeys } from '../../src/extension/settingKeys';

function check(text: string, expected: readonly string[]): void {
  expect(settingKeys(text)).toEqual(expected);
}

test('keys of ours are found, others are not', () => {
  check('{ "editor.tabSize": 2, "tracewright.anthropic.baseUrl": "https://example.com" }', ['anthropic.baseUrl']);
});

test('comments and values are passed over', () => {
  check('{ // "tracewright.a": 1\n /* "tracewright.b": 2 */ "x": "tracewright.c", "y": "\\"tracewright.d\\":" }', []);
});

test('a trailing comma and a broken rest do no harm', () => {
  check('{ "tracewright.models.planning" : "anthropic/x", "tracewright.prices": {', ['models.planning', 'prices']);
});
