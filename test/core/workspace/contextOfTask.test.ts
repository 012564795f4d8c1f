/** The effective context of a task that is at work: what its own session holds, and what its next request will hold. */
import { expect, test } from 'vitest';
import type { ContextPart } from '../../../src/core/context/effective';
import { part as shell } from '../../../src/core/permissions/shell.part';
import { approved, harness, opened, root, type Script } from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';
import { builtFrom, reached, spec } from '../../support/runHarness';

const rule = '.kiro/steering/lists.md';
const files = {
  ...builtFrom,
  [`${root}/${rule}`]: '---\ninclusion: fileMatch\nfileMatchPattern: "src/todos/list.ts"\n---\nNo default exports.\n',
};

async function ready(script: Script) {
  const host = createMemoryHost({ identity: { name: 'Ana', email: 'ana@example.com' }, files, parts: { shell } });
  const made = harness(script, { host });
  const handle = await opened(made.workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const)
    expect(await approved(handle, name)).toEqual({ kind: 'done' });
  const runs = await made.workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  const task = runs.snapshot().next?.identity ?? '';
  const context = async () => {
    const found = await made.workspace.context({ root, prompt: '', files: [], spec, task });
    const part = (label: string): ContextPart => {
      const one = found.parts.find((each) => each.label === label);
      if (one === undefined) throw new Error(`${label}: ${found.parts.map((each) => each.label).join(', ')}`);
      return one;
    };
    return { found, part };
  };
  return { ...made, host, runs, task, context };
}

test('a running task is shown with its own conversation, which grows, and with what its files brought', async () => {
  const { runs, task, context, client } = await ready([
    { calls: [{ name: 'read_file', input: { path: 'src/todos/list.ts' } }] },
    { calls: [{ name: 'write_file', input: { path: 'src/todos/csv.ts', text: 'export const rows = 1;\n' } }] },
    { calls: [{ name: 'report_task', input: { summary: 'Rows are written.' } }] },
  ]);
  const before = await context();
  expect(before.part('Conversation so far')).toMatchObject({ included: false, why: 'nothing was sent for this yet' });
  expect(before.part(rule)).toMatchObject({ included: false, cached: false });
  expect(before.part('Criterion 1.1').cached).toBe(false);
  expect(before.found.last).toBeUndefined();

  const outcome = runs.start({ what: 'task', identity: task });
  await reached(runs, ({ confirm }) => confirm !== undefined, outcome);
  await runs.confirmChecks([]);
  await reached(runs, ({ current }) => current?.task.state === 'reviewing', outcome);
  const during = await context();
  const said = during.part('Conversation so far');
  expect(said).toMatchObject({ included: true, cached: true });
  expect(said.text).toContain('read_file {"path":"src/todos/list.ts"}');
  expect(said.text).toContain('(Criterion 1.1: listed by itself)');
  expect(during.part(rule)).toMatchObject({
    included: true,
    cached: true,
    why: 'src/todos/list.ts matches src/todos/list.ts; it stands in this session already',
  });
  expect(during.part('Criterion 1.1').cached).toBe(true);
  expect(during.part('Task 1.1').cached).toBe(true);
  expect(said.text).toContain('(Task 1.1: listed by itself)');
  expect(during.found.files).toContain(`${root}/src/todos/list.ts`);
  expect(during.found.last?.tokens).toBeGreaterThan(0);

  await runs.review({ accept: true });
  await outcome;
  client.assertDone();
  const after = await context();
  expect(after.part('Conversation so far').tokens).toBeGreaterThan(said.tokens);
  expect(after.part('Conversation so far').text.startsWith(said.text)).toBe(true);
});

test('looking at the context of a task opens and writes nothing', async () => {
  const { host, context } = await ready([]);
  const writes = host.writes.length;
  await context();
  expect(host.writes.slice(writes)).toEqual([]);
});
