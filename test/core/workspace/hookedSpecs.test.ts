/** What hooks hear of specs and runs, over a workspace that is wired as the product is. */
import { expect, test } from 'vitest';
import type { HookEvent } from '../../../src/core/hooks/model';
import { part as shell } from '../../../src/core/permissions/shell.part';
import { defaultSettings } from '../../../src/core/settings';
import { createWorkspace } from '../../../src/core/workspace';
import {
  approved,
  askTurn,
  documentTurn,
  harness,
  opened,
  requirementsText,
  root,
  type Script,
} from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';
import { builtFrom, identityOf, reports, spec, writes } from '../../support/runHarness';
import { createScriptedClient, scriptedModel } from '../../support/scriptedClient';

const triggers = ['spec_generated', 'spec_approved', 'spec_stale', 'run_finished', 'code_generated', 'task_finished'];
const listening = `hooks:\n${triggers.map((each) => `  - trigger: ${each}\n    notify: heard\n`).join('')}`;

function world(script: Script, hooks = listening) {
  const host = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: { ...builtFrom, [`${root}/.kiro/hooks.yaml`]: hooks },
    parts: { shell },
    commands: () => 0,
  });
  const { workspace, client } = harness(script, { host, headless: true });
  const told: HookEvent[] = [];
  workspace.hooks.connect({
    onFiring: ({ event, result }) => void (result.kind === 'ok' && told.push(event)),
  });
  const heard = async () => {
    await workspace.hooks.idle();
    return told.map(({ trigger, document }) => (document === undefined ? trigger : `${trigger} ${document}`));
  };
  return { host, workspace, client, told, heard };
}

test('each approval is told with its document, and what falls behind a change is told as stale', async () => {
  const { workspace, host, heard } = world([]);
  const handle = await opened(workspace, spec);
  for (const name of ['requirements.md', 'design.md'] as const)
    expect(await approved(handle, name)).toEqual({ kind: 'done' });
  expect(await heard()).toEqual(['SpecApprove requirements', 'SpecApprove design']);
  host.put(`${spec}/requirements.md`, requirementsText.replace('413', '414'));
  await handle.reread();
  expect((await heard()).slice(2).sort()).toEqual(['SpecStale design', 'SpecStale requirements']);
});

test('a document that the model has written is told', async () => {
  const { workspace, heard } = world([askTurn(), documentTurn(requirementsText)]);
  const made = await workspace.specs.create({ root, sentence: 'Import todos' });
  if ('kind' in made) throw new Error(made.message);
  await made.settled();
  expect(await heard()).toEqual([]);
  expect(await made.answer([])).toEqual({ kind: 'done' });
  expect(await heard()).toContain('SpecGenerate requirements');
});

const guard = (more = '') => `hooks:\n  - name: guard\n    trigger: on_prompt\n    run: check\n${more}`;

test.each([
  [2, 'refused', 0],
  [0, 'asking', 1],
] as const)('a prompt whose hook ends with %i is %s', async (code, kind, requests) => {
  const host = createMemoryHost({
    files: { ...builtFrom, [`${root}/.kiro/hooks.yaml`]: guard() },
    parts: { shell },
    commands: (_request, print) => {
      print('Mind the style guide.');
      return code;
    },
  });
  const client = createScriptedClient(requests === 0 ? [] : [askTurn()]);
  const workspace = createWorkspace({
    host,
    roots: [root],
    trusted: true,
    settings: defaultSettings,
    model: async () => scriptedModel(client),
  });
  await workspace.hooks.accept(root, (await workspace.hooks.load(root)).hooks);
  const made = await workspace.specs.create({ root, sentence: 'Import todos' });
  if ('kind' in made) throw new Error(made.message);
  expect(await made.settled()).toMatchObject(kind === 'refused' ? { kind, code: 'gate' } : { kind });
  expect(client.requests.length).toBe(requests);
  // What the hook printed reaches the model behind its mark.
  if (requests > 0) expect(JSON.stringify(client.requests[0])).toContain('| Mind the style guide.');
});

test('a run tells of its end, however it ended', async () => {
  const { workspace, host, heard, told } = world([writes('src/todos/csv.ts', 'export const rows = 1;\n'), reports()]);
  const handle = await opened(workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  const runs = await workspace.runs.open(spec);
  runs?.setMode('autopilot');
  const outcome = await runs?.start({ what: 'task', identity: await identityOf({ host }, '1.1') });
  expect((await heard()).filter((each) => !each.startsWith('SpecApprove'))).toContain('RunFinish');
  expect(told.find(({ trigger }) => trigger === 'RunFinish')?.outcome?.name).toBe(outcome?.kind);
});
