/** A session begins once and is over once, whatever turns, runs, processes and resumes it has in between. */
import { expect, test } from 'vitest';
import type { Firing } from '../../../src/core/hooks/model';
import { part as shell } from '../../../src/core/permissions/shell.part';
import type { Workspace } from '../../../src/core/workspace';
import type { FakeTurn } from '../../support/fakeAnthropic';
import {
  approved,
  askTurn,
  created,
  designText,
  documentTurn,
  harness,
  opened,
  repository,
  requirementsText,
  root,
  type Script,
  tasksText,
} from '../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';
import { builtFrom, spec } from '../../support/runHarness';
import { wireCall, wireModel } from '../../support/wireModel';

/** `notify` starts nothing, so it fires headless, too. */
const hooks = `hooks:\n${['SessionStart', 'AgentSpawn', 'SessionEnd']
  .map((trigger) => `  - {name: ${trigger}, trigger: ${trigger}, notify: heard}\n`)
  .join('')}`;

function hostWith(files: Readonly<Record<string, string>>): MemoryHost {
  return createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: { ...files, [`${root}/package.json`]: '{}\n', [`${root}/.kiro/hooks.yaml`]: hooks },
    parts: { shell },
    commands: () => 0,
  });
}

/** Name of the hook, agent and session of each firing, session ids cut to what tells them apart. */
type Heard = string[];

function listen(workspace: Workspace, heard: Heard): void {
  const told = ({ hookName, event, result }: Firing) => {
    if (result.kind === 'ok') heard.push(`${hookName} ${event.agent} ${event.session?.replace(/[0-9a-f]{12,}/u, '…')}`);
  };
  workspace.hooks.connect({ onFiring: told });
}

/** One process that works on the specs of a host, and is gone. */
async function plans(host: MemoryHost, heard: Heard, script: Script, work: (workspace: Workspace) => Promise<unknown>) {
  const { workspace } = harness(script, { host, headless: true });
  listen(workspace, heard);
  await work(workspace);
  await workspace.hooks.idle();
  workspace.dispose();
}

test('planning is one session from the sentence to the last approval, in whatever processes', async () => {
  const host = hostWith(repository);
  const heard: Heard = [];
  const begun = ['SessionStart main spec-…-1', 'AgentSpawn main spec-…-1'];
  let path = '';
  await plans(host, heard, [askTurn(), documentTurn(requirementsText)], async (workspace) => {
    const handle = await created(workspace);
    await handle.answer([]);
    path = handle.path;
  });
  expect(heard).toEqual(begun);
  await plans(host, heard, [documentTurn(designText), documentTurn(tasksText)], async (workspace) => {
    const handle = await opened(workspace, path);
    await approved(handle, 'requirements.md');
    for (const name of ['design.md', 'tasks.md'] as const) {
      await handle.generate(name);
      expect(heard).toEqual(begun);
      expect(await approved(handle, name)).toEqual({ kind: 'done' });
    }
    await workspace.hooks.idle();
    expect(heard).toEqual([...begun, 'SessionEnd main spec-…-1']);
    // A plan that is changed later is the same session.
    await approved(handle, 'tasks.md');
  });
  expect(heard).toEqual([...begun, 'SessionEnd main spec-…-1']);
});

async function builds(
  host: MemoryHost,
  heard: Heard,
  script: readonly FakeTurn[],
  how: 'start' | 'resume' | 'fork',
  whenStopped?: (stop: () => void) => void,
): Promise<string | undefined> {
  const wire = await wireModel(script);
  const { workspace } = harness([], { host, headless: true, model: async () => wire.model });
  listen(workspace, heard);
  const runs = await workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  runs.setMode('autopilot');
  runs.subscribe({ changed: ({ confirm }) => void (confirm && runs.confirmChecks([])) });
  whenStopped?.(() => void runs.stop());
  if (how === 'fork') {
    const point = (await runs.checkpoints()).find(({ label }) => label === 'Before turn 2');
    expect(await runs.fork(point?.id ?? '', { files: false })).toEqual({ kind: 'done' });
  }
  const outcome = await (how === 'start' ? runs.start({ what: 'next' }) : runs.resume());
  await workspace.hooks.idle();
  workspace.dispose();
  await wire.close();
  return outcome.kind;
}

async function approvedHost(): Promise<MemoryHost> {
  const host = hostWith(builtFrom);
  const { workspace } = harness([], { host });
  const handle = await opened(workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  workspace.dispose();
  return host;
}

const part = { role: 'code', goal: 'Write the rows.', files: [] };
const reports = () => wireCall('report_task', { summary: 'Rows are written.' });
const reads = (when?: () => Promise<void>) => wireCall('read_file', { path: 'package.json' }, when);

test('a task and each of its helpers are sessions, each over when its work is', async () => {
  const heard: Heard = [];
  const script = [
    wireCall('delegate', { parts: [part] }),
    { blocks: [{ text: 'Done.' }] },
    reports(),
    reads(),
    reports(),
  ];
  await builds(await approvedHost(), heard, script, 'start');
  expect(heard).toEqual([
    'SessionStart main task-…-1',
    'AgentSpawn main task-…-1',
    'SessionStart code task-…-1.1',
    'AgentSpawn code task-…-1.1',
    'SessionEnd code task-…-1.1',
    'SessionEnd main task-…-1',
  ]);
});

test('a task that is stopped is not over; resumed in another process it does not begin anew', async () => {
  const host = await approvedHost();
  const heard: Heard = [];
  const begun = ['SessionStart main task-…-1', 'AgentSpawn main task-…-1'];
  let stop = () => {};
  const halts = reads(async () => stop());
  expect(
    await builds(host, heard, [reads(), halts], 'start', (given) => {
      stop = given;
    }),
  ).toBe('stopped');
  expect(heard).toEqual(begun);
  await builds(host, heard, [reads(), reports()], 'resume');
  expect(heard).toEqual([...begun, 'SessionEnd main task-…-1']);
});

test('a fork is a session of its own: it begins once, wherever it is gone on with, and is over once', async () => {
  const host = await approvedHost();
  const heard: Heard = [];
  let stop = () => {};
  const halts = () => reads(async () => stop());
  const stopping = (given: () => void) => {
    stop = given;
  };
  const writes = wireCall('write_file', { path: 'src/todos/csv.ts', text: 'export {};\n' });
  await builds(host, heard, [reads(), writes, halts()], 'start', stopping);
  const parent = ['SessionStart main task-…-1', 'AgentSpawn main task-…-1'];
  expect(heard).toEqual(parent);
  await builds(host, heard, [reads(), halts()], 'fork', stopping);
  const fork = ['SessionStart main task-…-1-f1', 'AgentSpawn main task-…-1-f1'];
  expect(heard).toEqual([...parent, ...fork]);
  await builds(host, heard, [reads(), reports()], 'resume');
  expect(heard).toEqual([...parent, ...fork, 'SessionEnd main task-…-1-f1']);
});
