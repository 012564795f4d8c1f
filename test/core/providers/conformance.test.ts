/** One table of scenarios, run for every provider at a server that speaks its wire format. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Message, ModelFailure } from '../../../src/core/messages';
import { providers } from '../../../src/core/providers';
import type { ProviderEvent } from '../../../src/core/providers/provider';
import type { FakeTurn } from '../../support/loopback';
import { requestOf, type SourceOptions } from '../../support/models';
import { cleanEnvironment, expiredSso, type Prompt, type Rig, type Run, rigs, withModel } from './rig';

let restore = (): void => undefined;
beforeAll(() => {
  restore = cleanEnvironment();
});
afterAll(() => restore());

interface Scenario {
  readonly name: string;
  readonly only?: string;
  readonly script: (rig: Rig) => readonly FakeTurn[];
  readonly more?: SourceOptions;
  readonly run: (run: Run, rig: Rig) => Promise<void>;
}

const readTool = {
  name: 'read_file',
  description: 'Reads a file',
  inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
};
const listTool = { name: 'list', description: 'Lists', inputSchema: { type: 'object', properties: {} } };
const hello: FakeTurn = { blocks: [{ text: 'Hello' }] };

function stopOf(events: readonly ProviderEvent[]) {
  const stops = events.filter((event) => event.type === 'stop');
  expect(stops).toHaveLength(1);
  expect(events.at(-1)).toBe(stops[0]);
  const [stop] = stops;
  if (stop?.type !== 'stop') throw new Error('no stop');
  return stop;
}

function failureOf(events: readonly ProviderEvent[]): ModelFailure {
  const { failure } = stopOf(events);
  if (failure === undefined) throw new Error(`no failure in ${JSON.stringify(stopOf(events))}`);
  return failure;
}

function textOf(events: readonly ProviderEvent[]): string {
  return events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');
}

function waitsOf(events: readonly ProviderEvent[]) {
  return events.flatMap((event) => (event.type === 'waiting' ? [event] : []));
}

function fails(
  name: string,
  error: (rig: Rig) => FakeTurn['error'],
  kind: ModelFailure['kind'],
  sentence: (rig: Rig) => string | RegExp,
): Scenario {
  return {
    name,
    script: (rig) => [{ error: error(rig) ?? { status: 500, type: 'none' } }],
    run: async ({ ask, server }, rig) => {
      const events = await ask();
      const failure = failureOf(events);
      expect(failure.kind).toBe(kind);
      expect(failure.message).toMatch(sentence(rig));
      expect(waitsOf(events)).toEqual([]);
      expect(server.requests).toHaveLength(1);
    },
  };
}

/** The first answer breaks in some way, the second is good. */
function recovers(
  name: string,
  broken: (rig: Rig) => FakeTurn,
  kind: ModelFailure['kind'],
  more?: SourceOptions,
): Scenario {
  return {
    name: `${name}: asked again`,
    script: (rig) => [broken(rig), { blocks: [{ text: 'Second try' }] }],
    ...(more ? { more } : {}),
    run: async ({ ask, server, clock }) => {
      const events = await ask();
      expect(waitsOf(events)).toMatchObject([{ attempt: 2, of: 5, delayMs: 500, reason: { kind, retryable: true } }]);
      expect(clock.sleeps).toEqual([500]);
      const stop = stopOf(events);
      expect(stop).toMatchObject({ reason: 'end', message: { content: [{ type: 'text', text: 'Second try' }] } });
      expect(stop.failure).toBeUndefined();
      expect(server.requests).toHaveLength(2);
    },
  };
}

/** With no attempts left, a broken stream is truncated, with what arrived, and never an end. */
function truncates(
  name: string,
  broken: FakeTurn,
  kind: ModelFailure['kind'],
  settings: SourceOptions['settings'] = {},
): Scenario {
  return {
    name: `${name}: never taken for a finished answer`,
    script: () => [broken],
    more: { settings: { 'request.attempts': 1, ...settings } },
    run: async ({ ask, server }) => {
      const stop = stopOf(await ask());
      expect(stop.reason).toBe('truncated');
      expect(stop.failure?.kind).toBe(kind);
      expect(stop.failure?.message).toMatch(/What arrived is kept/);
      expect(stop.message.content).toEqual([{ type: 'text', text: 'abcdefghijklmnopqrstuvwx' }]);
      await server.socketsClosed();
    },
  };
}

const alphabet = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz';

function brokenAfterTwo(kind: 'cut' | 'stall' | 'end' | 'malformed'): FakeTurn {
  return { blocks: [{ text: alphabet }], breaks: { after: 2, kind } };
}

const streaming: readonly Scenario[] = [
  {
    name: 'text streams as it is written',
    script: () => [{ blocks: [{ text: 'Requirement 1: the system SHALL stream.' }], usage: { input: 21, output: 7 } }],
    run: async ({ ask }) => {
      const events = await ask();
      expect(events[0]).toMatchObject({ type: 'start', requestId: 'req_1' });
      expect(events.filter((event) => event.type === 'text').length).toBeGreaterThan(2);
      expect(textOf(events)).toBe('Requirement 1: the system SHALL stream.');
      expect(stopOf(events)).toMatchObject({
        reason: 'end',
        message: { role: 'assistant', content: [{ type: 'text', text: 'Requirement 1: the system SHALL stream.' }] },
        usage: { input: 21, output: 7, cacheRead: 0, cacheWrite: 0 },
      });
    },
  },
  {
    name: "a tool's input arrives piece by piece",
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
      expect(events.filter((event) => event.type === 'tool_input').length).toBeGreaterThan(2);
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

const remembering: readonly Scenario[] = [
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

const stopping: readonly Scenario[] = [
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

const retrying: readonly Scenario[] = [
  recovers('503', (rig) => ({ error: rig.errors.unavailable }), 'overloaded'),
  recovers('529', (rig) => ({ error: rig.errors.overloaded }), 'overloaded'),
  recovers('throttling', (rig) => ({ error: rig.errors.throttled }), 'rate_limit'),
  recovers(
    'an error in mid-stream',
    (rig) => ({ blocks: [{ text: alphabet }], breaks: { after: 2, kind: 'error', ...rig.errors.midStream } }),
    'overloaded',
  ),
  recovers('a cut socket', () => brokenAfterTwo('cut'), 'network'),
  recovers('an early end', () => brokenAfterTwo('end'), 'network'),
  recovers('a malformed event', () => brokenAfterTwo('malformed'), 'malformed'),
  recovers('a stall', () => brokenAfterTwo('stall'), 'stalled', { settings: { 'request.idleTimeoutSeconds': 1 } }),
  truncates('a cut socket', brokenAfterTwo('cut'), 'network'),
  truncates('an early end', brokenAfterTwo('end'), 'network'),
  truncates('a stall', brokenAfterTwo('stall'), 'stalled', { 'request.idleTimeoutSeconds': 1 }),
  {
    name: 'a slow stream is no stall while something arrives',
    script: () => [{ blocks: [{ text: alphabet }], delayMs: 260 }],
    more: { settings: { 'request.idleTimeoutSeconds': 1, 'request.attempts': 1 } },
    run: async ({ ask }) => {
      const events = await ask();
      expect(stopOf(events).reason).toBe('end');
      expect(textOf(events)).toBe(alphabet);
    },
  },
  {
    name: '429 with retry-after is waited for, with jitter on top',
    script: (rig) => [{ error: { ...rig.errors.throttled, headers: { 'retry-after': '7' } } }, hello],
    run: async ({ ask, clock }) => {
      const [wait] = waitsOf(await ask());
      expect(wait).toMatchObject({ attempt: 2, of: 5, delayMs: 7_500, reason: { kind: 'rate_limit' } });
      expect(clock.sleeps).toEqual([7_500]);
    },
  },
  {
    name: 'a retry-after of an hour is not waited for',
    script: (rig) => [{ error: { ...rig.errors.throttled, headers: { 'retry-after': '3600' } } }],
    run: async ({ ask }) => {
      expect(failureOf(await ask()).kind).toBe('rate_limit');
    },
  },
  {
    name: 'five attempts with backoff, then one sentence',
    script: (rig) => Array.from({ length: 5 }, () => ({ error: rig.errors.unavailable })),
    run: async ({ ask, clock, server }) => {
      const events = await ask();
      expect(waitsOf(events).map(({ attempt, of }) => `${attempt} of ${of}`)).toEqual([
        '2 of 5',
        '3 of 5',
        '4 of 5',
        '5 of 5',
      ]);
      expect(clock.sleeps).toEqual([500, 1_000, 2_000, 4_000]);
      expect(failureOf(events)).toMatchObject({ kind: 'overloaded', retryable: true });
      expect(stopOf(events).reason).toBe('failed');
      expect(server.requests).toHaveLength(5);
    },
  },
  {
    name: 'nobody listens at the address',
    script: () => [],
    run: async ({ ask, server }) => {
      await server.close();
      const events = await ask();
      expect(waitsOf(events)).toHaveLength(4);
      expect(failureOf(events)).toMatchObject({
        kind: 'network',
        message: expect.stringMatching(/could not be reached \(ECONNREFUSED\)/),
      });
    },
  },
];

const refusing: readonly Scenario[] = [
  fails(
    'a wrong key',
    (rig) => rig.errors.wrongKey,
    'key',
    () => /does not accept the (API )?key\. Run "Tracewright: Set Up a Model"/,
  ),
  fails(
    'no access to the model',
    (rig) => rig.errors.noAccess,
    'access',
    () => /(does not let this key use|has no access to) .*claude-sonnet-5-5.*Set Up a Model/,
  ),
  fails(
    'an unknown model',
    (rig) => rig.errors.unknownModel,
    'unknown_model',
    () => /no model "\S*claude-sonnet-5-5".*Set Up a Model/,
  ),
  fails(
    'a prompt that is too long',
    (rig) => rig.errors.tooLong,
    'context_full',
    () => /too long for .*Start a new one/,
  ),
  fails(
    'any other refusal, in its words but without the key',
    (rig) => rig.errors.invalid(`tools.0 is odd for ${rig.key}`),
    'invalid_request',
    () => /refused the request.*: tools\.0 is odd for \[redacted/,
  ),
  {
    name: 'a prompt that is too long stops as context_full',
    script: (rig) => [{ error: rig.errors.tooLong }],
    run: async ({ ask }) => {
      expect(stopOf(await ask()).reason).toBe('context_full');
    },
  },
];

const onlyBedrock: readonly Scenario[] = [
  ...(
    [
      [
        'a region without the model',
        { status: 400, type: 'ValidationException', message: 'The model is not supported in this Region.' },
        'region',
        /not offered in us-east-1\. Set tracewright\.bedrock\.region .* global\.anthropic\.claude-sonnet-5-5/,
      ],
      [
        'a model that needs an inference profile',
        {
          status: 400,
          type: 'ValidationException',
          message:
            'Invocation of model ID anthropic.claude-sonnet-5-5 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
        },
        'region',
        /Set the model to us\.anthropic\.claude-sonnet-5-5/,
      ],
      [
        'a role without the permission',
        {
          status: 403,
          type: 'AccessDeniedException',
          message: 'User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModelWithResponseStream',
        },
        'access',
        /Allow bedrock:InvokeModelWithResponseStream/,
      ],
      [
        'a retired model',
        {
          status: 404,
          type: 'ResourceNotFoundException',
          message: 'This model version has reached the end of its life.',
        },
        'unknown_model',
        /list-inference-profiles/,
      ],
      [
        'an expired session token',
        {
          status: 403,
          type: 'ExpiredTokenException',
          message: 'The security token included in the request is expired',
        },
        'sign_in',
        /^The AWS sign-in has expired\. Run: aws sso login$/,
      ],
      [
        'a quota that is used up',
        { status: 400, type: 'ServiceQuotaExceededException', message: 'quota' },
        'rate_limit',
        /Service Quotas/,
      ],
    ] as const
  ).map(([name, error, kind, sentence]) => ({
    ...fails(
      name,
      () => error,
      kind,
      () => sentence,
    ),
    only: 'bedrock',
  })),
  {
    ...recovers(
      'a model that is not ready',
      () => ({ error: { status: 429, type: 'ModelNotReadyException' } }),
      'overloaded',
    ),
    only: 'bedrock',
  },
  {
    ...recovers(
      'throttling in mid-stream',
      () => ({
        blocks: [{ text: alphabet }],
        breaks: { after: 1, kind: 'error', type: 'throttlingException', message: 'slow down' },
      }),
      'rate_limit',
    ),
    only: 'bedrock',
  },
  {
    ...recovers(
      'a tool call that the vendor could not read',
      () => ({ blocks: [{ text: 'x' }], stop: 'malformed_tool_use' }),
      'malformed',
    ),
    only: 'bedrock',
  },
];

const onlyAnthropic: readonly Scenario[] = [
  {
    ...fails(
      'an account without credit',
      () => ({ status: 400, type: 'invalid_request_error', message: 'Your credit balance is too low' }),
      'access',
      () => /no credit left/,
    ),
    only: 'anthropic',
  },
];

const scenarios = [
  ...streaming,
  ...remembering,
  ...stopping,
  ...retrying,
  ...refusing,
  ...onlyBedrock,
  ...onlyAnthropic,
];

test('every provider is in the suite', () => {
  expect(rigs.map((rig) => rig.id).sort()).toEqual(providers.map((provider) => provider.id).sort());
});

for (const rig of rigs) {
  describe(rig.id, () => {
    for (const scenario of scenarios.filter((each) => each.only === undefined || each.only === rig.id)) {
      test(scenario.name, async () => {
        await withModel(rig, scenario.script(rig), (run) => scenario.run(run, rig), scenario.more);
      });
    }
  });
}

test('an expired SSO sign-in names the command that renews it', async () => {
  const sso = expiredSso();
  const back = cleanEnvironment(sso.env);
  try {
    const rig = rigs.find((each) => each.id === 'bedrock');
    if (rig === undefined) throw new Error('no rig');
    const more = { settings: { 'bedrock.profile': 'dev' }, secrets: {} };
    await withModel(
      rig,
      [],
      async ({ ask, server }) => {
        const failure = failureOf(await ask());
        expect(failure).toEqual({
          kind: 'sign_in',
          retryable: false,
          message: 'The AWS sign-in of profile dev has expired. Run: aws sso login --profile dev',
        });
        expect(server.requests).toHaveLength(0);
      },
      more,
    );
  } finally {
    back();
    sso.remove();
  }
});

/** Every way to fail, with a key planted wherever a key can be. */
test('no event of any failure holds a key', async () => {
  for (const rig of rigs) {
    const { midStream: _, invalid, ...errors } = rig.errors;
    const echoes = Object.values(errors).map((error) => ({
      ...error,
      message: `${error.message ?? ''} key=${rig.key} Authorization: Bearer ${rig.key}`,
    }));
    for (const error of [
      ...echoes,
      invalid(`Bearer ${rig.key}`),
      { status: 418, type: 'Odd', message: rig.key },
      { status: 500, type: 'api_error', message: rig.key },
    ]) {
      const turn: FakeTurn = { error };
      await withModel(
        rig,
        error === echoes.find((each) => /bound to/.test(each.message ?? '')) ? [turn, turn] : [turn],
        async ({ ask }) => {
          expect(JSON.stringify(await ask())).not.toContain(rig.key.slice(0, 18));
        },
        { settings: { 'request.attempts': 1 } },
      );
    }
  }
});
