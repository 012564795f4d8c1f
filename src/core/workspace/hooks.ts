/** Hooks wired out: files to engine, actions to commands, agents and built-in parts, firings to the log. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { statePaths } from '../flows/statePaths';
import type { ActionDeps, HookCommand, HookCommandEnd } from '../hooks/actions/action';
import { withValues } from '../hooks/actions/placeholders';
import { type Changes, createChanges } from '../hooks/engine/changes';
import { hookLimits } from '../hooks/engine/deps';
import { createHookEngine, type HookEngine, type NewEvent } from '../hooks/engine/engine';
import { startsNothing } from '../hooks/engine/fire';
import { createHookTrust } from '../hooks/engine/trust';
import { eventsOf, type FileChange } from '../hooks/fileChange';
import { loadHooks } from '../hooks/load';
import { type BoundedRegex, givingUp } from '../hooks/match/regex';
import type { Cause, Firing, Hook, HookEvent, HookSet, TriggerName, Verdict } from '../hooks/model';
import type { Grant, Host } from '../host';
import { actionText } from '../permissions/authority';
import { grantState } from '../permissions/grants';
import { type AskPermission, DeniedError, type PermissionAnswer, type PermissionRequest } from '../permissions/types';
import type { Workshop } from '../runs/deps';
import type { Settings } from '../settings';
import { payDrafts } from './draftCost';
import { draftHook, type HookDraftOutcome } from './draftHook';
import { headBranch } from './headBranch';
import { type HookAgentParts, type HookAgentStart, runHookAgent } from './hookAgent';
import { type ApiWatch, createApiWatch } from './hookApi';
import { type HookFilesOfUser, hookFilesOfUser } from './hookFiles';
import { createHookLines } from './hookLines';
import { createHookLog, type HookLog } from './hookLog';
import { hookParts } from './hookParts';
import { hookScripts } from './hookScripts';
import { untrusted } from './steeringService';
import { openWorkshop, permissionsOf } from './workshop';

/** What the composition hands to hooks. */
export interface HookComposition extends HookAgentParts {
  readonly host: Host;
  readonly roots: readonly string[];
  readonly trusted: boolean;
  readonly settings: Settings;
  readonly without: readonly string[];
}

/** How the user is reached; absent where nobody can be. */
export interface HookUser {
  /** Shows hooks that are new or changed, with what they would run; true where the user agrees. */
  readonly agree?: (hooks: readonly Hook[]) => Promise<boolean>;
  readonly confirm?: (hook: Hook, event: HookEvent) => Promise<boolean>;
  readonly notify?: (message: string, hook: Hook) => void;
  /** Hears of every state of every firing, of every folder. */
  readonly onFiring?: (firing: Firing) => void;
  /** Asks whether a command or an agent of a hook may do what rules leave open; absent: it may not. */
  readonly permit?: (request: PermissionRequest, hook: Hook, signal: AbortSignal) => Promise<PermissionAnswer>;
}

/**
 * Hooks of all workspace folders. Nothing is read before something is asked. What nobody waits for never
 * rejects; anything else does where the folder's hooks can't be listed, and the next call lists them anew.
 */
export interface HookService extends HookFilesOfUser {
  /** Says how the user is reached; the last one counts. */
  connect(user: HookUser): void;
  /** The folder's hooks as they are on disk now; the engine takes them. */
  load(root: string): Promise<HookSet>;
  /** The folder's engine, with hooks. */
  engine(root: string): Promise<HookEngine>;
  /** For events that nobody waits for. */
  tell(event: NewEvent): Promise<void>;
  /** What a watcher or an editor has seen, with the cause of each where it is known. Nobody waits for it. */
  filesChanged(root: string, changes: readonly FileChange[]): Promise<void>;
  /** Makes this process the one that fires the folder's hooks for what it sees there; who holds it, where somebody does. */
  claim(root: string): Promise<{ release(): Promise<void> } | { readonly heldBy: string }>;
  /** For events that something waits for. */
  ask(event: NewEvent, signal: AbortSignal): Promise<Verdict>;
  /** A prompt of the user before an agent gets it; a sentence where a hook holds it back. What hooks print is context of the next run. */
  submitted(event: Omit<NewEvent, 'trigger'>, signal: AbortSignal): Promise<string | undefined>;
  /** What hooks of the last prompt have to say, once. */
  taken(root: string): readonly string[];
  /** Resolves when nothing that was told waits or runs. */
  idle(): Promise<void>;
  /** True where a hook of the folder waits for one of these triggers; cheap once the folder is loaded. */
  listens(root: string, triggers: readonly TriggerName[]): Promise<boolean>;
  /** The user has seen these hooks, and what they run where they carry that, and agrees. */
  accept(root: string, hooks: readonly Hook[]): Promise<void>;
  /** Those that wait for the user's agreement, each with what its commands run now; what starts nothing needs none. */
  unknown(root: string, hooks: readonly Hook[]): Promise<readonly Hook[]>;
  /** Has a model draft a hook from a sentence. Nothing is written. Rejects only where the session can't be written. */
  draft(root: string, sentence: string, signal: AbortSignal): Promise<HookDraftOutcome>;
  /** Who changed what, shared with watchers and tools. */
  readonly changes: Changes;
  /** Ended firings of a folder, the oldest first, those of other windows too. */
  history(root: string, most?: number): Promise<readonly Firing[]>;
  dispose(): void;
}

/** Makes the hooks of a workspace. */
export function composeHooks(parts: HookComposition): HookService {
  const { host, trusted } = parts;
  const changes = createChanges(host.clock.now);
  let user: HookUser = {};
  const folders = new Map<string, Promise<Folder>>();
  const telling = new Set<Promise<unknown>>();
  const closing = new AbortController();
  const awaited = async (work: Promise<unknown>) => {
    telling.add(work);
    await work.finally(() => telling.delete(work));
  };
  const given: FolderParts = {
    parts,
    changes,
    user: () => user,
    bounded: givingUp(host.boundedRegex ?? (() => undefined), (pattern) =>
      host.log.write('warn', `The pattern /${pattern}/ of a hook took too long several times and is not tried again.`),
    ),
    later: (work) => void awaited(logged(host, async () => void (await work(closing.signal)))),
  };
  const folder = (root: string): Promise<Folder> => folders.get(root) ?? keep(folders, root, openFolder(given, root));
  const load = async (root: string) => {
    const set = await loadHooks({ files: host.files, root, home: host.homeFolder, trusted });
    const { engine } = await folder(root);
    engine.use(set.hooks);
    return set;
  };
  const loaded = new Map<string, Promise<HookSet>>();
  const ready = async (root: string): Promise<Folder> => {
    await (loaded.get(root) ?? keep(loaded, root, load(root)));
    return folder(root);
  };
  const waiting = new Map<string, readonly string[]>();
  // What a hook's command starts goes on with the chain that led to it.
  const inherited = chainOf(host.env(causeVariable));
  const caused = (event: NewEvent): NewEvent =>
    event.cause.chain.length > 0 || inherited.length === 0
      ? event
      : { ...event, cause: { ...event.cause, chain: inherited } };
  const ask = async (event: NewEvent, signal: AbortSignal): Promise<Verdict> =>
    trusted ? (await ready(event.root)).engine.ask(caused(event), signal) : nothing;
  const nothing: Verdict = { blocked: [], context: [], warnings: [], firings: [] };
  const filesChanged = tellOfFiles(host, changes, ready, caused);
  return {
    ...hookFilesOfUser(host),
    changes,
    connect: (next) => {
      user = next;
    },
    load: (root) => keep(loaded, root, load(root)),
    engine: async (root) => (await ready(root)).engine,
    tell: async (event) => {
      if (!trusted) return;
      await awaited(logged(host, async () => (await ready(event.root)).engine.tell(caused(event))));
    },
    filesChanged: async (root, changed) => (trusted ? awaited(filesChanged(root, changed)) : undefined),
    claim: async (root) => host.locks.acquire((await folder(root)).lock),
    draft: async (root, sentence, signal) =>
      trusted
        ? draftHook({ ...parts, model: () => parts.model('planning'), paid: payDrafts(parts) }, root, sentence, signal)
        : { kind: 'failed', failure: untrusted },
    ask,
    submitted: async (event, signal) => {
      const { blocked, context } = await ask({ ...event, trigger: 'UserPromptSubmit' }, signal);
      waiting.set(event.root, context);
      return blocked.length === 0 ? undefined : blocked.join('\n');
    },
    taken: (root) => {
      const said = waiting.get(root) ?? [];
      waiting.delete(root);
      return said;
    },
    idle: async () => {
      await Promise.allSettled(telling);
      for (const each of folders.values()) {
        const { engine, log } = await each;
        await engine.idle();
        await log.idle();
      }
    },
    listens: async (root, triggers) =>
      trusted &&
      (await ready(root)).engine.hooks().some(({ enabled, trigger }) => enabled && triggers.includes(trigger.name)),
    accept: async (root, hooks) => (await folder(root)).trust.accept(hooks),
    unknown: async (root, hooks) => {
      const { trust } = await folder(root);
      const standing = await trust.lookAll(hooks.filter((hook) => !startsNothing(hook)));
      return standing.flatMap(({ kind, hook }) => (kind === 'known' ? [] : [hook]));
    },
    history: async (root, most = 200) => (await folder(root)).log.history(most),
    dispose: () => {
      closing.abort();
      for (const each of folders.values()) void each.then(({ engine }) => engine.dispose());
    },
  };
}

/** Keeps what is on its way, so that it is made once; not where it fails. */
function keep<Value>(known: Map<string, Promise<Value>>, root: string, made: Promise<Value>): Promise<Value> {
  known.set(root, made);
  made.catch(() => known.get(root) === made && known.delete(root));
  return made;
}

/** For what nobody waits for: a failure goes to the log. */
async function logged(host: Host, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    host.log.write('warn', `Hooks hear nothing of an event: ${String(error)}`);
  }
}

/** Events of files, and those of the API that come of them. */
function tellOfFiles(
  host: Host,
  known: Changes,
  ready: (root: string) => Promise<Folder>,
  caused: (event: NewEvent) => NewEvent,
): HookService['filesChanged'] {
  const apis = new Map<string, ApiWatch>();
  return (root, changed) =>
    logged(host, async () => {
      const { engine, api } = await ready(root);
      const watch = apis.get(root) ?? createApiWatch(host, root, api);
      apis.set(root, watch);
      const events = eventsOf(root, changed, ({ path, hash, by, changedAt }) => {
        const cause = known.causeOf(`${root}/${path}`, hash, by ?? 'watcher', changedAt);
        return cause ?? { by: by === 'editor' ? 'user' : 'unknown', chain: [] };
      });
      for (const event of events) engine.tell(caused(event));
      for (const event of await watch.changed(engine, events)) engine.tell(caused(event));
    });
}

interface Folder {
  readonly engine: HookEngine;
  readonly trust: ReturnType<typeof createHookTrust>;
  /** Path of the lock of whoever fires for what happens in the folder. */
  readonly lock: string;
  /** Path of the signatures that were known last. */
  readonly api: string;
  readonly log: HookLog;
}

interface FolderParts {
  readonly parts: HookComposition;
  readonly changes: Changes;
  readonly user: () => HookUser;
  readonly later: HookAgentStart['later'];
  readonly bounded: BoundedRegex;
}

async function openFolder(given: FolderParts, root: string): Promise<Folder> {
  const { parts, user } = given;
  const { host } = parts;
  const { files, stateFolder } = host;
  const state = (await statePaths(files, stateFolder, root, root)).root;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const trustPath = `${state}/hooks.json`;
  const log = createHookLog(host, state);
  const trust = createHookTrust(
    {
      read: async () => textOf(await files.read(trustPath)),
      write: (text) => files.write(grantState(stateFolder, trustPath), trustPath, bytes(text)),
    },
    parts.without.includes('hook-scripts')
      ? async (hooks) => hooks.map(() => ({}))
      : hookScripts({ ...host, roots: parts.roots }, root),
  );
  const onFiring = (firing: Firing) => {
    user().onFiring?.(firing);
    if (firing.result.kind !== 'running' && firing.result.kind !== 'waiting') log.add(firing);
  };
  const engine = createHookEngine({
    clock: host.clock,
    limits: hookLimits,
    trust,
    actions: actionsOf(given),
    conditions: {
      bounded: given.bounded,
      ...createHookLines(host),
      exists: async (folder, path) => (await files.stat(`${folder}/${path}`)) !== undefined,
      branch: (folder) => headBranch(files, folder),
    },
    agree: async (hooks) => (await user().agree?.(hooks)) ?? false,
    confirm: async (hook, event) => (await user().confirm?.(hook, event)) ?? false,
    onFiring,
  });
  return { engine, trust, log, lock: `${state}/hooks.lock`, api: `${state}/api.json` };
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function actionsOf({ parts, changes, user, later }: FolderParts): ActionDeps {
  return {
    shell: parts.host.commands.shell,
    command: (request, signal) => runCommand(parts, changes, asking(user, request.hook), request, signal),
    agent: (request, signal) => runHookAgent(parts, { ask: asking(user, request.hook), later }, request, signal),
    ...hookParts({ ...parts, changes }),
    notify: (message, hook) => user().notify?.(message, hook),
  };
}

/** How a hook's work reaches the user; undefined where nobody can be asked. */
function asking(user: () => HookUser, hook: Hook): AskPermission | undefined {
  const { permit } = user();
  return permit && ((request, signal) => permit(request, hook, signal));
}

/** Tells what a hook's command starts which hooks led to it, so that git's events keep their cause. */
export const causeVariable = 'TRACEWRIGHT_CAUSE';

const chain = z.array(z.object({ hook: z.string(), firing: z.string() }));

/** The hooks that led to this process, as its environment says. */
function chainOf(variable: string | undefined): Cause['chain'] {
  try {
    return chain.parse(JSON.parse(variable ?? '[]'));
  } catch {
    // Somebody else's text: it says nothing of hooks.
    return [];
  }
}

/** As much of each stream as is kept. */
const mostOutput = 200_000;

/**
 * The grant for a hook's line. The user agreed to exactly this line for every time, which settles less than a rule of
 * theirs: what is dangerous asks each time. It is judged with the values that it gets, which may make it so.
 */
async function permitted(
  shop: Workshop,
  { line, cwd, env, hook }: Pick<HookCommand, 'line' | 'cwd' | 'env' | 'hook'>,
  signal: AbortSignal,
): Promise<Grant> {
  const action = (each: string) =>
    ({ kind: 'command', line: each, cwd, shell: shop.commands.shell, sandboxed: shop.sandboxed }) as const;
  const why = `The hook "${hook.name}" runs it.`;
  const told = shop.commands.shell === 'posix' ? withValues(line, env) : line;
  shop.allowCommand(told, 'agreed');
  const grant = await shop.authority.permit(action(told), signal, why);
  if (told === line) return grant;
  // What was judged and, where it had to be, asked, is this line.
  shop.allowCommand(line);
  return shop.authority.permit(action(line), signal, why);
}

/** For the person whose hook it is: who was there to be asked has said no, and knows why. */
function refusal({ decision }: DeniedError): string {
  const { action, reason, rule } = decision;
  const message = `${actionText(action)} was refused. ${reason} (Rule: ${rule.text}.)`;
  if (decision.by === 'user' || !rule.text.startsWith('catalogue: ')) return message;
  return `${message} Agreeing to a hook does not cover what is dangerous; a rule that equals the line does.`;
}

/** One command in a sandbox of its own; what rules and guards say counts. */
async function runCommand(
  { host, roots, settings, without }: HookComposition,
  changes: Changes,
  ask: AskPermission | undefined,
  { line, cwd, env, stdin, timeoutMs, hook, cause }: HookCommand,
  signal: AbortSignal,
): Promise<HookCommandEnd> {
  const closed = new Set<string>();
  const session = `hook-${createHash('sha256').update(hook.id).digest('hex').slice(0, 12)}`;
  const shop = await openWorkshop(
    { host, roots, settings, permissions: permissionsOf(host, roots, settings, without) },
    {
      root: cwd,
      spec: '',
      session,
      subject: () => ({ mode: 'autopilot', headless: ask === undefined }),
      ask: ask ?? (async () => ({ kind: 'deny' })),
      onDecision: ({ action, effect }) => {
        if (action.kind === 'network' && effect === 'deny') closed.add(action.host);
      },
      touched: () => undefined,
    },
  );
  const work = changes.began(roots, cause);
  const streams = { stdout: '', stderr: '', all: '' };
  try {
    const grant = await permitted(shop, { line, cwd, env, hook }, signal);
    const running = await shop.commands.start(grant, {
      line,
      cwd,
      env: { ...shop.environment(), ...env, [causeVariable]: JSON.stringify(cause.chain) },
      stdin,
      signal,
      onOutput: (text) => {
        streams.all = (streams.all + text).slice(-mostOutput);
      },
      onError: (text) => {
        streams.stderr = (streams.stderr + text).slice(-mostOutput);
        streams.all = streams.all.endsWith(text) ? streams.all.slice(0, -text.length) : streams.all;
      },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    const { code, by } = await running.ended;
    const said = { stdout: streams.all, stderr: streams.stderr, closed: [...closed] };
    return { kind: 'ended', by, ...said, ...(code === undefined ? {} : { code }) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DeniedError) return { kind: 'refused', message: refusal(error) };
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
  } finally {
    work.end();
    await shop.close();
  }
}
