/**
 * Commands of hooks that were agreed to, in the wired workspace: what is dangerous asks each time, or is refused where
 * nobody can be asked. Each attack gets through where the guard is off.
 */
import { describe, expect, it } from 'vitest';
import type { HookEvent } from '../../../src/core/hooks/model';
import type { Sandboxes, SandboxRequest } from '../../../src/core/host';
import { part as shell } from '../../../src/core/permissions/shell.part';
import { harness, root } from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';

interface Scene {
  readonly event?: Partial<HookEvent>;
  readonly times?: number;
  /** What a person says to each question; absent: nobody can be asked. */
  readonly says?: 'allow' | 'deny';
  readonly without?: readonly string[];
  readonly trigger?: 'Manual' | 'PreCommit';
  readonly rules?: string;
  readonly sandboxes?: Sandboxes;
}

/** Fires a hook with this command, to which the user has agreed; what ran, what was asked, and how it ended. */
async function fired(command: string, scene: Scene = {}) {
  const { event = {}, times = 1, says, without = [], trigger = 'Manual', rules, sandboxes } = scene;
  const ran: string[] = [];
  const asked: string[] = [];
  const hook = `hooks:\n  - name: h\n    trigger: ${trigger}\n    run: ${JSON.stringify(command)}\n`;
  const host = createMemoryHost({
    files: {
      [`${root}/src/a.ts`]: 'a',
      [`${root}/.kiro/hooks.yaml`]: hook,
      ...(rules === undefined ? {} : { '/home/user/.kiro/settings/permissions.yaml': rules }),
    },
    parts: { shell },
    ...(sandboxes === undefined ? {} : { sandboxes }),
    commands: ({ line }) => {
      ran.push(line);
      return 0;
    },
  });
  const { workspace } = harness([], { host, headless: says === undefined, without });
  workspace.hooks.connect({
    ...(says === undefined
      ? {}
      : {
          permit: async ({ action }) => {
            asked.push(action.kind === 'command' ? action.line : action.kind);
            return says === 'allow' ? { kind: 'allow', remember: 'once' } : { kind: 'deny' };
          },
        }),
  });
  await workspace.hooks.accept(root, (await workspace.hooks.load(root)).hooks);
  const told = { root, cause: { by: 'user', chain: [] }, files: [], trigger, ...event } as const;
  const verdicts = [];
  for (let time = 0; time < times; time += 1)
    verdicts.push(await workspace.hooks.ask(told, new AbortController().signal));
  workspace.dispose();
  const [verdict] = verdicts;
  return {
    ran,
    asked,
    result: verdict?.firings[0]?.result,
    steps: verdict?.firings[0]?.steps,
    blocked: verdict?.blocked ?? [],
  };
}

type Case = readonly [string, Partial<HookEvent>?];

const attacks: readonly Case[] = [
  ['git push --force'],
  ['git push --force origin main'],
  ['rm -rf src'],
  ['npm test; rm -rf src'],
  ['npm test && git reset --hard HEAD~3'],
  ['sh -c "rm -rf src"'],
  ['env X=1 rm -rf src'],
  ['npm publish'],
  ['terraform destroy -auto-approve'],
  ['kubectl delete namespace app'],
  ['psql -c "DROP TABLE users"'],
  ['X="rm -rf src"; eval "$X"'],
  ['$RUN src'],
  // The value makes it what it is.
  ['git push {argument}', { argument: '--force' }],
  ['git push "{argument}" origin', { argument: '--force' }],
  ['git reset {prompt}', { prompt: '--hard' }],
  ['rm {argument} src', { argument: '-rf' }],
];

const all = (cases: readonly Case[]) => cases.map(([command, event = {}]) => [command, event] as const);

describe.each(all(attacks))('%s', (command, event) => {
  it('is refused where nobody can be asked, whatever was agreed to', async () => {
    const { ran, result } = await fired(command, { event });
    expect(ran).toEqual([]);
    expect(result).toMatchObject({ kind: 'warning', message: expect.stringContaining('was refused') });
  });

  it('asks each time it fires', async () => {
    const { ran, asked } = await fired(command, { event, says: 'allow', times: 2 });
    expect(asked).toHaveLength(2);
    expect(ran).toHaveLength(2);
    for (const value of Object.values(event)) expect(asked[0]).toContain(value);
    expect((await fired(command, { event, says: 'deny', times: 2 })).ran).toEqual([]);
  });

  it('runs unasked where the guard is off', async () => {
    expect((await fired(command, { event, says: 'deny', without: ['agreed'] })).ran).toHaveLength(1);
  });
});

it('a guard that is refused blocks what waits for it, and says what would let it run', async () => {
  const { blocked } = await fired('rm -rf src', { trigger: 'PreCommit' });
  expect(blocked.join()).toContain('a rule that equals the line does');
});

it('a rule of the user that equals the line lets it run', async () => {
  const rules = 'rules:\n  - capability: shell\n    match: ["git push --force"]\n    effect: allow\n';
  expect((await fired('git push --force', { rules })).ran).toEqual(['git push --force']);
});

const fine: readonly Case[] = [
  ['npm test'],
  ['npm run lint -- --fix'],
  ['npx prettier --write {file}', { files: [{ path: 'src/a b.ts' }] }],
  ['npx prettier --write "{file}"', { files: [{ path: "src/it's $HOME.ts" }] }],
  ["echo '{argument}' > note.txt", { argument: 'a "quoted" word; rm -rf src' }],
  ['printf %s {prompt}', { prompt: 'two\nlines' }],
  ["node -e 'console.log(1)'"],
];

it.each(all(fine))('%s runs without a question', async (command, event) => {
  const { ran, asked } = await fired(command, { event, says: 'deny' });
  expect({ asked, count: ran.length }).toEqual({ asked: [], count: 1 });
  // The line that runs holds no value.
  for (const { path } of event.files ?? []) expect(ran[0]).not.toContain(path);
});

/** A sandbox whose commands knock at these doors before they end well. */
function knocking(hosts: readonly string[]) {
  const open = async ({ ask }: SandboxRequest) => {
    const { commands } = createMemoryHost({
      commands: async ({ by }) => {
        for (const host of hosts) await ask?.({ kind: 'host', host }, by);
        return 0;
      },
    });
    return {
      ...commands,
      facts: () => ({ kind: 'memory', sentence: 'In memory.', doors: [] }),
      open: async () => undefined,
      close: async () => undefined,
    };
  };
  return { available: async () => ({ ok: true, kind: 'memory' }) as const, open };
}

it.each<[string, readonly string[], string]>([
  ['nowhere', [], ''],
  ['to a closed host', ['registry.npmjs.org', 'registry.npmjs.org'], 'closed for registry.npmjs.org.'],
])('a command that wants %s ends with that in its output', async (_, hosts, told) => {
  const { steps } = await fired('npm outdated || true', { sandboxes: knocking(hosts) });
  expect(steps).toMatchObject([{ outcome: 'ok', output: told === '' ? '' : expect.stringContaining(told) }]);
});
