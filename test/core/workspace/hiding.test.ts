/** What is hidden is masked for commands, by each way to hide; and what an organisation says of providers. */
import { describe, expect, it } from 'vitest';
import type { SandboxRequest } from '../../../src/core/host';
import { readManaged, refusedProvider } from '../../../src/core/permissions/managed';
import { defaultSettings, type Settings } from '../../../src/core/settings';
import { createWorkspace } from '../../../src/core/workspace';
import { openWorkshop, permissionsOf } from '../../../src/core/workspace/workshop';
import { createMemoryHost } from '../../support/memoryHost';
import { hiddenFiles, managedPath, type Way, ways } from './hidingWays';

/** What the sandbox of a task is told to hide in the workspace folder. */
async function masked(way: Way): Promise<readonly string[]> {
  const settings: Settings = { ...defaultSettings, ...way.settings };
  const requests: SandboxRequest[] = [];
  const host = createMemoryHost({
    files: { ...hiddenFiles, ...way.files },
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
    expect(found.some((path) => '/w/.kiro/steering/kestrel.md'.startsWith(path))).toBe(true);
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
