/** What goes into the prompts' placeholders, a line each. */
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/core/diagnostic';
import { changeLine, problemsText } from '../../../src/core/flows/promptValues';
import type { DocumentChange } from '../../../src/core/specs/model';

/** So many words that are all the same, so that only their number counts. */
function words(count: number): string {
  return Array.from({ length: count }, () => 'w').join(' ');
}

describe('changeLine', () => {
  const cases: readonly (readonly [string, DocumentChange, string])[] = [
    [
      'a criterion is given whole',
      { kind: 'reworded', id: '1.2', before: 'one\ntwo', after: 'one\nthree' },
      'reworded 1.2 | before: one two | after: one three',
    ],
    [
      'of a section the part that differs, with a few words around',
      {
        kind: 'prose',
        id: 'Introduction',
        before: `${words(20)} old ${words(20)}`,
        after: `${words(20)} new ${words(20)}`,
      },
      `prose Introduction | before: … ${words(8)} old ${words(8)} … | after: … ${words(8)} new ${words(8)} …`,
    ],
    [
      'several differences lie in one part',
      { kind: 'prose', id: 'Notes', before: `old ${words(20)} old`, after: `new ${words(20)} new` },
      `prose Notes | before: old ${words(20)} old | after: new ${words(20)} new`,
    ],
    [
      'a part that is gone is missing between the words around it',
      { kind: 'prose', id: 'Glossary', before: `${words(9)} one two ${words(9)}`, after: words(18) },
      `prose Glossary | before: … ${words(8)} one two ${words(8)} … | after: … ${words(16)} …`,
    ],
    [
      'a section that is gone',
      { kind: 'prose', id: 'Notes', before: 'a b', after: '' },
      'prose Notes | before: a b | after: (none)',
    ],
    ['a new section', { kind: 'prose', id: 'Notes', after: 'a\nb' }, 'prose Notes | after: a b'],
    [
      'other words and another number',
      { kind: 'reworded', id: '1.4', previousId: '1.3', before: 'a', after: 'b' },
      'reworded 1.4 (was 1.3) | before: a | after: b',
    ],
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
    place: { line, column: 3, start: Math.max(0, length - 1), end: length },
  });
  const block: Diagnostic = { ...found(3, 5), place: { line: 3, column: 1, start: 12, end: 12 } };
  test.each([
    ['the words of the line', found(3, 5), '3:3 | tasks/x | Something is wrong. | - _Requirements: 9.9_'],
    ['of a block its first line', block, '3:1 | tasks/x | Something is wrong. | - _Requirements: 9.9_'],
    ['what is missing has no words', found(1, 0), '1:3 | tasks/x | Something is wrong.'],
  ])('%s', (_name, diagnostic, line) => {
    expect(problemsText([diagnostic], text)).toBe(line);
  });
});
