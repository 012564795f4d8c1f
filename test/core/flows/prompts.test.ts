/** The whole rendered request of each phase. A change of a prompt shows here, as its model will read it. */
import { expect, test } from 'vitest';
import { placeholdersOf } from '../../../src/core/context/render';
import { flows } from '../../../src/core/flows';
import type { Message } from '../../../src/core/messages';
import type { ModelRequest } from '../../../src/core/providers/provider';
import {
  approved,
  askTurn,
  created,
  designText,
  documentTurn,
  editTurn,
  type Harness,
  harness,
  repository,
  requirementsText,
  root,
  spec,
  tasksText,
} from '../../support/flowHarness';
import { mapFile, memoryMap } from '../../support/memoryMap';

function bodyOf(message: Message): string {
  return message.content
    .map((block) => {
      if (block.type === 'text') return block.text.trimEnd();
      if (block.type === 'tool_call') return `[calls ${block.name}]`;
      return block.type === 'tool_result'
        ? `[result] ${block.content.map((each) => (each.type === 'text' ? each.text : '')).join('')}`
        : `[${block.type}]`;
    })
    .join('\n\n');
}

function rendered(request: ModelRequest | undefined): string {
  if (request === undefined) throw new Error('Nothing was asked.');
  const system = request.system.map((part) => `=== system\n\n${part}`);
  const tools = `=== tools\n\n${request.tools.map((tool) => tool.name).join(', ')}`;
  const messages = request.messages.map((message) => `=== ${message.role}\n\n${bodyOf(message)}`);
  return `${[...system, tools, ...messages].join('\n\n')}\n`;
}

/** Snapshot of the last messages only: what stands before is in the snapshots of the phases before. */
function phase(request: ModelRequest | undefined): string {
  return request === undefined ? '' : `${bodyOf(request.messages.at(-1) ?? { role: 'user', content: [] })}\n`;
}

const files = {
  ...repository,
  [`${root}/.kiro/steering/tech.md`]: '---\ninclusion: always\n---\n# Technology\n\n- TypeScript, vitest\n',
};

/** The files that the agent may read, as the map knows them. */
const map = memoryMap([
  mapFile('src/todos/list.ts', ['listTodos', 'filterTodos']),
  mapFile('src/todos/routes.ts', ['todoRoutes'], ['listTodos']),
]);

async function expectSnapshot(text: string, name: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(`__snapshots__/requirements-first/${name}.md`);
}

test('requirements first', async () => {
  const broken = tasksText.replace('_Requirements: 1.1_', '_Requirements: 9.9_');
  const made: Harness = harness(
    [
      askTurn(),
      documentTurn(requirementsText),
      documentTurn(designText),
      documentTurn(broken),
      editTurn('tasks.md', [['_Requirements: 9.9_', '_Requirements: 1.1_']]),
      { text: 'Mended.' },
      editTurn('requirements.md', [['10,000', '20,000']]),
      { text: 'Refined.' },
      { text: 'Nothing to follow.' },
      { text: 'Nothing to follow.' },
      { calls: [{ name: 'report_findings', input: { findings: [], checked: 'all' } }] },
      { text: 'No finding.' },
    ],
    { memory: { files, parts: { map }, identity: { name: 'Ana', email: 'ana@example.com' } } },
  );
  const { client } = made;
  const handle = await created(made.workspace);
  await expectSnapshot(rendered(client.requests[0]), '1-ask');
  await handle.answer([{ id: 'filtered', answer: ['All of the user'], source: 'user' }]);
  await expectSnapshot(phase(client.requests[1]), '2-requirements');
  await approved(handle, 'requirements.md');
  await handle.generate('design.md');
  await expectSnapshot(phase(client.requests[2]), '3-design');
  await approved(handle, 'design.md');
  await handle.generate('tasks.md');
  await expectSnapshot(phase(client.requests[3]), '4-tasks');
  await expectSnapshot(phase(client.requests[4]), '5-repair');
  await handle.refine('requirements.md', 'Limit 20,000');
  await expectSnapshot(phase(client.requests[6]), '6-refine');
  await approved(handle, 'requirements.md');
  await handle.updateDownstream('requirements.md');
  await expectSnapshot(phase(client.requests[8]), '7-update');
  await handle.analyze('requirements.md');
  await expectSnapshot(phase(client.requests[10]), '8-analyze');
  client.assertDone();
  expect(made.host.text(`${spec}/tasks.md`)).toBe(tasksText);
});

test('what is said within a phase: go on, use edits, write anew', async () => {
  const half = requirementsText.indexOf('IF the filter');
  const wrong = editTurn('requirements.md', [['no such words', 'others']]);
  const made = harness([
    askTurn(),
    { text: `<document>\n${requirementsText.slice(0, half + 20)}`, reason: 'max_tokens' },
    { text: `<document>\n${requirementsText.slice(requirementsText.lastIndexOf('\n', half) + 1)}</document>\n` },
    documentTurn(requirementsText),
    wrong,
    wrong,
    { text: 'The words are not there.' },
  ]);
  const { client } = made;
  const handle = await created(made.workspace);
  await handle.answer([]);
  await expectSnapshot(phase(client.requests[2]), '9-continue');
  await handle.refine('requirements.md', 'Other words');
  await expectSnapshot(phase(client.requests[4]), '10-use-edits');
  await expectSnapshot(phase(client.requests[6]), '11-rewrite');
  client.assertDone();
  expect(made.host.text(`${spec}/requirements.md`)).toBe(requirementsText);
});

test('no placeholder is left without a value', () => {
  const known = new Set(
    'request reading answers facts map existing_specs other_specs related_criteria dismissed_findings spec_name spec_folder document document_name document_hash earlier_documents comments problems changes source source_name source_hash phase last_line dropped fence requirements requirements_hash design design_hash tasks tasks_hash bugfix bugfix_hash'.split(
      ' ',
    ),
  );
  for (const flow of flows) {
    const templates = [...Object.values(flow.prompts), ...flow.documents.map((document) => document.prompt)];
    expect(templates.flatMap(placeholdersOf).filter((name) => !known.has(name))).toEqual([]);
  }
});
