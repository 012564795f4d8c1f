import { describe, expect, it } from 'vitest';
import { dueTests } from '../../../src/core/runs/due';
import { criteriaOf, taskPrompt } from '../../../src/core/runs/prompt';
import { expectedOutcome } from '../../../src/core/runs/verify/expected';
import { flattenTasks, readSpec } from '../../../src/core/specs/index';
import { createMemoryHost } from '../../support/memoryHost';

const requirements = `# Requirements Document

## Requirements

### Requirement 1: Totals

#### Acceptance Criteria

1. WHEN a cart is shown, THE Cart SHALL show its total.
2. THE Cart SHALL round to cents.
`;

/** What is due for the first task of these, where each criterion has a test. */
async function due(tasks: string): Promise<readonly string[]> {
  const folder = '/w/.kiro/specs/cart';
  const host = createMemoryHost({
    files: {
      [`${folder}/requirements.md`]: requirements,
      [`${folder}/tasks.md`]: `# Implementation Plan\n\n## Tasks\n\n${tasks}`,
    },
  });
  const spec = await readSpec(host.files, folder);
  const document = spec.documents.find((each) => each.name === 'tasks.md');
  const [task] = document?.name === 'tasks.md' ? [...flattenTasks(document.tasks)] : [];
  if (task === undefined) throw new Error('There is no task.');
  const criteria = criteriaOf(spec, task).map(({ id, text }) => ({ id, text, tests: [`test/${id}.ts:3`] }));
  return dueTests(spec, task, criteria, expectedOutcome);
}

const all = '  - _Requirements: 1.1, 1.2_\n';
const second = '  - _Requirements: 1.2_\n';

describe('tests that are due with a task', () => {
  it.each<[string, string, readonly string[]]>([
    ['all that name its criteria', `- [ ] 1. Add totals\n${all}`, ['test/1.1.ts', 'test/1.2.ts']],
    ['none of a task whose tests are to fail', `- [ ] 1. Write a failing test\n${all}`, []],
    ['not what a later task brings', `- [ ] 1. Add totals\n${all}- [ ] 2. Round\n${second}`, ['test/1.1.ts']],
    [
      'not waiting for what is done',
      `- [ ] 1. Add totals\n${all}- [x] 2. Round\n${second}`,
      ['test/1.1.ts', 'test/1.2.ts'],
    ],
    [
      'not waiting for what may be left out',
      `- [ ] 1. Add totals\n${all}- [ ]* 2. Round\n${second}`,
      ['test/1.1.ts', 'test/1.2.ts'],
    ],
    [
      'not waiting for a checkpoint',
      `- [ ] 1. Add totals\n${all}- [ ] 2. Checkpoint\n${second}`,
      ['test/1.1.ts', 'test/1.2.ts'],
    ],
    [
      'those of its children with it',
      `- [ ] 1. Add totals\n${all}  - [ ] 1.1 Round\n    - _Requirements: 1.2_\n`,
      ['test/1.1.ts', 'test/1.2.ts'],
    ],
    ['none without criteria', '- [ ] 1. Add totals\n', []],
  ])('%s', async (_, tasks, files) => {
    expect(await due(tasks)).toEqual(files);
  });
});

describe('the message of a task', () => {
  it('says which tests are due, and what fails though its runner has no names', async () => {
    const folder = '/w/.kiro/specs/cart';
    const files = { [`${folder}/tasks.md`]: '# Implementation Plan\n\n## Tasks\n\n- [ ] 1. Add totals\n' };
    const spec = await readSpec(createMemoryHost({ files }).files, folder);
    const document = spec.documents.find((each) => each.name === 'tasks.md');
    const [task] = document?.name === 'tasks.md' ? document.tasks : [];
    if (task === undefined) throw new Error('There is no task.');
    const check = { line: 'npm test', cwd: '/w', state: 'failed_before' as const, output: 'boom', failing: [] };
    const baseline = { attempt: 0, state: 'passed' as const, checks: [check], sentence: '', warnings: [] };
    const parts = { spec, specPath: '.kiro/specs/cart', task, earlier: [], checks: [], baseline, map: '' };
    const green = taskPrompt({ ...parts, expected: 'green', due: ['test/total.ts'] });
    expect(green).toContain('name its criteria, in test/total.ts, where they fail today.');
    expect(green.slice(green.indexOf('<failing_before>'))).toContain('- npm test');
    expect(taskPrompt({ ...parts, expected: 'red', due: ['test/total.ts'] })).not.toContain('test/total.ts');
  });
});
