/** An acting session wired out: policy and authority, sandbox, commands, and the tools of its agents. */
import type { Commands, Host, NetworkDoor, Sandbox, SandboxFacts, SandboxRequest } from '../host';
import { agentMark } from '../permissions/environment';
import { protectedPaths } from '../permissions/files/protected';
import { createPermissions, type Permissions } from '../permissions/permissions';
import type { Authority } from '../permissions/types';
import type { Workshop, WorkshopRequest } from '../runs/deps';
import type { Settings } from '../settings';
import type { Acting } from '../tools/acting';
import { createToolContext } from '../tools/context';
import { createHiddenWalk, type HiddenWalk } from '../tools/hiddenPaths';
import { buildingTools, helperTools } from '../tools/index';
import { createJobs } from '../tools/jobs';
import { lazyOutline } from '../tools/outlinePart';
import { createToolRunner } from '../tools/runner';
import { createSeen } from '../tools/seen';
import { createVisible, type Hiding } from '../tools/visible';
import { createCommittedHidden } from './committedHidden';
import { doorkeeper } from './doorkeeper';
import { hidingOf } from './hiding';
import { createHolding, type Holding } from './holding';

/** What workshops of a workspace share. */
export interface WorkshopDeps {
  readonly host: Host;
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
  readonly permissions: Permissions;
  readonly settings: Settings;
  /** Guards that are switched off, by name; for tests. */
  readonly without?: readonly string[];
}

/** The permissions of a workspace; what `.kiroignore` hides is nobody's to read. */
export function permissionsOf(
  host: Host,
  roots: readonly string[],
  settings: Settings,
  without: readonly string[] = [],
): Permissions {
  const visible = createVisible(host.files, roots, host.clock, hidingOf(host, settings));
  const inRoot = (path: string) => roots.some((root) => path.startsWith(`${root}/`));
  const hidden = async (path: string) => inRoot(path) && !(await visible(path));
  const committedHidden = createCommittedHidden(host, roots, hidingOf(host, settings));
  return createPermissions({ host, roots, settings, hidden, committedHidden, without });
}

function realRoots({ files }: Host, roots: readonly string[]): Promise<readonly string[]> {
  return Promise.all(roots.map(async (root) => (await files.realpath(root)) ?? root));
}

/** Opens an acting session; the caller closes it. */
export async function openWorkshop(deps: WorkshopDeps, request: WorkshopRequest): Promise<Workshop> {
  const { host, permissions } = deps;
  const roots = await realRoots(host, deps.roots);
  const session = permissions.session();
  const jobs = createJobs();
  const environment = () => ({ ...permissions.environment(host.environment()), [agentMark]: request.session });
  const authorities = new Map<string, Authority>();
  const authorityOf = (agent: string): Authority => {
    const known = authorities.get(agent);
    if (known !== undefined) return known;
    const made = permissions.authority(session, {
      subject: () => ({ agent, ...request.subject() }),
      ask: request.ask,
      onDecision: request.onDecision,
    });
    authorities.set(agent, made);
    return made;
  };
  const closing = new AbortController();
  const runner = authorityOf('runner');
  const closed = new Set<string>();
  const hide = hidingOf(host, deps.settings);
  const holding = createHolding();
  // Those that are opened besides the one that was knocked at are told of with it, once.
  let besides = 0;
  const keeper = doorkeeper({
    authorityOf,
    agents: () => [...authorities.keys()],
    files: host.files,
    roots,
    hold: holding.hold,
    signal: closing.signal,
    open: async (door, by) => {
      besides += 1;
      try {
        await place.sandbox?.open(door, by);
      } finally {
        besides -= 1;
      }
    },
    ...(deps.without === undefined ? {} : { without: deps.without }),
  });
  const ask = async (door: NetworkDoor, by: string | undefined) => {
    const open = await keeper(door, by);
    if (!open) closed.add(nameOf(door));
    return open;
  };
  const { session: id, inForce } = request;
  const place: CommandPlace = await commandsFor(host, roots, id, hide, {
    ask,
    ...(inForce === undefined ? {} : { opened: (facts) => (besides > 0 ? undefined : inForce(facts)) }),
  });
  const actingOf = (agent: string): Acting => ({
    authority: authorityOf(agent),
    commands: commandsOf(place.commands, agent, holding),
    sandboxed: place.sandbox !== undefined,
    environment,
    seen: createSeen(agent === 'main' ? request.seen : undefined),
    code: host.code,
    outline: lazyOutline(host),
    jobs,
    closed: () => [...closed],
    touched: request.touched,
  });
  const ordered = [request.root, ...deps.roots.filter((root) => root !== request.root)];
  return {
    facts: () => place.sandbox?.facts() ?? place.facts,
    sandboxed: place.sandbox !== undefined,
    authority: runner,
    commands: commandsOf(place.commands, 'runner', holding),
    environment,
    code: host.code,
    tools: (agent, handlers) =>
      createToolRunner(
        toolsOf(agent, deps.without),
        createToolContext(host, ordered, handlers, actingOf(agent), hide, deps.without),
      ),
    allowCommand: (line, how = 'confirmed') =>
      session.rules.add({
        capability: 'shell',
        match: [line],
        exclude: [],
        effect: 'allow',
        scope: 'session',
        ...(how === 'agreed' ? { agreed: true } : {}),
      }),
    endCommands: () => jobs.stopAll(),
    close: async () => {
      closing.abort();
      await jobs.stopAll();
      await place.sandbox?.close().catch((error: unknown) => host.log.write('warn', `The sandbox: ${String(error)}`));
    },
  };
}

/** Commands of one agent: doors open for them as its rules say, and their time stands still while that is asked. */
function commandsOf({ shell, start }: Commands, agent: string, holding: Holding): Commands {
  const held = holding.of(agent);
  return { shell, start: (grant, asked) => start(grant, { ...asked, by: agent, held }) };
}

/** Its name where a test switches it off: a helper then has the tools of the agent that sent it besides its own. */
const roleGuard = 'tools: role';

function toolsOf(agent: string, without: readonly string[] = []) {
  if (agent !== 'research' && agent !== 'code' && agent !== 'test') return buildingTools;
  return without.includes(roleGuard) ? [...buildingTools, ...helperTools(agent)] : helperTools(agent);
}

function nameOf(door: NetworkDoor): string {
  return door.kind === 'host' ? door.host : `localhost:${door.port}`;
}

/** One walk for each host: what sandboxes before have listed is known to the next. */
const walks = new WeakMap<object, HiddenWalk>();

function hiddenWalkOf({ files, clock }: Host): HiddenWalk {
  const walk = walks.get(files) ?? createHiddenWalk(files, clock);
  walks.set(files, walk);
  return walk;
}

interface CommandPlace {
  readonly commands: Commands;
  readonly sandbox?: Sandbox;
  /** What is in force where there is no sandbox. */
  readonly facts: SandboxFacts;
}

/** A sandbox where the system has one; else the machine itself, where each command asks. */
async function commandsFor(
  host: Host,
  roots: readonly string[],
  session: string,
  hide: Hiding,
  network: Pick<SandboxRequest, 'ask' | 'opened'>,
): Promise<CommandPlace> {
  const free = (why: string): CommandPlace => ({
    commands: host.commands,
    facts: { kind: 'none', sentence: `Commands run without a sandbox, so each one asks. ${why}`.trim(), doors: [] },
  });
  const standing = await host.sandboxes.available();
  if (!standing.ok) return free(standing.why);
  const guarded = roots.map((root) => protectedPaths(root, { home: host.homeFolder, stateFolder: host.stateFolder }));
  try {
    const readOnly = guarded.flatMap((each) => each.readOnly);
    const hidden = guarded.flatMap((each) => each.hidden);
    const walk = hiddenWalkOf(host);
    const { paths, emptied } = await walk.masks(roots, await hide(), [...readOnly, ...hidden]);
    const sandbox = await host.sandboxes.open({
      roots,
      readOnly,
      hidden: [...new Set([...hidden, ...paths])],
      emptied,
      hiddenNow: async () => walk.all(roots, await hide()),
      doors: [],
      ...network,
    });
    return { commands: sandbox, sandbox, facts: sandbox.facts() };
  } catch (error) {
    host.log.write('warn', `${session}: ${String(error)}`);
    return free(`The sandbox did not start: ${error instanceof Error ? error.message : String(error)}`);
  }
}
