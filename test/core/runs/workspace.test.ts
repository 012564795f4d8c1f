/** The real parts together: policy, tools, checkpoints, verification and evidence over a host in memory. */
import { expect, test } from 'vitest';
import type { Grant, NetworkDoor, Sandboxes, SandboxFacts } from '../../../src/core/host';
import { grantCommand } from '../../../src/core/permissions/grants';
import { part as shell } from '../../../src/core/permissions/shell.part';
import type { SpecRuns } from '../../../src/core/runs/service';
import type { RunSnapshot } from '../../../src/core/runs/snapshot';
import { approved, harness, opened, root, type Script } from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';
import { builtFrom, reached, spec } from '../../support/runHarness';

const csv = 'src/todos/csv.ts';

const reports = { calls: [{ name: 'report_task', input: { summary: 'Done.' } }] };

async function ready(script: Script, sandboxes?: Sandboxes) {
  const host = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: builtFrom,
    parts: { shell },
    ...(sandboxes === undefined ? {} : { sandboxes }),
  });
  const made = harness(script, { host });
  const handle = await opened(made.workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) {
    expect(await approved(handle, name)).toEqual({ kind: 'done' });
  }
  const runs = await made.workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  return { ...made, host, runs };
}

async function started(runs: SpecRuns) {
  const identity = runs.snapshot().next?.identity ?? '';
  const outcome = runs.start({ what: 'task', identity });
  const { confirm } = await reached(runs, (snapshot) => snapshot.confirm !== undefined, outcome);
  expect(confirm?.checks.map(({ line }) => line)).toEqual(['npm test']);
  // Nothing proves this repository: the user says so.
  await runs.confirmChecks([]);
  return { identity, outcome };
}

test('a task built by the real parts: written, looked at, marked as reviewed, ticked, with a record', async () => {
  const { runs, host, client } = await ready([
    { calls: [{ name: 'read_file', input: { path: 'src/todos/list.ts' } }] },
    { calls: [{ name: 'write_file', input: { path: csv, text: 'export const rows = 1;\n' } }] },
    { calls: [{ name: 'report_task', input: { summary: 'Rows are written.' } }] },
  ]);
  const { identity, outcome } = await started(runs);
  const reviewing = await reached(runs, ({ current }) => current?.task.state === 'reviewing', outcome);
  expect(reviewing.current?.changes).toMatchObject([{ path: csv, kind: 'added', state: 'open' }]);
  await runs.review({ accept: true });
  expect(await outcome).toMatchObject({ kind: 'not_verifiable' });
  client.assertDone();
  expect(await runs.markReviewed(identity)).toEqual({ kind: 'done' });
  expect(host.text(`${spec}/tasks.md`)).toContain('- [x] 1.1');
  const records = host.paths().filter((path) => path.includes('.tracewright/evidence/'));
  expect(records).toHaveLength(1);
  expect(await runs.evidence(identity)).toContain('Rows are written.');
});

test.each([
  ['its task state', `${spec}/tasks.md`, { path: '.kiro/specs/todo-csv-export/tasks.md', text: '- [x] 1.1\n' }],
  [
    'an approval',
    `${spec}/.tracewright/approvals/tasks.json`,
    { path: '.kiro/specs/todo-csv-export/.tracewright/approvals/tasks.json', text: '{}' },
  ],
])('an agent cannot write %s', async (_name, file, input) => {
  const { runs, host, client } = await ready([
    { calls: [{ name: 'write_file', input }] },
    (request) => {
      expect(JSON.stringify(request.messages.at(-1))).toContain('refused');
      return { calls: [{ name: 'report_task', input: { summary: 'Nothing.' } }] };
    },
  ]);
  const before = host.text(file);
  const { outcome } = await started(runs);
  await outcome;
  client.assertDone();
  expect(host.text(file)?.replace('[-]', '[ ]').replace('[-]', '[ ]')).toBe(before);
});

test.each([
  ['is known to the agent after the window came back', undefined, 'Edited src/todos/list.ts'],
  ['is refused for what it is where somebody changed it meanwhile', '// theirs\n', 'has changed since you read it'],
])('a file that was read %s', async (_name, theirs, answer) => {
  const path = 'src/todos/list.ts';
  const question = { question: 'Go on?', why: '', choices: [], if_skipped: 'Yes.' };
  const { runs, host, workspace } = await ready([
    { calls: [{ name: 'read_file', input: { path } }] },
    { calls: [{ name: 'ask_user', input: question }] },
  ]);
  const { outcome } = await started(runs);
  await reached(runs, ({ current }) => current?.questions.length === 1, outcome);
  workspace.dispose();
  await outcome;
  if (theirs !== undefined) host.put(`${root}/${path}`, theirs);
  const next = harness(
    [
      { calls: [{ name: 'edit_file', input: { path, edits: [{ old: 'return [];', new: 'return [1];' }] } }] },
      (request) => {
        expect(JSON.stringify(request.messages.at(-1))).toContain(answer);
        return reports;
      },
    ],
    { host },
  );
  const again = await next.workspace.runs.open(spec);
  again?.setMode('autopilot');
  again?.subscribe({
    changed: ({ current }) => {
      const id = current?.questions[0]?.id;
      if (id !== undefined) queueMicrotask(() => again?.answer(id, 'Yes.'));
    },
  });
  await again?.resume();
  next.client.assertDone();
});

test('the gate closes when a document changes after its approval', async () => {
  const { runs, host } = await ready([]);
  host.put(`${spec}/design.md`, `${host.text(`${spec}/design.md`)}\nAnother route.\n`);
  const outcome = await runs.start({ what: 'next' });
  expect(outcome).toMatchObject({ kind: 'refused', code: 'gate', message: expect.stringContaining('Design') });
});

test('a command outside of a sandbox asks, and a denial reaches the agent', async () => {
  const { runs, client } = await ready([
    { calls: [{ name: 'run_command', input: { command: 'rm -rf src' } }] },
    (request) => {
      expect(JSON.stringify(request.messages.at(-1))).toContain('The user refused it');
      return { calls: [{ name: 'report_task', input: { summary: 'Nothing.' } }] };
    },
  ]);
  const { outcome } = await started(runs);
  const asking = await reached(runs, ({ current }) => current?.permission !== undefined, outcome);
  expect(asking.current?.permission?.action).toMatchObject({ kind: 'command', line: 'rm -rf src', cwd: root });
  runs.decide(asking.current?.permission?.id ?? '', { kind: 'deny' });
  await outcome;
  client.assertDone();
});

/** A sandbox in memory: a command that fetches knocks at a door, which its user is asked about. */
function knocking(facts: SandboxFacts[], at = 'registry.example.com', held: boolean[] = []): Sandboxes {
  return {
    available: async () => ({ ok: true, kind: 'memory' }),
    open: async (request) => {
      const doors: NetworkDoor[] = [];
      const inForce = (): SandboxFacts => ({
        kind: 'memory',
        sentence: `Commands reach ${doors.map((door) => (door.kind === 'host' ? door.host : door.port)).join(', ') || 'nothing'}.`,
        doors: [...doors],
      });
      const host = createMemoryHost({
        commands: async ({ by, held: asking }, print) => {
          const door = { kind: 'host', host: at } as const;
          const look = () => void held.push(asking?.now() === true);
          const following = asking?.onChange(look);
          look();
          const open = await request.ask?.(door, by);
          following?.dispose();
          if (open !== true) return 1;
          doors.push(door);
          facts.push(inForce());
          request.opened?.(inForce());
          print('fetched');
          return 0;
        },
      });
      const command = (grant: Grant) => grantCommand(grant.subject, 'test');
      return {
        shell: 'posix',
        start: (grant, asked) => host.commands.start(command(grant), asked),
        facts: inForce,
        open: async (door) => {
          doors.push(door);
          request.opened?.(inForce());
        },
        close: async () => undefined,
      };
    },
  };
}

test('a door that the user opens in the middle of a task is in force at once: in the snapshot, among the steps, in the log', async () => {
  const facts: SandboxFacts[] = [];
  const held: boolean[] = [];
  const { runs, host } = await ready(
    [
      { calls: [{ name: 'run_command', input: { command: 'fetch-it' } }] },
      { calls: [{ name: 'report_task', input: { summary: 'Fetched.' } }] },
    ],
    knocking(facts, undefined, held),
  );
  const seen: RunSnapshot[] = [];
  runs.subscribe({
    changed: (snapshot) => {
      seen.push(snapshot);
      const permission = snapshot.current?.permission;
      if (permission !== undefined)
        queueMicrotask(() => runs.decide(permission.id, { kind: 'allow', remember: 'once' }));
    },
  });
  const { outcome } = await started(runs);
  await outcome;
  // The command's own time stood still while its user was asked, and no longer.
  expect(held).toEqual([false, true, false]);
  const closed = 'Commands reach nothing.';
  const open = 'Commands reach registry.example.com.';
  expect(facts.map(({ sentence }) => sentence)).toEqual([open]);
  // While it was at work, and not only at its end.
  const shown = seen.filter(({ active }) => active).map(({ sandbox }) => sandbox?.sentence);
  expect([...new Set(shown.filter((each) => each !== undefined))]).toEqual([closed, open]);
  expect(runs.snapshot().sandbox?.doors).toEqual([{ kind: 'host', host: 'registry.example.com' }]);
  const steps = runs.snapshot().current?.steps ?? [];
  expect(
    steps.flatMap((step) => (step.kind === 'notice' && step.text.startsWith('Commands') ? [step.text] : [])),
  ).toEqual([closed, open]);
  const logs = host.paths().filter((path) => path.includes('/sessions/task-') && path.endsWith('.jsonl'));
  const noted = logs.flatMap((path) =>
    (host.text(path) ?? '').split('\n').filter((line) => line.includes('"sandbox"')),
  );
  expect(noted.map((line) => JSON.parse(line).note.sentence)).toEqual([closed, open]);
});

test('registries that one answer opens are told of once, together', async () => {
  const script = [{ calls: [{ name: 'run_command', input: { command: 'npm install' } }] }, reports];
  const { runs } = await ready(script, knocking([], 'registry.npmjs.org'));
  runs.subscribe({
    changed: ({ current }) => {
      const permission = current?.permission;
      if (permission !== undefined)
        queueMicrotask(() => runs.decide(permission.id, { kind: 'allow', remember: 'once' }));
    },
  });
  await (await started(runs)).outcome;
  const told = (runs.snapshot().current?.steps ?? []).flatMap((step) =>
    step.kind === 'notice' && step.text.startsWith('Commands') ? [step.text] : [],
  );
  expect(told).toEqual(['Commands reach nothing.', 'Commands reach registry.yarnpkg.com, registry.npmjs.org.']);
});
