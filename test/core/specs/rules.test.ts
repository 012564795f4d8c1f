import { describe, expect, it } from 'vitest';
import { applyEdits, type DocumentName, diagnosticsOf, parseSpec } from '../../../src/core/specs';
import { ruleOf } from '../../../src/core/specs/severity';

type Texts = Partial<Record<DocumentName, string>>;

const requirements = '### Requirement 1: A\n#### Acceptance Criteria\n1. a\n2. b\n### Requirement 2: B\n';

/** These few lines are no whole documents: what Kiro's templates lack is not asked here. */
function told(code: string): boolean {
  const rule = ruleOf(code);
  const others = ['graph-optional-task', 'invalid-task-line', 'not-utf-8'];
  return rule !== undefined && ((rule.about === 'meaning' && rule.severity === 'error') || others.includes(rule.name));
}

/** "error tasks/duplicate-id 2:1 message", for every document. */
function found(files: Texts): readonly string[] {
  const spec = parseSpec({ path: '/w/.kiro/specs/s', files });
  return spec.documents.flatMap(({ name }) =>
    diagnosticsOf(spec, name)
      .filter(({ code }) => told(code))
      .map(({ severity, code, place, message }) => `${severity} ${code} ${place.line}:${place.column} ${message}`),
  );
}

const graph = (body: string, tasks = '- [ ] 1.1 A\n- [ ] 1.2 B\n- [ ]* 1.3 C\n'): Texts => ({
  'tasks.md': `${tasks}## Task Dependency Graph\n\`\`\`json\n${body}\n\`\`\`\n`,
});
const shape = 'Write {"waves":[{"id":0,"tasks":["1.1"]}]}.';

const findings: readonly (readonly [string, Texts, readonly string[]])[] = [
  [
    'a requirement and a criterion twice',
    {
      'requirements.md':
        '### Requirement 1: A\n#### Acceptance Criteria\n1. a\n2. b\n2. c\n### Requirement 1: B\n#### Acceptance Criteria\n1. d\n',
    },
    [
      'error requirements/duplicate-id 5:1 Criterion 1.2 is already in line 4. Give this one a number of its own.',
      'error requirements/duplicate-id 6:1 Requirement 1 is already in line 1. Give this one a number of its own.',
    ],
  ],
  [
    'a clause twice',
    { 'bugfix.md': '### Current Behavior\n1.1 a\n1.1 b\n' },
    ['error bugfix/duplicate-id 3:1 Clause 1.1 is already in line 2. Give this one a number of its own.'],
  ],
  [
    'a property twice',
    { 'design.md': '### Property 1: A\n### Property 1: B\n' },
    ['error design/duplicate-id 2:1 Property 1 is already in line 1. Give this one a number of its own.'],
  ],
  [
    'a task twice',
    { 'tasks.md': '- [ ] 1.1 A\n- [ ] 1.1 B\n' },
    ['error tasks/duplicate-id 2:1 Task 1.1 is already in line 1. Give this one a number of its own.'],
  ],
  [
    'upper case X',
    { 'tasks.md': '- [X] 1. A\n' },
    ['error tasks/malformed-checkbox 1:4 [X] is no state of a task. Write [x] for done.'],
  ],
  [
    'another mark',
    { 'tasks.md': '- [/] 1. A\n' },
    [
      'error tasks/malformed-checkbox 1:4 [/] is no state of a task. Write [ ] for open, [-] for running, [x] for done or [~] for queued.',
    ],
  ],
  [
    'an empty box',
    { 'tasks.md': '- [] 1. A\n' },
    ['error tasks/malformed-checkbox 1:4 The box is empty, so this is no task. Write [ ] with a space.'],
  ],
  [
    'another bullet',
    { 'tasks.md': '* [x] 1. A\n' },
    ['warning tasks/invalid-task-line 1:1 This is no task, because it does not begin with "- [". Write "- [x]".'],
  ],
  [
    'a fence that never ends',
    { 'tasks.md': '```\n- [ ] 1. A\n## Notes\n' },
    [
      'error tasks/unclosed-block 1:1 This fence never ends and hides 2 tasks and headings below it. Close it with ```.',
    ],
  ],
  [
    'a comment that never ends',
    { 'requirements.md': '<!-- x\n### Requirement 1: A\n' },
    [
      'error requirements/unclosed-block 1:1 This comment never ends and hides 1 task or heading below it. Close it with -->.',
    ],
  ],
  [
    'UTF-16',
    { 'design.md': '#\0 \0A\0' },
    ['error design/not-utf-8 1:2 This file is not UTF-8 text. Save it again as UTF-8.'],
  ],
  [
    'a lost character',
    { 'design.md': '# A\n\uFFFD\n' },
    [
      'warning design/not-utf-8 2:1 A character was lost here (\uFFFD), as happens to text that is not UTF-8. Write it again and save as UTF-8.',
    ],
  ],
  [
    'references to nothing',
    {
      'requirements.md': requirements,
      'tasks.md': '- [ ] 1. A\n  - _Requirements: 1.2, 1.3, 1.2-1.4, 3_\n',
      'design.md': '### Property 1: A\n**Validates: Requirements 9.1**\n',
    },
    [
      'error design/unresolved-reference 2:27 There is no criterion 9.1 in requirements.md. Correct the number, or add what it should point at.',
      'error tasks/unresolved-reference 2:25 There is no criterion 1.3 in requirements.md; requirement 1 ends at 1.2. Correct the number, or add what it should point at.',
      'error tasks/unresolved-reference 2:30 There is no criterion 1.3 or 1.4 in requirements.md; requirement 1 ends at 1.2. Correct the number, or add what it should point at.',
      'error tasks/unresolved-reference 2:39 There is no requirement 3 in requirements.md. Correct the number, or add what it should point at.',
    ],
  ],
  [
    'broken JSON',
    graph('{'),
    [
      expect.stringMatching(
        /^error tasks\/invalid-dag-json 6:1 The dependency graph cannot be read: its JSON does not parse \(.*\)\. Write/,
      ),
    ],
  ],
  [
    'JSON that is no graph',
    graph('{"order":"1"}'),
    [
      `error tasks/invalid-dag-structure 6:1 The dependency graph cannot be read: it is no object with "waves". ${shape}`,
    ],
  ],
  [
    'a graph without waves',
    graph('{"waves":[]}'),
    [`error tasks/empty-dag-json 6:1 The dependency graph cannot be read: it has no waves. ${shape}`],
  ],
  [
    'a graph of unknown tasks',
    graph('{"waves":[{"id":0,\n"tasks":["1.1","9.9"]}]}'),
    [
      'error tasks/graph-unknown-task 7:16 The graph names task 9.9, which is not in the list. Remove it from the graph, or add the task.',
    ],
  ],
  [
    'a task in two waves',
    graph('{"waves":[{"id":0,"tasks":["1.1"]},{"id":1,"tasks":["1.1"]}]}'),
    ['error tasks/graph-duplicate-task 6:53 The graph names task 1.1 more than once. Keep it in one wave.'],
  ],
  [
    'an optional task in a wave',
    graph('{"waves":[{"id":0,"tasks":["1.1","1.3"]}]}'),
    [
      'warning tasks/graph-optional-task 6:1 Optional tasks are in the graph (1.3); Kiro never queues them and waits for their waves for ever. Remove them from the graph.',
    ],
  ],
  [
    'a cycle',
    graph('{"1.1":["1.2"],"1.2":["1.1"]}'),
    ['error tasks/graph-cycle 6:1 Tasks 1.2 → 1.1 → 1.2 wait for each other. Remove one of these dependencies.'],
  ],
  [
    'a wave that waits for a later one',
    graph('{"waves":[{"id":0,"tasks":["1.1"],"dependsOn":[1]},{"id":1,"tasks":["1.2"],"dependsOn":[0]}]}'),
    ['error tasks/graph-cycle 6:1 Tasks 1.2 → 1.1 → 1.2 wait for each other. Remove one of these dependencies.'],
  ],
];

/** What looks wrong and is not. */
const sound: readonly (readonly [string, Texts])[] = [
  ['nothing at all', { 'requirements.md': '', 'design.md': '', 'tasks.md': '' }],
  ['tasks without requirements to refer to', { 'tasks.md': '- [ ] 1. A\n  - _Requirements: 4.7_\n' }],
  [
    'requirements that number nothing',
    { 'requirements.md': '# R\nprose\n', 'tasks.md': '- [ ] 1. A\n  - _Requirements: 4.7_\n' },
  ],
  [
    'criteria of a requirement that lists none',
    { 'requirements.md': requirements, 'tasks.md': '- [ ] 1. A\n  - _Requirements: 2.1, 2_\n' },
  ],
  [
    'prose, all, and numbers inside prose',
    {
      'requirements.md': requirements,
      'tasks.md': '- [ ] 1. A\n  - _Requirements: All, testing of 7.7, Design §9.9, N/A_\n',
    },
  ],
  [
    'prefixes',
    {
      'requirements.md': requirements,
      'tasks.md': '- [ ] 1. A\n  - _Requirements: R1.1, Req 1.2, REQ-1, Requirement 2_\n',
    },
  ],
  [
    'letters left out',
    {
      'requirements.md': '### FR-1: A\n- FR-1.1: a\n',
      'tasks.md': '- [ ] 1. A\n  - _Requirements: 1.1, FR1, fr-1.1_\n',
    },
  ],
  [
    'a range over requirements',
    { 'requirements.md': requirements, 'tasks.md': '- [ ] 1. A\n  - _Requirements: 1.1-2_\n' },
  ],
  [
    'clauses of a bug fix',
    { 'bugfix.md': '### Current Behavior\n1.1 a\n', 'tasks.md': '- [ ] 1. A\n  - _Requirements: 1.1_\n' },
  ],
  ['tasks without numbers', { 'tasks.md': '- [ ] A\n- [ ] A\n' }],
  ['a link with one letter', { 'tasks.md': '- [a](https://example.com)\n' }],
  ['a sound graph', graph('{"waves":[{"id":0,"tasks":["1.1"]},{"id":1,"tasks":["1.2"]}]}')],
  ['a fence at the end', { 'design.md': '# A\n```\ncode\n' }],
];

describe('rules', () => {
  it.each(findings)('find %s', (_what, files, expected) => {
    expect(found(files)).toEqual(expected);
  });

  it.each(sound)('are content with %s', (_what, files) => {
    expect(found(files)).toEqual([]);
  });

  it.each([
    ['- [X] 1. A\n', '- [x] 1. A\n'],
    ['- [/] 1. A\n', '- [ ] 1. A\n'],
    ['- [] 1. A\n', '- [ ] 1. A\n'],
    ['  *  [x] 1. A\n', '  - [x] 1. A\n'],
    ['+\t[ ] 1. A\n', '- [ ] 1. A\n'],
  ])('mend %j', (text, expected) => {
    const spec = parseSpec({ path: '/s', files: { 'tasks.md': text } });
    const diagnostic = diagnosticsOf(spec, 'tasks.md').find(({ code }) => told(code));
    const mended = applyEdits(text, diagnostic?.fix?.edits ?? []);
    expect(mended).toBe(expected);
    expect(found({ 'tasks.md': mended })).toEqual([]);
  });
});
