/**
 * Whose a connection is: read from the kernel, by the process that holds its other end. What a command says of itself
 * counts for nothing.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Commands that were started, by the process that each began with. */
export interface Callers {
  started(pid: number, by: string): void;
  ended(pid: number): void;
  /** The agent whose command holds the other end of a loopback connection; undefined where that can't be told. */
  of(port: number, peerPort: number): string | undefined;
}

/** Knows nobody yet. `proc` is where the kernel tells of processes. */
export function createCallers(proc = '/proc'): Callers {
  const commands = new Map<number, string>();
  const agents = new Set<string>();
  return {
    started: (pid, by) => {
      commands.set(pid, by);
      agents.add(by);
    },
    ended: (pid) => void commands.delete(pid),
    of: (port, peerPort) => {
      // As long as one agent alone has run commands, nobody has to be looked for.
      if (agents.size === 1) return [...agents][0];
      const inode = inodeOf(proc, peerPort, port);
      const holder = inode === undefined ? undefined : holderOf(proc, inode);
      const command = holder === undefined ? undefined : commandOf(proc, holder, commands);
      return command === undefined ? undefined : commands.get(command);
    },
  };
}

/** The socket that is connected from one port of loopback to another. */
function inodeOf(proc: string, from: number, to: number): string | undefined {
  const ending = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['tcp', 'tcp6']) {
    for (const line of (textOf(`${proc}/net/${table}`) ?? '').split('\n')) {
      const [, local = '', remote = '', , , , , , , inode] = line.trim().split(/\s+/u);
      if (local.endsWith(ending(from)) && remote.endsWith(ending(to)) && inode !== '0') return inode;
    }
  }
  return undefined;
}

function holderOf(proc: string, inode: string): number | undefined {
  const wanted = `socket:[${inode}]`;
  for (const name of readdirSync(proc)) {
    if (!/^\d+$/u.test(name) || Number(name) === process.pid) continue;
    const open = namesIn(`${proc}/${name}/fd`);
    if (open.some((each) => linkOf(`${proc}/${name}/fd/${each}`) === wanted)) return Number(name);
  }
  return undefined;
}

/** Up to the process that a command began with: what is left by its parent belongs to the first process inside. */
function commandOf(proc: string, pid: number, commands: ReadonlyMap<number, unknown>): number | undefined {
  for (let at = pid; at > 1; ) {
    if (commands.has(at)) return at;
    const stat = textOf(`${proc}/${at}/stat`) ?? '';
    at = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
  }
  return undefined;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
