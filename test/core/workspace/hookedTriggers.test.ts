/** Triggers of tasks, answers, compaction and files, each driven by what it is told of in the wired workspace. */
import { expect, test } from 'vitest';
import type { AgentRun } from '../../../src/core/agent/types';
import type { FileChange } from '../../../src/core/hooks/fileChange';
import type { Firing } from '../../../src/core/hooks/model';
import { part as shell } from '../../../src/core/permissions/shell.part';
import { hookedRun } from '../../../src/core/workspace/hookedRun';
import { createHookedSessions } from '../../../src/core/workspace/hookedSessions';
import { createRunningSessions } from '../../../src/core/workspace/runningSessions';
import type { SteeredRun } from '../../../src/core/workspace/steeredRun';
import { approved, harness, opened, root } from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';
import { builtFrom, identityOf, reports, spec, writes } from '../../support/runHarness';

type Script = Parameters<typeof harness>[0];

function world(hooks: string, script: Script = [], exitCode = 0) {
  const host = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    // Nothing proves this repository, so that a report ends the task.
    files: { ...builtFrom, [`${root}/package.json`]: '{}\n', [`${root}/.kiro/hooks.yaml`]: `hooks:\n${hooks}` },
    parts: { shell },
    commands: (request, print) => {
      if (exitCode === 0) return 0;
      print('Not now.');
      request.onError?.('Not now.');
      return exitCode;
    },
  });
  const { workspace } = harness(script, { host, headless: true });
  const told: Firing[] = [];
  workspace.hooks.connect({ onFiring: (each) => void (each.result.kind !== 'running' && told.push(each)) });
  const heard = async () => {
    await workspace.hooks.idle();
    return told.map(({ event }) => event.trigger);
  };
  return { host, workspace, told, heard };
}

const notes = (...triggers: readonly string[]) =>
  triggers.map((each) => `  - {name: ${each}, trigger: ${each}, debounce: 0, notify: heard}\n`).join('');

async function built({ workspace, host }: ReturnType<typeof world>) {
  await workspace.hooks.accept(root, (await workspace.hooks.load(root)).hooks);
  const handle = await opened(workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  const runs = await workspace.runs.open(spec);
  runs?.setMode('autopilot');
  return runs?.start({ what: 'task', identity: await identityOf({ host }, '1.1') });
}

test('a task tells of its start, its answers, its code and its end', async () => {
  const scene = world(notes('before_task', 'task_finished', 'on_stop', 'code_generated'), [
    writes('src/todos/csv.ts', 'export const rows = 1;\n'),
    { text: 'Done.' },
    reports(),
  ]);
  await built(scene);
  const heard = await scene.heard();
  expect(heard[0]).toBe('PreTaskExec');
  expect(heard.slice(1).sort()).toEqual(['CodeGenerate', 'PostTaskExec', 'Stop']);
  const files = scene.told.find(({ event }) => event.trigger === 'CodeGenerate')?.files;
  expect(files).toMatchObject([{ path: 'src/todos/csv.ts' }]);
});

test('a hook before a task holds it back', async () => {
  const scene = world('  - {name: gate, trigger: preTaskExecution, run: "check"}\n', [], 2);
  expect(await built(scene)).toMatchObject({ kind: 'refused', message: expect.stringContaining('Not now.') });
});

const changes: readonly (readonly [string, FileChange, string])[] = [
  ['on_create', { kind: 'created', path: 'src/a.ts' }, 'PostFileCreate'],
  ['on_save', { kind: 'saved', path: 'src/a.ts' }, 'PostFileSave'],
  ['on_delete', { kind: 'deleted', path: 'src/a.ts' }, 'PostFileDelete'],
  ['on_rename', { kind: 'renamed', path: 'src/b.ts', from: 'src/a.ts' }, 'PostFileRename'],
];

test.each(changes)('%s', async (trigger, change, name) => {
  const { workspace, heard, told } = world(notes(trigger));
  await workspace.hooks.filesChanged(root, [change]);
  expect(await heard()).toEqual([name]);
  expect(told[0]?.files).toMatchObject([
    { path: change.path, ...(change.from === undefined ? {} : { from: change.from }) },
  ]);
});

test.each([
  [0, ['PreCompaction', 'PostCompaction']],
  [2, ['PreCompaction']],
])('compaction is told before and after, and a hook that ends with %i decides', async (code, expected) => {
  const hooks = `  - {name: gate, trigger: before_compaction, run: "check"}\n${notes('after_compaction')}`;
  const { workspace, heard } = world(hooks, [], code);
  await workspace.hooks.accept(root, (await workspace.hooks.load(root)).hooks);
  const compacts: SteeredRun = async (_, given) => {
    if ((await given.seams?.beforeCompaction?.()) !== false) given.onEvent({ type: 'compacted', kept: 'Short.' });
    return {
      kind: 'stopped',
      partial: { role: 'assistant', content: [] },
      usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    };
  };
  const parts = {
    hooks: () => workspace.hooks,
    running: createRunningSessions(),
    sessions: createHookedSessions(async () => undefined),
    files: { read: async () => undefined },
    roots: [root],
  };
  const given = { tools: { schemas: [] }, conversation: { messages: () => [] }, onEvent: () => undefined };
  await hookedRun(compacts, parts, { by: 'agent', chain: [] })(
    root,
    given as unknown as AgentRun,
    new AbortController().signal,
  );
  expect(await heard()).toEqual(expected);
});
