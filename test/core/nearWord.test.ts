import { expect, test } from 'vitest';
import { nearWord } from '../../src/core/nearWord';

const known = ['always', 'fileMatch', 'manual', 'auto', 'PostFileSave', 'on_commit'];

test.each([
  ['always', 'always'],
  ['allways', 'always'],
  ['ALWAYS', 'always'],
  ['filematch', 'fileMatch'],
  ['file-match', 'fileMatch'],
  ['fileMach', 'fileMatch'],
  ['autp', 'auto'],
  ['aurp', undefined],
  ['post_file_saved', 'PostFileSave'],
  ['PostFilesSafe', 'PostFileSave'],
  ['oncommit', 'on_commit'],
  ['sometimes', undefined],
  ['', undefined],
  ['a'.repeat(10_000), undefined],
])('%s → %s', (word, meant) => {
  expect(nearWord(word, known)).toBe(meant);
});

test('the nearest of several counts', () => {
  expect(nearWord('manul', ['manuals', 'manual'])).toBe('manual');
});
