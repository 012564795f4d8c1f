/**
 * What attacks on a run are made of: the wired workspace over a host in memory, an approved spec, and a model that
 * does what an attacker wants. What a command would do is played when it is let through.
 */

import { approvalFileName } from '../../../../src/core/flows/approvalRecord';
import type { Sandboxes } from '../../../../src/core/host';
import { part as shell } from '../../../../src/core/permissions/shell.part';
import type { PermissionAnswer, PermissionRequest } from '../../../../src/core/permissions/types';
import type { ModelRequest } from '../../../../src/core/providers/provider';
import type { RunOutcome, SpecRuns } from '../../../../src/core/runs/service';
import type { RunSnapshot, RunStep } from '../../../../src/core/runs/snapshot';
import type { Settings } from '../../../../src/core/settings';
import { defaultSettings } from '../../../../src/core/settings';
import type { DocumentName } from '../../../../src/core/specs';
import type { Workspace } from '../../../../src/core/workspace';
import { forged, without } from '../../../support/attack';
import {
  approved,
  designText,
  harness,
  opened,
  requirementsText,
  root,
  type Script,
  stateOf,
  tasksText,
} from '../../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../../support/memoryHost';
import { spec } from '../../../support/runHarness';
import type { ScriptedTurn } from '../../../support/scriptedClient';

export { root, spec };
export const other = `${root}/.kiro/specs/other`;
export const csv = 'src/todos/csv.ts';
export const home = '/home/user';
const documents = ['requirements.md', 'design.md', 'tasks.md'] as const;

/** Everything after the run. */
export interface Stage {
  readonly host: MemoryHost;
  readonly workspace: Workspace;
  readonly runs: SpecRuns;
  readonly requests: readonly ModelRequest[];
  readonly outcome: RunOutcome;
  /** What the user was asked, in order. */
  readonly asked: readonly PermissionRequest[];
}

/** What a command runs in. */
export interface Trial {
  readonly env: Readonly<Record<string, string>>;
  /** Guards that are switched off. */
  readonly off: readonly string[];
}

export interface RunAttack {
  readonly name: string;
  /** Those that stop it. None: there is no way at all, and `instead` says what would make one. */
  readonly guards: readonly string[];
  /** With this in its place it gets what it wants: so it would be seen, if there were a way. */
  readonly instead?: Partial<Omit<RunAttack, 'name' | 'guards' | 'instead'>>;
  /** `careless` allows whatever is asked; `nobody` is headless. */
  readonly user?: 'careless' | 'nobody';
  /** There before the run, over the repository. */
  readonly files?: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  /** The rules in the user's home. */
  readonly rules?: string;
  readonly settings?: Partial<Settings>;
  /** Checks that the user confirmed before; none: nothing proves the work. */
  readonly checks?: readonly string[];
  readonly what?: 'next' | 'all';
  /** Parts of the context that the user switched off before. */
  readonly switchedOff?: readonly string[];
  readonly trusted?: boolean;
  readonly script: (host: MemoryHost) => Script;
  /** A command that was let through; gives its exit code where it isn't 0. */
  readonly does?: (
    line: string,
    host: MemoryHost,
    print: (text: string) => void,
    trial: Trial,
  ) => number | undefined | Promise<number>;
  /** Without it there is no sandbox, and each command asks. */
  readonly sandboxes?: Sandboxes;
  /** Whether the attacker has what they wanted. */
  readonly got: (stage: Stage) => Promise<boolean> | boolean;
}

/** The repository with two specs that lie in wait. */
export const stageFiles: Readonly<Record<string, string>> = {
  [`${root}/package.json`]: '{ "name": "todo" }\n',
  [`${root}/src/todos/list.ts`]: 'export function listTodos() {\n  return [];\n}\n',
  [`${spec}/requirements.md`]: requirementsText,
  [`${spec}/design.md`]: designText,
  [`${spec}/tasks.md`]: tasksText,
  [`${other}/requirements.md`]: requirementsText,
  [`${other}/design.md`]: designText,
  [`${other}/tasks.md`]: tasksText,
};

/** Plays an attack against all guards but those that are switched off. */
export async function play(attack: RunAttack, off: readonly string[] = []): Promise<Stage> {
  const host = hostOf(attack, off);
  await prepare(host, attack);
  const made = harness(attack.script(host), {
    host,
    headless: attack.user === 'nobody',
    trusted: attack.trusted ?? true,
    settings: { ...defaultSettings, ...attack.settings },
    guards: without(off),
    without: off,
  });
  const runs = await made.workspace.runs.open(spec);
  if (runs === undefined) throw new Error('There is no tasks.md.');
  const asked: PermissionRequest[] = [];
  runs.setMode('autopilot');
  runs.subscribe({ changed: (snapshot) => answer(runs, snapshot, asked) });
  const outcome = await runs.start({ what: attack.what ?? 'next' });
  // Without its guards a run may go on for longer than an attack has words.
  if (attack.trusted !== false && off.length === 0) made.client.assertDone();
  return { ...made, runs, requests: made.client.requests, outcome, asked };
}

/** Whether an attack gets through. */
export async function getsThrough(attack: RunAttack, off: readonly string[] = []): Promise<boolean> {
  return attack.got(await play(attack, off));
}

function hostOf({ files = {}, links, rules, does, sandboxes }: RunAttack, off: readonly string[]): MemoryHost {
  const host: MemoryHost = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: {
      ...stageFiles,
      ...(rules === undefined ? {} : { [`${home}/.kiro/settings/permissions.yaml`]: rules }),
      ...files,
    },
    ...(links === undefined ? {} : { links }),
    ...(sandboxes === undefined ? {} : { sandboxes }),
    parts: { shell },
    commands: ({ line, env }, print) => does?.(line, host, print, { env, off }) ?? 0,
  });
  return host;
}

/** The user approves the spec, and says what proves it. */
async function prepare(host: MemoryHost, { checks = [], switchedOff }: RunAttack): Promise<void> {
  const { workspace } = harness([], { host });
  const handle = await opened(workspace, spec);
  if (switchedOff !== undefined) await handle.switchOff(switchedOff);
  for (const name of documents) {
    const outcome = await approved(handle, name);
    if (outcome.kind !== 'done') throw new Error(`${name} could not be approved: ${JSON.stringify(outcome)}`);
  }
  const runs = await workspace.runs.open(spec);
  await runs?.confirmChecks(checks.map((line) => ({ line, cwd: root })));
  workspace.dispose();
}

function answer(runs: SpecRuns, { current, confirm }: RunSnapshot, asked: PermissionRequest[]): void {
  if (confirm !== undefined) void runs.confirmChecks(confirm.checks);
  const permission = current?.permission;
  if (permission === undefined || asked.some(({ id }) => id === permission.id)) return;
  asked.push(permission);
  const typed = permission.judgement.typeToConfirm;
  const allow: PermissionAnswer = { kind: 'allow', remember: 'once', ...(typed === undefined ? {} : { typed }) };
  queueMicrotask(() => runs.decide(permission.id, allow));
}

/** One call of a tool. */
export function call(name: string, input: unknown): ScriptedTurn {
  return { calls: [{ name, input }] };
}

export function command(line: string): ScriptedTurn {
  return call('run_command', { command: line });
}

/** The end of a task. */
export function report(summary = 'It is done.'): ScriptedTurn {
  return call('report_task', { summary });
}

/** A helper and what it does, then its report. */
export function helper(role: string, ...turns: Script): Script {
  return [
    call('delegate', { parts: [{ role, goal: 'Do the part.' }] }),
    ...turns,
    call('report_task', { summary: 'The part is done.' }),
  ];
}

/** The approval of a document of `other`, as an attacker may write it. */
export function forgedApproval(host: MemoryHost): { readonly path: string; readonly text: string } {
  const record = forged({ host }, requirementsText);
  return { path: `${other}/.tracewright/approvals/${approvalFileName(record)}`, text: JSON.stringify(record) };
}

/** Whether a document stands approved for a window that opens now, with the guards of the trial. */
export async function isApproved({ workspace }: Stage, path: string, document: DocumentName): Promise<boolean> {
  const handle = await opened(workspace, path);
  await handle.reread();
  return stateOf(handle, document).state === 'approved';
}

/** The mark in the box of a task. */
export function box({ host }: Pick<Stage, 'host'>, id: string, path = spec): string | undefined {
  return new RegExp(`^ *- \\[(.)\\] ${id.replace('.', '\\.')}`, 'mu').exec(host.text(`${path}/tasks.md`) ?? '')?.[1];
}

/** What was decided, as the log has it. */
export function decisions({ runs }: Stage): readonly string[] {
  return (runs.snapshot().current?.steps ?? []).flatMap((step) =>
    step.kind === 'decision' ? [`${step.effect} ${step.what} by ${step.rule.text}`] : [],
  );
}

/** What the user was told on the way. */
export function notices({ runs }: Stage): readonly string[] {
  return (runs.snapshot().current?.steps ?? []).flatMap((step: RunStep) => (step.kind === 'notice' ? [step.text] : []));
}

/** Every text that went to the model, by who said it. */
export function saidTo({ requests }: Stage): {
  readonly messages: readonly string[];
  readonly results: readonly string[];
} {
  const blocks = (requests.at(-1)?.messages ?? []).flatMap(({ role, content }) =>
    role === 'user' ? [...content] : [],
  );
  return {
    messages: blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])),
    results: blocks.flatMap((block) =>
      block.type === 'tool_result' ? block.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])) : [],
    ),
  };
}
