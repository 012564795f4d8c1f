/** Scenarios of answers that go well, and of stopping them. */
import { expect } from 'vitest';
import type { Message } from '../../../src/core/messages';
import { requestOf } from '../../support/models';
import type { Prompt } from './rig';
import { alphabet, hello, listTool, readTool, type Scenario, stopOf, textOf, waitsOf } from './scenario';

export const streaming: readonly Scenario[] = [
  {
    name: 'what a text is made of, and what it cost',
    script: () => [{ blocks: [{ text: 'Requirement 1: the system SHALL stream.' }], usage: { input: 21, output: 7 } }],
    run: async ({ ask }) => {
      const events = await ask();
      expect(events[0]).toMatchObject({ type: 'start', requestId: 'req_1' });
      expect(textOf(events)).toBe('Requirement 1: the system SHALL stream.');
      expect(stopOf(events)).toMatchObject({
        reason: 'end',
        message: { role: 'assistant', content: [{ type: 'text', text: 'Requirement 1: the system SHALL stream.' }] },
        usage: { input: 21, output: 7, cacheRead: 0, cacheWrite: 0 },
      });
    },
  },
  {
    name: 'text streams as it is written: its beginning is told while the rest is still to come',
    script: () => [{ blocks: [{ text: alphabet }], breaks: { after: 2, kind: 'stall' } }],
    run: async ({ model, server }) => {
      let heard = '';
      for await (const event of model.client.stream(requestOf(model.model), new AbortController().signal)) {
        if (event.type === 'text') heard += event.text;
        if (heard.length === 24) break;
      }
      expect(alphabet.startsWith(heard)).toBe(true);
      await server.socketsClosed();
    },
  },
  {
    name: "a tool's input arrives piece by piece, while the rest is still to come",
    script: () => [
      {
        blocks: [{ tool: { id: 't1', name: 'read_file', input: { path: alphabet } } }],
        breaks: { after: 2, kind: 'stall' },
      },
    ],
    run: async ({ model, server }) => {
      let heard = '';
      for await (const event of model.client.stream(requestOf(model.model), new AbortController().signal)) {
        if (event.type === 'tool_input') heard += event.json;
        if (heard.length === 24) break;
      }
      expect(JSON.stringify({ path: alphabet }).startsWith(heard)).toBe(true);
      await server.socketsClosed();
    },
  },
  {
    name: "a tool's input is told between its start and its end",
    script: () => [
      {
        blocks: [
          { text: 'I read.' },
          { tool: { id: 't1', name: 'read_file', input: { path: 'src/server.ts', lines: [1, 20] } } },
        ],
      },
    ],
    run: async ({ ask, server }, rig) => {
      const events = await ask({ tools: [readTool] });
      const kinds = events.map((event) => event.type);
      expect(kinds.indexOf('tool_start')).toBeLessThan(kinds.indexOf('tool_input'));
      expect(kinds.lastIndexOf('tool_input')).toBeLessThan(kinds.indexOf('tool_end'));
      const call = { type: 'tool_call', id: 't1', name: 'read_file', input: { path: 'src/server.ts', lines: [1, 20] } };
      expect(events.find((event) => event.type === 'tool_end')).toEqual({ type: 'tool_end', call });
      expect(stopOf(events)).toMatchObject({ reason: 'tool_use', message: { content: [{ type: 'text' }, call] } });
      const [request] = server.requests;
      expect(JSON.stringify(request && rig.wire(request).withoutMarkers.tools)).toContain('"read_file"');
    },
  },
  {
    name: 'several tools in one turn, one without input, one with broken JSON',
    script: () => [
      {
        blocks: [
          { tool: { id: 'a', name: 'read_file', input: { path: 'a.ts' } } },
          { tool: { id: 'b', name: 'list', input: '' } },
          { tool: { id: 'c', name: 'read_file', input: '{"path": "c.ts' } },
        ],
      },
    ],
    run: async ({ ask }) => {
      expect(stopOf(await ask({ tools: [readTool, listTool] }))).toMatchObject({
        reason: 'tool_use',
        message: {
          content: [
            { type: 'tool_call', id: 'a', input: { path: 'a.ts' } },
            { type: 'tool_call', id: 'b', input: {} },
            { type: 'tool_call', id: 'c', input: undefined, inputText: '{"path": "c.ts' },
          ],
        },
      });
    },
  },
  {
    name: 'characters split across chunks arrive whole',
    script: () => [{ blocks: [{ text: 'Größe: 要件 👩‍👩‍👧 → “ok”' }], pieces: 3, chunkBytes: 1 }],
    run: async ({ ask }) => {
      const events = await ask();
      expect(textOf(events)).toBe('Größe: 要件 👩‍👩‍👧 → “ok”');
      expect(stopOf(events).reason).toBe('end');
    },
  },
  {
    name: 'max tokens: what arrived, and why',
    script: (rig) => [{ blocks: [{ text: 'Half a docu' }], stop: rig.stops.maxTokens }],
    run: async ({ ask }) => {
      expect(stopOf(await ask())).toMatchObject({
        reason: 'max_tokens',
        message: { content: [{ type: 'text', text: 'Half a docu' }] },
      });
    },
  },
  {
    name: 'a refusal says so',
    script: (rig) => [{ blocks: [{ text: 'I can' }], stop: rig.stops.refusal }],
    run: async ({ ask }) => {
      const stop = stopOf(await ask());
      expect(stop.reason).toBe('refusal');
      expect(stop.failure?.message).toMatch(/declined to answer/);
    },
  },
  {
    name: 'a context that fills up while answering',
    script: (rig) => [{ blocks: [{ text: 'Long' }], stop: rig.stops.contextFull }],
    run: async ({ ask }) => {
      expect(stopOf(await ask())).toMatchObject({ reason: 'context_full', failure: { kind: 'context_full' } });
    },
  },
  {
    name: 'an empty answer is asked for once more, then fails',
    script: () => [{ blocks: [] }, { blocks: [{ text: '  \n' }] }],
    run: async ({ ask }) => {
      const events = await ask();
      expect(waitsOf(events)).toHaveLength(1);
      expect(stopOf(events)).toMatchObject({ reason: 'failed', failure: { kind: 'empty' } });
    },
  },
];

const conversation: readonly Message[] = [
  { role: 'user', content: [{ type: 'text', text: 'Ask' }] },
  {
    role: 'assistant',
    content: [
      { type: 'reasoning', text: 'Let me think.', signature: 'SIG+1' },
      { type: 'reasoning', text: '', redacted: 'aGlkZGVu' },
      { type: 'reasoning', text: 'unsigned words of another model' },
      { type: 'text', text: 'I look.' },
      { type: 'tool_call', id: 't1', name: 'read_file', input: { path: 'a.ts' } },
      { type: 'tool_call', id: 't2', name: 'list', input: {} },
    ],
  },
  {
    role: 'user',
    content: [
      { type: 'tool_result', callId: 't1', content: [{ type: 'text', text: 'const a = 1;' }], isError: false },
      { type: 'tool_result', callId: 't2', content: [{ type: 'text', text: 'No such folder.' }], isError: true },
    ],
  },
];

export const remembering: readonly Scenario[] = [
  {
    name: 'reasoning comes with its signature and goes back unchanged',
    script: () => [
      { blocks: [{ reasoning: 'Let me think.', signature: 'SIG+1' }, { redacted: 'aGlkZGVu' }, { text: 'Done' }] },
      hello,
    ],
    run: async ({ ask, server }, rig) => {
      const events = await ask({ effort: 'high' });
      expect(events.flatMap((event) => (event.type === 'reasoning' ? [event.text] : [])).join('')).toBe(
        'Let me think.',
      );
      const { message } = stopOf(events);
      expect(message.content.slice(0, 2)).toEqual([
        { type: 'reasoning', text: 'Let me think.', signature: 'SIG+1' },
        { type: 'reasoning', text: '', redacted: 'aGlkZGVu' },
      ]);
      const first = requestOf(rig.model).messages;
      await ask({
        effort: 'high',
        messages: [...first, message, { role: 'user', content: [{ type: 'text', text: 'Go on' }] }],
      });
      const [, second] = server.requests;
      expect(second && rig.reasoning(second)).toEqual(rig.sentReasoning);
    },
  },
  {
    name: 'effort is asked for in the words of the newest models',
    script: () => [hello],
    run: async ({ ask, server }) => {
      await ask({ effort: 'high' });
      expect(server.requests[0]?.raw).toContain('"thinking":{"type":"adaptive","display":"summarized"}');
      expect(server.requests[0]?.raw).toContain('"output_config":{"effort":"high"}');
    },
  },
  {
    name: 'cache points: tools, system, and the last two messages of the user; usage tells reads and writes',
    script: () => [{ ...hello, usage: { input: 3, output: 2, cacheRead: 900, cacheWrite: 40 } }],
    run: async ({ ask, server }, rig) => {
      const events = await ask({ tools: [readTool, listTool], messages: conversation });
      const [request] = server.requests;
      const sent = request && rig.wire(request);
      expect(sent?.cachePoints).toEqual(['tools', 'system', '0', '2']);
      expect(sent?.withoutMarkers.messages).toHaveLength(3);
      expect(JSON.stringify(sent?.withoutMarkers.messages)).not.toContain('unsigned words');
      expect(stopOf(events).usage).toEqual({ input: 3, output: 2, cacheRead: 900, cacheWrite: 40 });
    },
  },
  {
    name: 'no cache points when caching is off',
    script: () => [hello],
    run: async ({ ask, server }, rig) => {
      await ask({ cache: false, tools: [readTool], messages: conversation });
      const [request] = server.requests;
      expect(request && rig.wire(request).cachePoints).toEqual([]);
    },
  },
  {
    name: 'a prompt only grows: request n without markers is a prefix of request n + 1',
    script: () => [hello, hello, hello, hello],
    run: async ({ ask, server }, rig) => {
      const secret: Message = { role: 'user', content: [{ type: 'text', text: 'My key is AKIAIOSFODNN7EXAMPLE and' }] };
      const more: readonly Message[] = [
        ...conversation,
        { role: 'assistant', content: [{ type: 'text', text: 'So' }] },
        secret,
      ];
      for (const length of [1, 3, 5]) await ask({ tools: [readTool, listTool], messages: more.slice(0, length) });
      await ask({
        tools: [readTool, listTool],
        messages: [
          ...more,
          { role: 'assistant', content: [{ type: 'text', text: 'ok' }] },
          { role: 'user', content: [{ type: 'text', text: 'go on' }] },
        ],
      });
      const prompts = server.requests.map((request) => rig.wire(request).withoutMarkers);
      for (const [at, prompt] of prompts.entries()) if (at > 0) expectPrefix(prompts[at - 1], prompt);
      expect(server.requests.every(({ raw }) => !raw.includes('AKIAIOSFODNN7EXAMPLE'))).toBe(true);
    },
  },
  {
    name: 'reasoning that the vendor does not take back is left out',
    script: (rig) => [{ error: rig.errors.boundReasoning }, hello],
    run: async ({ ask, server, clock }, rig) => {
      const events = await ask({ tools: [readTool, listTool], messages: conversation });
      expect(stopOf(events).reason).toBe('end');
      expect(clock.sleeps).toEqual([]);
      expect(server.requests.map((request) => rig.reasoning(request).length)).toEqual([2, 0]);
    },
  },
];

function expectPrefix(before: Prompt | undefined, after: Prompt): void {
  expect(after.tools).toEqual(before?.tools);
  expect(after.system).toEqual(before?.system);
  expect(after.messages.slice(0, before?.messages.length)).toEqual(before?.messages);
}

export const stopping: readonly Scenario[] = [
  {
    name: 'abort in mid-stream: no event after it, and the socket is closed',
    script: () => [{ blocks: [{ text: alphabet }], breaks: { after: 2, kind: 'stall' } }],
    run: async ({ model, server }) => {
      const controller = new AbortController();
      const seen: string[] = [];
      const stream = model.client.stream(requestOf(model.model), controller.signal);
      const watched = (async () => {
        for await (const event of stream) seen.push(event.type);
      })();
      while (!seen.includes('text')) await new Promise((resolve) => setTimeout(resolve, 2));
      controller.abort();
      const before = seen.length;
      await watched;
      expect(seen).toHaveLength(before);
      expect(seen).not.toContain('stop');
      await server.socketsClosed();
    },
  },
  {
    name: 'abort between two events that had arrived together: the second is not told',
    script: () => [{ blocks: [{ text: alphabet }], pieces: 1 }],
    run: async ({ model, server }) => {
      const controller = new AbortController();
      const seen: string[] = [];
      for await (const event of model.client.stream(requestOf(model.model), controller.signal)) {
        seen.push(event.type);
        if (event.type === 'text') controller.abort();
      }
      expect(seen).toEqual(['start', 'text']);
      await server.socketsClosed();
    },
  },
  {
    name: 'abort before the request: nothing is sent',
    script: () => [],
    run: async ({ ask, server }) => {
      expect(await ask({}, AbortSignal.abort())).toEqual([]);
      expect(server.requests).toHaveLength(0);
    },
  },
  {
    name: 'abort while waiting for the next attempt',
    script: (rig) => [{ error: rig.errors.unavailable }],
    run: async ({ model, server }) => {
      const controller = new AbortController();
      const seen: string[] = [];
      for await (const event of model.client.stream(requestOf(model.model), controller.signal)) {
        seen.push(event.type);
        if (event.type === 'waiting') controller.abort();
      }
      expect(seen).toEqual(['waiting']);
      await server.socketsClosed();
    },
  },
  {
    name: 'who stops listening closes the socket',
    script: () => [{ blocks: [{ text: alphabet }], breaks: { after: 2, kind: 'stall' } }],
    run: async ({ model, server }) => {
      for await (const event of model.client.stream(requestOf(model.model), new AbortController().signal)) {
        if (event.type === 'text') break;
      }
      await server.socketsClosed();
    },
  },
];
