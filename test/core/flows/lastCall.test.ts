/** What a call says is enough: no request is made only to hear it again, and a refused part costs no whole call. */
import { describe, expect, test } from 'vitest';
import { flows } from '../../../src/core/flows';
import { parseDocument } from '../../../src/core/flows/documents';
import type { SpecHandle } from '../../../src/core/flows/service';
import { missingHeadings, titleOf } from '../../../src/core/flows/skeleton';
import {
  approved,
  askTurn,
  created,
  designText,
  documentTurn,
  harness,
  opened,
  repository,
  requirementsText,
  type Script,
  spec,
  withAll,
  withRequirements,
} from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';
import { mortalHost } from '../../support/mortalHost';
import { type ScriptedTurn, scriptedModel } from '../../support/scriptedClient';

type Call = NonNullable<ScriptedTurn['calls']>[number];
const requirements = `${spec}/requirements.md`;

function edit(document: string, old: string, next: string, reply?: string, source = 'request'): Call {
  const edits = [{ old, new: next, concerns: [], source }];
  return { name: 'edit_document', input: { document, edits, ...(reply === undefined ? {} : { reply }) } };
}

const twice = requirementsText.replace('3. IF', '2. IF');
const limit = edit('requirements.md', '10,000', '20,000', '1.2 has the new limit.');

describe('a call with its reply ends the phase', () => {
  const refine = (handle: SpecHandle) => handle.refine('requirements.md', 'limit 20,000');
  test.each<[string, Script, string]>([
    ['one call', [{ calls: [limit] }], '1.2 has the new limit.'],
    ['words before it are not the reply', [{ text: 'I edit.', calls: [limit] }], '1.2 has the new limit.'],
    [
      'without a reply it is asked for',
      [{ calls: [edit('requirements.md', '10,000', '20,000')] }, { text: 'Done so.' }],
      'Done so.',
    ],
    [
      'a refused call ends nothing',
      [{ calls: [edit('requirements.md', 'no such words', 'x', 'Changed.')] }, { calls: [limit] }],
      '1.2 has the new limit.',
    ],
    [
      'a second call of the same turn is made again',
      [
        { calls: [limit, edit('requirements.md', '401', '403', 'And 1.3.')] },
        { calls: [edit('requirements.md', '401', '403', 'Both.')] },
      ],
      'Both.',
    ],
  ])('%s', async (_name, script, reply) => {
    const { handle, host, client } = await withRequirements(...script);
    expect(await refine(handle)).toEqual({ kind: 'done' });
    expect(host.text(requirements)).toContain('20,000');
    expect(handle.snapshot().reply).toBe(reply);
    client.assertDone();
  });

  test.each([false, true])('and its result stands before the next message, in a new window (%s) too', async (again) => {
    const { host, handle, client } = await withRequirements({ calls: [limit] }, { text: 'So.' });
    await refine(handle);
    const later = again
      ? await opened(harness([], { host, model: async () => scriptedModel(client) }).workspace)
      : handle;
    expect(await later.refine('requirements.md', 'Why?')).toEqual({ kind: 'done' });
    const last = client.requests.at(-1)?.messages.at(-1);
    expect(last?.content[0]).toMatchObject({ type: 'tool_result', isError: false });
    expect(JSON.stringify(last?.content[0])).toContain('Taken, and the document is written.');
    client.assertDone();
  });

  test('wherever its process ends, the change lands once and the reply stays', async () => {
    for (let most = 1; ; most += 1) {
      const memory = createMemoryHost({ identity: { name: 'Ana', email: 'ana@example.com' }, files: repository });
      await (await created(harness([askTurn(), documentTurn(requirementsText)], { host: memory }).workspace)).answer(
        [],
      );
      const mortal = mortalHost(memory, most);
      const dying = harness([{ calls: [limit] }], { host: { ...memory, ...mortal.host } });
      await (await opened(dying.workspace)).refine('requirements.md', 'limit 20,000');
      if (!mortal.dead()) break;
      const again = await opened(harness([{ calls: [limit] }], { host: memory }).workspace);
      const outcome = (await again.resumeCutOff()) ?? { kind: 'done' };
      expect(outcome, `killed at write ${most}`).toEqual({ kind: 'done' });
      const landed = memory.text(requirements)?.includes('20,000') === true;
      const told = again.snapshot().reply === '1.2 has the new limit.';
      expect(told, `killed at write ${most}`).toBe(landed);
      const refined = again.snapshot().documents[0]?.versions.filter(({ cause }) => cause.startsWith('Refined'));
      expect(refined?.length, `killed at write ${most}`).toBe(landed ? 1 : 0);
    }
  });

  test('an update of two documents costs a request each', async () => {
    const { handle, host, client } = await withAll(
      { calls: [edit('requirements.md', '10,000', '50,000', 'The limit is 50,000.')] },
      { calls: [edit('design.md', '| too many |', '| over 50,000 |', 'Design follows.')] },
      { calls: [edit('tasks.md', 'None.', '50,000.', 'Tasks follow.')] },
    );
    await handle.refine('requirements.md', 'limit 50,000');
    await approved(handle, 'requirements.md');
    expect(await handle.updateDownstream('requirements.md')).toEqual({ kind: 'done' });
    expect(handle.snapshot().reply).toBe('Design follows.\n\nTasks follow.');
    expect(host.text(`${spec}/design.md`)).toContain('over 50,000');
    client.assertDone();
  });

  test('comments are answered first', async () => {
    const { handle, host, client } = await withRequirements((request) => {
      const id =
        /^(\S+) \| 1\.2 \| comment/mu.exec(
          request.messages
            .at(-1)
            ?.content.map((block) => (block.type === 'text' ? block.text : ''))
            .join('\n') ?? '',
        )?.[1] ?? '';
      return {
        calls: [
          edit('requirements.md', '10,000', '20,000', 'It has the new limit.', id),
          { name: 'answer_comments', input: { answers: [{ comment: id, outcome: 'changed', reason: 'Raised.' }] } },
        ],
      };
    });
    await handle.comment('requirements.md', { id: '1.2' }, 'Raise it.');
    expect(await handle.sendComments('requirements.md')).toEqual({ kind: 'done' });
    expect(host.text(requirements)).toContain('20,000');
    expect(handle.snapshot()).toMatchObject({
      reply: 'It has the new limit.',
      comments: [{ answer: { reason: 'Raised.' } }],
    });
    client.assertDone();
  });
});

describe('the second repair', () => {
  const nothing = 'changed nothing';
  const remains = 'what remains after them';
  const second = edit('requirements.md', '\n2. IF the session', '\n3. IF the session', 'Look at the limit.', 'repair');
  test.each<[string, ScriptedTurn[], string]>([
    ['says that words changed nothing', [{ text: 'Mended.' }], nothing],
    [
      'says that refused edits changed nothing',
      [{ calls: [edit('requirements.md', 'zzz', 'y', 'Mended.')] }, { text: 'No.' }],
      nothing,
    ],
    ['says what remains', [{ calls: [edit('requirements.md', 'no todo data', 'nothing', 'Mended.')] }], remains],
  ])('%s', async (_name, first, told) => {
    const { workspace, host, client } = harness([askTurn(), documentTurn(twice), ...first, { calls: [second] }]);
    const handle = await created(workspace);
    expect(await handle.answer([])).toEqual({ kind: 'done' });
    const [before, after] = [client.requests[2], client.requests.at(-1)].map((request) =>
      JSON.stringify(request?.messages.at(-1)),
    );
    expect([nothing, remains].filter((words) => after?.includes(words))).toEqual([told]);
    expect(before?.includes(nothing) || before?.includes(remains)).toBe(false);
    expect(host.text(requirements)).toContain('3. IF the session');
    expect(handle.snapshot().reply).toBe('Look at the limit.');
    client.assertDone();
  });
});

test.each([
  ['## Test Strategy', '## Testing Strategy', '"## Test Strategy" stands here'],
  ['### Testing Strategy', '## Testing Strategy', '"### Testing Strategy" stands here'],
  ['## Rollout', '## Testing Strategy', 'is missing.'],
])('where %s stands, %s is missing there', (heading, wanted, words) => {
  const skeleton = flows[0]?.documents[1]?.skeleton ?? '';
  const text = designText.replace('## Testing Strategy', heading);
  const [problem, ...others] = missingHeadings(skeleton, parseDocument('design.md', text));
  expect(others).toEqual([]);
  expect(problem?.message).toContain(wanted);
  expect(problem?.message).toContain(words);
  const line = words === 'is missing.' ? 1 : text.split('\n').indexOf(heading) + 1;
  expect(problem?.place.line).toBe(line);
  expect(titleOf(skeleton)).toBe('Design Document');
});

describe('facts with places that are not there', () => {
  const fact = { file: 'src/todos/list.ts', line: 1, today: 'Gives every todo.', callers: [] };
  const cases: readonly (readonly [string, object, number, string | undefined])[] = [
    ['a line past the end', { ...fact, line: 2 }, 1, 'src/todos/list.ts:2'],
    ['a file that is not there', { ...fact, file: 'src/no.ts' }, 2, 'src/no.ts:1'],
    ['a line that is there', fact, 1, undefined],
  ];
  test.each(cases.flatMap((each) => [false, true].map((again) => [...each, again] as const)))(
    '%s: the model is told with the answers',
    async (_name, given, calls, place, again) => {
      const asks = Array.from({ length: calls }, () => askTurn({ facts: [given] }));
      const { workspace, host, client } = harness([...asks, documentTurn(requirementsText)]);
      const first = await created(workspace);
      const handle = again
        ? await opened(harness([], { host, model: async () => scriptedModel(client) }).workspace)
        : first;
      expect(await handle.answer([])).toEqual({ kind: 'done' });
      const asked = JSON.stringify(client.requests.at(-1)?.messages.at(-1));
      expect(/so the facts stand without them: (.*?)\.[\\"]/u.exec(asked)?.[1]).toBe(place);
      client.assertDone();
    },
  );
});
