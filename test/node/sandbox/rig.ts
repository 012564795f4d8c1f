/** A machine to be attacked: a home with keys, a state folder, a workspace folder, servers; and a sandbox on it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { CommandEnd, Commands, Sandbox, SandboxRequest } from '../../../src/core/host';
import { protectedPaths } from '../../../src/core/permissions/files/protected';
import { grantCommand } from '../../../src/core/permissions/grants';
import { createHiddenWalk } from '../../../src/core/tools/hiddenPaths';
import { createFiles } from '../../../src/node/files';
import { createSandboxes } from '../../../src/node/sandbox/sandboxes';
import { bundleProgram } from '../../support/childProgram';
import { fill, temporaryFolder } from '../../support/temporary';

const tree = {
  'home/.ssh/id_ed25519': 'TOPSECRET',
  'home/.aws/credentials': 'TOPSECRET',
  'home/.config/gh/hosts.yml': 'TOPSECRET',
  'home/.npmrc': 'TOPSECRET',
  'home/.bashrc': '',
  'state/key': 'TOPSECRET',
  'state/roots/0/trust.json': 'TOPSECRET',
  'outside/file': 'theirs',
  'work/README.md': 'ours',
  'work/.kiroignore': '.env\n/private\n*.pem\n',
  'work/.env': 'TOPSECRET',
  'work/src/deep/key.pem': 'TOPSECRET',
  'work/private/notes.md': 'TOPSECRET',
  'work/.git/config': '[core]\n\tbare = false\n\trepositoryformatversion = 0\n',
  'work/.git/HEAD': 'ref: refs/heads/main\n',
  'work/.git/objects/.keep': '',
  'work/.git/refs/.keep': '',
  'work/.git/hooks/.keep': '',
  'work/.kiro/specs/todo/tasks.md': '- [ ] 1. One\n',
  'work/.kiro/specs/todo/.tracewright/approvals/.keep': '',
};

/** Where things lie in one rig. */
export interface Rig {
  readonly home: string;
  readonly state: string;
  readonly outside: string;
  readonly work: string;
  /** What must not change: everything but the free part of the workspace folder. */
  fingerprint(): string;
}

/** Lays out a new machine. */
export function layOut(): Rig {
  const base = temporaryFolder();
  fill(base, tree);
  mkdirSync(`${base}/state/packages`, { recursive: true });
  const at = (name: string) => `${base}/${name}`;
  const kept = [at('home'), at('state/key'), at('state/roots'), at('outside'), at('work/.git'), at('work/.kiro')];
  return {
    home: at('home'),
    state: at('state'),
    outside: at('outside'),
    work: at('work'),
    fingerprint: () => createHash('sha256').update(kept.map(contents).join('\n')).digest('hex'),
  };
}

function contents(path: string): string {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return `${path} is gone`;
  if (stat.isSymbolicLink()) return `${path} -> ${readlinkSync(path)}`;
  if (!stat.isDirectory()) return `${path} ${stat.mode} ${readFileSync(path, 'utf8')}`;
  return [
    `${path} ${stat.mode}`,
    ...readdirSync(path)
      .sort()
      .map((name) => contents(`${path}/${name}`)),
  ].join('\n');
}

let supervisor: string | undefined;

/** The sandboxes of a rig, with the supervisor bundled from source. */
export function sandboxesOf(rig: Pick<Rig, 'home' | 'state'>) {
  supervisor ??= bundleProgram('src/node/sandbox/supervisor.program.ts');
  return createSandboxes({ home: rig.home, stateFolder: rig.state, supervisor });
}

/** Opens a sandbox on a rig's workspace folder, as an acting session does. */
export async function openSandbox(rig: Rig, change: Partial<SandboxRequest> = {}): Promise<Sandbox> {
  const walk = createHiddenWalk(createFiles(), { now: Date.now });
  const { readOnly, hidden } = protectedPaths(rig.work, { home: rig.home, stateFolder: rig.state });
  const { paths, emptied } = await walk.masks([rig.work], [], [...readOnly, ...hidden]);
  return sandboxesOf(rig).open({
    roots: [rig.work],
    readOnly,
    hidden: [...hidden, ...paths],
    emptied,
    hiddenNow: () => walk.all([rig.work], []),
    doors: [],
    ...change,
  });
}

/** Runs a line to its end. */
export async function run(
  commands: Commands,
  rig: Rig,
  line: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandEnd & { readonly text: string }> {
  const base = {
    PATH: process.env.PATH ?? '',
    HOME: rig.home,
    REAL_HOME: rig.home,
    OUTSIDE: rig.outside,
    STATE: rig.state,
  };
  const command = await commands.start(grantCommand(line, 'a rule'), {
    line,
    cwd: rig.work,
    env: { ...base, ...env },
    timeoutMs: 60_000,
  });
  return { ...(await command.ended), text: command.output().text };
}

/** A server whose address is no file: Node has no words for it. */
async function startAbstract(name: string): Promise<ChildProcess> {
  const lines = [
    'import socket, sys',
    's = socket.socket(socket.AF_UNIX)',
    's.bind("\\0" + sys.argv[1]); s.listen(); print("up", flush=True)',
    'while True:',
    ' c, _ = s.accept(); c.recv(9999); c.sendall(b"HTTP/1.0 200 OK\\r\\n\\r\\nHELLO"); c.close()',
  ];
  const child = spawn('python3', ['-c', lines.join('\n'), name], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}

/** Servers outside, which say HELLO to everybody. */
export async function startServers(folder: string) {
  const answer = () => createServer((_request, response) => void response.end('HELLO'));
  const [tcp, unix] = [answer(), answer()];
  const udp = createSocket('udp4');
  udp.on('message', (_message, from) => udp.send('HELLO', from.port));
  const sock = `${folder}/server.sock`;
  const name = `tracewright-test-${process.pid}-${Date.now()}`;
  await new Promise<void>((resolve) => tcp.listen(0, '0.0.0.0', resolve));
  await new Promise<void>((resolve) => unix.listen(sock, resolve));
  const abstract = await startAbstract(name);
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  const address = tcp.address();
  const own = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal);
  return {
    env: {
      PORT: String(typeof address === 'object' && address !== null ? address.port : 0),
      SOCK: sock,
      ABSTRACT: name,
      UDP: String(udp.address().port),
      ADDRESS: own?.address ?? '127.0.0.1',
      RUNNER: String(process.pid),
    },
    close: () => {
      for (const server of [tcp, unix]) server.close();
      udp.close();
      abstract.kill('SIGKILL');
    },
  };
}
