/**
 * The only way out of a sandbox: an HTTP proxy on our side of the wall. It looks at the host that a request names, never
 * at what its headers claim, resolves names itself, and asks before a closed door is opened.
 */
import { lookup } from 'node:dns/promises';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import { connect, createServer, isIP, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { NetworkDoor } from '../../core/host';
import { type Doors, doorFor, doorName, isOwnAddress, servicesHost } from './doors';
import { callerIn } from './wire';

/** What a proxy is made of. */
export interface ProxyOptions {
  readonly doors: Doors;
  /** Connections may begin with a line that holds it and says whose they are; absent, nobody's is told. */
  readonly secret?: string;
  /** Asked for each closed door and agent; the request waits for the answer. Absent, closed doors stay closed. */
  readonly ask?: (door: NetworkDoor, by: string | undefined) => Promise<boolean>;
}

/** A running proxy. */
export interface Proxy {
  close(): Promise<void>;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

/** Listens on a socket file, or on a port of loopback; rejects where it can't. */
export async function startProxy(
  at: string | number,
  options: ProxyOptions,
): Promise<Proxy & { readonly port: number }> {
  const gate = gatekeeper(options);
  const sockets = new Set<Duplex>();
  const callers = new WeakMap<Duplex, string>();
  const gateFor = (socket: Duplex): Gate => {
    const by = callers.get(socket);
    return (target) => gate(target, by);
  };
  const http = createHttpServer((request, response) => void forward(request, response, gateFor(request.socket)));
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    named(socket, options.secret, (by) => {
      if (by !== undefined) callers.set(socket, by);
      http.emit('connection', socket);
    });
  });
  http.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    void tunnel(request, socket, head, gateFor(socket));
  });
  http.on('clientError', (_error, socket) => socket.destroy());
  await listening(server, at);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listening(server: Server, at: string | number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    if (typeof at === 'string') server.listen(at, resolve);
    else server.listen(at, '127.0.0.1', resolve);
  });
}

/** Takes the line that says whose a connection is from its beginning, where it has one. */
function named(socket: Socket, secret: string | undefined, then: (by: string | undefined) => void): void {
  if (secret === undefined) {
    then(undefined);
    return;
  }
  let begun = Buffer.alloc(0);
  const heard = (piece: Buffer) => {
    begun = Buffer.concat([begun, piece]);
    const end = begun.indexOf(10);
    const mark = Buffer.from(`${secret} `, 'latin1');
    const own = begun.subarray(0, mark.length).equals(mark.subarray(0, begun.length));
    if (own && end === -1 && begun.length < mostLine) return;
    socket.off('data', heard);
    socket.pause();
    const line = own && end !== -1 ? begun.subarray(mark.length, end).toString('latin1') : undefined;
    const rest = line === undefined ? begun : begun.subarray(end + 1);
    if (rest.length > 0) socket.unshift(rest);
    then(line === undefined ? undefined : callerIn(line));
    socket.resume();
  };
  socket.on('data', heard);
}

const mostLine = 1000;

/** Lets a target through, or gives the sentence that it is refused with. */
type Gate = (target: Target) => Promise<string | undefined>;

function gatekeeper({
  doors,
  ask,
}: ProxyOptions): (target: Target, by: string | undefined) => Promise<string | undefined> {
  const asked = new Map<string, Promise<boolean>>();
  return async ({ host, port }, by) => {
    if (doors.find(host, port, by) !== undefined) return undefined;
    const door = doorFor(host, port);
    if (door === undefined) return `${host} is not reached from the sandbox: name a host, not an address.`;
    const name = doorName(door);
    const key = `${by} ${name}`;
    const answer = asked.get(key) ?? ask?.(door, by).catch(() => false) ?? Promise.resolve(false);
    // Whom a connection without a name stands for may become more.
    if (by !== undefined) asked.set(key, answer);
    if (await answer) {
      doors.open(door, by ?? nobody);
      return undefined;
    }
    return `The network of the sandbox is closed for ${name}. Its user can open it.`;
  };
}

/** No agent has this name: the door is told as open, and stays closed for the next of whom nobody knows whose it is. */
const nobody = '\0';

async function tunnel(request: IncomingMessage, socket: Duplex, head: Buffer, gate: Gate): Promise<void> {
  socket.on('error', () => socket.destroy());
  const target = targetOf(`http://${request.url ?? ''}`, undefined);
  const refusal = target === undefined ? 'The request names no host and port.' : await gate(target);
  if (target === undefined || refusal !== undefined) {
    socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nX-Tracewright: closed\r\n\r\n${refusal}\n`);
    return;
  }
  try {
    const out = await connected(target);
    out.on('error', () => socket.destroy());
    socket.once('close', () => out.destroy());
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) out.write(head);
    out.pipe(socket);
    socket.pipe(out);
  } catch (error) {
    socket.end(`HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\n\r\n${sentence(error)}\n`);
  }
}

async function forward(request: IncomingMessage, response: ServerResponse, gate: Gate): Promise<void> {
  const target = targetOf(request.url ?? '', 80);
  const refusal = target === undefined ? 'The request names no host.' : await gate(target);
  if (target === undefined || refusal !== undefined) {
    response.writeHead(403, { 'content-type': 'text/plain', 'x-tracewright': 'closed' }).end(`${refusal}\n`);
    return;
  }
  const { pathname, search, host } = new URL(request.url ?? '');
  try {
    const address = await addressOf(target);
    const { 'proxy-connection': _, 'proxy-authorization': __, ...headers } = request.headers;
    const out = send(
      // The host that was let through, whatever the header says.
      {
        host: address,
        port: target.port,
        method: request.method,
        path: pathname + search,
        headers: { ...headers, host },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    out.on('error', (error) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'content-type': 'text/plain' }).end(`${sentence(error)}\n`);
    });
    request.pipe(out);
  } catch (error) {
    response.writeHead(502, { 'content-type': 'text/plain' }).end(`${sentence(error)}\n`);
  }
}

function targetOf(url: string, defaultPort: number | undefined): Target | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(url);
  const number =
    port === '' ? (defaultPort ?? (/^http:\/\/[^/]*:80(?:\/|$)/u.test(url) ? 80 : undefined)) : Number(port);
  if (protocol !== 'http:' || hostname === '' || number === undefined || username !== '' || password !== '')
    return undefined;
  return { host: hostname.replace(/^\[|\]$/gu, ''), port: number };
}

async function connected(target: Target): Promise<Socket> {
  const socket = connect({ host: await addressOf(target), port: target.port });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

/** Resolved here, once, so that what was looked at is what is connected to. */
async function addressOf({ host }: Target): Promise<string> {
  if (host === servicesHost) return '127.0.0.1';
  const { address } = isIP(host) === 0 ? await lookup(host) : { address: host };
  if (isOwnAddress(address))
    throw new Error(`${host} leads to this machine (${address}); that is a service, not a host.`);
  return address;
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
