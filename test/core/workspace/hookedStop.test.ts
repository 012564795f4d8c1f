/** Hooks of an agent that stops: what lets it go on, how often, and what nothing may follow. */
import { expect, test } from 'vitest';
import type { AgentEnd } from '../../../src/core/agent/types';
import { textOf } from '../../../src/core/messages';
import { runToStop } from '../../../src/core/workspace/hookedStop';

const usage = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 };
const said = (text: string) => ({ role: 'assistant', content: [{ type: 'text', text }] }) as const;
const done = (text: string): AgentEnd => ({ kind: 'done', message: said(text), usage });
const result = (text: string) =>
  ({ type: 'tool_result', callId: 'c', content: [{ type: 'text', text }], isError: false }) as const;
const reported = (name: string): AgentEnd => ({
  ...{ kind: 'tool', message: said('All done.'), usage, results: [] },
  ...{ call: { type: 'tool_call', id: 'c', name, input: {} }, answer: result('Reported.') },
});
const posted = { role: 'user', content: [{ type: 'text', text: 'Say what it is for.' }] } as const;

interface Scene {
  readonly ends: readonly AgentEnd[];
  /** What each question of the hooks brings. */
  readonly says?: readonly (string | 'post' | undefined)[];
  readonly lastWordsCount?: boolean;
  readonly aborted?: boolean;
}

async function play({ ends, says = [], lastWordsCount = false, aborted = false }: Scene) {
  const log: string[] = [];
  const left = [...ends];
  const answers = [...says];
  const end = await runToStop({
    run: async () => left.shift() ?? expect.unreachable(),
    ask: async (response) => {
      log.push(`ask ${response}`);
      const answer = answers.shift();
      if (answer === 'post') return { blocked: [], posted: [posted] };
      return { blocked: answer === undefined ? [] : [answer], posted: [] };
    },
    tell: async (response) => void log.push(`tell ${response}`),
    append: async (message) =>
      void log.push(
        textOf(message) || message.content.map((block) => ('isError' in block ? `error ${block.isError}` : '')).join(),
      ),
    lastWordsCount,
    signal: aborted ? AbortSignal.abort() : new AbortController().signal,
  });
  return { log, end, left: left.length };
}

const goOn = (reason: string) => `Hooks of this workspace want you to go on before you stop:\n| ${reason}`;

test.each<readonly [string, Scene, readonly string[]]>([
  ['a hook that says nothing', { ends: [done('A')] }, ['ask A']],
  [
    'one that blocks',
    { ends: [done('A'), done('B')], says: ['Run the tests.'] },
    ['ask A', goOn('Run the tests.'), 'ask B'],
  ],
  [
    'one that asks the running agent',
    { ends: [done('A'), done('B')], says: ['post'] },
    ['ask A', 'Say what it is for.', 'ask B'],
  ],
  [
    'one that blocks for ever',
    { ends: ['A', 'B', 'C', 'D'].map(done), says: Array(9).fill('No.') },
    ['ask A', goOn('No.'), 'ask B', goOn('No.'), 'ask C', goOn('No.'), 'tell D'],
  ],
  [
    'a report, which is refused',
    { ends: [reported('report_task'), reported('report_task')], says: ['No tests ran.'] },
    ['ask All done.', 'error true', goOn('No tests ran.'), 'ask All done.'],
  ],
  ['a question to the user', { ends: [reported('ask_user')] }, []],
  ['words that count', { ends: [done('A')], says: ['No.'], lastWordsCount: true }, ['tell A']],
  ['a run that was stopped meanwhile', { ends: [done('A')], says: ['No.'], aborted: true }, []],
  ['a run that failed', { ends: [{ kind: 'budget', why: 'over', usage }] }, []],
])('%s', async (_, scene, expected) => {
  const { log, end, left } = await play(scene);
  expect(log).toEqual(expected);
  expect(left).toBe(0);
  // What all of it took is told, not only its last part.
  expect(end.usage.output).toBe(2 * scene.ends.length);
});
