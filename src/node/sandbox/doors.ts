/** Which holes the closed network has. */
import { isIP } from 'node:net';
import type { NetworkDoor } from '../../core/host';

/** Under this name, and only so, a sandbox asks for services of this machine. */
export const servicesHost = 'service.tracewright.internal';

/** The doors of a sandbox; they only become more. */
export interface Doors {
  /** Those that are open to anybody. */
  list(): readonly NetworkDoor[];
  /** Opens it for commands of one agent, or for all. */
  open(door: NetworkDoor, by?: string): void;
  /** The door that lets a command of this agent through; undefined where it is closed. */
  find(host: string, port: number, by?: string): NetworkDoor | undefined;
}

/** Stands for every agent. */
const everybody = Symbol('everybody');

/** What somebody would have to open for this to get through; undefined for what no door is made for. */
export function doorFor(host: string, port: number): NetworkDoor | undefined {
  const name = plainHost(host);
  if (name === servicesHost) return { kind: 'service', port };
  // An address says nothing to the person who is asked, and would go around every name.
  if (name === '' || isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return undefined;
  return port === 443 || port === 80 ? { kind: 'host', host: name } : { kind: 'host', host: name, port };
}

/** Makes them with those that are open from the start; `opened` hears of each further one, once it is open. */
export function createDoors(open: readonly NetworkDoor[], opened: () => void = () => undefined): Doors {
  const doors = open.map((door) => ({ door, to: new Set<string | symbol>([everybody]) }));
  return {
    list: () => doors.map(({ door }) => door),
    open: (door, by) => {
      const known = doors.find((each) => same(each.door, door));
      known?.to.add(by ?? everybody);
      if (known !== undefined) return;
      doors.push({ door, to: new Set([by ?? everybody]) });
      opened();
    },
    find: (host, port, by) => {
      const wanted = doorFor(host, port);
      const found = wanted && doors.find((each) => same(each.door, wanted));
      return found && (found.to.has(everybody) || (by !== undefined && found.to.has(by))) ? found.door : undefined;
    },
  };
}

/** "registry.npmjs.org", "service:localhost:5432" */
export function doorName(door: NetworkDoor): string {
  if (door.kind === 'service') return `service:localhost:${door.port}`;
  return door.port === undefined ? door.host : `${door.host}:${door.port}`;
}

function same(a: NetworkDoor, b: NetworkDoor): boolean {
  if (a.kind === 'service' || b.kind === 'service') return a.kind === b.kind && a.port === b.port;
  return plainHost(a.host) === plainHost(b.host) && (a.port ?? 443) === (b.port ?? 443);
}

function plainHost(host: string): string {
  return host
    .replace(/^\[|\]$/gu, '')
    .replace(/\.$/u, '')
    .toLowerCase();
}

/** Addresses that a name of the internet has no business to stand for: this machine, and the cloud's own. */
export function isOwnAddress(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:/u, '');
  return (
    /^(?:127\.|0\.|169\.254\.)/u.test(plain) ||
    plain === '::1' ||
    plain === '::' ||
    /^fe[89ab]/u.test(plain) ||
    plain === 'fd00:ec2::254'
  );
}
