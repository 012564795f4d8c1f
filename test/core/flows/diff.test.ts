/** Requirement-level diffs between versions, drafts, approvals and commits, and what each change touches. */
import { describe, expect, test } from 'vitest';
import type { SpecHandle } from '../../../src/core/flows/service';
import type { TracedChange } from '../../../src/core/specs';
import {
  approved,
  designText,
  harness,
  opened,
  repository,
  requirementsText,
  root,
  spec,
  tasksText,
} from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';

const evidence = {
  version: 1,
  spec: 'export-todos-csv-file',
  at: '2026-01-02T00:00:00.000Z',
  outcome: 'verified',
  expected: 'green',
  requirements: ['1.1'],
  files: [],
  tests: { '1.1': ['test/csv.test.ts:3'] },
  commands: [],
  sentence: '',
  warnings: [],
  summary: 'Rows.',
  corrections: 0,
  turns: 1,
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  ms: 1,
  model: 'anthropic/x',
  session: 's',
  sandbox: { kind: 'bubblewrap', sentence: '' },
};

/** Three approved documents, of which `changed` then replaces the requirements. */
async function changedTo(requirements: string, tasks = tasksText) {
  const host = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: {
      ...repository,
      [`${spec}/requirements.md`]: requirementsText,
      [`${spec}/design.md`]: designText,
      [`${spec}/tasks.md`]: tasksText,
    },
    revisions: { main: { [`${spec}/requirements.md`]: requirementsText, [`${spec}/tasks.md`]: tasksText } },
  });
  const before = await opened(harness([], { host }).workspace);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const)
    expect(await approved(before, name)).toEqual({ kind: 'done' });
  const task = before
    .spec()
    .documents.flatMap((each) => (each.name === 'tasks.md' ? each.tasks : []))
    .flatMap(({ children }) => children)[0];
  const record = { ...evidence, task: { identity: task?.identity, id: '1.1', title: task?.title } };
  host.put(`${spec}/.tracewright/evidence/1.1-abc.json`, JSON.stringify(record));
  host.put(`${spec}/requirements.md`, requirements);
  host.put(`${spec}/tasks.md`, tasks);
  return opened(harness([], { host }).workspace);
}

async function changes(
  handle: SpecHandle,
  from: string,
  to = 'draft',
  document: 'requirements.md' | 'design.md' | 'tasks.md' = 'requirements.md',
): Promise<readonly TracedChange[]> {
  const diff = await handle.diff(document, from, to);
  if ('message' in diff) throw new Error(diff.message);
  return diff.changes;
}

const reworded = requirementsText.replace('a CSV file of the todos', 'a UTF-8 CSV file of the todos');
const removed = requirementsText
  .replace(/2\. IF the filter.*\n/u, '')
  .replace('3. IF the session', '2. IF the session');

describe('what a change touches', () => {
  test('a reworded criterion names property, sections, tasks and finished work', async () => {
    const handle = await changedTo(reworded);
    const [change, ...more] = await changes(handle, 'approved');
    expect(more).toEqual([]);
    expect(change).toMatchObject({ kind: 'reworded', of: 'criterion', id: '1.1', under: 'Export my todos' });
    expect(change?.touches.properties).toEqual([{ id: '1', title: 'An export can be read back' }]);
    expect(change?.touches.sections).toEqual(['Route (1.1, 1.2, 1.3)', 'Testing Strategy']);
    expect(change?.touches.tasks.map(({ id }) => id)).toEqual(['1.1', '2']);
    expect(change?.touches.finished).toMatchObject([
      { id: '1.1', path: '.tracewright/evidence/1.1-abc.json', requirements: ['1.1'] },
    ]);
  });

  test('a removed criterion blames nobody who names the number that moved up', async () => {
    const tasks = tasksText
      .replace('_Requirements: 1.2, 1.3_', '_Requirements: 1.2_')
      .replace('_Requirements: 1.1, 1.2, 1.3_', '_Requirements: 1.1, 1.2_');
    const list = await changes(await changedTo(removed, tasks), '1', 'draft');
    expect(list.map(({ kind, id, previousId }) => [kind, id, previousId])).toEqual([
      ['renumbered', '1.2', '1.3'],
      ['removed', '1.2', undefined],
    ]);
    expect(list[1]?.touches.tasks.map(({ id }) => id)).toEqual(['1.2', '2']);
    expect(list[1]?.touches.finished).toEqual([]);
  });

  test('tasks that were not brought in line mean the numbers that they were written for', async () => {
    const list = await changes(await changedTo(removed), 'approved');
    const touched = list.map(({ kind, id, touches }) => [kind, id, touches.tasks.map((task) => task.id)]);
    expect(touched).toEqual([
      // Of what was 1.3: what names 1.2 meant the criterion that is gone.
      ['renumbered', '1.2', ['1.2', '2']],
      ['removed', '1.2', ['1.2', '2']],
    ]);
  });

  test('a criterion put in front touches nobody who names the number that it took', async () => {
    const inFront = requirementsText
      .replace('1. WHEN', '1. THE Todo_App SHALL log each export.\n2. WHEN')
      .replace('\n2. IF', '\n3. IF')
      .replace('\n3. IF the session', '\n4. IF the session');
    const list = await changes(await changedTo(inFront), 'approved');
    const tasks = list.map(({ id, previousId, touches }) => [id, previousId, touches.tasks.map((task) => task.id)]);
    expect(tasks).toEqual([
      ['1.1', undefined, []],
      ['1.2', '1.1', ['1.1', '2']],
      ['1.3', '1.2', ['1.2', '2']],
      ['1.4', '1.3', ['1.2', '2']],
    ]);
  });

  test('an added criterion touches nothing until somebody names it', async () => {
    const list = await changes(
      await changedTo(`${requirementsText}4. THE Todo_App SHALL log each export.\n`),
      'approved',
    );
    expect(list).toMatchObject([{ kind: 'added', id: '1.4', of: 'criterion' }]);
    expect(list[0]?.touches).toEqual({ criteria: [], properties: [], sections: [], tasks: [], finished: [] });
  });

  test('a reworded task names what was finished under its old words', async () => {
    const list = await changes(
      await changedTo(requirementsText, tasksText.replace('Write rows as CSV', 'Write CSV rows')),
      'approved',
      'draft',
      'tasks.md',
    );
    expect(list).toMatchObject([{ kind: 'reworded', id: '1.1', of: 'task' }]);
    expect(list[0]?.touches).toMatchObject({ criteria: ['1.1'], finished: [{ id: '1.1' }] });
  });
});

test.each([
  ['approved', 'draft', 'as approved', 'as it stands', 1],
  ['v1', 'draft', 'version 1', 'as it stands', 1],
  ['main', 'draft', 'main', 'as it stands', 1],
  ['main', 'approved', 'main', 'as approved', 0],
  ['draft', 'main', 'as it stands', 'main', 1],
])('from %s to %s', async (from, to, fromLabel, toLabel, count) => {
  const handle = await changedTo(reworded);
  const diff = await handle.diff('requirements.md', from, to);
  expect(diff).toMatchObject({ from: { label: fromLabel }, to: { label: toLabel } });
  expect('changes' in diff && diff.changes.length).toBe(count);
});

test('a side that is not there is told in a sentence', async () => {
  const handle = await changedTo(reworded);
  expect(await handle.diff('requirements.md', 'nowhere', 'draft')).toEqual({
    kind: 'refused',
    code: 'invalid',
    message:
      'There is no requirements.md at "nowhere". Name draft, approved, one of the versions 1 to 1, or a commit that holds it.',
  });
  expect(await handle.commits('requirements.md')).toMatchObject([{ commit: 'main' }]);
  expect(root).not.toBe('');
});
