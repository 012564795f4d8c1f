/** The run engine wired out with everything that it may not import. */
import { escapeRepositoryText } from '../context/frames';
import { composeSystem } from '../context/system';
import type { SpecService } from '../flows/service';
import { statePaths } from '../flows/statePaths';
import type { Host, Locks } from '../host';
import type { ModelFailure, Usage } from '../messages';
import { grantState } from '../permissions/grants';
import { joinPath } from '../permissions/paths';
import type { ModelRole, ResolvedModel } from '../providers/provider';
import { checkpointLimits, createCheckpoints } from '../runs/checkpoints/index';
import type { AppliedSteering, RunDeps, RunLimits, RunStore, SteeringCheck, TaskCommit } from '../runs/deps';
import { createRunService } from '../runs/engine/createRunService';
import { createEvidenceBook } from '../runs/evidence/book';
import { createLedger, type Ledger } from '../runs/ledger';
import base from '../runs/prompts/base.md';
import type { RunService } from '../runs/service';
import { createVerifier } from '../runs/verify/verifier';
import type { SessionStore } from '../sessions/store';
import type { Settings } from '../settings';
import type { SteeringFile } from '../steering/model';
import { alwaysIncluded, offered } from '../steering/select';
import { createToolContext } from '../tools/context';
import { steeringCheckTools } from '../tools/index';
import { createToolRunner } from '../tools/runner';
import { createVisible } from '../tools/visible';
import { hidingOf } from './hiding';
import type { HookedSessions } from './hookedSessions';
import type { HookService } from './hooks';
import { mapFor, overviewOf } from './repository';
import { namedInDesign } from './scene';
import { applying, type SteeredRun } from './steeredRun';
import { steeringOf } from './steering';
import { openWorkshop, permissionsOf } from './workshop';

/** What the composition hands to runs. */
export interface RunParts {
  readonly host: Host;
  readonly roots: readonly string[];
  readonly trusted: boolean;
  readonly headless: boolean;
  readonly settings: Settings;
  /** Counted over flows and runs, so that both may be at work in one folder. */
  readonly locks: Locks;
  readonly specs: SpecService;
  readonly sessions: (folder: string) => SessionStore;
  readonly model: (role: ModelRole) => Promise<ResolvedModel | ModelFailure>;
  readonly dollars: (model: string, usage: Usage) => number | undefined;
  /** Runs agents, with steering and hooks. */
  readonly run: SteeredRun;
  readonly hooks: HookService;
  readonly hookSessions: Pick<HookedSessions, 'over'>;
  readonly ledger: Ledger;
  /** Guards of agents' actions that are switched off, by name; for tests. */
  readonly without: readonly string[];
}

/** The ledger of this machine, for everything that runs agents. */
export function openLedger(host: Host): Ledger {
  const failed = (error: unknown) =>
    host.log.write('error', `The ledger: ${error instanceof Error ? error.message : String(error)}`);
  return createLedger(host.files, storeOf(host).appendState, host.stateFolder, failed);
}

/** Makes the runs of a workspace; nothing is read before something is asked of them. */
export function composeRuns(parts: RunParts): RunService {
  return createRunService(runDeps(parts));
}

function runDeps(parts: RunParts): RunDeps {
  const { host, roots, settings, specs, locks } = parts;
  const { files, clock, stateFolder } = host;
  const store = storeOf(host);
  const permissions = permissionsOf(host, roots, settings, parts.without);
  const stateOf = async (root: string) => (await statePaths(files, stateFolder, root, root)).root;
  return {
    host: { ...host, locks },
    roots,
    trusted: parts.trusted,
    headless: parts.headless,
    without: parts.without,
    limits: () => limitsOf(settings),
    store,
    paths: async (root, spec) => {
      const paths = await statePaths(files, stateFolder, root, spec);
      return { ...paths, sessionPrefix: paths.sessionPrefix.replace(/^spec-/u, 'task-') };
    },
    sessions: parts.sessions,
    model: () => parts.model('building'),
    run: async (root, run, signal, changed) => {
      const named = await designFiles(specs, root, run.origin?.spec);
      return parts.run(root, run, signal, () => [...(changed?.() ?? []), ...named]);
    },
    beforeTask: (place, task, signal) => beforeTask(parts, { place, task }, signal),
    afterTask: (place, task, end, files, session) => afterTask(parts, { place, task, session }, end, files),
    beforeCommit: (about, signal) => beforeCommit(parts, about, signal),
    afterCommit: ({ commit, ...about }) =>
      parts.hooks.tell({ ...commitEvent(about), trigger: 'PostCommit', commit: { hash: commit } }),
    afterRun: (place, end) => afterRun(parts, place, end),
    system: (root, off) => systemPrompt(parts, root, off),
    off: async (spec) => (await specs.open(spec))?.snapshot().off ?? [],
    map: async (root, wish, signal) => escapeRepositoryText((await mapFor(parts, root, wish, signal))?.text ?? ''),
    gate: (spec) => gateOf(specs, spec),
    tick: async (spec, identity, state) => {
      const handle = await specs.open(spec);
      const outcome = await handle?.setTask(identity, state);
      if (outcome === undefined) return 'There is no tasks.md here any more.';
      // What failed was not ticked either: a full disk is no refusal.
      if (outcome.kind === 'failed') return outcome.failure.message;
      return outcome.kind === 'refused' ? outcome.message : undefined;
    },
    workshop: (request) => openWorkshop({ host, roots, permissions, settings, without: parts.without }, request),
    checkpoints: createCheckpoints({ host, roots, limits: () => checkpointLimits(settings) }),
    verifier: createVerifier({
      files,
      loadPart: host.loadPart,
      without: parts.without,
      clock,
      store,
      roots,
      stateOf,
      timeoutMs: settings['run.checkMinutes'] * 60_000,
      headless: parts.headless,
    }),
    evidence: createEvidenceBook({ files, search: host.search, clock, roots }),
    visible: createVisible(files, roots, clock, hidingOf(host, settings)),
    steeringCheck: steeringCheck(parts),
    dollars: parts.dollars,
    ledger: parts.ledger,
  };
}

/** Files that the spec's design names, absolute: rules for them hold for its tasks and their helpers. */
async function designFiles(specs: SpecService, root: string, spec: string | undefined): Promise<readonly string[]> {
  const handle = spec === undefined ? undefined : await specs.open(spec);
  return handle === undefined ? [] : namedInDesign(handle.spec()).map((path) => joinPath(root, path));
}

/** Why tasks may not be built: which documents are not approved as they stand. */
async function gateOf(specs: SpecService, spec: string): Promise<string | undefined> {
  const handle = await specs.open(spec);
  if (handle === undefined) return 'There is no spec here any more.';
  await handle.reread();
  const closed = handle.snapshot().documents.filter(({ state }) => state !== 'approved');
  if (closed.length === 0) return undefined;
  const names = closed.map(({ label }) => label);
  const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const lacking = closed.flatMap(({ label, team }) =>
    team?.lacking === undefined ? [] : [`${label}: ${team.lacking}`],
  );
  if (lacking.length > 0 && lacking.length === closed.length)
    return `${list} ${names.length === 1 ? 'waits' : 'wait'} for approvals. ${lacking.join(' ')}`;
  return `${list} ${names.length === 1 ? 'is' : 'are'} not approved as ${names.length === 1 ? 'it stands' : 'they stand'}. Approve ${names.length === 1 ? 'it' : 'them'}, then start the task.`;
}

async function systemPrompt(parts: RunParts, root: string, off: readonly string[] = []): Promise<readonly string[]> {
  const all = (await steeringOf(parts, root)).filter(({ label }) => !off.includes(label));
  const overview = await overviewOf(parts, root);
  return composeSystem({ base, sizeRule: '', steering: alwaysIncluded(all), offered: offered(all), overview });
}

/** What a finished change is held against: the steering that its conversation had, and what each file brings along. */
function steeringCheck(parts: RunParts): SteeringCheck {
  const { host, roots, settings } = parts;
  return {
    wanted: () => settings['steering.check'],
    model: () => parts.model('quick'),
    applied: async (root, about) => (await applying(parts, root, about)).flatMap(({ file }) => ruleFiles(root, file)),
    tools: (handlers) =>
      createToolRunner(
        steeringCheckTools,
        createToolContext(host, roots, handlers, undefined, hidingOf(host, settings)),
      ),
  };
}

function ruleFiles(
  root: string,
  { label, path, body, bodyLine, references }: SteeringFile,
): readonly AppliedSteering[] {
  const brought = references.map((each) => ({
    label: each.path,
    path: `${root}/${each.path}`,
    line: each.lines?.from ?? 1,
    body: each.text,
  }));
  return [{ label, path, line: bodyLine, body }, ...brought];
}

function limitsOf(settings: Settings): RunLimits {
  return {
    task: settings['budget.task'],
    spec: settings['budget.spec'],
    day: settings['budget.day'],
    corrections: settings['run.corrections'],
    commit: settings['run.commit'],
  };
}

function storeOf({ files, stateFolder }: Host): RunStore {
  const bytes = (text: string) => new TextEncoder().encode(text);
  return {
    state: (path, text) => files.write(grantState(stateFolder, path), path, bytes(text)),
    appendState: (path, line) => files.append(grantState(stateFolder, path), path, bytes(`${line}\n`)),
  };
}

type End = { readonly kind: string; readonly message?: string };
/** A task that hooks are told of; `session` is absent where it has none yet. */
interface ToldTask extends Pick<TaskCommit, 'place' | 'task'> {
  readonly session?: string | undefined;
}

function taskEvent({ place, task: { id, title }, session }: ToldTask) {
  const inSession = session === undefined ? {} : { session };
  const cause = { by: 'agent', chain: [], ...inSession } as const;
  return { root: place.root, cause, files: [], spec: place.path, task: { id: id ?? '', text: title }, ...inSession };
}

/** What hooks say before a task begins; a sentence where one of them stops it. */
async function beforeTask({ hooks }: RunParts, about: ToldTask, signal: AbortSignal): Promise<string | undefined> {
  const { blocked } = await hooks.ask({ ...taskEvent(about), trigger: 'PreTaskExec' }, signal);
  return blocked.length === 0 ? undefined : blocked.join('\n');
}

async function afterTask(
  { hooks, hookSessions }: RunParts,
  told: ToldTask,
  end: End,
  changed: readonly string[],
): Promise<void> {
  await hooks.tell({ ...taskEvent(told), trigger: 'PostTaskExec', outcome: outcomeOf(end) });
  const files = changed.map((path) => ({ path }));
  // What nothing proves has landed as well: it stays, and the user looks at it.
  const landed = end.kind === 'done' || end.kind === 'not_verifiable';
  if (landed && files.length > 0) await hooks.tell({ ...taskEvent(told), trigger: 'CodeGenerate', files });
  // A task that was stopped or paused goes on in its session.
  if (end.kind === 'stopped' || end.kind === 'paused' || told.session === undefined) return;
  const { task: _, ...about } = taskEvent(told);
  const over = hookSessions.over(told.session, { ...about, agent: 'main', trigger: 'SessionEnd' });
  if (over !== undefined) await hooks.tell(over);
}

function commitEvent({ files, ...told }: TaskCommit) {
  return { ...taskEvent(told), files: files.map((path) => ({ path })) };
}

/** The runner's commits are asked about as everybody's are; a guard that can't do its work stops them. */
async function beforeCommit(
  { hooks }: RunParts,
  { index, ...about }: TaskCommit & { readonly index: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    return (await hooks.ask({ ...commitEvent(about), trigger: 'PreCommit', index }, signal)).blocked;
  } catch (error) {
    return [`Hooks could not do their work: ${error instanceof Error ? error.message : String(error)}`];
  }
}

async function afterRun(
  { hooks }: RunParts,
  { root, path }: { readonly root: string; readonly path: string },
  end: End,
): Promise<void> {
  const cause = { by: 'agent', chain: [] } as const;
  await hooks.tell({ root, cause, files: [], spec: path, trigger: 'RunFinish', outcome: outcomeOf(end) });
}

function outcomeOf({ kind, message }: End) {
  return { ok: kind === 'done', name: kind, ...(message === undefined ? {} : { output: message }) };
}
