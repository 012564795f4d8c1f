import { describe, expect, test } from 'vitest';
import type { Severity } from '../../../src/core/diagnostic';
import { breaksMeaning, inForm } from '../../../src/core/flows/inForm';
import type { DocumentName } from '../../../src/core/specs/model';

const requirements = (heading: string, criterion = 'WHEN a file is read, THE System SHALL print it.') =>
  `# Requirements Document\n\n## Requirements\n\n${heading}\n\n**User Story:** As a user, I want files, so that I can read.\n\n#### Acceptance Criteria\n\n1. ${criterion}\n`;

describe('what a model wrote is brought into form', () => {
  const cases: readonly (readonly [what: string, name: DocumentName, text: string, mended: string])[] = [
    [
      'a heading of the wrong level',
      'requirements.md',
      requirements('## Requirement 1: Files'),
      requirements('### Requirement 1: Files'),
    ],
    [
      'a heading with a dash, and a missing THEN at once',
      'requirements.md',
      requirements('### Requirement 1 - Files', 'IF no file is there, THE System SHALL exit with code 2.'),
      requirements('### Requirement 1: Files', 'IF no file is there, THEN THE System SHALL exit with code 2.'),
    ],
    [
      'what is right',
      'requirements.md',
      requirements('### Requirement 1: Files'),
      requirements('### Requirement 1: Files'),
    ],
    [
      'what it means is not touched',
      'tasks.md',
      '# Implementation Plan\n\n## Tasks\n\n- [ ] 1. A\n- [ ] 1. B\n',
      '# Implementation Plan\n\n## Tasks\n\n- [ ] 1. A\n- [ ] 1. B\n',
    ],
    ['no document at all', 'design.md', '', ''],
  ];
  test.each(cases)('%s', (_what, name, text, mended) => {
    expect(inForm(name, text)).toBe(mended);
    expect(inForm(name, mended)).toBe(mended);
  });
});

describe('what goes back to the model', () => {
  const cases: readonly (readonly [code: string, severity: Severity, goes: boolean])[] = [
    ['tasks/unresolved-reference', 'error', true],
    ['requirements/unresolved-mention', 'warning', true],
    ['requirements/unvalidated-criterion', 'hint', false],
    ['requirements/uncovered-criterion', 'warning', false],
    ['requirements/several-shalls', 'warning', false],
    ['requirements/malformed-requirement-heading', 'warning', false],
  ];
  test.each(cases)('%s as %s: %s', (code, severity, goes) => {
    expect(breaksMeaning({ code, severity, message: '', place: { line: 1, column: 1, start: 0, end: 0 } })).toBe(goes);
  });
});
