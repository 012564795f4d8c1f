/** Documents as people and accidents make them, for property tests. */
import fc from 'fast-check';
import type { DocumentName } from '../../../src/core/specs';

export const anyName: fc.Arbitrary<DocumentName> = fc.constantFrom(
  'requirements.md',
  'bugfix.md',
  'design.md',
  'tasks.md',
);

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const indent = fc.constantFrom('', '  ', '    ', '      ', '\t', ' \t');
const mark = fc.constantFrom(' ', 'x', '-', '~', 'X', '/', '!', '\u00a0', '✓');
const number = fc.constantFrom(
  '',
  '1. ',
  '1.1 ',
  '2. ',
  '2.10 ',
  '1.2a ',
  '1.2* ',
  'Task 3: ',
  'T01 ',
  '**4.** ',
  '1.1.1 ',
);
const words = fc.constantFrom(
  'Build it',
  'ÄÖ テスト',
  'x `- [ ]` y',
  '<!-- note --> rest',
  '🚧 work',
  '',
  '(optional) later',
);

const taskLine = fc
  .tuple(indent, mark, fc.constantFrom('', '*', '\\*'), number, words)
  .map(([space, state, star, id, text]) => `${space}- [${state}]${star} ${id}${text}`);

const otherLine = fc.constantFrom(
  '',
  '# Implementation Plan: x',
  '## Tasks',
  '### Requirement 1: A',
  '#### Acceptance Criteria',
  '1. WHEN a THEN the system SHALL b',
  '1.1 WHEN a THEN b',
  '- FR-1.1: c',
  '  - _Requirements: 1.1, 2.3-2.5_',
  '_要件： 1_',
  '**Validates: Requirements 1.1**',
  '### Property 1: p',
  '```',
  '````ts',
  '~~~',
  '  ```json',
  '<!--',
  '-->',
  'text <!-- open',
  '---',
  '=====',
  'Requirement 2: Under a line',
  'title: x',
  '* [ ] 1. star',
  '- [] empty',
  '- [x](https://example.com)',
  '{"waves":[{"id":0,"tasks":["1.1"]}]}',
  '## Task Dependency Graph',
  '| FR-1 | cell |',
  '> - [ ] quoted',
);

/** Text whose lines look like spec documents, with every line end and sometimes a BOM. */
export const specText: fc.Arbitrary<string> = fc
  .tuple(
    fc.boolean(),
    fc.array(
      fc.tuple(
        fc.oneof(
          { weight: 3, arbitrary: taskLine },
          { weight: 4, arbitrary: otherLine },
          { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
        ),
        lineEnd,
      ),
      {
        maxLength: 30,
      },
    ),
  )
  .map(([bom, lines]) => (bom ? '\uFEFF' : '') + lines.map(([line, end]) => line + end).join(''));

/** Spec-like text, any Unicode text, or any bytes read as text. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: specText },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

/** Bytes of spec-like text with some of them broken. */
export const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.tuple(specText, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 })).map(([text, broken]) => {
    const bytes = new TextEncoder().encode(text);
    for (const [at, value] of broken) {
      if (bytes.length > 0) {
        bytes[at % bytes.length] = value;
      }
    }
    return bytes;
  }),
);
