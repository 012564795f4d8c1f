/** A conversation that was made shorter has lost its steering: the next request brings back what still applies, once. */
import { expect, test } from 'vitest';
import { logConversation } from '../../../src/core/agent/logConversation';
import type { ToolRunner } from '../../../src/core/agent/types';
import { stateFiles } from '../../../src/core/permissions/stateFiles';
import { createSessionStore } from '../../../src/core/sessions/store';
import { defaultSettings } from '../../../src/core/settings';
import { createSteeredRun } from '../../../src/core/workspace/steeredRun';
import { createMemoryHost } from '../../support/memoryHost';
import { createScriptedClient, type ScriptedTurn, scriptedModel } from '../../support/scriptedClient';
import { expectValid, user } from '../agent/loopBench';

const rule = 'Rows are arrays, says the team.';
const files = {
  '/w/src/rows.ts': 'export {};\n',
  '/w/.kiro/steering/rows.md': `---\ninclusion: fileMatch\nfileMatchPattern: "src/rows.ts"\n---\n${rule}\n`,
};
const tools: ToolRunner = {
  schemas: [{ name: 'read_file', description: 'Reads.', inputSchema: { type: 'object' } }],
  readOnly: () => true,
  label: () => 'Read',
  run: async (call) => ({
    result: {
      type: 'tool_result',
      callId: call.id,
      content: [{ type: 'text', text: 'x'.repeat(7000) }],
      isError: false,
    },
  }),
};

test('steering returns after a compaction', async () => {
  const host = createMemoryHost({ files });
  const state = stateFiles(host.files, host.stateFolder);
  const session = await createSessionStore(state, `${host.stateFolder}/s`, host.mac, host.clock).create('one', {
    kind: 'task',
  });
  const conversation = logConversation(session);
  await conversation.append(user('Build it.'));
  /** `before` results stood in its request already, 2,000 tokens each. */
  const reading = (before: number): ScriptedTurn => ({
    calls: [{ name: 'read_file', input: { path: 'src/rows.ts' } }],
    usage: { input: 100 + before * 2000 },
  });
  const client = createScriptedClient([
    ...[0, 1, 2, 3].map(reading),
    { text: 'Rows are read in src/rows.ts. Next: the tests.' },
    { text: 'Done, and tested.' },
  ]);
  await createSteeredRun({ host, roots: ['/w'], trusted: true, settings: defaultSettings })(
    '/w',
    {
      model: { ...scriptedModel(client), contextWindow: 15_000 },
      system: ['You build.'],
      tools,
      conversation,
      compaction: { state: async () => 'Task 1.1, which changes src/rows.ts.' },
      maxTokens: 1000,
      maxTurns: 30,
      onEvent: () => undefined,
    },
    new AbortController().signal,
  );
  client.assertDone();
  const counts = client.requests.map(({ messages }) => JSON.stringify(messages).split(rule).length - 1);
  expect(session.events().some(({ type }) => type === 'compacted')).toBe(true);
  expect(counts[0]).toBe(0);
  expect(counts.slice(1)).toEqual(counts.slice(1).map(() => 1));
  expectValid(conversation.messages());
  await session.close();
});
