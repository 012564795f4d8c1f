/**
 * Who may leave the sandbox: asked for each closed door that a command knocks at. The public package registries of a
 * project are offered together, the first time a command knocks at one of them. A host that only a file of the
 * repository names is asked about by itself, and the question says who names it.
 */
import type { Files, NetworkDoor } from '../host';
import { type ProjectRegistries, projectRegistries } from '../permissions/projectRegistries';
import type { RegistryOffer } from '../permissions/registries';
import type { Action, Authority, Judgement } from '../permissions/types';

/** What the doors of a session are kept with. */
export interface DoorkeeperDeps {
  /** Who judges and asks for an agent: its own rules count for its commands, and for no others. */
  readonly authorityOf: (agent: string) => Authority;
  /** Every agent that may run commands here: a connection of which nobody knows whose it is has to be all of theirs. */
  readonly agents: () => readonly string[];
  readonly files: Pick<Files, 'read' | 'list'>;
  /** Absolute, links resolved. */
  readonly roots: readonly string[];
  /** Somebody is asked for the commands of these agents from here on; what is given is called when that is over. */
  readonly hold?: (agents: readonly string[]) => () => void;
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
  /** Opens a door besides the one that was knocked at. */
  open(door: NetworkDoor, by: string): Promise<void>;
  /** Guards that are switched off, by name: for tests that show that each is needed. */
  readonly without?: readonly string[];
}

/** Hosts that a repository names are no registries that everybody uses. */
export const namedGuard = 'registries: named by the repository';
/** Without it every door is judged as the runner's, whose command it ever is. */
export const whoseGuard = 'doors: whose command';

type NetworkAction = Extract<Action, { kind: 'network' }>;

/** Gives whether a door is opened for commands of an agent. Never rejects; what nobody answers stays closed. */
export function doorkeeper(deps: DoorkeeperDeps): (door: NetworkDoor, by: string | undefined) => Promise<boolean> {
  const { authorityOf, agents, signal, files, roots, without = [] } = deps;
  let found: Promise<ProjectRegistries> | undefined;
  /** By agent and door. */
  const settled = new Map<string, Promise<boolean>>();
  /** By door and the rule that asked: an answer counts for everybody for whom the same rule asks. */
  const answers = new Map<string, Promise<boolean>>();
  const inTurn = createTurns();
  const permit = (agent: string, action: NetworkAction, why: string): Promise<boolean> =>
    authorityOf(agent)
      .permit(action, signal, why)
      .then(
        () => true,
        () => false,
      );
  /** Asks about a host and the project's registries that nobody has decided about, where it is one of theirs. */
  const ask = async (
    agent: string,
    action: NetworkAction,
    key: string,
  ): Promise<{ readonly answer: Promise<boolean> }> => {
    // Somebody else may have asked meanwhile.
    const known = answers.get(key);
    if (known !== undefined) return { answer: known };
    const { host } = action;
    found ??= projectRegistries(files, roots);
    const project = await found;
    const registries =
      action.port === undefined ? await offered(authorityOf(agent), host, offersOf(project, without)) : [];
    const source = project.named.get(host);
    const why =
      registries.length > 0
        ? 'A command wants to reach one of them.'
        : source === undefined || action.port !== undefined
          ? 'A command wants to reach it.'
          : `A command wants to reach it. ${source} of this repository names it, which does not make it a registry that you know: look at the name.`;
    const others = registries.flatMap(({ hosts }) => hosts).filter((each) => each !== host);
    const answer = permit(agent, registries.length > 0 ? { ...action, registries } : action, why).then(async (yes) => {
      for (const each of yes ? others : []) await deps.open({ kind: 'host', host: each }, agent).catch(() => undefined);
      return yes;
    });
    answers.set(key, answer);
    for (const each of others) {
      const other: NetworkAction = { kind: 'network', host: each };
      answers.set(keyOf(other, await authorityOf(agent).judge(other)), answer);
    }
    return { answer };
  };
  const decide = async (agent: string, action: NetworkAction): Promise<boolean> => {
    const judgement = await authorityOf(agent).judge(action);
    if (judgement.effect !== 'ask') return permit(agent, action, 'A command wants to reach it.');
    const key = keyOf(action, judgement);
    return (await inTurn(() => ask(agent, action, key))).answer;
  };
  const one = (agent: string, action: NetworkAction): Promise<boolean> => {
    const key = `${agent} ${action.host}:${action.port ?? ''}`;
    const mine = settled.get(key) ?? decide(agent, action).catch(() => false);
    settled.set(key, mine);
    return mine;
  };
  const opens = async (action: NetworkAction, knocking: readonly string[]): Promise<boolean> => {
    for (const agent of knocking) if (!(await one(agent, action))) return false;
    return true;
  };
  return async (door, by) => {
    const action = actionOf(door);
    const knocking = by === undefined ? agents() : [by];
    const release = deps.hold?.(knocking);
    try {
      return await opens(action, without.includes(whoseGuard) ? ['runner'] : knocking);
    } finally {
      release?.();
    }
  };
}

/** One after the other, whatever becomes of each. */
function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

function actionOf(door: NetworkDoor): NetworkAction {
  if (door.kind === 'service') return { kind: 'network', host: 'localhost', port: door.port };
  const host = door.host.toLowerCase();
  return { kind: 'network', host, ...(door.port === undefined ? {} : { port: door.port }) };
}

function keyOf({ host, port }: NetworkAction, { rule }: Judgement): string {
  return JSON.stringify([host, port, rule]);
}

/** Those of the project's registries that nobody has decided about; none where the host is of none of them. */
async function offered(
  authority: Authority,
  host: string,
  offers: readonly RegistryOffer[],
): Promise<readonly RegistryOffer[]> {
  if (!offers.some(({ hosts }) => hosts.includes(host))) return [];
  const open = await Promise.all(
    offers.map(async (each) => {
      const said = await authority.judge({ kind: 'network', host: each.hosts[0] ?? '', registries: [each] });
      return said.effect === 'ask' && said.typeToConfirm === undefined ? [each] : [];
    }),
  );
  const registries = open.flat();
  return registries.some(({ hosts }) => hosts.includes(host)) ? registries : [];
}

function offersOf({ offers, named }: ProjectRegistries, without: readonly string[]): readonly RegistryOffer[] {
  if (!without.includes(namedGuard)) return offers;
  const claimed = [...named].map(([host, source]) => ({ name: host, what: 'packages', hosts: [host], source }));
  return [...offers, ...claimed];
}
