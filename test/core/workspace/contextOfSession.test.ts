/** The context of agents that another agent or a hook has started: what they were sent, read off their sessions. */
import { expect, test } from 'vitest';
import { part as shell } from '../../../src/core/permissions/shell.part';
import type { Workspace } from '../../../src/core/workspace';
import { approved, harness, opened, root } from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';
import { builtFrom, spec } from '../../support/runHarness';

const rule = '.kiro/steering/lists.md';
const always = '.kiro/steering/words.md';
const later = '.kiro/steering/later.md';
const forFile = (path: string, text: string) =>
  `---\ninclusion: fileMatch\nfileMatchPattern: "${path}"\n---\n${text}\n`;

async function worked() {
  const files = {
    ...builtFrom,
    [`${root}/package.json`]: '{}\n',
    [`${root}/${rule}`]: forFile('src/todos/list.ts', 'No default exports.'),
    [`${root}/${later}`]: forFile('docs/**', 'Short sentences.'),
    [`${root}/${always}`]: 'Every answer is in British English.\n',
    [`${root}/.kiro/hooks.yaml`]:
      'hooks:\n  - {name: look, trigger: PostFileSave, debounce: 0, agent: "Look at it."}\n',
  };
  const host = createMemoryHost({ identity: { name: 'Ana', email: 'ana@example.com' }, files, parts: { shell } });
  const part = { role: 'research', goal: 'Look at how lists are made', files: [] };
  const { workspace } = harness(
    [
      { calls: [{ name: 'delegate', input: { parts: [part] } }] },
      { calls: [{ name: 'read_file', input: { path: 'src/todos/list.ts' } }] },
      { calls: [{ name: 'report_task', input: { summary: 'Seen.', findings: [], files: [] } }] },
      { calls: [{ name: 'report_task', input: { summary: 'Nothing to do.' } }] },
      { text: 'It is fine.' },
    ],
    { host },
  );
  const handle = await opened(workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  workspace.hooks.connect({ agree: async () => true });
  const runs = await workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  runs.setMode('autopilot');
  runs.subscribe({ changed: ({ confirm }) => void (confirm && runs.confirmChecks([])) });
  await runs.start({ what: 'next' });
  await workspace.hooks.filesChanged(root, [{ kind: 'saved', path: 'src/todos/list.ts' }]);
  await workspace.hooks.idle();
  return { workspace, host };
}

async function partsOf(workspace: Workspace, session: string) {
  const found = await workspace.context({ root, prompt: '', files: [], session });
  const part = (label: string) => {
    const one = found.parts.find((each) => each.label === label);
    if (one === undefined) throw new Error(`${label}: ${found.parts.map((each) => each.label).join(', ')}`);
    return one;
  };
  return { found, part };
}

test('helpers of tasks and agents of hooks are listed, and each is shown with what it was sent', async () => {
  const { workspace, host } = await worked();
  const writes = host.writes.length;
  const agents = await workspace.agents(root);
  expect(agents.map(({ kind, about }) => `${kind} ${about}`).sort()).toEqual([
    expect.stringMatching(/^helper research: Look at how lists are made$/u),
    expect.stringMatching(/^hook .*look.* \(PostFileSave\)$/u),
  ]);
  const idOf = (kind: string) => agents.find((each) => each.kind === kind)?.id ?? '';

  const helper = await partsOf(workspace, idOf('helper'));
  expect(helper.part('Base instructions').text).toContain('report_task');
  expect(helper.part('read_file')).toMatchObject({ kind: 'tools', included: true });
  expect(helper.found.parts.some(({ label }) => label === 'delegate')).toBe(false);
  expect(helper.part(rule)).toMatchObject({
    included: true,
    cached: true,
    text: expect.stringContaining('No default'),
  });
  expect(helper.part(always)).toMatchObject({ included: true, cached: true });
  expect(helper.part(later)).toMatchObject({ included: false, cached: false });
  expect(helper.part('What it was told of the workspace').text).toContain(`(${always}: listed by itself)`);
  const said = helper.part('Conversation so far').text;
  expect(said).toContain('Look at how lists are made');
  expect(said).toContain('read_file {"path":"src/todos/list.ts"}');
  expect(said).toContain(`(${rule}: listed by itself)`);
  expect(helper.found.files).toContain(`${root}/src/todos/list.ts`);
  expect(helper.found.tokens).toBeGreaterThan(500);
  expect(helper.found.last?.tokens).toBeGreaterThan(0);

  const hook = await partsOf(workspace, idOf('hook'));
  expect(hook.part('Base instructions').text).toContain('You are an agent that a hook of the workspace has started');
  expect(hook.part('Conversation so far').text).toContain('Look at it.');
  expect(hook.found.parts.some(({ label }) => label === 'Criterion 1.1')).toBe(false);
  expect(host.writes.slice(writes)).toEqual([]);
});

test.each([
  ['nobody', 'There is no session nobody. See: tracewright log show'],
  ['../x', 'There is no session ../x. See: tracewright log show'],
])('a session %s that is not there is a sentence', async (session, sentence) => {
  const { workspace } = harness([], { host: createMemoryHost({ files: builtFrom }) });
  await expect(workspace.context({ root, prompt: '', files: [], session })).rejects.toThrow(sentence);
  expect(await workspace.agents(root)).toEqual([]);
});
