/** What is hidden, by any of the three ways, reaches no tool, map, steering, reference or prompt; without the rule it does. */
import { describe, expect, it } from 'vitest';
import type { SandboxRequest } from '../../../src/core/host';
import { readManaged, refusedProvider } from '../../../src/core/permissions/managed';
import { defaultSettings, type Settings } from '../../../src/core/settings';
import { createToolContext } from '../../../src/core/tools/context';
import { buildingTools } from '../../../src/core/tools/index';
import { createToolRunner } from '../../../src/core/tools/runner';
import { createWorkspace } from '../../../src/core/workspace';
import { hidingOf } from '../../../src/core/workspace/hiding';
import { openWorkshop, permissionsOf } from '../../../src/core/workspace/workshop';
import { part as outline } from '../../../src/node/outline/outline.part';
import { actingOn } from '../../support/acting';
import { createMemoryHost } from '../../support/memoryHost';
import { mapFile, memoryMap } from '../../support/memoryMap';

const managedPath = '/etc/kiro/managed-settings.json';
const secret = 'Kestrel';
const files = {
  '/w/open.ts': 'export class Open {}\n',
  '/w/vault/keys.ts': `export class ${secret} {}\n`,
  '/w/.kiro/steering/tech.md': 'Plain.\n\n#[[file:vault/keys.ts]]\n',
  '/w/.kiro/steering/vault.md': `${secret} is the name of the vault.\n`,
};

interface Way {
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Settings>;
}

const patterns = ['vault', '.kiro/steering/vault.md'];
const ways: readonly (readonly [string, Way])[] = [
  ['.kiroignore', { files: { '/w/.kiroignore': 'vault\n.kiro/steering/vault.md\n' } }],
  ['nested .kiroignore files', { files: { '/w/vault/.kiroignore': '*\n', '/w/.kiro/.kiroignore': 'vault.md\n' } }],
  ['settings', { settings: { 'context.hide': patterns } }],
  ['managed settings', { files: { [managedPath]: JSON.stringify({ tracewright: { hide: patterns } }) } }],
  [
    'settings that an ignore file would take back',
    { files: { '/w/.kiroignore': '!vault\n!vault/**\n!vault.md\n' }, settings: { 'context.hide': patterns } },
  ],
  ['managed settings that can’t be read', { files: { [managedPath]: '{ "tracewright": { "hide": "vault" } }' } }],
];

/** Everything that a model could be told, by every tool that looks and by the effective context, as one text. */
async function told(way: Way): Promise<string> {
  const settings: Settings = { ...defaultSettings, ...way.settings };
  const map = memoryMap([mapFile('open.ts', ['Open']), mapFile('vault/keys.ts', [secret])]);
  const host = createMemoryHost({ files: { ...files, ...way.files }, parts: { map } });
  const acting = actingOn(host, ['/w'], { outline: outline.outline });
  const context = createToolContext(host, ['/w'], {}, acting, hidingOf(host, settings));
  const runner = createToolRunner(buildingTools, context);
  const calls: readonly (readonly [string, unknown])[] = [
    ['read_file', { path: 'vault/keys.ts' }],
    ['read_file', { path: 'VAULT/../vault/./keys.ts' }],
    ['read_file', { path: '/w/vault/keys.ts' }],
    ['list_directory', { path: 'vault' }],
    ['list_directory', { path: '.' }],
    ['find_files', { pattern: '**/*.ts' }],
    ['search_text', { pattern: 'class' }],
    ['search_text', { pattern: 'Kes', path: 'vault' }],
    ['outline', { path: 'vault/keys.ts' }],
    ['read_problems', { paths: ['vault/keys.ts'] }],
    ['edit_file', { path: 'vault/keys.ts', edits: [{ old: 'class', new: 'class' }] }],
  ];
  const answers: string[] = [];
  for (const [name, input] of calls) {
    const call = { type: 'tool_call' as const, id: '1', name, input };
    const { result } = await runner.run(call, new AbortController().signal);
    answers.push(...result.content.map((block) => (block.type === 'text' ? block.text : '')));
  }
  const workspace = createWorkspace({ host, roots: ['/w'], trusted: true, settings, watch: false });
  const prompt = await workspace.context({
    root: '/w',
    prompt: `where is ${secret}? #vault`,
    files: ['vault/keys.ts'],
  });
  workspace.dispose();
  const parts = prompt.parts.filter(({ kind, included }) => included && kind !== 'request').map(({ text }) => text);
  return [...answers, ...parts, ...prompt.files].join('\n').replaceAll(`where is ${secret}`, '');
}

describe('nothing leaks', () => {
  it.each(ways)('past %s', async (_, way) => {
    const text = await told(way);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/keys\.ts \(|^vault\/keys\.ts$/mu);
  });
  it('and without a rule all of it is told', async () => {
    const text = await told({});
    expect(text).toContain(`class ${secret}`);
    expect(text).toContain(`function ${secret}()`);
    expect(text).toContain(`${secret} is the name`);
  });
});

/** What the sandbox of a task is told to hide in the workspace folder. */
async function masked(way: Way): Promise<readonly string[]> {
  const settings: Settings = { ...defaultSettings, ...way.settings };
  const requests: SandboxRequest[] = [];
  const host = createMemoryHost({
    files: { ...files, ...way.files },
    sandboxes: {
      available: async () => ({ ok: true, kind: 'memory' }),
      open: (request) => {
        requests.push(request);
        return Promise.reject(new Error('There is none.'));
      },
    },
  });
  const roots = ['/w'];
  const shop = await openWorkshop(
    { host, roots, settings, permissions: permissionsOf(host, roots, settings) },
    {
      root: '/w',
      spec: '',
      session: 's',
      subject: () => ({ mode: 'autopilot', headless: true }),
      ask: async () => ({ kind: 'deny' }),
      onDecision: () => undefined,
      touched: () => undefined,
    },
  );
  await shop.close();
  return requests.flatMap(({ hidden }) => hidden.filter((path) => path.startsWith('/w/')));
}

describe('the sandbox of a task masks it too', () => {
  it.each(ways)('past %s', async (_, way) => {
    const found = await masked(way);
    expect(found.some((path) => path === '/w/vault' || path.startsWith('/w/vault/'))).toBe(true);
    expect(found.some((path) => '/w/.kiro/steering/vault.md'.startsWith(path))).toBe(true);
  });
  it('and without a rule nothing', async () => expect(await masked({})).toEqual([]));
});

describe('an organisation', () => {
  const read = (text: string | undefined) =>
    readManaged(createMemoryHost({ files: text === undefined ? {} : { [managedPath]: text } }).files, '/home/user');
  it.each<[string | undefined, string, string | undefined]>([
    [undefined, 'anthropic', undefined],
    ['{}', 'anthropic', undefined],
    ['{"rules":[]}', 'anthropic', undefined],
    ['{"tracewright":{"providers":["bedrock"]}}', 'bedrock', undefined],
    [
      '{"tracewright":{"providers":["bedrock"]}}',
      'anthropic',
      'Your organisation does not allow the provider anthropic; it allows bedrock. Choose another model.',
    ],
    ['{"tracewright":{"providers":[]}}', 'bedrock', 'it allows none'],
    ['{"tracewright":{"provider":["bedrock"]}}', 'bedrock', 'can’t be read'],
    ['{', 'bedrock', 'can’t be read'],
  ])('that says %j, of %s', async (text, provider, expected) => {
    const refusal = refusedProvider(await read(text), provider);
    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toContain(expected);
  });

  it.each([
    [{ [managedPath]: '{"tracewright":{"providers":["bedrock"]}}' }, 'needs_model'],
    [{}, undefined],
  ])('decides before a model is asked: %j', async (managed, kind) => {
    const host = createMemoryHost({ files: managed, env: { ANTHROPIC_API_KEY: 'sk-ant-test' } });
    const workspace = createWorkspace({ host, roots: ['/w'], trusted: true, settings: defaultSettings, watch: false });
    const model = await workspace.models.resolve('planning');
    workspace.dispose();
    expect('client' in model ? undefined : model.kind).toBe(kind);
  });
});
