/** What a terminal is told of a run's steps. */
import { expect, test } from 'vitest';
import { tellRun } from '../../src/cli/tellRun';
import type { SpecRuns } from '../../src/core/runs/service';
import type { RunSnapshot, RunStep } from '../../src/core/runs/snapshot';
import { runIn, taskRun } from '../webview/gallery/runs';

/** The notes of a run that comes to these steps after the command has begun. */
function told(steps: readonly RunStep[]): readonly string[] {
  const notes: string[] = [];
  const began = runIn('running', { task: taskRun('2.3', 'running'), steps: [] });
  let tell: (snapshot: RunSnapshot) => void = () => undefined;
  const runs: Pick<SpecRuns, 'snapshot' | 'subscribe'> = {
    snapshot: () => began,
    subscribe: ({ changed }) => {
      tell = changed ?? tell;
      return { dispose: () => undefined };
    },
  };
  tellRun({ note: (text) => void notes.push(text) }, runs as SpecRuns).dispose();
  tell(runIn('running', { task: taskRun('2.3', 'running'), steps }));
  return notes.slice(0, -1);
}

const step = (more: object): RunStep => ({ id: '1', at: 0, ...more }) as RunStep;
const state = (count: number) =>
  `Earlier turns.\n\n<state>\n${Array.from({ length: count }, (_, at) => `line ${at + 1}`).join('\n\n')}\n</state>\n\nGo on.`;

test.each<readonly [string, RunStep, readonly string[]]>([
  [
    'a conversation that was made shorter, with what it goes on with',
    step({ kind: 'compacted', kept: state(2) }),
    ['  The conversation was made shorter. It goes on with:\n    line 1\n    line 2'],
  ],
  [
    'a command with its end',
    step({ kind: 'command', line: 'npm test', state: 'ended', ending: 'exit 1' }),
    ['  $ npm test: exit 1'],
  ],
  ['a command that goes on is no news', step({ kind: 'command', line: 'npm test', state: 'running' }), []],
  ['a state that was kept is no news', step({ kind: 'checkpoint', checkpoint: 'c', label: 'Before turn 1' }), []],
  [
    'a verification with its warnings',
    step({
      kind: 'verification',
      verification: { attempt: 1, state: 'passed', checks: [], sentence: 'Passed: npm test.', warnings: ['Look.'] },
    }),
    ['  Passed: npm test.\n  Look.'],
  ],
])('%s', (_, about, notes) => {
  expect(told([about])).toEqual(notes);
});

test('of much that was kept the beginning is shown, and how much more there is', () => {
  const [note = ''] = told([step({ kind: 'compacted', kept: state(14) })]);
  expect(note.split('\n').at(-1)?.trim()).toBe('… and 2 more lines');
  expect(note).not.toContain('line 13');
});
