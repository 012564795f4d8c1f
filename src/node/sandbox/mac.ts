/**
 * A sandbox on macOS: Apple's seatbelt around each command, with a profile that says the same as bubblewrap's arguments.
 * There are no network namespaces, so loopback is the machine's own: a command reaches our proxy, the services that
 * were opened, and nothing else; another command's server needs a service door too.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NetworkDoor, Sandbox, SandboxFacts, SandboxRequest } from '../../core/host';
import { assertGrant, type GrantCheck } from '../../core/permissions/grants';
import { createCommands } from '../commands/commands';
import { createDoors, doorName } from './doors';
import { pnpmConfiguration, sandboxEnvironment } from './environment';
import { startProxy } from './proxy';

/** What a sandbox is started with besides the request. */
export interface MacOptions {
  readonly home: string;
  readonly cache: string;
  readonly check?: GrantCheck;
}

/** What a profile speaks of. */
export interface Profile {
  readonly request: SandboxRequest;
  readonly home: string;
  /** The private temporary folder, and the empty home inside it. */
  readonly temporary: string;
  readonly cache: string;
  readonly proxyPort: number;
  readonly services: readonly number[];
}

/** The profile in seatbelt's language; later rules win over earlier ones. */
export function seatbeltProfile({ request, home, temporary, cache, proxyPort, services }: Profile): string {
  const below = (paths: readonly string[]) => paths.map((path) => `(subpath ${quoted(path)})`).join(' ');
  const tools = [
    '.nvm',
    '.volta',
    '.asdf',
    '.pyenv',
    '.rbenv',
    '.cargo/bin',
    '.rustup',
    '.bun/bin',
    '.deno/bin',
    '.local/bin',
  ];
  const ports = [proxyPort, ...services].map((port) => `(remote ip "localhost:${port}")`).join(' ');
  return [
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    `(deny file-read* ${below([home, '/private/etc/master.passwd', '/Library/Keychains', '/private/var/db/dslocal'])})`,
    `(allow file-read* ${below([...tools.map((name) => `${home}/${name}`), ...request.roots, cache, temporary])})`,
    `(allow file-read-metadata (literal ${quoted(home)}))`,
    `(allow file-write* ${below([...request.roots, cache, temporary])} (literal "/dev/null") (literal "/dev/tty") (literal "/dev/dtracehelper"))`,
    ...(request.readOnly.length === 0 ? [] : [`(deny file-write* ${below(request.readOnly)})`]),
    ...(request.hidden.length === 0 ? [] : [`(deny file-read* file-write* ${below(request.hidden)})`]),
    '(deny network*)',
    '(allow network-bind (local ip "localhost:*"))',
    '(allow network-inbound (local ip "localhost:*"))',
    `(allow network-outbound ${ports})`,
    '(deny mach-lookup (global-name "com.apple.SecurityServer") (global-name "com.apple.securityd.xpc"))',
    '(deny process-info* (target others))',
    '(deny signal (target others))',
  ].join('\n');
}

/** Starts one; rejects where the proxy can't listen. */
export async function openMacSandbox(
  request: SandboxRequest,
  { home, cache, check = assertGrant }: MacOptions,
): Promise<Sandbox> {
  const temporary = mkdtempSync('/private/tmp/tracewright-sandbox-');
  const empty = join(temporary, 'home');
  const pnpm = pnpmConfiguration(empty);
  for (const folder of [empty, cache, dirname(pnpm.path)]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(pnpm.path, pnpm.text);
  const doors = createDoors(request.doors, () => request.opened?.(factsOf(request, doors.list())));
  const proxy = await startProxy(0, { doors, ...(request.ask && { ask: request.ask }) });
  const services = () => doors.list().flatMap((door) => (door.kind === 'service' ? [door.port] : []));
  const profile = (hidden: readonly string[]) =>
    seatbeltProfile({
      request: { ...request, hidden },
      home,
      temporary,
      cache,
      proxyPort: proxy.port,
      services: services(),
    });
  const commandsWith = (hidden: readonly string[]) =>
    createCommands(check, undefined, {
      kind: 'posix',
      file: '/usr/bin/sandbox-exec',
      args: (line) => ['-p', profile(hidden), '/bin/bash', '-c', line],
    });
  // Seatbelt denies by path, so an emptied folder is what was hidden in it.
  const hidden = async () => [...new Set([...request.hidden, ...((await request.hiddenNow?.()) ?? [])])];
  const living = new Set<{ stop(): Promise<unknown> }>();
  return {
    shell: 'posix',
    facts: () => factsOf(request, doors.list()),
    start: async (grant, asked) => {
      const env = { ...asked.env, ...sandboxEnvironment(empty, proxy.port), TMPDIR: temporary };
      const command = await commandsWith(await hidden()).start(grant, { ...asked, env });
      living.add(command);
      void command.ended.then(() => living.delete(command));
      return command;
    },
    open: async (door, by) => doors.open(door, by),
    close: async () => {
      await Promise.all([...living].map((command) => command.stop()));
      await proxy.close();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

function factsOf({ roots }: SandboxRequest, doors: readonly NetworkDoor[]): SandboxFacts {
  const network = doors.length === 0 ? 'closed' : `closed except for ${doors.map(doorName).join(', ')}`;
  const sentence = `Commands run in a seatbelt sandbox: they write in ${roots.join(', ')} only (not in .kiro and .git), the home folder can't be read, and the network is ${network}.`;
  return { kind: 'seatbelt', sentence, doors };
}

/** A string of the profile's language. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
