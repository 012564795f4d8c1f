/** An agent action in a session of its own: its model, its tools, its limits, and what its answer means to what waits. */
import { expect, test } from 'vitest';
import type { NewEvent } from '../../../src/core/hooks/engine/engine';
import { part as shell } from '../../../src/core/permissions/shell.part';
import type { ResolvedModel } from '../../../src/core/providers/provider';
import { harness, root, type Script } from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';
import { createScriptedClient, scriptedModel } from '../../support/scriptedClient';

interface Scene {
  readonly more?: string;
  readonly script: Script;
  readonly event?: Partial<NewEvent>;
  readonly trigger?: 'manual' | 'on_commit';
  readonly model?: Partial<ResolvedModel>;
}

/** Fires a hook that asks an agent, and that the user has agreed to. */
async function fired({ more = '', script, event = {}, trigger = 'manual', model }: Scene) {
  const host = createMemoryHost({
    files: {
      [`${root}/.kiro/hooks.yaml`]: `hooks:\n  - name: asks\n    trigger: ${trigger}\n    agent: "Look at {file}"\n${more}`,
      [`${root}/src/a.ts`]: 'a\n',
    },
    parts: { shell },
  });
  const client = createScriptedClient(script);
  const roles: string[] = [];
  const { workspace } = harness([], {
    host,
    headless: true,
    model: async (role) => {
      roles.push(role);
      return scriptedModel(client, model);
    },
  });
  const { hooks, files } = await workspace.hooks.load(root);
  expect(files.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  await workspace.hooks.accept(root, hooks);
  const name = trigger === 'manual' ? 'Manual' : 'PreCommit';
  const told: NewEvent = {
    trigger: name,
    root,
    cause: { by: 'user', chain: [] },
    files: [{ path: 'src/a.ts' }],
    ...event,
  };
  const verdict = await workspace.hooks.ask(told, new AbortController().signal);
  workspace.dispose();
  const [firing] = verdict.firings;
  const names = client.requests.map(({ tools = [] }) => tools.map((each) => each.name));
  return { host, roles, client, verdict, firing, step: firing?.steps.at(-1), tools: names[0] ?? [] };
}

const reads = { calls: [{ id: 'c', name: 'read_file', input: { path: 'src/a.ts' } }] };
const writes = { calls: [{ id: 'c', name: 'write_file', input: { path: 'src/b.ts', text: 'b\n' } }] };

test('has a session of its own, the words of the hook with what the event is about, and answers', async () => {
  const { client, host, firing, step } = await fired({ script: [reads, { text: 'It is one letter.' }] });
  expect(JSON.stringify(client.requests[0])).toContain('Look at src/a.ts');
  expect(firing?.result).toEqual({ kind: 'ok' });
  expect(step).toMatchObject({ output: 'It is one letter.', session: { own: true } });
  expect(host.paths().some((path) => path.endsWith(`/sessions/${step?.session?.id}.jsonl`))).toBe(true);
});

test.each([
  ['', 'building'],
  ['    model: quick\n', 'quick'],
  ['    model: planning\n', 'planning'],
])('%j asks the %s model', async (more, role) => {
  expect((await fired({ more, script: [{ text: 'It is one letter.' }] })).roles).toEqual([role]);
});

test('has only the tools that the hook names, and a call of another does nothing', async () => {
  const { tools, host, client } = await fired({
    more: '    tools: [read]\n',
    script: [writes, { text: 'It can not be written.' }],
  });
  expect(tools).toContain('read_file');
  expect(tools.filter((name) => /write|edit|run_command/u.test(name))).toEqual([]);
  expect(host.text(`${root}/src/b.ts`)).toBeUndefined();
  expect(JSON.stringify(client.requests[1])).toContain('is none of the tools that this hook allows: read.');
  expect((await fired({ script: [{ text: 'It is one letter.' }] })).tools).toContain('write_file');
});

const priced = { provider: 'anthropic', model: 'claude-sonnet-5-5' } as const;
/** Its first words take as long as a person may wait. */
const slow = { text: 'It is one letter.', afterPiece: () => new Promise<void>((resolve) => setTimeout(resolve, 300)) };
test.each<readonly [string, Script, string, Partial<ResolvedModel>]>([
  ['turns: 2', [reads, reads], 'The limit of 2 turns is reached.', {}],
  ['money: 0.5', [{ ...reads, usage: { input: 1_000_000 } }], 'The budget of $0.5 of this hook is used up.', priced],
  ['minutes: 0.002', [slow], 'It took longer than 0.002 minutes.', {}],
])('is ended by the limit of %s, and what it was about is told as failed', async (limit, script, message, model) => {
  const { firing } = await fired({ more: `    budget: { ${limit} }\n`, script, model });
  expect(firing?.result).toEqual({ kind: 'warning', message });
});

const long = 'The changelog says nothing of it, although a user would notice.';
test.each<readonly [string, string, string, 'ok' | 'warning' | 'blocked']>([
  ['that is content', 'All of it holds, and the changelog has a line.', '    on_failure: block\n', 'ok'],
  ['that is not', `I looked.\n\nFAILED: ${long}`, '    on_failure: block\n', 'blocked'],
  ['that is not, in bold', `**FAILED:** ${long}`, '    on_failure: block\n', 'blocked'],
  ['that is not, where nothing is to be stopped', `FAILED: ${long}`, '', 'warning'],
  ['that only speaks of failing', `FAILED: is the word.\n\n${long}`, '    on_failure: block\n', 'ok'],
])('an agent %s before a commit', async (_, text, more, kind) => {
  const { firing, verdict } = await fired({ trigger: 'on_commit', more, script: [{ text }] });
  expect(firing?.result.kind).toBe(kind);
  expect(verdict.blocked).toEqual(kind === 'blocked' ? [`The hook "asks" stopped it: ${long}`] : []);
});
