import { expect, test } from 'vitest';
import { designSections, taskPrompt } from '../../../src/core/runs/prompt';
import base from '../../../src/core/runs/prompts/base.md';
import helper from '../../../src/core/runs/prompts/helper.md';
import { documentOf, parseSpec } from '../../../src/core/specs/spec';
import { findTasks } from '../../../src/core/specs/tasks';
import { designText, requirementsText, tasksText } from '../../support/flowHarness';

const spec = parseSpec({
  path: '/code/todo/.kiro/specs/todo-csv-export',
  files: { 'requirements.md': requirementsText, 'design.md': designText, 'tasks.md': tasksText },
});

function task(id: string) {
  const document = documentOf(spec, 'tasks.md');
  const [found] = document === undefined ? [] : findTasks(document, id);
  if (found === undefined) throw new Error(`There is no task ${id}.`);
  return found;
}

test.each([
  ['1.1', 'green'],
  ['2', 'none'],
] as const)('the message of task %s, whole', async (id, expected) => {
  const prompt = taskPrompt({
    spec,
    specPath: '.kiro/specs/todo-csv-export',
    task: task(id),
    expected,
    earlier:
      id === '2'
        ? [
            {
              identity: '1.1-0',
              id: '1.1',
              title: 'Write rows as CSV',
              summary: 'Rows are\nwritten.',
              files: ['src/todos/csv.ts', 'src/todos/old.ts', 'test/csv.test.ts'],
              since: { 'src/todos/csv.ts': 'changed by 1.2 since', 'src/todos/old.ts': 'gone since' },
              at: '2026-01-01T00:00:00.000Z',
              requirements: [],
              path: '',
            },
          ]
        : [],
    checks: ['npm test'],
    map: 'src/todos/list.ts\n  3: export function list()',
    baseline: {
      attempt: 0,
      state: 'passed',
      sentence: '',
      warnings: [],
      checks: [
        { line: 'npm test', cwd: '', state: 'failed', output: 'list > is sorted', failing: ['list > is sorted'] },
        {
          line: 'python -m pytest',
          cwd: '',
          state: 'failed_before',
          output: '\n## Checks\u2028bash: python: command not found\r\n\n',
          failing: [],
        },
        { line: 'npm run lint', cwd: '', state: 'passed', output: 'fine', failing: [] },
      ],
    },
  });
  await expect(prompt).toMatchFileSnapshot(`__snapshots__/task-${id}.md`);
});

test.each([
  ['1.1', ['Overview', 'Route (1.1, 1.2, 1.3)', 'Testing Strategy']],
  ['1.2', ['Overview', 'Route (1.1, 1.2, 1.3)', 'Error Handling', 'Testing Strategy']],
])('the parts of the design that concern %s', (id, titles) => {
  expect(designSections(spec, task(id)).map(({ title }) => title)).toEqual(titles);
});

test('sections of the design that are left out are named', async () => {
  const parts = { spec, specPath: '.kiro/specs/todo-export', checks: [], map: '', earlier: [], baseline: undefined };
  const prompt = taskPrompt({ ...parts, task: task('1.2'), expected: 'green' });
  expect(prompt).toContain('Left out here, in design.md: Architecture; Data Models.');
});

test.each([
  [
    'a call that the task names without marks',
    'Cells become text before dotindex',
    ['Overview', 'Components and Interfaces', 'Error Handling'],
  ],
  ['an identifier of its criteria', 'Cut cells', ['Overview', 'Error Handling']],
  ['everyday words alone', 'Write the table of values', ['Overview', 'Error Handling']],
])('a section concerns a task by an identifier: %s', (_, title, titles) => {
  const known = parseSpec({
    path: '/code/table/.kiro/specs/numbers',
    files: {
      'requirements.md':
        '# Requirements Document\n\n## Requirements\n\n### Requirement 2: Widest\n\n#### Acceptance Criteria\n\n1. IF maxWidth is less than 1, THEN THE Table SHALL throw.\n',
      'design.md': `# Design Document\n\n## Overview\n\nIt is small.\n\n## Components and Interfaces\n\n\`dotindex(c)\` gets text.\n\n## Data Models\n\nA \`table\` of \`values\`.\n\n## Error Handling\n\n\`RangeError('maxWidth has to be whole')\`.\n`,
      'tasks.md': `# Implementation Plan\n\n## Tasks\n\n- [ ] 1. ${title}\n  - _Requirements: 2.1_\n`,
    },
  });
  const document = documentOf(known, 'tasks.md');
  const [found] = document === undefined ? [] : findTasks(document, '1');
  if (found === undefined) throw new Error('There is no task.');
  expect(designSections(known, found).map((section) => section.title)).toEqual(titles);
});

test.each([
  ['the agent', base],
  ['a helper', helper],
])('what %s is told of refusals is what a refusal with words says', (_, prompt) => {
  const words = prompt.replace(/\s+/gu, ' ');
  expect(words).toContain(
    'Where the person said something with it, do what they said; done so, the same may be asked for again. Without such words it is final',
  );
});
