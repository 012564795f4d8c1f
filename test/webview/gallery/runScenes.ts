/** Every screen of a run, as the messages that lead to it. */
import type { HostMessage } from '../../../src/webview/protocol';
import { byTeam, byYou, documentSnapshot, messages, snapshot } from './fixtures';
import { current, deletion, identityOf, permission, runIn, runMessages, runs, steering, steps, taskRun } from './runs';
import type { Scene } from './scenes';

const approved = snapshot({
  documents: [
    documentSnapshot('requirements.md', { state: 'approved', approval: byYou, diagnostics: [] }),
    documentSnapshot('design.md', { state: 'approved', approval: byTeam, diagnostics: [] }),
    documentSnapshot('tasks.md', { state: 'approved', approval: byYou, diagnostics: [] }),
  ],
});
const base = messages(approved);
const building = { run: true };
const idle = { active: false } as const;

const stopped: readonly HostMessage[] = [
  ...base,
  ...runMessages(
    runIn('stopped', { task: taskRun('2.3', 'stopped', { message: 'Stopped. Changes are kept.' }) }, idle),
  ),
];
const goingBack: HostMessage = {
  type: 'runPreview',
  preview: {
    checkpoint: { id: 'c1', label: 'Before turn 1', at: new Date(2026, 10, 21, 10, 26).toISOString() },
    files: current().changes,
    byUser: ['src/app.ts'],
    notHeld: ['data/dump.sql'],
  },
};

export const runScenes: readonly Scene[] = [
  {
    name: 'run',
    messages: [...base, ...runMessages(runIn('running', { text: 'Now the test of the title' }))],
    state: building,
  },
  {
    name: 'run-permission',
    messages: [...base, ...runMessages(runIn('waiting', { permission: permission() }))],
    state: building,
  },
  {
    name: 'run-permission-write',
    messages: [
      ...base,
      ...runMessages(
        runIn('waiting', {
          permission: permission({
            id: 'p2',
            action: { kind: 'write', path: '/workspace/server/.vscode/tasks.json', how: 'edit', after: 'x' },
          }),
        }),
        deletion,
      ),
    ],
    state: building,
  },
  {
    name: 'run-production',
    messages: [
      ...base,
      ...runMessages(
        runIn('waiting', {
          permission: permission({
            id: 'p3',
            action: {
              kind: 'command',
              line: 'cd infra && cdk destroy --profile prod-eu',
              cwd: '/workspace/server',
              shell: 'posix',
              sandboxed: false,
            },
            judgement: {
              effect: 'ask',
              reason: 'It names production, and it deletes.',
              rule: { text: 'catalogue: cloud mutation', scope: 'builtin' },
              typeToConfirm: 'prod-eu',
              suggestions: [],
              parts: [
                { text: 'cd infra', effect: 'allow', rule: { text: 'default', scope: 'builtin' }, reason: '' },
                {
                  text: 'cdk destroy --profile prod-eu',
                  effect: 'ask',
                  rule: { text: 'catalogue: cloud mutation', scope: 'builtin' },
                  reason: '',
                },
              ],
            },
          }),
        }),
      ),
    ],
    state: building,
  },
  { name: 'run-review', messages: [...base, ...runMessages(runIn('reviewing'))], state: building },
  {
    name: 'run-steering',
    messages: [...base, ...runMessages(runIn('done', { steps: [...steps.slice(-2), steering] }, idle))],
    state: building,
  },
  {
    name: 'run-questions',
    messages: [
      ...base,
      ...runMessages(
        runIn('waiting', {
          questions: [
            {
              id: 'q1',
              question: 'Which status for a duplicate title?',
              why: 'Criterion 1.4 does not say.',
              choices: [
                { label: '409', detail: 'Says that it is there already.' },
                { label: '422', detail: '' },
              ],
              ifSkipped: 'Answer with 409.',
            },
          ],
        }),
      ),
    ],
    state: building,
  },
  {
    name: 'run-confirm',
    messages: [
      ...base,
      ...runMessages(
        runIn(
          'waiting',
          {},
          {
            confirm: {
              reason: 'These commands were found and never confirmed here.',
              checks: [
                { line: 'npm test', cwd: '/workspace/server', source: 'package.json, script test: vitest run' },
                { line: 'npm run lint', cwd: '/workspace/server', source: 'package.json, script lint: biome check' },
              ],
            },
          },
        ),
      ),
    ],
    state: building,
  },
  {
    name: 'run-paused',
    messages: [
      ...base,
      ...runMessages(
        runIn(
          'paused',
          {
            task: taskRun('2.3', 'paused', {
              message:
                'The budget of this task is used up: $0.60 of $0.60. Everything is kept. Raise the limit to go on.',
            }),
            budget: [{ name: 'money', of: 'task', used: 0.6, limit: 0.6 }],
          },
          idle,
        ),
      ),
    ],
    state: building,
  },
  { name: 'run-restore', messages: [...stopped, goingBack], state: building },
  {
    name: 'run-fork',
    messages: stopped,
    press: { button: 'Fork from here: Before turn 1', answer: [goingBack] },
    state: building,
  },
  {
    name: 'run-evidence',
    messages: [
      ...base,
      ...runMessages(runIn('done', {}, idle)),
      {
        type: 'runEvidence',
        identity: identityOf('2.3'),
        markdown: '## Task 2.3\n\nVerified by `npm test`, exit 0.\n\n- 1.1: test/todos/routes.test.ts:4\n',
      },
    ],
    state: building,
  },
  { name: 'tasks-runs', messages: [...base, ...runMessages(runs())], state: { shown: 'tasks.md' } },
  { name: 'tasks-ready', messages: [...base, ...runMessages(runs(idle))], state: { shown: 'tasks.md' } },
  {
    name: 'tasks-closed',
    messages: [
      ...base,
      ...runMessages(runs({ ...idle, tasks: [], closed: 'Nothing is started until you trust this workspace.' })),
    ],
    state: { shown: 'tasks.md' },
  },
];
