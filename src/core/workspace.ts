/** Composition: ports in, everything wired out. The only file that knows all the folders of core. */
import type { EffectiveContext } from './context/effective';
import { composeSystem } from './context/system';
import { approvalGuards } from './flows/approvals';
import { approveGuards } from './flows/engine/approveGuards';
import { createSpecService } from './flows/engine/createSpecService';
import type { FlowDeps, FlowGuards } from './flows/engine/deps';
import { editGuards } from './flows/engine/editGuards';
import { createRootLocks } from './flows/engine/rootLocks';
import { flows } from './flows/index';
import base from './flows/prompts/base.md';
import sizeRule from './flows/prompts/size.md';
import type { SpecService } from './flows/service';
import { statePaths } from './flows/statePaths';
import type { SpecStore } from './flows/store';
import { teamGuards, teamPolicy } from './flows/team';
import type { Cause } from './hooks/model';
import type { Host, Locks } from './host';
import type { ModelFailure, Usage } from './messages';
import { grantApproval, grantDocument, grantSidecar, grantState, grantTemplate, grantTick } from './permissions/grants';
import { readManaged, refusedProvider } from './permissions/managed';
import { stateFiles } from './permissions/stateFiles';
import { costOf } from './providers/prices';
import type { ModelRole, ResolvedModel } from './providers/provider';
import { isResolved, type ModelTest, resolveModel, resolveNamed, resolveSource, testModel } from './providers/resolve';
import { createEvidenceBook } from './runs/evidence/book';
import type { Ledger } from './runs/ledger';
import type { RunService } from './runs/service';
import type { SessionEvent } from './sessions/events';
import { observed } from './sessions/observed';
import { createSessionStore } from './sessions/store';
import type { Settings } from './settings';
import { findSpecs } from './specs/find';
import type { Spec } from './specs/model';
import { checkOptions, withSpecSeverities } from './specs/severity';
import { readSpec } from './specs/spec';
import { alwaysIncluded, offered } from './steering/select';
import { templates } from './steering/templates';
import { createToolContext } from './tools/context';
import { buildingTools, tools } from './tools/index';
import { createToolRunner } from './tools/runner';
import { createVisible } from './tools/visible';
import { type CompleteMention, createCompleteMention } from './workspace/completeMentions';
import { type AgentSession, agentSessions } from './workspace/contextOfSession';
import { payDrafts, payPlanning } from './workspace/draftCost';
import { type ContextDeps, type ContextRequest, explainContext } from './workspace/effectiveContext';
import { hidingOf } from './workspace/hiding';
import { hookedRun } from './workspace/hookedRun';
import { createHookedSessions, planningOver } from './workspace/hookedSessions';
import { hookedSpecs, promptEvent } from './workspace/hookedSpecs';
import { composeHooks, type HookService } from './workspace/hooks';
import { factsOf, mapFor } from './workspace/repository';
import { createRunningSessions } from './workspace/runningSessions';
import { composeRuns, openLedger } from './workspace/runs';
import { createSteeredRun, type SteeredRun } from './workspace/steeredRun';
import { steeringOf } from './workspace/steering';
import { createSteeringService, type SteeringService } from './workspace/steeringService';

/** What the composition is made of. The caller keeps owning the host. */
export interface WorkspaceOptions {
  readonly host: Host;
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
  /** False: nothing of the workspace itself is loaded. */
  readonly trusted: boolean;
  readonly settings: Settings;
  /** Starts the server of sample answers and gives its address; asked only where no model is set up. */
  readonly sampleServer?: () => Promise<string | undefined>;
  /** Approvals that count besides those of accepted authors, as the command line was told. */
  readonly acceptApprovals?: 'committed' | 'signed';
  /** False: what others change on disk is read with the next operation only. */
  readonly watch?: boolean;
  /** True: nobody can be asked while tasks run. */
  readonly headless?: boolean;
  /** Hears of every event that goes into a session log, after it is on disk. */
  readonly onSessionEvent?: (event: SessionEvent) => void;
  /** Replaces the models that settings name; for tests. */
  readonly model?: (role: ModelRole) => Promise<ResolvedModel | ModelFailure>;
  /** Replaces the flows and their guards; for tests. */
  readonly flows?: FlowDeps['flows'];
  readonly guards?: FlowGuards;
  /** Guards of agents' actions that are switched off, by name; for tests that show that each is needed. */
  readonly without?: readonly string[];
}

/** Which model a role gets, and whether it answers. */
export interface Models {
  /** The model of a role, or what the user has to do to have one. */
  resolve(role: ModelRole): Promise<ResolvedModel | ModelFailure>;
  /** Makes one small real request of `provider/model`; without a name, of the role `planning`. */
  test(named: string | undefined, signal: AbortSignal): Promise<ModelTest>;
}

/** Everything the product does, over one set of folders. Disposed by whoever made it. */
export interface Workspace {
  readonly specs: SpecService;
  readonly runs: RunService;
  readonly hooks: HookService;
  /** What the workspace itself holds is loaded. */
  readonly trusted: boolean;
  readonly models: Models;
  readonly steering: SteeringService;
  /** What can be mentioned with `#` as far as it is typed. */
  readonly completeMention: CompleteMention;
  /** Writes the templates of `.kiro/` that are not there; nothing is overwritten. Paths are relative to the folder. */
  initialise(root: string): Promise<{ readonly created: readonly string[]; readonly kept: readonly string[] }>;
  /** What a prompt would hold, part by part, and why; nothing is sent. Rejects with a sentence where a spec or task is not there. */
  context(request: ContextRequest): Promise<EffectiveContext>;
  /** The newest helpers of tasks and agents of hooks in a folder, whose sessions `context` can be asked about. */
  agents(root: string): Promise<readonly AgentSession[]>;
  /** Every spec under the paths (or the workspace folders), parsed and checked; see `diagnosticsOf`. */
  check(paths?: readonly string[]): Promise<readonly Spec[]>;
  /** Resolves when nothing is at work; at once where nothing is. Disposing of it then cuts nothing off. */
  idle(): Promise<void>;
  dispose(): void;
}

export const allGuards: FlowGuards = {
  approval: approvalGuards,
  approve: approveGuards,
  edit: editGuards,
  team: teamGuards,
};

/** What shows what agents see; it sends nothing. */
function lookers(
  parts: Pick<ContextDeps, 'host' | 'roots' | 'trusted' | 'settings' | 'specs' | 'runs'>,
  models: Models,
  { dollars, sessions }: Pick<FlowDeps, 'dollars' | 'sessions'>,
): Pick<Workspace, 'context' | 'agents'> {
  const { host } = parts;
  const folderOf = async (root: string) => (await statePaths(host.files, host.stateFolder, root, root)).sessions;
  return {
    context: (request) =>
      explainContext(
        {
          ...parts,
          model: (task) => models.resolve(task ? 'building' : 'planning'),
          tools: (task) =>
            createToolRunner(task ? buildingTools : tools, createToolContext(host, [request.root], {})).schemas,
          dollars: (name, tokens) => dollars(name, { input: tokens, output: 0, cacheRead: 0, cacheWrite: 0 }),
          sessions: async (root) => sessions(await folderOf(root)),
        },
        request,
      ),
    agents: async (root) => {
      const folder = await folderOf(root);
      return agentSessions(host.files, folder, sessions(folder));
    },
  };
}

/** Wires a workspace. Does nothing by itself: no file is read and no request made before something is asked of it. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { host } = options;
  const models = modelsOf(options);
  // Flows and runs of one folder may be at work side by side: together they are one holder of its lock.
  const locks = createRootLocks(host.locks);
  const steered = createSteeredRun(options);
  // Agents run with hooks, and hooks run agents: each is reached through the other's function.
  const running = createRunningSessions();
  const hookSessions = createHookedSessions((event) => hooks.tell(event));
  const hookedParts = {
    hooks: () => hooks,
    running,
    sessions: hookSessions,
    files: host.files,
    roots: options.roots,
  };
  const hooked = (cause: Cause): SteeredRun => hookedRun(steered, hookedParts, cause);
  const run = hooked({ by: 'agent', chain: [] });
  const ledger = openLedger(host);
  const deps = flowDeps(options, models, locks, run, ledger);
  const specs = hookedSpecs(
    createSpecService({
      ...deps,
      submitted: (place, prompt, signal) => hooks.submitted(promptEvent(place, prompt), signal),
    }),
    () => hooks,
    (root, spec) => planningOver({ host, sessions: deps.sessions, hooks, known: hookSessions }, { root, spec }),
  );
  const { roots, trusted, settings, headless = false, without = [] } = options;
  const { dollars } = deps;
  const sessions = (folder: string) => hookSessions.closing(deps.sessions(folder));
  const model = (role: ModelRole) => models.resolve(role);
  const paid = payDrafts({ host, ledger, dollars });
  const hooks = composeHooks({
    host,
    roots,
    trusted,
    settings,
    without,
    sessions,
    dollars,
    ledger,
    model,
    running,
    run: hooked,
  });
  const runs = composeRuns({
    run,
    hooks,
    hookSessions,
    host,
    roots,
    trusted,
    headless,
    settings,
    locks,
    specs,
    sessions,
    model,
    dollars,
    ledger,
    without,
  });
  return {
    specs,
    runs,
    hooks,
    trusted,
    models,
    steering: createSteeringService({ host, roots, trusted, settings, model: () => model('planning'), paid }),
    completeMention: createCompleteMention({ host, roots, trusted, settings }),
    initialise: (root) => initialise(host, root),
    ...lookers({ host, roots, trusted, settings, specs, runs }, models, deps),
    check: async (paths = options.roots) =>
      Promise.all(
        (await findSpecs(host.files, paths)).map(async (path) =>
          withSpecSeverities(await readSpec(host.files, path), checkOptions(settings)),
        ),
      ),
    idle: async () => {
      await bothIdle(specs, runs);
      await hooks.idle();
    },
    dispose: () => {
      hooks.dispose();
      runs.dispose();
      specs.dispose();
    },
  };
}

/** While one waits the other may begin. */
async function bothIdle(specs: SpecService, runs: RunService): Promise<void> {
  for (;;) {
    await specs.idle();
    if (runs.active().length === 0) return;
    await new Promise<void>((resolve) => {
      const listening = runs.onDidChange(() => {
        if (runs.active().length > 0) return;
        listening.dispose();
        resolve();
      });
    });
  }
}

function flowDeps(options: WorkspaceOptions, models: Models, locks: Locks, run: SteeredRun, ledger: Ledger): FlowDeps {
  const { host, roots, settings, acceptApprovals } = options;
  const state = stateFiles(host.files, host.stateFolder);
  const dollars = (model: string, usage: Usage) => {
    const slash = model.indexOf('/');
    return costOf(usage, model.slice(0, slash), model.slice(slash + 1), settings.prices);
  };
  return {
    host: { ...host, locks },
    roots,
    flows: options.flows ?? flows,
    store: storeOf(host),
    guards: options.guards ?? allGuards,
    watch: options.watch ?? true,
    sessions: (folder) => observed(createSessionStore(state, folder, host.mac, host.clock), options.onSessionEvent),
    model: () => models.resolve('planning'),
    tools: (folders, phase) =>
      createToolRunner(tools, createToolContext(host, folders, phase, undefined, hidingOf(host, settings))),
    run,
    system: (root, about, overview, off) => systemPrompt(options, root, about, overview, off),
    map: async (root, wish, signal) => (await mapFor(options, root, wish, signal))?.text ?? '',
    check: checkOptions(settings),
    team: teamPolicy(settings),
    finished: (spec) =>
      createEvidenceBook({ files: host.files, search: host.search, clock: host.clock, roots }).list(spec),
    dollars,
    visible: createVisible(host.files, roots, host.clock, hidingOf(host, settings)),
    paid: payPlanning({ host, ledger, dollars }),
    ...(acceptApprovals === undefined ? {} : { acceptApprovals }),
  };
}

function modelsOf(options: WorkspaceOptions): Models {
  const { host, settings, sampleServer } = options;
  const source = {
    ...resolveSource(host, settings),
    ...(sampleServer === undefined ? {} : { sampleUrl: sampleServer }),
  };
  /** An organisation may say which providers are asked; sample answers leave nothing. */
  const allowed = async (model: ResolvedModel): Promise<ResolvedModel | ModelFailure> => {
    if (model.sample) return model;
    const refusal = refusedProvider(await readManaged(host.files, host.homeFolder), model.provider);
    return refusal === undefined ? model : { kind: 'needs_model', message: refusal, retryable: false };
  };
  const resolve = async (role: ModelRole) => {
    if (options.model !== undefined) return options.model(role);
    const model = await resolveModel(role, source);
    return isResolved(model) ? allowed(model) : model.failure;
  };
  return {
    resolve,
    test: async (named, signal) => {
      const model = named === undefined ? await resolve('planning') : await resolveNamed(named, 'planning', source);
      if ('client' in model) {
        const may = await allowed(model);
        return 'client' in may ? testModel(may, host.clock, signal) : { ok: false, failure: may };
      }
      return { ok: false, failure: 'failure' in model ? model.failure : model };
    },
  };
}

async function systemPrompt(
  options: WorkspaceOptions,
  root: string,
  about: string,
  known: string | undefined,
  off: readonly string[],
) {
  const all = (await steeringOf(options, root)).filter(({ label }) => !off.includes(label));
  const steering = alwaysIncluded(all);
  const overview = known ?? (await factsOf(options, root, about));
  return { parts: composeSystem({ base, sizeRule, steering, offered: offered(all), overview }), overview };
}

/** The runner's own writes, each with the grant of its kind. */
function storeOf(host: Host): SpecStore {
  const { files, documents, stateFolder } = host;
  const bytes = (text: string) => new TextEncoder().encode(text);
  return {
    document: async (path, text, expected) => documents.replace(grantDocument(path), path, text, expected),
    tick: async (path, text, expected) => documents.replace(grantTick(path), path, text, expected),
    sidecar: async (path, text) => files.write(grantSidecar(path), path, bytes(text)),
    approval: async (path, text) => {
      if ((await files.stat(path)) !== undefined)
        throw new Error(`${path} is there already, and an approval is never rewritten.`);
      await files.write(grantApproval(path), path, bytes(text));
    },
    state: async (path, text) => files.write(grantState(stateFolder, path), path, bytes(text)),
    appendState: async (path, line) => files.append(grantState(stateFolder, path), path, bytes(`${line}\n`)),
  };
}

async function initialise(host: Host, root: string) {
  const written = await Promise.all(
    templates.map(async ({ path, text }) => {
      const target = `${root}/${path}`;
      const result = await host.documents.replace(grantTemplate(target), target, text, undefined);
      return { path, created: result.kind === 'written' };
    }),
  );
  return {
    created: written.filter((each) => each.created).map((each) => each.path),
    kept: written.filter((each) => !each.created).map((each) => each.path),
  };
}
