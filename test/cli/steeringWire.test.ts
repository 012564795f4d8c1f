/** Rules for files on the wire, through the command line over a real folder: in the very next request, and only then. */
import { expect, test } from 'vitest';
import type { FakeTurn } from '../support/fakeAnthropic';
import { askTurn, documentTurn, requirementsText } from '../support/flowHarness';
import { runHeadless } from '../support/headlessRun';
import { expectWirePrefixes, says, type WireRequest, wireCall } from '../support/wireModel';

const rule = 'No default exports, says the team.';
const ruleFor = (pattern: string) => ({
  '.kiro/steering/rule.md': `---\ninclusion: fileMatch\nfileMatchPattern: "${pattern}"\n---\n${rule}\n`,
});
const list = ruleFor('src/todos/list.ts');
const reads = (path: string) => wireCall('read_file', { path });
const reports = () => wireCall('report_task', { summary: 'Seen.' });
const words = (text: string): FakeTurn => ({ blocks: [{ text }] });
const part = { role: 'research', goal: 'Look at how lists are made.', files: [] };

const heard = (requests: readonly WireRequest[]) => requests.map((request) => says(request, rule));

test('in a task: after its file is read, and the prefix stays', async () => {
  const { requests, notes } = await runHeadless({
    files: list,
    script: [reads('package.json'), reads('src/todos/list.ts'), reads('package.json'), reports()],
  });
  expect(heard(requests)).toEqual([false, false, true, true]);
  // Whoever looks on is told, once, between what was read and what comes of it.
  const said =
    'Steering that applies from here on: .kiro/steering/rule.md: src/todos/list.ts matches src/todos/list.ts';
  expect(notes.split('\n').filter((line) => /Steering that|Read /u.test(line))).toEqual([
    '  Read package.json',
    '  Read src/todos/list.ts',
    `  ${said}`,
    '  Read package.json',
  ]);
  expectWirePrefixes(requests);
});

test('in a helper: in its own conversation, and its parent goes on without', async () => {
  const { requests } = await runHeadless({
    files: list,
    script: [
      wireCall('delegate', { parts: [part] }),
      reads('package.json'),
      reads('src/todos/list.ts'),
      reports(),
      reports(),
    ],
  });
  expect(heard(requests)).toEqual([false, false, false, true, false]);
  expectWirePrefixes(requests.slice(1, 4));
  expectWirePrefixes([requests[0], requests[4]].flatMap((each) => each ?? []));
});

test('in an agent that a hook asks, while the task that it follows had none of it', async () => {
  const { requests } = await runHeadless({
    files: list,
    hooks: 'hooks:\n  - {name: look, trigger: task_finished, agent: Look at what was built.}\n',
    script: [reports(), reads('package.json'), reads('src/todos/list.ts'), words('Looked.')],
  });
  expect(heard(requests)).toEqual([false, false, false, true]);
  expectWirePrefixes(requests.slice(1));
});

test('in planning: `spec new` reads, and the next request has it', async () => {
  const asks: FakeTurn = {
    blocks: (askTurn().calls ?? []).map(({ name, input }) => ({ tool: { id: 'ask', name, input } })),
  };
  const { requests } = await runHeadless({
    files: list,
    argv: ['spec', 'new', 'Sort my todos by date', '--trust'],
    script: [reads('package.json'), reads('src/todos/list.ts'), asks, words(documentTurn(requirementsText).text ?? '')],
  });
  expect(heard(requests)).toEqual([false, false, true, true]);
  expectWirePrefixes(requests);
});

test.each([
  ['a file that the design names', 'src/todos/routes.ts', true],
  ['a file that nothing names', 'src/other/routes.ts', false],
])('of %s: a task has it from the start: %s, %s', async (_, pattern, there) => {
  const { requests } = await runHeadless({ files: ruleFor(pattern), script: [reports()] });
  expect(heard(requests)).toEqual([there]);
});
