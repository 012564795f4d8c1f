/**
 * What is hidden reaches no model: each way out, by each way to hide. Each way out leads there where nothing is hidden,
 * else it would test nothing. Ways through a sandbox are in test/node/sandbox, those through git in the tests of
 * permissions and in test/node, writes in test/core/tools/pathAttacks.ts, a turn's changes in test/core/runs.
 */
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../src/core/flows/snapshot';
import { defaultSettings, type Settings } from '../../../src/core/settings';
import { createToolContext } from '../../../src/core/tools/context';
import { buildingTools } from '../../../src/core/tools/index';
import { createToolRunner } from '../../../src/core/tools/runner';
import { createWorkspace, type Workspace } from '../../../src/core/workspace';
import { hidingOf } from '../../../src/core/workspace/hiding';
import { part as outline } from '../../../src/node/outline/outline.part';
import { actingOn } from '../../support/acting';
import { askTurn, sentence } from '../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';
import { mapFile, memoryMap } from '../../support/memoryMap';
import { createScriptedClient, type ScriptedTurn, scriptedModel } from '../../support/scriptedClient';
import { hiddenFiles, secret, type Way, ways } from './hidingWays';

interface World {
  readonly host: MemoryHost;
  readonly settings: Settings;
}

const signal = () => new AbortController().signal;

function world(way: Way): World {
  const map = memoryMap([mapFile('open.ts', ['Open']), mapFile('vault/keys.ts', [secret])]);
  const problem = (path: string) => ({ path, line: 1, severity: 'error' as const, source: 'ts 1', message: secret });
  const host = createMemoryHost({
    files: { ...hiddenFiles, ...way.files },
    links: { '/w/link.ts': '/w/vault/keys.ts', '/w/linked': '/w/vault' },
    parts: { map, outline },
    code: {
      problems: async (paths) => paths.filter((path) => path.includes('vault')).map(problem),
      shownProblems: async () => [problem('/w/vault/keys.ts'), problem('/w/link.ts')],
    },
  });
  return { host, settings: { ...defaultSettings, ...way.settings } };
}

/** What a model sees of it, as one text. */
type WayOut = (world: World) => Promise<string>;

/** What the tools say to these calls, one after the other, but for what the calls themselves name. */
function tools(...calls: readonly (readonly [name: string, input: Readonly<Record<string, unknown>>])[]): WayOut {
  return async ({ host, settings }) => {
    const given = actingOn(host, ['/w'], { outline: outline.outline, code: host.code });
    // Whether a file was read before it is edited is another guard, tested elsewhere.
    const acting = { ...given, seen: { ...given.seen, compare: () => 'same' as const } };
    const runner = createToolRunner(
      buildingTools,
      createToolContext(host, ['/w'], {}, acting, hidingOf(host, settings)),
    );
    const said: string[] = [];
    for (const [name, input] of calls) {
      const { result } = await runner.run({ type: 'tool_call', id: '1', name, input }, signal());
      said.push(...result.content.map((block) => (block.type === 'text' ? block.text : '')));
    }
    return said.join('\n');
  };
}

async function over<Result>(
  { host, settings }: World,
  script: readonly ScriptedTurn[],
  work: (workspace: Workspace) => Promise<Result>,
): Promise<{ readonly result: Result; readonly asked: string }> {
  const client = createScriptedClient(script);
  const model = async () => scriptedModel(client);
  const workspace = createWorkspace({ host, roots: ['/w'], trusted: true, settings, watch: false, model });
  const result = await work(workspace);
  workspace.dispose();
  const own = client.requests.flatMap(({ system, messages }) => [
    ...system,
    ...messages.flatMap(({ role, content }) => (role === 'user' ? content : [])),
  ]);
  return { result, asked: JSON.stringify(own) };
}

/** The parts of a prompt that are in it, and the files that are said to be. */
function prompt(words: string, files: readonly string[] = []): WayOut {
  return async (given) => {
    const { result } = await over(given, [], (workspace) => workspace.context({ root: '/w', prompt: words, files }));
    const parts = result.parts.filter(({ label, included }) => included && label !== 'Your words');
    return [...parts.map(({ label, text }) => `${label}\n${text}`), ...result.files].join('\n');
  };
}

function offered(...queries: readonly string[]): WayOut {
  return async (given) => {
    const ask = (workspace: Workspace) =>
      Promise.all(queries.map((query) => workspace.completeMention({ roots: ['/w'] }, query)));
    return JSON.stringify((await over(given, [], ask)).result);
  };
}

/** Begins a spec; gives the facts that are kept of it. */
async function begun(workspace: Workspace): Promise<readonly Fact[]> {
  const made = await workspace.specs.create({ root: '/w', sentence });
  if ('kind' in made) throw new Error(made.message);
  await made.settled();
  return made.snapshot().facts;
}

/** A spec is begun: what the first request shows of the others, and what becomes of facts that a model claims. */
const planning: WayOut = async (given) => {
  const facts = [{ file: 'open.ts', line: 1, today: 'Open.', callers: [] }];
  return (await over(given, [askTurn({ facts })], begun)).asked;
};

const facts: WayOut = async (given) => {
  const claimed = [{ file: 'vault/keys.ts', line: 1, today: `It has ${secret}.`, callers: [] }];
  const turn = askTurn({ facts: claimed });
  return JSON.stringify((await over(given, [turn, turn], begun)).result);
};

function drafts(wish: Parameters<Workspace['steering']['draft']>[1]): WayOut {
  return async (given) =>
    (await over(given, [{ text: 'Nothing.' }], (workspace) => workspace.steering.draft('/w', wish, signal()))).asked;
}

const hookDraft: WayOut = async (given) =>
  (
    await over(given, [{ text: 'No.' }], (workspace) =>
      workspace.hooks.draft('/w', 'As #file:vault/keys.ts says', signal()),
    )
  ).asked;

/** A hook asks an agent about what happened to a file: its words, and all that the event tells. */
function hookAgent(paths: readonly string[]): WayOut {
  return async ({ host, settings }) => {
    host.put('/w/.kiro/hooks.yaml', 'hooks:\n  - name: looks\n    trigger: manual\n    agent: "Look at {files}"\n');
    const { asked } = await over({ host, settings }, [{ text: 'Looked at.' }], async (workspace) => {
      const { hooks } = await workspace.hooks.load('/w');
      await workspace.hooks.accept('/w', hooks);
      const event = {
        trigger: 'Manual',
        root: '/w',
        cause: { by: 'user', chain: [] },
        files: paths.map((path) => ({ path })),
        api: [{ path: 'vault/keys.ts', name: secret, after: `class ${secret}` }],
        problems: [{ path: 'vault/keys.ts', line: 1, message: `${secret} is odd.` }],
      } as const;
      await workspace.hooks.ask(event, signal());
    });
    return asked;
  };
}

const waysOut: Readonly<Record<string, WayOut>> = {
  read_file: tools(['read_file', { path: 'vault/keys.ts' }]),
  'read_file by another spelling': tools(['read_file', { path: 'nowhere/../vault/./keys.ts' }]),
  'read_file by its whole path': tools(['read_file', { path: '/w/vault/keys.ts' }]),
  'read_file through a link': tools(['read_file', { path: 'link.ts' }]),
  'list_directory of all': tools(['list_directory', { path: '.', depth: 4 }]),
  'list_directory of the folder': tools(['list_directory', { path: 'vault' }]),
  'list_directory through a link': tools(['list_directory', { path: 'linked' }]),
  find_files: tools(['find_files', { pattern: '**/*.txt' }]),
  'find_files in the folder': tools(['find_files', { pattern: '*', path: 'vault' }]),
  search_text: tools(['search_text', { pattern: 'class' }]),
  'search_text in the file': tools(['search_text', { pattern: 'export', path: 'vault/keys.ts' }]),
  outline: tools(['outline', { path: 'vault/keys.ts' }]),
  read_problems: tools(['read_problems', { paths: ['vault/keys.ts'] }]),
  'edit_file, which shows what is like the text': tools([
    'edit_file',
    { path: 'vault/keys.ts', edits: [{ old: 'export class Kestre {}', new: 'x' }] },
  ]),
  'move_file into the open': tools(
    ['read_file', { path: 'vault/keys.ts' }],
    ['move_file', { from: 'vault/keys.ts', to: 'moved.ts' }],
    ['read_file', { path: 'moved.ts' }],
  ),
  'the map, for words that name it': prompt(`where is ${secret}?`),
  'the files that are worked on': prompt('', ['vault/keys.ts']),
  'a steering file, and what one refers to': prompt('#kestrel'),
  'a mention of a file': prompt('#file:vault/keys.ts'),
  'a mention of a file through a link': prompt('#file:link.ts'),
  'a mention of a folder': prompt('#folder:vault'),
  'a mention of a spec': prompt('#spec:kestrels'),
  'a mention of problems': prompt('#problems'),
  'a mention of problems of a file': prompt('#problems #file:vault/keys.ts'),
  'files that are offered': offered('file:vault', 'Kest', 'file:'),
  'folders that are offered': offered('folder:'),
  'steering and specs that are offered': offered('steering:kes', 'spec:kes'),
  'other specs in planning': planning,
  'facts that a model claims': facts,
  'a draft of steering': drafts({ kind: 'foundation' }),
  'a steering file that is refined': drafts({ kind: 'refine', path: '.kiro/steering/kestrel.md', wish: '' }),
  'a change that a rule is learned from': drafts({
    kind: 'learn',
    comment: 'No.',
    change: `+class ${secret}`,
    file: '/w/vault/keys.ts',
  }),
  'a draft of a hook': hookDraft,
  'an agent of a hook': hookAgent(['open.ts', 'vault/keys.ts']),
  'an agent of a hook about nothing else': hookAgent(['vault/keys.ts']),
};

/** Where an answer only names what it was asked for, that is no news. */
const named = /#spec:kestrels|There is no spec kestrels here/gu;
const told = async (out: WayOut, way: Way) => (await out(world(way))).replace(named, '').toLowerCase();

describe.each(Object.entries(waysOut))('%s', (_, out) => {
  it.each(ways)('leaks nothing past %s', async (_way, way) => {
    expect(await told(out, way)).not.toContain(secret.toLowerCase());
  });
  it('leaks where nothing is hidden', async () => {
    expect(await told(out, {})).toContain(secret.toLowerCase());
  });
});
