import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  canonicalHash,
  changesBetween,
  type DocumentChange,
  documentOf,
  parseDocument,
  parseSpec,
  renumberReferences,
} from '../../../src/core/specs';
import { anyName, anyText } from './arbitraries';

/** Requirements with criteria of these words. */
const requirements = (...groups: readonly (readonly [string, readonly string[]])[]): string =>
  `# Requirements Document\n\n## Introduction\n\nAbout it.\n\n## Requirements\n\n${groups
    .map(
      ([title, criteria], index) =>
        `### Requirement ${index + 1}: ${title}\n\n**User Story:** As a user, I want ${title}\n\n#### Acceptance Criteria\n\n${criteria.map((text, at) => `${at + 1}. ${text}`).join('\n')}\n`,
    )
    .join('\n')}`;

const login = 'WHEN a user signs in, THE App SHALL open the list';
const failed = 'IF the password is wrong, THEN THE App SHALL say so';
const locked = 'IF five attempts fail, THEN THE App SHALL lock the account';
const list = 'THE App SHALL show at most fifty todos on one page';
const log = 'THE App SHALL log the error';

const base = requirements(['Sign in', [login, failed, log]], ['List', [list, log]]);
/** "renumbered 1.2→1.3" */
const said = ({ kind, id, previousId }: DocumentChange): string =>
  `${kind} ${previousId === undefined ? '' : `${previousId}→`}${id}`;
const changes = (before: string, after: string) =>
  changesBetween(parseDocument('requirements.md', before), parseDocument('requirements.md', after)).map(said);

describe('changes', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['nothing', base, []],
    ['line ends', base.replaceAll('\n', '\r\n'), []],
    [
      'a criterion in between',
      requirements(['Sign in', [login, locked, failed, log]], ['List', [list, log]]),
      ['added 1.2', 'renumbered 1.2→1.3', 'renumbered 1.3→1.4'],
    ],
    [
      'a criterion at the end',
      requirements(['Sign in', [login, failed, log, locked]], ['List', [list, log]]),
      ['added 1.4'],
    ],
    [
      'a criterion less',
      requirements(['Sign in', [failed, log]], ['List', [list, log]]),
      ['renumbered 1.2→1.1', 'renumbered 1.3→1.2', 'removed 1.1'],
    ],
    [
      'other words',
      requirements(['Sign in', [login, failed.replace('say so', 'say which field'), log]], ['List', [list, log]]),
      ['reworded 1.2'],
    ],
    [
      'other words and another number',
      requirements(['Sign in', [failed.replace('say so', 'say which field'), login, log]], ['List', [list, log]]),
      ['reworded 1.2→1.1', 'renumbered 1.1→1.2'],
    ],
    [
      'swapped',
      requirements(['Sign in', [failed, login, log]], ['List', [list, log]]),
      ['renumbered 1.2→1.1', 'renumbered 1.1→1.2'],
    ],
    [
      'a requirement in front',
      requirements(['New', [locked]], ['Sign in', [login, failed, log]], ['List', [list, log]]),
      [
        'added 1',
        'added 1.1',
        'renumbered 1→2',
        'renumbered 1.1→2.1',
        'renumbered 1.2→2.2',
        'renumbered 1.3→2.3',
        'renumbered 2→3',
        'renumbered 2.1→3.1',
        'renumbered 2.2→3.2',
      ],
    ],
    [
      'requirements swapped',
      requirements(['List', [list, log]], ['Sign in', [login, failed, log]]),
      [
        'renumbered 2→1',
        'renumbered 2.1→1.1',
        'renumbered 2.2→1.2',
        'renumbered 1→2',
        'renumbered 1.1→2.1',
        'renumbered 1.2→2.2',
        'renumbered 1.3→2.3',
      ],
    ],
    ['another title and story', base.replaceAll('Sign in', 'Authenticate every visitor'), ['reworded 1']],
    [
      'a criterion elsewhere',
      requirements(['Sign in', [login, log]], ['List', [list, failed, log]]),
      ['renumbered 1.3→1.2', 'renumbered 1.2→2.2', 'renumbered 2.2→2.3'],
    ],
    [
      'a requirement less',
      requirements(['Sign in', [login, failed, log]]),
      ['removed 2', 'removed 2.1', 'removed 2.2'],
    ],
    ['other prose', base.replace('About it.', 'About more.'), ['prose Introduction']],
    ['spacing alone', base.replace('About it.', 'About  it.'), ['prose Introduction']],
  ];
  it.each(cases)('%s', (_what, after, expected) => {
    expect(changes(base, after)).toEqual(expected);
  });

  it('carry the words', () => {
    const after = requirements(['Sign in', [login, `${failed} twice`, log]], ['List', [list, log]]);
    expect(changesBetween(parseDocument('requirements.md', base), parseDocument('requirements.md', after))).toEqual([
      { kind: 'reworded', id: '1.2', before: failed, after: `${failed} twice` },
    ]);
  });

  it('name tasks, properties and clauses', () => {
    const tasks = (text: string) => parseDocument('tasks.md', text);
    expect(
      changesBetween(
        tasks('- [ ] 1. Build\n- [x] 2. Test it\n'),
        tasks('- [x] 1. Build\n- [ ] 2. Ship\n- [ ] 3. Test it\n'),
      ).map(said),
    ).toEqual(['added 2', 'renumbered 2→3']);
    const design = (text: string) => parseDocument('design.md', text);
    expect(
      changesBetween(
        design('## Overview\na\n### Property 1: A\nx\n'),
        design('## Overview\nb\n### Property 1: A\ny\n'),
      ).map(said),
    ).toEqual(['reworded 1', 'prose Overview']);
    const bugfix = (text: string) => parseDocument('bugfix.md', text);
    expect(
      changesBetween(
        bugfix('### Current Behavior\n1.1 it fails\n'),
        bugfix('### Current Behavior\n1.1 it fails\n1.2 it hangs\n'),
      ).map(said),
    ).toEqual(['added 1.2']);
  });

  it('are there exactly when the canonical hash differs', () => {
    fc.assert(
      fc.property(anyName, anyText, anyText, fc.boolean(), (name, before, other, same) => {
        const after = same ? before.replaceAll('\n', '\r\n') : other;
        const found = changesBetween(parseDocument(name, before), parseDocument(name, after));
        expect(found.length === 0).toBe(canonicalHash(before) === canonicalHash(after));
      }),
      { numRuns: 500 },
    );
  });
});

describe('renumbering', () => {
  const renumbered = (before: string, after: string, name: 'design.md' | 'tasks.md', text: string) => {
    const spec = parseSpec({ path: '/w/.kiro/specs/todo', files: { 'requirements.md': before, [name]: text } });
    const document = documentOf(spec, name);
    return document === undefined
      ? ''
      : applyEdits(
          text,
          renumberReferences(
            document,
            changesBetween(parseDocument('requirements.md', before), parseDocument('requirements.md', after)),
            'todo',
          ),
        );
  };
  const inserted = requirements(['Sign in', [login, locked, failed, log]], ['List', [list, log]]);
  const inFront = requirements(['New', [locked]], ['Sign in', [login, failed, log]], ['List', [list, log]]);

  const tasks: readonly (readonly [string, string])[] = [
    ['- [ ] 1. A\n  - _Requirements: 1.1, 1.2_\r\n', '- [ ] 1. A\n  - _Requirements: 1.1, 1.3_\r\n'],
    ['- [ ] 1. A\n  - _Requirements: 1.1-1.3, 2.1_\n', '- [ ] 1. A\n  - _Requirements: 1.1, 1.3, 1.4, 2.1_\n'],
    [
      '- [ ] 1. A\n  - _Requirements: R1.2 (schema); All; prose_\n',
      '- [ ] 1. A\n  - _Requirements: R1.3 (schema); All; prose_\n',
    ],
    [
      '- [ ] 1. A\n  - test `@spec todo#1.2` and @spec other#1.2\n',
      '- [ ] 1. A\n  - test `@spec todo#1.3` and @spec other#1.2\n',
    ],
    [
      '- [ ] 1. A\n  - as Requirements 1.2, 1.3 and 1.1 say; version 1.2\n',
      '- [ ] 1. A\n  - as Requirements 1.3, 1.4 and 1.1 say; version 1.2\n',
    ],
    ['- [ ] 1.2 A\n', '- [ ] 1.2 A\n'],
  ];
  it.each(tasks)('%j', (text, expected) => {
    expect(renumbered(base, inserted, 'tasks.md', text)).toBe(expected);
  });

  it('follows whole requirements, in the design too', () => {
    expect(renumbered(base, inFront, 'tasks.md', '- [ ] 1. A\n  - _Requirements: 1, 1.2, 2_\n')).toBe(
      '- [ ] 1. A\n  - _Requirements: 2, 2.2, 3_\n',
    );
    expect(
      renumbered(base, inFront, 'design.md', '### Property 1: A\n**Validates: Requirements 1.1, 2.1-2.2**\n'),
    ).toBe('### Property 1: A\n**Validates: Requirements 2.1, 3.1, 3.2**\n');
  });

  it('leaves what points at nothing new', () => {
    const less = requirements(['Sign in', [failed, log]], ['List', [list, log]]);
    expect(renumbered(base, less, 'tasks.md', '- [ ] 1. A\n  - _Requirements: 1.1, 1.2_\n')).toBe(
      '- [ ] 1. A\n  - _Requirements: 1.1, 1.1_\n',
    );
  });
});
