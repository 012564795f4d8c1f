/**
 * Who may leave the sandbox: asked for each closed door that a command knocks at. The public package registries of a
 * project are offered together, the first time a command knocks at one of them. A host that only a file of the
 * repository names is asked about by itself, and the question says who names it.
 */
import type { Files, NetworkDoor } from '../host';
import { type ProjectRegistries, projectRegistries } from '../permissions/projectRegistries';
import type { RegistryOffer } from '../permissions/registries';
import type { Authority } from '../permissions/types';

/** What the doors of a session are kept with. */
export interface DoorkeeperDeps {
  readonly authority: Authority;
  readonly files: Pick<Files, 'read' | 'list'>;
  /** Absolute, links resolved. */
  readonly roots: readonly string[];
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
  /** Opens a door besides the one that was knocked at. */
  open(door: NetworkDoor): Promise<void>;
  /** Guards that are switched off, by name: for tests that show that each is needed. */
  readonly without?: readonly string[];
}

/** Hosts that a repository names are no registries that everybody uses. */
export const namedGuard = 'registries: named by the repository';

/** One question at a time about the registries of a project; what it was about counts for everybody who knocks meanwhile. */
interface Offered {
  readonly hosts: ReadonlySet<string>;
  readonly answer: Promise<boolean>;
}

/** Gives whether a door is opened. Never rejects; what nobody answers stays closed. */
export function doorkeeper(deps: DoorkeeperDeps): (door: NetworkDoor) => Promise<boolean> {
  const { authority, signal, files, roots, without = [] } = deps;
  let found: Promise<ProjectRegistries> | undefined;
  let offered: Offered | undefined;
  const permit = async (why: string, host: string, more: { port?: number; registries?: readonly RegistryOffer[] }) => {
    try {
      await authority.permit({ kind: 'network', host, ...more }, signal, why);
      return true;
    } catch {
      return false;
    }
  };
  /** Offers those that nobody has decided about, this host's among them; undefined where there is nothing to offer. */
  const offer = async (host: string, offers: readonly RegistryOffer[]): Promise<Offered | undefined> => {
    if (!offers.some(({ hosts }) => hosts.includes(host))) return undefined;
    const open = await Promise.all(
      offers.map(async (each) => {
        const said = await authority.judge({ kind: 'network', host: each.hosts[0] ?? '', registries: [each] });
        return said.effect === 'ask' && said.typeToConfirm === undefined ? [each] : [];
      }),
    );
    const registries = open.flat();
    const hosts = new Set(registries.flatMap((each) => each.hosts));
    if (!hosts.has(host)) return undefined;
    // Somebody else may have asked meanwhile.
    if (offered?.hosts.has(host) === true) return offered;
    const answer = permit('A command wants to reach one of them.', host, { registries }).then(async (yes) => {
      const others = yes ? [...hosts].filter((each) => each !== host) : [];
      for (const each of others) await deps.open({ kind: 'host', host: each }).catch(() => undefined);
      return yes;
    });
    offered = { hosts, answer };
    return offered;
  };
  return async (door) => {
    if (door.kind === 'service') return permit('A command wants to reach it.', 'localhost', { port: door.port });
    const host = door.host.toLowerCase();
    if (door.port !== undefined) return permit('A command wants to reach it.', host, { port: door.port });
    if (offered?.hosts.has(host) === true) return offered.answer;
    found ??= projectRegistries(files, roots);
    const project = await found;
    const together = await offer(host, offersOf(project, without));
    if (together !== undefined) return together.answer;
    const source = project.named.get(host);
    const why =
      source === undefined
        ? 'A command wants to reach it.'
        : `A command wants to reach it. ${source} of this repository names it, which does not make it a registry that you know: look at the name.`;
    return permit(why, host, {});
  };
}

function offersOf({ offers, named }: ProjectRegistries, without: readonly string[]): readonly RegistryOffer[] {
  if (!without.includes(namedGuard)) return offers;
  const claimed = [...named].map(([host, source]) => ({ name: host, what: 'packages', hosts: [host], source }));
  return [...offers, ...claimed];
}
