import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptFrom, summaryMessage } from '../../../src/core/agent/compaction';
import { logConversation } from '../../../src/core/agent/logConversation';
import { runAgent } from '../../../src/core/agent/loop';
import type { AgentEnd, AgentEvent, ToolRunner } from '../../../src/core/agent/types';
import { type Message, textOf, toolCallsOf } from '../../../src/core/messages';
import { stateFiles } from '../../../src/core/permissions/stateFiles';
import { createSessionStore } from '../../../src/core/sessions/store';
import { createMemoryHost } from '../../support/memoryHost';
import { createScriptedClient, type ScriptedTurn, scriptedModel } from '../../support/scriptedClient';

const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });
const said = (text: string): Message => ({ role: 'assistant', content: [{ type: 'text', text }] });
const isAsked = (message: Message | undefined) => textOf(message ?? user('')).includes('made shorter now');

/** Answers each read with this many characters. */
function tools(length: number): ToolRunner {
  return {
    schemas: [{ name: 'read', description: 'Reads.', inputSchema: { type: 'object' } }],
    readOnly: () => true,
    label: () => 'Read',
    run: async (call) => ({
      result: {
        type: 'tool_result',
        callId: call.id,
        content: [{ type: 'text', text: 'x'.repeat(length) }],
        isError: false,
      },
    }),
  };
}

interface Ran {
  readonly end: AgentEnd;
  readonly events: readonly AgentEvent[];
  readonly requests: ReturnType<typeof createScriptedClient>['requests'];
  readonly messages: readonly Message[];
  /** What a process that reads the log anew goes on from. */
  readonly resumed: readonly Message[];
  readonly log: readonly string[];
}

/** A run in a window of this many tokens, against a session log. */
async function run(script: readonly ScriptedTurn[], window: number, length = 7_000): Promise<Ran> {
  const host = createMemoryHost();
  const store = createSessionStore(
    stateFiles(host.files, host.stateFolder),
    `${host.stateFolder}/s`,
    host.mac,
    host.clock,
  );
  const session = await store.create('one', { kind: 'task' });
  const conversation = logConversation(session);
  await conversation.append(user('Build it.'));
  const client = createScriptedClient(script);
  const events: AgentEvent[] = [];
  const end = await runAgent(
    {
      model: { ...scriptedModel(client), contextWindow: window },
      system: ['You build.'],
      tools: tools(length),
      conversation,
      compaction: { state: async () => 'Task 1.1. </state> Criteria 1.1, 1.2.' },
      maxTokens: 1000,
      maxTurns: 30,
      onEvent: (event) => events.push(event),
    },
    new AbortController().signal,
  );
  client.assertDone();
  await session.close();
  const again = await store.resume('one');
  if (again === undefined) throw new Error('The session is gone.');
  return {
    end,
    events,
    requests: client.requests,
    messages: conversation.messages(),
    resumed: logConversation(again).messages(),
    log: session.events().map(({ type }) => type),
  };
}

/** Every call is answered in the next message, no result is without its call, and roles take turns. */
function expectValid(messages: readonly Message[]): void {
  let open: readonly string[] = [];
  for (const message of messages) {
    const results = message.content.flatMap((block) => (block.type === 'tool_result' ? [block.callId] : []));
    expect([...results].sort()).toEqual([...open].sort());
    open = toolCallsOf(message).map(({ id }) => id);
  }
  expect(messages[0]?.role).toBe('user');
}

/** A turn that reads; `before` results stood in its request already, 2,000 tokens each. */
const reading = (before: number): ScriptedTurn => ({
  calls: [{ name: 'read', input: {} }],
  usage: { input: 100 + before * 2000 },
});
const four = [0, 1, 2, 3].map(reading);
const summary: ScriptedTurn = {
  text: 'src/a.ts: adds the route. Next: tests.',
  check: (request) => expect(isAsked(request.messages.at(-1))).toBe(true),
};

describe('a conversation that gets too long', () => {
  // 2,000 tokens a result: with four of them, another answer would not fit 80 % of the window.
  it('is replaced by the state and a summary, and the last turns stay as they were', async () => {
    const { end, messages, resumed, requests, events, log } = await run(
      [...four, summary, { text: 'Done, and tested.' }],
      15_000,
    );
    expect(end.kind).toBe('done');
    expect(textOf(messages[0] ?? user(''))).toMatch(
      /<state>\nTask 1\.1\. <\\\/state> Criteria 1\.1, 1\.2\.\n<\/state>/u,
    );
    expect(textOf(messages[0] ?? user(''))).toContain('src/a.ts: adds the route.');
    expect(messages.length).toBeLessThan(8);
    expectValid(messages);
    expect(resumed).toEqual(messages);
    expect(log.filter((type) => type === 'compacted')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'prefix')).toEqual([{ type: 'prefix', reason: 'compaction' }]);
    // The summary was asked for in the same prefix, so that the vendor's cache pays for it.
    const [before, asking] = [requests[3], requests[4]];
    expect(asking?.messages.slice(0, before?.messages.length ?? 0)).toEqual(before?.messages);
    expect(asking?.tools).toEqual(before?.tools);
  });
  it('goes on with the state alone where the model gives no summary', async () => {
    const { end, messages } = await run(
      [...four, { calls: [{ name: 'read', input: {} }] }, { text: 'Done, and tested.' }],
      15_000,
    );
    expect(end.kind).toBe('done');
    expect(textOf(messages[0] ?? user(''))).toContain('<state>');
    expect(textOf(messages[0] ?? user(''))).not.toContain('<summary>');
    expectValid(messages);
  });
  it('is made shorter when the vendor says that it is full, once', async () => {
    const full: ScriptedTurn = { reason: 'context_full' };
    const { end, log } = await run([reading(0), reading(1), full, summary, { text: 'Done, and tested.' }], 200_000);
    expect(end.kind).toBe('done');
    expect(log.filter((type) => type === 'compacted')).toHaveLength(1);
  });
  it('ends with a sentence where that did not help, without asking again and again', async () => {
    const full: ScriptedTurn = { reason: 'context_full' };
    const { end } = await run([reading(0), reading(1), full, summary, full], 200_000);
    expect(end).toMatchObject({ kind: 'failed', failure: { kind: 'context_full' } });
  });
  it('may be made shorter again after more work', async () => {
    const { end, log } = await run(
      [...four, summary, reading(1), reading(2), reading(3), summary, { text: 'Done, and tested.' }],
      15_000,
    );
    expect(end.kind).toBe('done');
    expect(log.filter((type) => type === 'compacted')).toHaveLength(2);
  });
});

it('without work in between it is not made shorter again, by this run or by the next over its log', async () => {
  const host = createMemoryHost();
  const store = createSessionStore(
    stateFiles(host.files, host.stateFolder),
    `${host.stateFolder}/s`,
    host.mac,
    host.clock,
  );
  const session = await store.create('one', { kind: 'task' });
  const before = logConversation(session);
  for (const message of [user('Build it.'), said('I look.'), user('Go on.'), said('I go on.'), user('And?')])
    await before.append(message);
  const go = async (script: readonly ScriptedTurn[], conversation = before) => {
    const client = createScriptedClient(script);
    const end = await runAgent(
      {
        model: scriptedModel(client),
        system: [],
        tools: tools(10),
        conversation,
        compaction: { state: async () => 'Task 1.1.' },
        maxTokens: 1000,
        maxTurns: 30,
        onEvent: () => undefined,
      },
      new AbortController().signal,
    );
    client.assertDone();
    return end;
  };
  const full: ScriptedTurn = { reason: 'context_full' };
  await go([full, summary, { text: 'All of it is done, and tested.' }]);
  expect(await go([full])).toMatchObject({ kind: 'failed', failure: { kind: 'context_full' } });
  await session.close();
  const again = await store.resume('one');
  if (again === undefined) throw new Error('The session is gone.');
  const resumed = logConversation(again);
  expect(await go([full], resumed)).toMatchObject({ kind: 'failed', failure: { kind: 'context_full' } });
  // A tool's answer is work.
  expect(await go([reading(0), full, summary, { text: 'All of it is done, and tested.' }], resumed)).toMatchObject({
    kind: 'done',
  });
  await again.close();
});

describe('what is kept', () => {
  const turn = (calls: number, size: number, at: number): readonly Message[] => [
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'a'.repeat(size) },
        ...Array.from({ length: calls }, (_, n) => ({
          type: 'tool_call' as const,
          id: `${at}-${n}`,
          name: 'read',
          input: {},
        })),
      ],
    },
    {
      role: 'user',
      content:
        calls === 0
          ? [{ type: 'text', text: 'And?' }]
          : Array.from({ length: calls }, (_, n) => ({
              type: 'tool_result' as const,
              callId: `${at}-${n}`,
              content: [{ type: 'text' as const, text: 'r'.repeat(size) }],
              isError: false,
            })),
    },
  ];
  const history = fc
    .array(fc.tuple(fc.nat(3), fc.nat(3000)), { minLength: 1, maxLength: 12 })
    .map((turns) => [user('Begin.'), ...turns.flatMap(([calls, size], at) => turn(calls, size, at))]);
  it('is a valid conversation for any history and any room', () => {
    fc.assert(
      fc.property(history, fc.nat(10_000), (messages, room) => {
        const from = keptFrom(messages, room);
        expect(from).toBeGreaterThan(0);
        expectValid([summaryMessage('state', 'words'), ...messages.slice(from)]);
      }),
    );
  });
  it('is more where there is more room', () => {
    fc.assert(
      fc.property(history, fc.nat(5_000), fc.nat(5_000), (messages, room, more) => {
        expect(keptFrom(messages, room + more)).toBeLessThanOrEqual(keptFrom(messages, room));
      }),
    );
  });
  it('is nothing where the model has not spoken', () => {
    expect(keptFrom([user('Begin.')], 1000)).toBe(0);
  });
});
