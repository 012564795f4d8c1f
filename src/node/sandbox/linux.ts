/** A sandbox on Linux: bubblewrap around our supervisor. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CommandRequest,
  NetworkDoor,
  RunningCommand,
  Sandbox,
  SandboxFacts,
  SandboxRequest,
} from '../../core/host';
import { assertGrant, type GrantCheck } from '../../core/permissions/grants';
import { commandEnvironment } from '../commands/environment';
import { innerArguments, type Machine, outerArguments } from './bubblewrap';
import { createDoors, doorName } from './doors';
import { pnpmConfiguration, sandboxEnvironment } from './environment';
import { type Masks, rememberMasks } from './masks';
import { startProxy } from './proxy';
import { type RemoteCommand, type RemoteTimes, remoteCommand, remoteTimes } from './remoteCommand';
import { eachLine, type FromSupervisor, type ToSupervisor } from './wire';

/** What a sandbox is started with besides the request. */
export interface LinuxOptions {
  /** Absolute. */
  readonly bwrap: string;
  readonly home: string;
  /** Runs the supervisor, a bundle of its own. */
  readonly node: string;
  readonly supervisor: string;
  /** A folder for what package managers download; made where it is not there. */
  readonly cache: string;
  readonly check?: GrantCheck;
  readonly times?: RemoteTimes;
}

const shell = '/bin/bash';
const patienceMs = 15_000;
/** Masks that a command is started with besides those of the sandbox. */
const mostLate = 300;

/** Starts one; rejects with a sentence where it can't. */
export async function openLinuxSandbox(request: SandboxRequest, options: LinuxOptions): Promise<Sandbox> {
  const exchange = mkdtempSync(join(tmpdir(), 'tracewright-sandbox-'));
  mkdirSync(options.cache, { recursive: true, mode: 0o700 });
  writeFileSync(join(exchange, 'empty'), '', { mode: 0o444 });
  writeFileSync(join(exchange, 'pnpm'), pnpmConfiguration(options.home).text, { mode: 0o444 });
  const doors = createDoors(request.doors, () => request.opened?.(factsOf(request, doors.list())));
  const secret = randomUUID();
  const proxy = await startProxy(join(exchange, 'proxy.sock'), {
    doors,
    secret,
    ...(request.ask && { ask: request.ask }),
  });
  const forget = async () => {
    await proxy.close();
    rmSync(exchange, { recursive: true, force: true });
  };
  try {
    const masks = rememberMasks(request);
    const supervisor = await startSupervisor(request, options, { exchange, secret }, masks);
    for (const door of doors.list()) if (door.kind === 'service') await supervisor.serve(door.port);
    return sandboxOf(request, options, doors, supervisor, forget);
  } catch (error) {
    await forget();
    throw error;
  }
}

function sandboxOf(
  request: SandboxRequest,
  { home, check = assertGrant, times = remoteTimes }: LinuxOptions,
  doors: ReturnType<typeof createDoors>,
  supervisor: Supervisor,
  forget: () => Promise<void>,
): Sandbox {
  return {
    shell: 'posix',
    facts: () => factsOf(request, doors.list()),
    start: async (grant, asked) => {
      check(grant, ['exec'], asked.line);
      asked.signal?.throwIfAborted();
      const env = { ...asked.env, ...sandboxEnvironment(home, supervisor.proxyPort) };
      return supervisor.start({ ...asked, env }, times);
    },
    open: async (door, by) => {
      doors.open(door, by);
      if (door.kind === 'service') await supervisor.serve(door.port);
    },
    close: async () => {
      await supervisor.close();
      await forget();
    },
  };
}

function factsOf(request: SandboxRequest, doors: readonly NetworkDoor[]): SandboxFacts {
  const { roots, readOnly } = request;
  const network =
    doors.length === 0 ? 'the network is closed' : `the network is closed except for ${doors.map(doorName).join(', ')}`;
  const sentence = `Commands run in a bubblewrap sandbox: they write in ${roots.join(', ')} only${readOnly.length === 0 ? '' : ' (not in .kiro and .git)'}, the home folder is empty${hidesInRoots(request) ? ', hidden files are empty' : ''}, and ${network}.`;
  return { kind: 'bubblewrap', sentence, doors };
}

function hidesInRoots({ roots, hidden }: SandboxRequest): boolean {
  return hidden.some((path) => roots.some((root) => path.startsWith(`${root}/`)));
}

interface Supervisor {
  readonly proxyPort: number;
  start(request: CommandRequest, times: RemoteTimes): Promise<RunningCommand>;
  serve(port: number): Promise<void>;
  close(): Promise<void>;
}

async function startSupervisor(
  request: SandboxRequest,
  options: LinuxOptions,
  { exchange, secret }: { readonly exchange: string; readonly secret: string },
  masks: Masks,
): Promise<Supervisor> {
  const child = spawn(options.bwrap, outerArguments(request, machineOf(options, exchange)), {
    stdio: 'pipe',
    // The supervisor needs nothing of ours; commands get their own with each start.
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ELECTRON_RUN_AS_NODE: '1' },
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const commands = new Map<string, RemoteCommand>();
  const serving = new Map<number, (why: string | undefined) => void>();
  // What is written to a supervisor that has ended goes nowhere; that it has ended is told by its exit.
  child.stdin.on('error', () => undefined);
  const send = (message: ToSupervisor) => void child.stdin.write(`${JSON.stringify(message)}\n`);
  send({ type: 'secret', secret });
  const proxyPort = await new Promise<number>((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`The sandbox did not start: ${why.trim() || 'bubblewrap gave no reason.'}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('it gave no sign of life.');
    }, patienceMs);
    child.once('error', (error) => fail(error.message));
    child.once('exit', () => fail(complaint));
    eachLine<FromSupervisor>(child.stdout, (message) => {
      if (message.type === 'ready') {
        clearTimeout(timer);
        resolve(message.proxyPort);
      } else if (message.type === 'serving') serving.get(message.port)?.(message.why);
      else commands.get(message.id)?.heard(message);
    });
  });
  child.once('exit', () => {
    for (const command of commands.values()) command.lost();
    for (const settle of serving.values()) settle('the sandbox ended.');
  });
  return {
    proxyPort,
    start: async (asked, times) => {
      const hidden = masks.missing((await request.hiddenNow?.()) ?? []);
      if (hidden.length > mostLate)
        throw new Error(
          `The command was not run: more than ${mostLate} files became hidden since the sandbox began. Start the task again.`,
        );
      asked.signal?.throwIfAborted();
      return startCommand(asked, { options, child, commands, send, times, hidden });
    },
    serve: (port) =>
      new Promise((resolve, reject) => {
        serving.set(port, (why) => {
          serving.delete(port);
          if (why === undefined) resolve();
          else reject(new Error(`Port ${port} of the sandbox can't be used for the service: ${why}`));
        });
        send({ type: 'serve', port });
      }),
    close: () => closed(child),
  };
}

interface Starting {
  readonly options: LinuxOptions;
  readonly child: ChildProcessWithoutNullStreams;
  readonly commands: Map<string, RemoteCommand>;
  readonly send: (message: ToSupervisor) => void;
  readonly times: RemoteTimes;
  /** Hidden besides what the sandbox hides. */
  readonly hidden: readonly string[];
}

async function startCommand(
  asked: CommandRequest,
  { options, child, commands, send, times, hidden }: Starting,
): Promise<RunningCommand> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error('The sandbox has ended. Start the task again.');
  const id = randomUUID();
  const remote = remoteCommand(id, asked, send, times);
  commands.set(id, remote);
  void remote.command.ended.then(() => commands.delete(id));
  const env = commandEnvironment(asked.env, id);
  const stdin = asked.stdin === undefined ? {} : { stdin: asked.stdin };
  const args = innerArguments(shell, asked.line, hidden, { kindOf });
  const by = asked.by === undefined ? {} : { by: asked.by };
  send({ type: 'start', id, file: options.bwrap, args, cwd: asked.cwd, env, ...stdin, ...by });
  await remote.started;
  return remote.command;
}

/** With bubblewrap's first process everything inside is gone. */
function closed(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function machineOf({ home, node, supervisor, cache }: LinuxOptions, exchange: string): Machine {
  const empty = join(exchange, 'empty');
  const pnpm = join(exchange, 'pnpm');
  return { home, root: process.getuid?.() === 0, node, supervisor, exchange, empty, pnpm, cache, kindOf };
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  return stat.isDirectory() ? 'folder' : 'file';
}
