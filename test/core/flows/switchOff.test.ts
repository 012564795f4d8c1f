/** Parts of the context that the user switches off for a spec: what was sent stays, nothing is added, and resume keeps it. */
import { expect, test } from 'vitest';
import type { EffectiveContext } from '../../../src/core/context/effective';
import type { Workspace } from '../../../src/core/workspace';
import {
  askTurn,
  created,
  documentTurn,
  editTurn,
  harness,
  opened,
  repository,
  requirementsText,
  root,
  spec,
} from '../../support/flowHarness';
import { expectPrefixes } from '../agent/loopBench';

const always = 'Say colour, not color.';
const rule = 'Routes are tested over the wire.';
const files = {
  ...repository,
  [`${root}/.kiro/steering/words.md`]: always,
  [`${root}/.kiro/steering/routes.md`]: `---\ninclusion: fileMatch\nfileMatchPattern: "src/billing/invoice.ts"\n---\n${rule}`,
};
const [words, routes] = ['.kiro/steering/words.md', '.kiro/steering/routes.md'];
const limit = editTurn('requirements.md', [['10,000 todos', '20,000 todos']]);
const done = { text: 'Done.' };

function part({ parts }: EffectiveContext, label: string) {
  return parts.find((each) => each.label === label);
}

const seen = (workspace: Workspace) => workspace.context({ root, prompt: '', files: [], spec });

test('what was sent stays, what was not is added no more, and a new process knows', async () => {
  const script = [askTurn(), documentTurn(requirementsText), limit, done];
  const made = harness(script, { memory: { files, identity: { name: 'Ana', email: 'ana@example.com' } } });
  const handle = await created(made.workspace);
  await handle.answer([]);
  expect(part(await seen(made.workspace), words)).toMatchObject({ included: true, switch: 'on', cached: true });
  expect(await handle.switchOff([words, routes])).toEqual({ kind: 'done' });
  expect(handle.snapshot().off).toEqual([routes, words]);
  await handle.refine('requirements.md', 'Look at src/billing/invoice.ts and allow 20,000');
  expectPrefixes(made.client.requests);
  const last = JSON.stringify(made.client.requests.at(-1));
  expect(last.includes(always)).toBe(true);
  expect(last.includes(rule)).toBe(false);
  made.client.assertDone();
  made.workspace.dispose();

  const again = harness([limit, done], { host: made.host });
  const reopened = await opened(again.workspace);
  expect(reopened.snapshot().off).toEqual([routes, words]);
  expect(part(await seen(again.workspace), words)).toMatchObject({ included: true, switch: 'off' });
  expect(part(await seen(again.workspace), words)?.why).toMatch(/sent before, and what was sent .* stays/u);
  expect(part(await seen(again.workspace), routes)).toMatchObject({ included: false, switch: 'off' });
  await reopened.switchOff([]);
  await reopened.refine('requirements.md', 'Look at src/billing/invoice.ts again');
  expect(JSON.stringify(again.client.requests.at(-1)).includes(rule)).toBe(true);
  again.workspace.dispose();
});

test('before the first request it is left out of the system prompt, too', async () => {
  const spoken = { [`${spec}/requirements.md`]: requirementsText };
  const made = harness([limit, done], {
    memory: { files: { ...files, ...spoken }, identity: { name: 'Ana', email: 'ana@example.com' } },
  });
  const handle = await opened(made.workspace);
  await handle.switchOff([words]);
  expect(handle.snapshot().activity).toEqual({ kind: 'idle' });
  expect(part(await seen(made.workspace), words)).toMatchObject({ included: false, switch: 'off' });
  await handle.refine('requirements.md', 'Allow 20,000');
  expect(made.client.requests).not.toHaveLength(0);
  expect(JSON.stringify(made.client.requests).includes(always)).toBe(false);
  made.workspace.dispose();
});

test('the files that tools have read in the session are among those that left, and tokens are counted once', async () => {
  const read = { calls: [{ name: 'read_file', input: { path: 'src/todos/list.ts' } }] };
  const made = harness([read, askTurn()], { memory: { files } });
  await created(made.workspace);
  const context = await seen(made.workspace);
  expect(context.files).toContain(`${root}/src/todos/list.ts`);
  expect(context.last?.tokens).toBeGreaterThan(0);
  expect(part(context, 'Conversation so far')).toMatchObject({ included: true, cached: true });
  expect(part(context, 'Conversation so far')?.text).toContain('listTodos');
  made.workspace.dispose();
});
