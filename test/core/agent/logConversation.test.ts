import { expect, it } from 'vitest';
import { logConversation, recordEvents, recordPrefix } from '../../../src/core/agent/logConversation';
import { runAgent } from '../../../src/core/agent/loop';
import { stateFiles } from '../../../src/core/permissions/stateFiles';
import { createSessionStore } from '../../../src/core/sessions/store';
import { createToolContext } from '../../../src/core/tools/context';
import { tools } from '../../../src/core/tools/index';
import { createToolRunner } from '../../../src/core/tools/runner';
import { createMemoryHost } from '../../support/memoryHost';
import { createScriptedClient, scriptedModel } from '../../support/scriptedClient';

it('a run is in the log: messages, usage, tools, retries; another process goes on with it', async () => {
  const host = createMemoryHost({ files: { '/w/a.ts': 'one' } });
  const store = createSessionStore(
    stateFiles(host.files, host.stateFolder),
    '/state/roots/x/sessions',
    host.mac,
    host.clock,
  );
  const session = await store.create('s', { kind: 'planning' });
  const runner = createToolRunner(tools, createToolContext(host, ['/w'], {}));
  const conversation = logConversation(session);
  await conversation.append({ role: 'user', content: [{ type: 'text', text: 'Read a.ts.' }] });
  const client = createScriptedClient([
    { voided: 'void', calls: [{ name: 'read_file', input: { path: 'a.ts' } }] },
    { text: 'It says one.' },
  ]);
  const failures: unknown[] = [];
  const system = ['You are tested.'];
  expect(await recordPrefix(session, { model: 'p/m', system, tools: runner.schemas }, 'start')).toBe(true);
  expect(await recordPrefix(session, { model: 'p/m', system, tools: runner.schemas }, 'start')).toBe(false);
  const onEvent = recordEvents(session, (error) => failures.push(error));
  await runAgent(
    { model: scriptedModel(client), system, tools: runner, conversation, maxTokens: 100, maxTurns: 5, onEvent },
    new AbortController().signal,
  );
  await session.close();

  const again = await store.resume('s');
  if (again === undefined) throw new Error('The session is not there.');
  expect(failures).toEqual([]);
  expect(again.events().map(({ type }) => type)).toEqual([
    'start',
    'message',
    'prefix',
    'waiting',
    'message',
    'tool_run',
    'tool_done',
    'message',
    'message',
    'close',
    'resume',
  ]);
  expect(logConversation(again).messages()).toEqual(conversation.messages());
  expect(
    again.events().flatMap((event) => (event.type === 'message' && event.usage ? [event.usage.input] : [])),
  ).toEqual([100, 100]);
  expect(await recordPrefix(again, { model: 'p/other', system, tools: runner.schemas }, 'model changed')).toBe(true);
});
