import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameFromSentence, safeName, uniqueName } from '../../../src/core/flows/naming';

describe('nameFromSentence', () => {
  test.each([
    [
      'Build a REST API for a todo list with CRUD operations, user authentication, and PostgreSQL storage',
      'rest-api-todo-list-crud-operations',
    ],
    ['Export my todos', 'export-todos'],
    ['A command that renames photos by the date they were taken', 'command-renames-photos-date-taken'],
    ['When I mistype the second alias of a command there is no suggestion', 'mistype-second-alias-command-suggestion'],
    ['spec list should be able to show only the specs that wait for me', 'spec-list-show-specs-wait'],
    ['Füge einen Export für Übersichten hinzu', 'fuge-einen-export-fur-ubersichten-hinzu'],
    ['タスクをCSVに書き出す', 'タスクをcsvに書き出す'],
    ['Добавить экспорт задач', 'добавить-экспорт-задач'],
    ['con', 'con-spec'],
    ['...', 'spec'],
    ['🎉🎉', 'spec'],
    ['a the of', 'a-the-of'],
    ['../../etc/passwd', 'etc-passwd'],
    ['First line\nsecond line', 'first-line'],
  ])('%s', (sentence, name) => {
    expect(nameFromSentence(sentence)).toBe(name);
  });
});

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/iu;

test('a name is safe on every file system, whatever it is made from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const name = safeName(text);
      expect(name).toMatch(/^[\p{L}\p{N}\p{M}]+(?:-[\p{L}\p{N}\p{M}]+)*$/u);
      expect([...name].length).toBeLessThanOrEqual(45);
      expect(name).not.toMatch(reserved);
      expect(name.normalize('NFC').length).toBeGreaterThan(0);
    }),
  );
});

test.each([
  ['todo', [], 'todo'],
  ['todo', ['todo'], 'todo-2'],
  ['todo', ['TODO', 'todo-2'], 'todo-3'],
  ['café', ['cafe\u0301'], 'café-2'],
  ['x'.repeat(40), ['x'.repeat(40)], `${'x'.repeat(38)}-2`],
])('%s beside %j is %s', (name, taken, expected) => {
  expect(uniqueName(name, taken)).toBe(expected);
});
