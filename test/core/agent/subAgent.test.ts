import { describe, expect, it } from 'vitest';
import {
  mostAtOnce,
  reportText,
  runSubAgent,
  runSubAgents,
  type SubAgentRun,
  type SubTask,
} from '../../../src/core/agent/subAgent';
import type { AgentEnd } from '../../../src/core/agent/types';
import { noUsage, textOf } from '../../../src/core/messages';

const usage = { ...noUsage, input: 10 };
const words = (text: string): AgentEnd => ({
  kind: 'done',
  usage,
  message: { role: 'assistant', content: [{ type: 'text', text }] },
});
const task: SubTask = { role: 'research', goal: 'Find who calls save().', files: ['src/save.ts'] };
const good = { summary: 'Two callers.', findings: [{ claim: 'api.ts calls it', source: 'src/api.ts:12' }] };

/** What a sub-agent does with each message: reports this, or ends like that. */
type Reaction = { readonly report: readonly unknown[] } | AgentEnd;

function agent(reactions: readonly Reaction[]) {
  const heard: string[] = [];
  const answers: string[] = [];
  let closed = 0;
  const run: SubAgentRun = {
    send: async (message, report) => {
      heard.push(textOf(message));
      const reaction = reactions[heard.length - 1];
      if (reaction === undefined) throw new Error('Nothing more was expected.');
      if (!('report' in reaction)) return reaction;
      for (const input of reaction.report) answers.push(report(input).text);
      return words('');
    },
    close: async () => {
      closed++;
    },
  };
  return { start: async () => run, heard, answers, closed: () => closed };
}

const signal = new AbortController().signal;

describe('a sub-agent', () => {
  it('brings back its report, with sources', async () => {
    const { start, heard, closed } = agent([{ report: [good] }]);
    const end = await runSubAgent(task, start, signal);
    expect(end).toEqual({ kind: 'reported', usage, report: { ...good, files: [] } });
    expect(heard[0]).toContain('Find who calls save().');
    expect(heard[0]).toContain('src/save.ts');
    expect(reportText(task, end)).toContain('- api.ts calls it (src/api.ts:12)');
    expect(closed()).toBe(1);
  });
  it('is told what does not fit, and mends it', async () => {
    const { start, answers } = agent([{ report: [{ summary: 'x', findings: [{ claim: 'no source' }] }, good] }]);
    expect((await runSubAgent(task, start, signal)).kind).toBe('reported');
    expect(answers[0]).toMatch(/^The report does not fit: findings\.0\.source/u);
  });
  it('is asked once for the report it forgot', async () => {
    const { start, heard } = agent([words('I found it.'), { report: [good] }]);
    const end = await runSubAgent(task, start, signal);
    expect(end).toMatchObject({ kind: 'reported', usage: { input: 20 } });
    expect(heard[1]).toContain('without a report');
  });
  const ends: readonly (readonly [string, readonly Reaction[], RegExp])[] = [
    [
      'no report at all',
      [words('I found it.'), words('Really.')],
      /No report\. It gave no report\. Its last words: Really\./u,
    ],
    [
      'a model that fails',
      [
        {
          kind: 'failed',
          usage,
          failure: { kind: 'key', message: 'The key is wrong.', retryable: false },
          partial: { role: 'assistant', content: [] },
        },
      ],
      /No report\. The key is wrong\./u,
    ],
    ['its budget', [{ kind: 'budget', usage, why: 'The limit of 5 turns is reached.' }], /5 turns/u],
    ['the loop guard', [{ kind: 'halted', usage, why: 'In circles.' }], /In circles/u],
    ['the user', [{ kind: 'stopped', usage, partial: { role: 'assistant', content: [] } }], /stopped before/u],
    ['a session that can not be written', [], /broke off: Nothing more was expected/u],
  ];
  it.each(ends)('ended by %s', async (_name, reactions, expected) => {
    const { start, closed } = agent(reactions);
    expect(reportText(task, await runSubAgent(task, start, signal))).toMatch(expected);
    expect(closed()).toBe(1);
  });
});

describe('several', () => {
  it('work side by side, five at most, and the reports keep their order', async () => {
    let atWork = 0;
    let most = 0;
    const start = async ({ goal }: SubTask): Promise<SubAgentRun> => ({
      send: async (_message, report) => {
        atWork++;
        most = Math.max(most, atWork);
        await new Promise((resolve) => setImmediate(resolve));
        atWork--;
        report({ summary: goal });
        return words('');
      },
      close: async () => undefined,
    });
    const tasks = Array.from({ length: 12 }, (_, at): SubTask => ({ role: 'code', goal: `part ${at}`, files: [] }));
    const ends = await runSubAgents(tasks, start, signal);
    expect(most).toBe(mostAtOnce);
    expect(ends.map((end) => (end.kind === 'reported' ? end.report.summary : end.kind))).toEqual(
      tasks.map(({ goal }) => goal),
    );
  });
  it('are not begun after a stop', async () => {
    const stop = new AbortController();
    let begun = 0;
    const start = async (): Promise<SubAgentRun> => {
      begun++;
      stop.abort();
      return agent([{ kind: 'stopped', usage, partial: { role: 'assistant', content: [] } }]).start();
    };
    const ends = await runSubAgents([task, task, task, task, task, task, task], start, stop.signal);
    expect(begun).toBeLessThanOrEqual(mostAtOnce);
    expect(ends.map(({ kind }) => kind)).toEqual(Array(7).fill('stopped'));
  });
});
