import { expect, test } from 'vitest';
import { root } from '../../support/flowHarness';
import { identityOf, type Kept, lastText, reached, reports, runHarness, spec, writes } from '../../support/runHarness';

const csv = 'src/todos/csv.ts';
const tasks = `${spec}/tasks.md`;

test('a supervised task: built, looked at, accepted, verified, ticked, with evidence', async () => {
  const harness = runHarness([
    { text: 'I look first.', ...{ calls: [{ name: 'read_file', input: { path: 'src/todos/list.ts' } }] } },
    writes(csv, 'rows\n'),
    reports(),
  ]);
  const runs = await harness.runs();
  const running = runs.start({ what: 'task', identity: await identityOf(harness, '1.1') });
  const reviewing = await reached(runs, ({ current }) => current?.task.state === 'reviewing');
  expect(reviewing.current?.changes).toMatchObject([{ path: csv, kind: 'added', state: 'open', added: 1 }]);
  expect(harness.text(tasks)).toContain('- [-] 1.1 Write rows');
  expect(await runs.review({ accept: true })).toEqual({ kind: 'done' });
  expect(await running).toEqual({ kind: 'done' });
  harness.client.assertDone();
  const snapshot = runs.snapshot();
  expect(snapshot.tasks).toMatchObject([{ id: '1.1', state: 'done', turns: 3, corrections: 0 }]);
  expect(snapshot.tasks[0]?.evidence).toContain('.tracewright/evidence/');
  expect(harness.text(tasks)).toContain('- [x] 1.1 Write rows');
  expect(harness.text(tasks)).toContain('- [-] 1. Export');
  expect(harness.evidence).toMatchObject([{ summary: 'Rows are written.', files: [{ path: csv }], reviewed: false }]);
  expect(snapshot.current?.steps.map(({ kind }) => kind)).toEqual([
    'checkpoint',
    'notice',
    'verification',
    'said',
    'looked',
    'checkpoint',
    'edited',
    'said',
    'verification',
    'checkpoint',
    'notice',
  ]);
});

test.each([
  [{ '1.1': ['a.test.ts:3'], '1.2': ['a.test.ts:9'] }, 'Verified and ticked. The evidence is written.'],
  [{ '1.1': ['a.test.ts:3'], '1.2': [] }, 'Verified and ticked. The evidence is written. No test names 1.2.'],
  [{ '1.1': [], '1.2': [] }, 'Verified and ticked. The evidence is written. No test names 1.1, 1.2.'],
])('what ends well says which criteria no test names: %o', async (named, message) => {
  const harness = runHarness([writes(csv, 'rows\n'), reports()], { named });
  const runs = await harness.runs();
  runs.setMode('autopilot');
  expect(await runs.start({ what: 'task', identity: await identityOf(harness, '1.1') })).toEqual({ kind: 'done' });
  expect(runs.snapshot().current?.steps.at(-1)).toMatchObject({ kind: 'notice', text: message });
});

test('what is rejected is undone, and the agent follows what was said', async () => {
  const harness = runHarness([
    writes(csv, 'one\ntwo\n'),
    (request) => {
      expect(lastText(request)).toContain('was rejected and is undone');
      expect(lastText(request)).toContain('Use three.');
      return writes(csv, 'three\n');
    },
    reports(),
  ]);
  const runs = await harness.runs();
  const running = runs.start({ what: 'task', identity: await identityOf(harness, '1.1') });
  await reached(runs, ({ current }) => current?.task.state === 'reviewing');
  await runs.review({ accept: false, path: csv, tell: 'Use three.' });
  await reached(runs, ({ current }) => current?.task.state === 'reviewing' && current.task.turns === 2);
  expect(harness.text(`${root}/${csv}`)).toBe('three\n');
  await runs.review({ accept: true });
  expect(await running).toEqual({ kind: 'done' });
  harness.client.assertDone();
});

test('a window that comes back sees the same steps and changes', async () => {
  const kept: Kept = new Map();
  const harness = runHarness([writes(csv, 'rows\n'), reports()], { kept });
  const runs = await harness.runs();
  runs.setMode('autopilot');
  expect(await runs.start({ what: 'task', identity: await identityOf(harness, '1.1') })).toEqual({ kind: 'done' });
  const before = runs.snapshot().current;
  const again = await runHarness([], { kept, host: harness.host }).runs();
  const { current } = await reached(again, (snapshot) => snapshot.current?.changes.length === 1);
  expect(current?.steps).toEqual(before?.steps);
  expect(current?.changes).toEqual(before?.changes);
  expect(current?.task).toEqual(before?.task);
});
