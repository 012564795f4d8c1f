/**
 * The program that runs inside a sandbox for as long as its session: starts commands, each in a sandbox of its own,
 * tells what they print, and carries connections to the proxy outside. It has no say in what is allowed; around it is
 * nothing that it could reach by itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { insideFolder } from './bubblewrap';
import { createCallers } from './callers';
import { servicesHost } from './doors';
import { callerLine, eachLine, type FromSupervisor, type ToSupervisor } from './wire';

const proxySocket = `${insideFolder}/proxy.sock`;
const running = new Map<string, ChildProcess>();
const callers = createCallers();
let secret = '';

function tell(message: FromSupervisor): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function start({ id, file, args, cwd, env, stdin, by }: Extract<ToSupervisor, { type: 'start' }>): void {
  const child = spawn(file, args, {
    cwd,
    env,
    detached: true,
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(stdin);
  running.set(id, child);
  const { pid } = child;
  if (pid !== undefined) callers.started(pid, by ?? '');
  child.once('spawn', () => tell({ type: 'started', id }));
  child.once('error', (error) => {
    running.delete(id);
    tell({ type: 'failed', id, why: error.message });
  });
  for (const stream of [child.stdout, child.stderr]) {
    const error = stream === child.stderr ? { error: true as const } : {};
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => tell({ type: 'output', id, text, ...error }));
  }
  // With the command everything that it started is gone, so that nothing holds the pipes.
  child.once('close', (code) => {
    running.delete(id);
    if (pid !== undefined) callers.ended(pid);
    tell({ type: 'exit', id, code });
  });
}

function end({ id, how }: Extract<ToSupervisor, { type: 'end' }>): void {
  const pid = running.get(id)?.pid;
  if (pid === undefined) return;
  if (how === 'kill') signal(-pid, 'SIGKILL');
  // The sandbox around the command would end at once and take it along, so it is left out.
  else for (const each of ofGroup(pid)) signal(each, 'SIGTERM');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}

/** Processes of a group that are not bubblewrap's own. */
function ofGroup(group: number): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/u.test(name) ? statOf(name) : undefined;
    return stat !== undefined && stat.group === group && stat.command !== 'bwrap' ? [Number(name)] : [];
  });
}

function statOf(pid: string): { readonly command: string; readonly group: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const close = stat.lastIndexOf(')');
    return { command: stat.slice(stat.indexOf('(') + 1, close), group: Number(stat.slice(close + 2).split(' ')[2]) };
  } catch {
    return undefined;
  }
}

/** The line that tells the proxy whose command is at the other end. */
function whose({ localPort = 0, remotePort = 0 }: Socket): string {
  return callerLine(secret, callers.of(localPort, remotePort));
}

/** Carries each connection to the proxy as it is. */
function toProxy(socket: Socket): void {
  const out = connect(proxySocket);
  join(socket, out);
  out.write(whose(socket));
  socket.pipe(out);
  out.pipe(socket);
}

/** Carries each connection to a service of the machine, through the proxy like everything else. */
function toService(socket: Socket, port: number): void {
  const out = connect(proxySocket);
  join(socket, out);
  socket.pause();
  out.write(`${whose(socket)}CONNECT ${servicesHost}:${port} HTTP/1.1\r\nHost: ${servicesHost}:${port}\r\n\r\n`);
  let answer = '';
  const heard = (piece: Buffer) => {
    answer += piece.toString('latin1');
    const head = answer.indexOf('\r\n\r\n');
    if (head === -1) return;
    out.off('data', heard);
    if (!/^HTTP\/1\.1 200 /u.test(answer)) {
      socket.destroy();
      return;
    }
    const rest = answer.slice(head + 4);
    if (rest !== '') socket.write(Buffer.from(rest, 'latin1'));
    socket.pipe(out);
    out.pipe(socket);
    socket.resume();
  };
  out.on('data', heard);
}

function join(one: Socket, other: Socket): void {
  for (const [each, peer] of [
    [one, other],
    [other, one],
  ] as const) {
    each.on('error', () => peer.destroy());
    each.once('close', () => peer.destroy());
  }
}

const services = new Map<number, Server>();

function serve(port: number): void {
  if (services.has(port)) {
    tell({ type: 'serving', port });
    return;
  }
  const server = createServer((socket) => toService(socket, port));
  services.set(port, server);
  server.once('error', (error) => {
    services.delete(port);
    tell({ type: 'serving', port, why: error.message });
  });
  server.listen(port, '127.0.0.1', () => tell({ type: 'serving', port }));
}

function main(): void {
  const proxy = createServer(toProxy);
  proxy.listen(0, '127.0.0.1', () => {
    const address = proxy.address();
    tell({ type: 'ready', proxyPort: typeof address === 'object' && address !== null ? address.port : 0 });
  });
  eachLine<ToSupervisor>(process.stdin, (message) => {
    if (message.type === 'start') start(message);
    else if (message.type === 'end') end(message);
    else if (message.type === 'secret') secret = message.secret;
    else serve(message.port);
  });
  process.stdin.once('end', () => process.exit(0));
}

main();
