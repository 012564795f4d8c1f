import { describe, expect, it } from 'vitest';
import { toolCallsOf } from '../../../src/core/messages';
import type { ScriptedTurn } from '../../support/scriptedClient';
import { bench, expectPrefixes, expectValid, texts, user } from './loopBench';

describe('the end of a turn', () => {
  const twice: readonly ScriptedTurn[] = [
    { calls: [{ name: 'write', input: { at: 1 } }] },
    { calls: [{ name: 'write', input: { at: 2 } }] },
    { text: 'Both are written.' },
  ];
  it('is told with what came of its calls, and may add to the conversation', async () => {
    const seen: string[] = [];
    const { requests, messages } = await bench({
      script: twice,
      seams: {
        turnEnd: async ({ number, message, results }) => {
          seen.push(`${number}: ${toolCallsOf(message).length} call, ${results.length} result`);
          return number === 1 ? { kind: 'go_on', append: [user('Keep the names short.')] } : { kind: 'go_on' };
        },
      },
    });
    expect(seen).toEqual(['1: 1 call, 1 result', '2: 1 call, 1 result']);
    expect(texts(messages[3])).toEqual(['Keep the names short.']);
    expect(texts(requests[1]?.messages.at(-1))).toEqual(['write done', 'Keep the names short.']);
    expectPrefixes(requests);
    expectValid(messages);
  });
  it('may end the run, and the conversation can be gone on with', async () => {
    const { end, messages } = await bench({
      script: twice.slice(0, 1),
      seams: { turnEnd: async () => ({ kind: 'halt', why: 'In circles.' }) },
    });
    expect(end).toMatchObject({ kind: 'halted', why: 'In circles.' });
    expect(messages).toHaveLength(3);
    expectValid(messages);
  });
  it('waits for a person, who may stop instead', async () => {
    const stop = new AbortController();
    const { end } = await bench({
      script: twice.slice(0, 1),
      signal: stop.signal,
      seams: {
        turnEnd: (_turn, signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => resolve({ kind: 'go_on', append: [user('Too late.')] }));
            stop.abort();
          }),
      },
    });
    expect(end.kind).toBe('stopped');
  });
  it('is not told for a turn of words', async () => {
    const { end } = await bench({
      script: [{ text: 'All of it was done before.' }],
      seams: { turnEnd: async () => ({ kind: 'halt', why: 'Never.' }) },
    });
    expect(end.kind).toBe('done');
  });
});
