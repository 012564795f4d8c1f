/** A flow is data: one that nobody shipped, with two documents in another order, runs on the same engine. */
import { expect, test } from 'vitest';
import type { Flow } from '../../../src/core/flows/flow';
import { requirementsFirst } from '../../../src/core/flows/requirementsFirst';
import {
  approved,
  askTurn,
  designText,
  documentTurn,
  harness,
  requirementsText,
  root,
  stateOf,
} from '../../support/flowHarness';

const backwards: Flow = {
  ...requirementsFirst,
  id: 'design-only',
  label: 'Design, then what it promises',
  config: { workflowType: 'design-first', specType: 'feature' },
  documents: [
    {
      name: 'design.md',
      label: 'Sketch',
      prompt: '# Phase: sketch\n\n{{request}}\n',
      restsOn: [],
      gates: [],
      skeleton: '## Overview\n',
    },
    {
      name: 'requirements.md',
      label: 'Promises',
      prompt: '# Phase: promises\n\n<design approved="{{design_hash}}">\n{{design}}\n</design>\n',
      restsOn: ['design.md'],
      gates: ['design.md'],
      skeleton: '## Requirements\n',
    },
  ],
};

test('another flow needs no other engine', async () => {
  const { workspace, client, host } = harness([askTurn(), documentTurn(designText), documentTurn(requirementsText)], {
    flows: [requirementsFirst, backwards],
  });
  const handle = await workspace.specs.create({ root, sentence: 'Export todos', flow: 'design-only' });
  if ('kind' in handle) throw new Error(handle.message);
  expect(await handle.settled()).toEqual({ kind: 'asking' });
  expect(host.text(`${handle.path}/.config.kiro`)).toContain('"workflowType":"design-first"');
  expect(handle.snapshot().documents.map(({ name, label, state }) => [name, label, state])).toEqual([
    ['design.md', 'Sketch', 'absent'],
    ['requirements.md', 'Promises', 'locked'],
  ]);
  await handle.answer([]);
  expect(await handle.generate('requirements.md')).toEqual({
    kind: 'refused',
    code: 'gate',
    message: 'Promises is closed. Sketch is not approved.',
  });
  expect(await handle.generate('tasks.md')).toMatchObject({ kind: 'refused', code: 'invalid' });
  await approved(handle, 'design.md');
  expect(await handle.generate('requirements.md')).toEqual({ kind: 'done' });
  expect(await approved(handle, 'requirements.md')).toEqual({ kind: 'done' });
  host.put(`${handle.path}/design.md`, designText.replace('413', '429'));
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect([stateOf(handle, 'design.md').state, stateOf(handle, 'requirements.md').state]).toEqual(['changed', 'behind']);
  client.assertDone();
});

test('a flow that does not exist is refused', async () => {
  const { workspace } = harness([]);
  expect(await workspace.specs.create({ root, sentence: 'x', flow: 'waterfall' })).toMatchObject({
    kind: 'refused',
    code: 'invalid',
  });
});
