/** Helpers of several calls at once, against a server that sees which requests overlap. */
import { expect, test } from 'vitest';
import { part as shell } from '../../../src/core/permissions/shell.part';
import { isResolved, resolveModel } from '../../../src/core/providers/resolve';
import { defaultSettings } from '../../../src/core/settings';
import { eventually } from '../../support/eventually';
import { type FakeTurn, startFakeAnthropic } from '../../support/fakeAnthropic';
import { approved, harness, opened } from '../../support/flowHarness';
import type { MemoryHost } from '../../support/memoryHost';
import { createMemoryHost } from '../../support/memoryHost';
import { sourceOf } from '../../support/models';
import { builtFrom, reached, spec } from '../../support/runHarness';

const goals = ['one', 'two', 'three', 'four', 'five', 'six'].map((word) => `Find part ${word}.`);
const helpers = goals.length;
const atOnce = 5;

async function approvedHost(): Promise<MemoryHost> {
  const host = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: builtFrom,
    parts: { shell },
  });
  const { workspace } = harness([], { host });
  const handle = await opened(workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  workspace.dispose();
  return host;
}

const toolTurn = (...calls: readonly (readonly [id: string, name: string, input: unknown])[]): FakeTurn => ({
  blocks: calls.map(([id, name, input]) => ({ tool: { id, name, input } })),
});

/** A helper names in its report what it was asked, so that a report in the wrong place shows. */
function helperTurn(when: () => Promise<void>, at: number): FakeTurn {
  return { ...toolTurn([`r${at}`, 'report_task', { summary: `Report ${at}.` }]), when };
}

test('five calls of one turn run at once, the sixth waits for a place; each has its own context, share and session', async () => {
  const host = await approvedHost();
  const seen = { whileFive: 0 };
  const held = async () => {
    await eventually('five helpers ask', () => server.requests.length >= 1 + atOnce);
    // Whatever would come without waiting has come by then.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    seen.whileFive = Math.max(seen.whileFive, server.requests.length);
    await released;
  };
  let release: (() => void) | undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = await startFakeAnthropic([
    toolTurn(...goals.map((goal, at) => [`d${at}`, 'delegate', { parts: [{ role: 'research', goal }] }] as const)),
    ...Array.from({ length: atOnce }, (_, at) => helperTurn(held, at)),
    helperTurn(async () => undefined, atOnce),
    toolTurn(['end', 'report_task', { summary: 'All parts are found.' }]),
  ]);
  const model = await resolveModel(
    'building',
    sourceOf({
      env: { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: server.url },
      settings: { 'models.building': 'anthropic/m' },
    }),
  );
  if (!isResolved(model)) throw new Error(model.needs);
  const settings = { ...defaultSettings, 'budget.task': { turns: 120 } };
  const { workspace } = harness([], { host, settings, model: async () => model });
  const runs = await workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  runs.setMode('autopilot');
  const outcome = runs.start({ what: 'next' });
  await reached(runs, ({ confirm }) => confirm !== undefined, outcome);
  await runs.confirmChecks([]);
  await eventually('five are at work', () => seen.whileFive > 0);
  expect(seen.whileFive).toBe(1 + atOnce);
  const running = runs.snapshot().current?.steps.filter((step) => step.kind === 'delegated' && step.running);
  expect(running).toHaveLength(helpers);
  release?.();
  expect(await outcome).toMatchObject({ kind: 'not_verifiable' });
  await server.close();

  const asked = server.requests.slice(1, 1 + helpers).map(({ raw }) => goals.filter((goal) => raw.includes(goal)));
  expect(asked.map((found) => found.length)).toEqual(goals.map(() => 1));
  expect(asked.flat().toSorted()).toEqual(goals.toSorted());
  // The last request has every report, each as the answer to the call that asked for it.
  const last = JSON.parse(server.requests.at(-1)?.raw ?? '');
  const results = last.messages.at(-1).content;
  expect(results.map(({ tool_use_id: id }: { tool_use_id: string }) => id)).toEqual(goals.map((_, at) => `d${at}`));
  for (const [at, goal] of goals.entries()) expect(JSON.stringify(results[at])).toContain(goal);
  const sessions = host.paths().filter((path) => /\/sessions\/task-[0-9a-f]+-1\.\d+\.jsonl$/u.test(path));
  expect(sessions).toHaveLength(helpers);
  const ledger = host.paths().find((path) => path.includes('/ledger/')) ?? '';
  const agents = (host.text(ledger) ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).agent);
  expect(agents.toSorted()).toEqual(['main', 'main', ...goals.map(() => 'research')]);
});
