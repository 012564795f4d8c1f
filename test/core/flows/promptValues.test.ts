/** What goes into the prompts' placeholders, a line each. */
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/core/diagnostic';
import { changeLine, problemsText } from '../../../src/core/flows/promptValues';
import type { DocumentChange } from '../../../src/core/specs/model';

describe('changeLine', () => {
  const cases: readonly (readonly [string, DocumentChange, string])[] = [
    [
      'a criterion is given whole',
      { kind: 'reworded', id: '1.2', before: 'one\ntwo', after: 'one\nthree' },
      'reworded 1.2 | before: one two | after: one three',
    ],
    [
      'of a section only the lines that differ',
      { kind: 'prose', id: 'Introduction', before: 'a\n- b\n- c\nd', after: 'a\n- c\n- e\nd' },
      'prose Introduction | before: - b | after: - e',
    ],
    [
      'a line that is gone leaves nothing behind',
      { kind: 'prose', id: 'Glossary', before: 'a\n- b\nc', after: 'a\nc' },
      'prose Glossary | before: - b | after: (none)',
    ],
    [
      'lines that only changed places are given whole',
      { kind: 'prose', id: 'Notes', before: 'a\nb', after: 'b\na' },
      'prose Notes | before: a b | after: b a',
    ],
    ['a new section', { kind: 'prose', id: 'Notes', after: 'a\nb' }, 'prose Notes | after: a b'],
    ['another number', { kind: 'renumbered', id: '1.4', previousId: '1.3' }, 'renumbered 1.3 to 1.4'],
  ];
  test.each(cases)('%s', (_name, change, line) => {
    expect(changeLine(change)).toBe(line);
  });
});

describe('problemsText', () => {
  const text = '# Tasks\r\n\r\n  - _Requirements: 9.9_\r\n';
  const found = (line: number, length: number): Diagnostic => ({
    code: 'tasks/x',
    severity: 'error',
    message: 'Something\nis wrong.',
    place: { line, column: 3, start: 0, end: length },
  });
  test.each([
    ['the words of the line', found(3, 5), '3:3 | tasks/x | Something is wrong. | - _Requirements: 9.9_'],
    ['what is missing has no words', found(1, 0), '1:3 | tasks/x | Something is wrong.'],
  ])('%s', (_name, diagnostic, line) => {
    expect(problemsText([diagnostic], text)).toBe(line);
  });
});
