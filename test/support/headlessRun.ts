/** The command line over a real folder with an approved spec and a model on the wire, with nobody there. */
import { readFileSync, realpathSync } from 'node:fs';
import { expect } from 'vitest';
import type { Terminal } from '../../src/cli/cli';
import { run } from '../../src/cli/run';
import type { Host } from '../../src/core/host';
import { part as shell } from '../../src/core/permissions/shell.part';
import { defaultSettings } from '../../src/core/settings';
import { createWorkspace } from '../../src/core/workspace';
import { createNodeHost } from '../../src/node/host';
import type { FakeTurn } from './fakeAnthropic';
import { approved, root as codeRoot, opened } from './flowHarness';
import { loadPart } from './models';
import { recordedTerminal } from './recordedTerminal';
import { builtFrom } from './runHarness';
import { fill, temporaryFolder } from './temporary';
import { type WireRequest, wireModel } from './wireModel';

export interface HeadlessRan {
  readonly folder: string;
  readonly host: Host;
  readonly out: string;
  readonly requests: readonly WireRequest[];
  readonly notes: string;
  /** What each hook's command was told on stdin, in the order of the firings. */
  readonly payloads: readonly Readonly<Record<string, unknown>>[];
}

export interface HeadlessOptions {
  readonly script: readonly FakeTurn[];
  /** Text of `.kiro/hooks.yaml`, with `LOG` for the file that its commands add their stdin to. */
  readonly hooks?: string;
  /** There besides the repository. */
  readonly files?: Readonly<Record<string, string>>;
  /** Another process fires the folder's hooks. */
  readonly elsewhere?: boolean;
  /** Nobody has agreed to the hooks. */
  readonly unseen?: boolean;
  /** Answers what the terminal asks; without it nobody is there. */
  readonly ask?: Terminal['ask'];
  /** What is run; the next task, unless told. */
  readonly argv?: readonly string[];
  /** Of the user's, in the file that the command line reads. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const nextTask = ['run', 'todo-csv-export', '--next', '--trust', '--mode', 'autopilot'];

/** A real folder with a spec that is approved as a user does it, and the workspace that did. */
export async function approvedFolder(files: Readonly<Record<string, string>> = {}) {
  const folder = realpathSync(temporaryFolder()).replaceAll('\\', '/');
  for (const [path, text] of Object.entries(builtFrom)) fill(folder, { [path.slice(codeRoot.length + 1)]: text });
  fill(folder, { 'package.json': '{}\n', '.git/HEAD': '', ...files });
  const parts = async (name: string) => (name === 'shell' ? shell : loadPart(name as 'redact'));
  const host: Host = {
    ...createNodeHost({ stateFolder: temporaryFolder(), env: () => undefined }),
    homeFolder: temporaryFolder(),
    loadPart: parts as Host['loadPart'],
  };
  const workspace = createWorkspace({ host, roots: [folder], trusted: true, settings: defaultSettings });
  const handle = await opened(workspace, `${folder}/.kiro/specs/todo-csv-export`);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const)
    expect(await approved(handle, name)).toEqual({ kind: 'done' });
  return { folder, host, workspace };
}

/** Approves a spec as a user does, agrees to the hooks, and runs the command as CI does. */
export async function runHeadless({
  script,
  hooks = 'hooks: []\n',
  files = {},
  elsewhere = false,
  unseen = false,
  ask,
  argv = nextTask,
  settings,
}: HeadlessOptions): Promise<HeadlessRan> {
  const log = `${temporaryFolder()}/payloads`;
  const { folder, host, workspace } = await approvedFolder({
    '.kiro/hooks.yaml': hooks.replaceAll('LOG', log),
    ...files,
  });
  if (!unseen) await workspace.hooks.accept(folder, (await workspace.hooks.load(folder)).hooks);
  const other = elsewhere ? await workspace.hooks.claim(folder) : undefined;
  if (settings !== undefined) fill(host.homeFolder, { '.config/tracewright/settings.json': JSON.stringify(settings) });
  const wire = await wireModel(script);
  const { terminal, notes, out } = recordedTerminal(ask);
  const environment = { host, terminal, cwd: folder, version: '1.0.0', model: async () => wire.model };
  await run(argv, environment);
  await wire.close();
  if (other !== undefined && 'release' in other) await other.release();
  workspace.dispose();
  const told = readFileSync(log, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean);
  return {
    folder,
    host,
    out: out.join('\n'),
    requests: wire.requests(),
    notes: notes.join('\n'),
    payloads: told.map((line) => JSON.parse(line)),
  };
}
