import { expect, test } from 'vitest';
import {
  approved,
  askTurn,
  created,
  designText,
  documentTurn,
  harness,
  opened,
  requirementsText,
  spec,
  stateOf,
  tasksText,
} from '../../support/flowHarness';

test('a workspace is idle when nothing is at work, and not before', async () => {
  const { workspace, host } = harness([askTurn(), documentTurn(requirementsText)]);
  await workspace.idle();
  const handle = await created(workspace);
  await workspace.idle();
  expect(handle.snapshot().activity).toEqual({ kind: 'asking' });
  const writing = handle.answer([]);
  await workspace.idle();
  expect(host.text(`${spec}/requirements.md`)).toBe(requirementsText);
  expect(await writing).toEqual({ kind: 'done' });
});

test('one sentence becomes three approved documents', async () => {
  const { workspace, host, client } = harness([
    { text: 'I look around first.', calls: [{ name: 'read_file', input: { path: 'src/todos/list.ts' } }] },
    askTurn(),
    documentTurn(requirementsText),
    documentTurn(designText),
    documentTurn(tasksText),
  ]);
  const handle = await created(workspace);
  const asking = handle.snapshot();
  expect(asking.activity).toEqual({ kind: 'asking' });
  expect(asking.questions.map((each) => each.id)).toEqual(['filtered']);
  expect(asking.facts).toEqual([
    { file: 'src/todos/list.ts', line: 1, today: 'listTodos() gives every todo', callers: ['src/server.ts:3'] },
  ]);
  expect(asking.steps.map((step) => [step.label, step.state])).toContainEqual(['Read src/todos/list.ts', 'done']);
  expect(host.text(`${spec}/.config.kiro`)).toBe(
    '{"specId":"00000000-0000-4000-8000-000000000001","workflowType":"requirements-first","specType":"feature"}',
  );

  expect(await handle.generate('requirements.md')).toEqual({ kind: 'done' });
  expect(host.text(`${spec}/requirements.md`)).toBe(requirementsText);
  expect(handle.snapshot().reply).toBe('Look at the limit first.');
  expect(await handle.generate('design.md')).toMatchObject({ kind: 'refused', code: 'gate' });
  expect(await approved(handle, 'requirements.md')).toEqual({ kind: 'done' });
  expect(stateOf(handle, 'requirements.md')).toMatchObject({
    state: 'approved',
    approval: { by: 'Ana', vouched: 'key' },
  });

  expect(await handle.generate('design.md')).toEqual({ kind: 'done' });
  expect(await handle.generate('tasks.md')).toMatchObject({ kind: 'refused', code: 'gate' });
  expect(await approved(handle, 'design.md')).toEqual({ kind: 'done' });
  expect(await handle.generate('tasks.md')).toEqual({ kind: 'done' });
  expect(await approved(handle, 'tasks.md')).toEqual({ kind: 'done' });

  const done = handle.snapshot();
  expect(done.documents.map((each) => each.state)).toEqual(['approved', 'approved', 'approved']);
  expect(done.title).toBe('Todo CSV export');
  expect(done.cost).toMatchObject({ usage: { input: 500, output: 50 }, contextWindow: 200_000 });
  client.assertDone();

  const again = await opened(harness([], { host }).workspace);
  expect(again.snapshot()).toMatchObject({ documents: done.documents, cost: done.cost, activity: { kind: 'idle' } });
});

test('every request is a prefix of the next', async () => {
  const { workspace, client } = harness([askTurn(), documentTurn(requirementsText), documentTurn(designText)]);
  const handle = await created(workspace);
  await handle.answer([{ id: 'filtered', answer: ['All of the user'], source: 'user' }]);
  await approved(handle, 'requirements.md');
  await handle.generate('design.md');
  const requests = client.requests;
  expect(requests).toHaveLength(3);
  requests.slice(1).forEach((request, index) => {
    const before = requests[index];
    expect(request.system).toEqual(before?.system);
    expect(request.tools).toEqual(before?.tools);
    expect(request.messages.slice(0, before?.messages.length)).toEqual(before?.messages);
    const roles = request.messages.map((message) => message.role);
    expect(roles).toEqual(roles.map((_, at) => (at % 2 === 0 ? 'user' : 'assistant')));
  });
});
