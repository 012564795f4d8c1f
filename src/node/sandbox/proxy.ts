/**
 * The only way out of a sandbox: an HTTP proxy on our side of the wall. It looks at the host that a request names, never
 * at what its headers claim, resolves names itself, and asks before a closed door is opened.
 */
import { lookup } from 'node:dns/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { NetworkDoor } from '../../core/host';
import { type Doors, doorFor, doorName, isOwnAddress, servicesHost } from './doors';

/** What a proxy is made of. */
export interface ProxyOptions {
  readonly doors: Doors;
  /** Asked once for each closed door; the request waits for the answer. Absent, closed doors stay closed. */
  readonly ask?: (door: NetworkDoor) => Promise<boolean>;
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
  const server = createServer((request, response) => void forward(request, response, gate));
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    void tunnel(request, socket, head, gate);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await listening(server, at);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
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

/** Lets a target through, or gives the sentence that it is refused with. */
type Gate = (target: Target) => Promise<string | undefined>;

function gatekeeper({ doors, ask }: ProxyOptions): Gate {
  const asked = new Map<string, Promise<boolean>>();
  return async ({ host, port }) => {
    if (doors.find(host, port) !== undefined) return undefined;
    const door = doorFor(host, port);
    if (door === undefined) return `${host} is not reached from the sandbox: name a host, not an address.`;
    const name = doorName(door);
    const answer = asked.get(name) ?? ask?.(door).catch(() => false) ?? Promise.resolve(false);
    asked.set(name, answer);
    if (await answer) {
      doors.open(door);
      return undefined;
    }
    return `The network of the sandbox is closed for ${name}. Its user can open it.`;
  };
}

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
