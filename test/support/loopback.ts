/** What the fake vendors share: a scripted HTTP server on loopback that records what it was asked. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A piece of an answer, in nobody's format. */
export type FakeBlock =
  | { readonly text: string }
  | { readonly reasoning: string; readonly signature?: string }
  /** Base64. */
  | { readonly redacted: string }
  /** A string is sent as it stands, so that it may be broken JSON. */
  | { readonly tool: { readonly id: string; readonly name: string; readonly input: unknown } };

/** What happens after a number of deltas instead of the rest. */
export type FakeBreak =
  | { readonly kind: 'cut' | 'stall' | 'end' | 'malformed' }
  | { readonly kind: 'error'; readonly type: string; readonly message: string };

export interface FakeUsage {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** One line of a script: an answer, or an error status. */
export interface FakeTurn {
  readonly blocks?: readonly FakeBlock[];
  /** In the vendor's words; the default is the end of a turn, or a tool call. */
  readonly stop?: string;
  readonly usage?: FakeUsage;
  readonly error?: {
    readonly status: number;
    readonly type: string;
    readonly message?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly breaks?: FakeBreak & { readonly after: number };
  /** Characters in a delta; 12 unless told. */
  readonly pieces?: number;
  /** Bytes in a chunk on the wire: splits characters, lines and frames. */
  readonly chunkBytes?: number;
  /** Between deltas. */
  readonly delayMs?: number;
  /** Nothing is answered before it resolves. */
  readonly when?: () => Promise<void>;
}

export interface FakeRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  /** As it came over the wire. */
  readonly raw: string;
}

export interface Loopback {
  readonly url: string;
  readonly requests: readonly FakeRequest[];
  /**
   * Resolves when every answer was ended or its socket closed by who asked; rejects after two seconds. Idle sockets
   * that a client keeps for later don't count.
   */
  socketsClosed(): Promise<void>;
  /** Adds lines to the script. */
  add(...turns: readonly FakeTurn[]): void;
  /** Stops the server; rejects when a line of the script was missing or is left over. */
  close(): Promise<void>;
}

interface Exchange {
  readonly request: FakeRequest;
  readonly turn: FakeTurn;
  readonly number: number;
  readonly response: ServerResponse;
}

/** A line of a script with nothing left open. */
export interface FullTurn {
  readonly blocks: readonly FakeBlock[];
  readonly stop: string;
  readonly usage: Required<FakeUsage>;
  readonly pieces: number | undefined;
}

/** Bytes that are written at once; `delta` says that they count as one for `breaks` and `delayMs`. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly delta: boolean;
}

/** A frame that is no delta. */
export function still(bytes: Uint8Array): Frame {
  return { bytes, delta: false };
}

/** How a vendor says what every one of them says. */
export interface Vendor {
  isTurn(path: string): boolean;
  readonly contentType: string;
  /** Headers of any answer. */
  headers(number: number): Readonly<Record<string, string>>;
  refusal(error: NonNullable<FakeTurn['error']>): {
    readonly body: object;
    readonly headers?: Readonly<Record<string, string>>;
  };
  frames(turn: FullTurn, request: FakeRequest): readonly Frame[];
  /** An error in the middle of an answer, or a damaged frame. */
  broken(what: FakeBreak): Uint8Array;
}

/** Starts a server that answers the vendor's requests with the script's lines, in order. */
export async function startLoopback(script: readonly FakeTurn[], vendor: Vendor): Promise<Loopback> {
  const left = [...script];
  const requests: FakeRequest[] = [];
  const problems: string[] = [];
  const open = new Set<ServerResponse>();
  const server = createServer((message, response) => {
    open.add(response);
    response.on('close', () => open.delete(response));
    handle(message, response).catch((error: unknown) => {
      if (!response.destroyed) problems.push(String(error));
      response.destroy();
    });
  });
  server.on('connection', (socket) => void socket.setNoDelay(true));

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const path = message.url ?? '';
    const request = { path, headers: message.headers, raw, body: raw === '' ? {} : JSON.parse(raw) };
    requests.push(request);
    const turn = vendor.isTurn(path) ? left.shift() : undefined;
    if (turn === undefined) {
      problems.push(`the script has no line for request ${requests.length}: ${path}`);
      response
        .writeHead(418, { 'content-type': 'application/json' })
        .end('{"message":"the script has no line for this"}');
      return;
    }
    await answer(vendor, { request, turn, number: requests.length, response });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    socketsClosed: () => until(() => open.size === 0),
    add: (...turns) => void left.push(...turns),
    close: async () => {
      await stopped(server);
      if (left.length > 0) problems.push(`${left.length} lines of the script were never asked for`);
      if (problems.length > 0) throw new Error(problems.join('; '));
    },
  };
}

async function answer(vendor: Vendor, exchange: Exchange): Promise<void> {
  const { turn, number, response, request } = exchange;
  const own = vendor.headers(number);
  await turn.when?.();
  if (turn.error) {
    const { body, headers } = vendor.refusal(turn.error);
    const type = { 'content-type': 'application/json' };
    response.writeHead(turn.error.status, { ...type, ...headers, ...own, ...turn.error.headers });
    response.end(JSON.stringify(body));
    return;
  }
  response.writeHead(200, { 'content-type': vendor.contentType, ...own });
  await writeFrames(exchange, vendor.frames(fullTurn(turn), request), vendor.broken);
}

function fullTurn({ blocks = [], stop, usage, pieces }: FakeTurn): FullTurn {
  return {
    blocks,
    stop: stop ?? (blocks.some((block) => 'tool' in block) ? 'tool_use' : 'end_turn'),
    usage: { input: 10, output: 5, cacheRead: 0, cacheWrite: 0, ...usage },
    pieces,
  };
}

async function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

async function until(done: () => boolean): Promise<void> {
  for (let waited = 0; waited < 2_000; waited += 5) {
    if (done()) return;
    await pause(5);
  }
  throw new Error('a socket is still open after two seconds');
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** `text` in pieces of `length` characters, never none. */
export function piecesOf(text: string, length = 12): readonly string[] {
  const characters = [...text];
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += length) pieces.push(characters.slice(at, at + length).join(''));
  return pieces.length === 0 ? [''] : pieces;
}

/** Writes bytes, in chunks of `size` when told, each in a packet of its own as far as that can be had. */
async function writeBytes(response: ServerResponse, bytes: Uint8Array, size: number | undefined): Promise<void> {
  if (size === undefined) {
    response.write(bytes);
    return;
  }
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    response.write(bytes.subarray(at, at + size));
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** Streams frames; at the break of a turn, breaks. `deltas` says which frames count. True when it came to the end. */
async function writeFrames(
  { turn, response }: Exchange,
  frames: readonly Frame[],
  broken: (what: FakeBreak) => Uint8Array,
): Promise<void> {
  let deltas = 0;
  for (const frame of frames) {
    if (turn.breaks !== undefined && frame.delta && deltas >= turn.breaks.after) {
      await breakOff(response, turn.breaks, broken);
      return;
    }
    if (response.destroyed) return;
    await writeBytes(response, frame.bytes, turn.chunkBytes);
    if (!frame.delta) continue;
    deltas += 1;
    if (turn.delayMs !== undefined) await pause(turn.delayMs);
  }
  response.end();
}

async function breakOff(
  response: ServerResponse,
  what: FakeBreak,
  broken: (what: FakeBreak) => Uint8Array,
): Promise<void> {
  // A moment, so that what was written before is read before.
  await pause(10);
  if (what.kind === 'stall') return;
  if (what.kind === 'cut') {
    response.destroy();
    return;
  }
  if (what.kind !== 'end') await writeBytes(response, broken(what), undefined);
  response.end();
}
