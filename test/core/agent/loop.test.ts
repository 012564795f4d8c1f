import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { nudge } from '../../../src/core/agent/acknowledgement';
import { runAgent } from '../../../src/core/agent/loop';
import type { Message, StopReason, ToolCall } from '../../../src/core/messages';
import { scriptedModel } from '../../support/scriptedClient';
import { bench, expectPrefixes, expectValid, said, stopping, texts, toolsOf, user } from './loopBench';

describe('the loop', () => {
  it('ends with the turn that calls nothing', async () => {
    const { end, messages, events } = await bench({ script: [{ text: 'The answer is 42.' }] });
    expect(end).toEqual({
      kind: 'done',
      message: said('The answer is 42.'),
      usage: { input: 100, output: 10, cacheRead: 0, cacheWrite: 0 },
    });
    expect(messages).toEqual([user('Begin.'), said('The answer is 42.')]);
    expect(events.map(({ type }) => type)).toEqual([
      'turn',
      'start',
      'text',
      'text',
      'text',
      'text',
      'stop',
      'message',
    ]);
  });

  it('appends the turn before its tools run, and its results as one message', async () => {
    let before = -1;
    const messages: Message[] = [];
    const {
      end,
      messages: all,
      requests,
    } = await bench({
      script: [
        {
          calls: [
            { name: 'read', input: {} },
            { name: 'write', input: {} },
          ],
        },
        { text: 'Both are done.' },
      ],
      onEvent: (event) => {
        if (event.type === 'message') messages.push(event.message);
        if (event.type === 'tool_run' && before === -1) before = messages.length;
      },
    });
    expect(before).toBe(1);
    expect(end.kind).toBe('done');
    expect(end.usage).toEqual({ input: 200, output: 20, cacheRead: 0, cacheWrite: 0 });
    expect(texts(all[2])).toEqual(['read done', 'write done']);
    expectValid(all);
    expectPrefixes(requests);
  });

  it('runs neighbouring reads side by side and the rest in order', async () => {
    let open: (() => void) | undefined;
    const together = new Promise<void>((resolve) => {
      open = resolve;
    });
    const result = (call: ToolCall) => ({
      result: { type: 'tool_result' as const, callId: call.id, content: [], isError: false },
    });
    const { ran, messages } = await bench({
      script: [
        { calls: ['read1', 'read2', 'write1', 'read3', 'write2'].map((name) => ({ name, input: {} })) },
        { text: 'All of it is there.' },
      ],
      behave: {
        read1: async (call) => {
          await together;
          return result(call);
        },
        read2: (call) => {
          open?.();
          return result(call);
        },
      },
    });
    expect(ran).toEqual([
      'read1 begins',
      'read2 begins',
      'read2 ends',
      'read1 ends',
      'write1 begins',
      'write1 ends',
      'read3 begins',
      'read3 ends',
      'write2 begins',
      'write2 ends',
    ]);
    expect(messages[2]?.content.map((block) => (block.type === 'tool_result' ? block.callId : ''))).toEqual([
      'call-1-1',
      'call-1-2',
      'call-1-3',
      'call-1-4',
      'call-1-5',
    ]);
  });

  it('any number of reads in one turn listens to the user’s stop once each, on a signal of its own', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `read${at}`);
    const stop = new AbortController();
    const counts: number[] = [];
    const seen = new Set<AbortSignal>();
    const behave = Object.fromEntries(
      names.map((name) => [
        name,
        async (call: ToolCall, signal: AbortSignal) => {
          seen.add(signal);
          for (let listener = 0; listener < 3; listener += 1) signal.addEventListener('abort', () => {});
          await Promise.resolve();
          counts.push(getEventListeners(stop.signal, 'abort').length, getEventListeners(signal, 'abort').length);
          return { result: { type: 'tool_result' as const, callId: call.id, content: [], isError: false } };
        },
      ]),
    );
    await bench({
      script: [{ calls: names.map((name) => ({ name, input: {} })) }, { text: 'All of it is there.' }],
      behave,
      signal: stop.signal,
    });
    expect(seen.size).toBe(30);
    expect(Math.max(...counts)).toBeLessThanOrEqual(10);
  });

  it('a tool that throws becomes a result', async () => {
    const { messages, end } = await bench({
      script: [{ calls: [{ name: 'read', input: {} }] }, { text: 'It failed, I see.' }],
      behave: { read: () => Promise.reject(new Error('EIO')) },
    });
    expect(messages[2]?.content[0]).toMatchObject({
      type: 'tool_result',
      isError: true,
      content: [{ text: 'read failed: EIO.' }],
    });
    expect(end.kind).toBe('done');
  });

  it('a tool that stops ends the run and leaves its result to the caller', async () => {
    const { end, messages, ran } = await bench({
      script: [
        {
          calls: [
            { name: 'read', input: {} },
            { name: 'ask', input: {} },
            { name: 'write', input: {} },
          ],
        },
      ],
      behave: { ask: stopping },
    });
    expect(ran).not.toContain('write begins');
    expect(messages).toHaveLength(2);
    expect(end).toMatchObject({
      kind: 'tool',
      call: { name: 'ask' },
      answer: { callId: 'call-1-2', content: [{ text: 'Asked.' }] },
      results: [
        { callId: 'call-1-1' },
        {
          callId: 'call-1-3',
          isError: true,
          content: [{ text: 'Not run: ask ended the turn. Call it again if it is still wanted.' }],
        },
      ],
    });
  });

  it('of two calls that stop the first counts', async () => {
    const { end } = await bench({
      script: [
        {
          calls: [
            { name: 'ask', input: {} },
            { name: 'ask', input: {} },
          ],
        },
      ],
      behave: { ask: stopping },
    });
    expect(end).toMatchObject({
      kind: 'tool',
      call: { id: 'call-1-1' },
      results: [{ callId: 'call-1-2', isError: true }],
    });
  });

  it('keeps what max_tokens left', async () => {
    const { end, messages } = await bench({ script: [{ text: 'Half of a', reason: 'max_tokens' }] });
    expect(end).toMatchObject({ kind: 'max_tokens', message: said('Half of a') });
    expect(messages.at(-1)).toEqual(said('Half of a'));
  });
  it('a call cut off at max_tokens is answered, and the run goes on', async () => {
    const { end, messages } = await bench({
      script: [
        { calls: [{ name: 'read', input: undefined, inputText: '{"path":' }], reason: 'max_tokens' },
        { text: 'Smaller now.' },
      ],
      behave: {
        read: (call) => ({
          result: {
            type: 'tool_result',
            callId: call.id,
            content: [{ type: 'text', text: 'unreadable' }],
            isError: true,
          },
        }),
      },
    });
    expect(end.kind).toBe('done');
    expectValid(messages);
  });

  it('reasoning goes back as it came', async () => {
    const { requests } = await bench({
      script: [{ reasoning: 'I wonder', calls: [{ name: 'read', input: {} }] }, { text: 'Now I know.' }],
    });
    expect(requests[1]?.messages[1]?.content[0]).toEqual({
      type: 'reasoning',
      text: 'I wonder',
      signature: 'signature-1',
    });
  });
  it('empty text is not kept', async () => {
    const { messages } = await bench({
      script: [{ text: ' ', calls: [{ name: 'read', input: {} }] }, { text: 'Now I know.' }],
    });
    expect(messages[1]?.content.map(({ type }) => type)).toEqual(['tool_call']);
  });

  it('stops at the limit of turns, with every call answered', async () => {
    const { end, messages } = await bench({
      script: [{ calls: [{ name: 'read', input: {} }] }, { calls: [{ name: 'read', input: {} }] }],
      maxTurns: 2,
    });
    expect(end).toMatchObject({ kind: 'budget', why: 'The limit of 2 turns is reached.' });
    expectValid(messages);
  });
  it('asks the budget after each turn with its usage', async () => {
    const asked: unknown[] = [];
    const { end } = await bench({
      script: [{ calls: [{ name: 'read', input: {} }] }, { calls: [{ name: 'read', input: {} }] }],
      seams: {
        budget: (usage, turns) => {
          asked.push([usage.input, turns]);
          return turns < 2 ? true : 'The budget of 150 tokens is spent.';
        },
      },
    });
    expect(end).toMatchObject({ kind: 'budget', why: 'The budget of 150 tokens is spent.' });
    expect(asked).toEqual([
      [100, 1],
      [200, 2],
    ]);
  });
  it('the time that a person was asked is none of the call’s', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    let waited = 5000;
    const { events } = await bench({
      script: [{ calls: [{ name: 'write', input: {} }] }, { text: 'Written.' }],
      behave: {
        write: (call) => {
          vi.advanceTimersByTime(16_700);
          waited += 16_000;
          return { result: { type: 'tool_result', callId: call.id, content: [], isError: false } };
        },
      },
      seams: { waited: () => waited },
    }).finally(() => vi.useRealTimers());
    expect(events.flatMap((event) => (event.type === 'tool_done' ? [event.ms] : []))).toEqual([700]);
  });
  it('seams before and after a tool', async () => {
    const { messages, ran } = await bench({
      script: [
        {
          calls: [
            { name: 'write', input: {} },
            { name: 'read', input: {} },
          ],
        },
        { text: 'Denied, I see.' },
      ],
      seams: {
        beforeTool: async (call) =>
          call.name === 'write'
            ? { type: 'tool_result', callId: call.id, content: [{ type: 'text', text: 'Denied.' }], isError: true }
            : undefined,
        afterTool: async (_, result) => ({
          ...result,
          content: [...result.content, { type: 'text', text: ' (seen)' }],
        }),
      },
    });
    expect(ran).toEqual(['read begins', 'read ends']);
    expect(texts(messages[2])).toEqual(['Denied. (seen)', 'read done (seen)']);
  });
  it('context is appended before a request', async () => {
    let turn = 0;
    const { requests } = await bench({
      script: [{ calls: [{ name: 'read', input: {} }] }, { text: 'With steering.' }],
      seams: { context: async () => (turn++ === 1 ? [user('Steering for src.')] : []) },
    });
    expect(requests[1]?.messages.at(-1)?.content.map(({ type }) => type)).toEqual(['tool_result', 'text']);
    expectPrefixes(requests);
  });
});

describe('turns that say nothing', () => {
  it.each([
    'Understood.',
    'OK',
    'Sure! Got it.',
    'Understood. I will start by reading the repository.',
    'Okay, let me look at the code first.',
    '了解しました。',
    'Verstanden.',
    '',
  ])('%j is continued once', async (text) => {
    const { end, messages } = await bench({ script: [{ text }, { text: 'Here is the whole answer.' }] });
    expect(end).toMatchObject({ kind: 'done', message: said('Here is the whole answer.') });
    expect(messages).toContainEqual(nudge);
  });
  it('twice ends the run', async () => {
    const { end } = await bench({ script: [{ text: 'Understood.' }, { text: 'Got it.' }] });
    expect(end).toMatchObject({ kind: 'failed', failure: { kind: 'empty', retryable: true } });
  });
  it.each([
    'Understood: 1.2 stays as it is.',
    'OK to merge? The limit in 1.3 is open.',
    'Let me know which of the two you prefer.',
    '42',
    'Done.',
    '<document>\n# A\n</document>',
    'I will not change the document, since 1.2 says so already.',
  ])('%j is an answer', async (text) => {
    const { end } = await bench({ script: [{ text }] });
    expect(end).toMatchObject({ kind: 'done', message: said(text) });
  });
  it('an empty turn after a tool is an end', async () => {
    const { end } = await bench({ script: [{ calls: [{ name: 'write', input: {} }] }, {}] });
    expect(end.kind).toBe('done');
  });
});

describe('failures', () => {
  it.each<[StopReason, string, boolean]>([
    ['refusal', 'other', false],
    ['context_full', 'context_full', false],
    ['truncated', 'network', true],
    ['failed', 'other', true],
  ])('%s', async (reason, kind, retryable) => {
    const { end, messages } = await bench({ script: [{ text: 'Half of', reason }] });
    expect(end).toMatchObject({ kind: 'failed', failure: { kind, retryable }, partial: said('Half of') });
    expect(messages).toEqual([user('Begin.')]);
  });
  it('keeps the words of the provider', async () => {
    const failure = { kind: 'sign_in' as const, message: 'Run: aws sso login', retryable: false };
    const { end } = await bench({ script: [{ reason: 'failed', failure }] });
    expect(end).toMatchObject({ kind: 'failed', failure });
  });
  it.each([
    [
      'throws',
      async function* () {
        yield { type: 'text' as const, text: 'Half' };
        throw new Error('boom');
      },
      'other',
    ],
    [
      'ends without a stop',
      async function* () {
        yield { type: 'text' as const, text: 'Half' };
      },
      'network',
    ],
  ])('a provider that %s loses nothing', async (_, stream, kind) => {
    const messages = [user('Begin.')];
    const end = await runAgent(
      {
        model: scriptedModel({ stream }),
        system: [],
        tools: toolsOf([], {}),
        conversation: { messages: () => messages, append: async (message) => void messages.push(message) },
        maxTokens: 1,
        maxTurns: 1,
        onEvent: () => undefined,
      },
      new AbortController().signal,
    );
    expect(end).toMatchObject({ kind: 'failed', failure: { kind }, partial: said('Half') });
  });
  it('what streamed before a retry is void', async () => {
    const { end, events } = await bench({ script: [{ voided: 'Void words', text: 'The words that count.' }] });
    expect(end).toMatchObject({ kind: 'done', message: said('The words that count.') });
    expect(events.map(({ type }) => type).slice(0, 4)).toEqual(['turn', 'start', 'text', 'waiting']);
  });
  it('what streamed before a retry is not in the partial', async () => {
    const stop = new AbortController();
    const { end } = await bench({
      signal: stop.signal,
      script: [
        { voided: 'Void', text: 'one two three', afterPiece: (piece) => (piece === 1 ? stop.abort() : undefined) },
      ],
    });
    expect(end).toMatchObject({ kind: 'stopped', partial: said('one two ') });
  });
});

describe('stopping', () => {
  it('in the middle of a text keeps what arrived, outside the conversation', async () => {
    const stop = new AbortController();
    const { end, messages } = await bench({
      signal: stop.signal,
      script: [{ text: 'one two three four', afterPiece: (piece) => (piece === 1 ? stop.abort() : undefined) }],
    });
    expect(end).toMatchObject({ kind: 'stopped', partial: said('one two ') });
    expect(messages).toEqual([user('Begin.')]);
  });
  it('before the first request asks nothing', async () => {
    const { end, requests } = await bench({ signal: AbortSignal.abort(), script: [] });
    expect(end).toMatchObject({ kind: 'stopped', partial: { content: [] } });
    expect(requests).toEqual([]);
  });
  it('in the middle of tools answers every call, also those of a tool that does not listen', async () => {
    const stop = new AbortController();
    const { end, messages } = await bench({
      signal: stop.signal,
      script: [
        {
          calls: [
            { name: 'write1', input: {} },
            { name: 'write2', input: {} },
            { name: 'write3', input: {} },
          ],
        },
      ],
      behave: {
        write2: () => {
          stop.abort();
          return new Promise(() => undefined);
        },
      },
    });
    expect(end.kind).toBe('stopped');
    expect(texts(messages[2])).toEqual([
      'write1 done',
      'write2 was stopped by the user before it had finished.',
      'write3 was stopped by the user before it had finished.',
    ]);
    expectValid(messages);
  });
});

describe('going on after a crash', () => {
  const cut: Message = {
    role: 'assistant',
    content: ['read', 'write'].map((name, at) => ({ type: 'tool_call' as const, id: `old-${at}`, name, input: {} })),
  };
  it('reads again, and says of the rest that nobody knows', async () => {
    const { messages, ran, end } = await bench({
      begin: [user('Begin.'), cut],
      script: [{ text: 'Now I look again.' }],
    });
    expect(end.kind).toBe('done');
    expect(ran).toEqual(['read begins', 'read ends']);
    expect(texts(messages[2])).toEqual([
      'read done',
      'write was interrupted, and what it did is not known. Look before you call it again.',
    ]);
    expectValid(messages);
  });
  it('a user who spoke twice speaks once in the request', async () => {
    const { requests, messages } = await bench({
      begin: [user('Begin.'), user('No, begin here.')],
      script: [{ calls: [{ name: 'read', input: {} }] }, { text: 'Begun, as you asked.' }],
    });
    expect(requests[0]?.messages).toEqual([
      { role: 'user', content: [...user('Begin.').content, ...user('No, begin here.').content] },
    ]);
    expect(messages[1]).toEqual(user('No, begin here.'));
    expectPrefixes(requests);
  });
  it('a conversation that ends with an answer is asked on', async () => {
    const { requests } = await bench({
      begin: [user('Begin.'), said('One.'), user('And?')],
      script: [{ text: 'Two, and no more.' }],
    });
    expect(requests[0]?.messages).toHaveLength(3);
  });
});
