/**
 * Sample answers: a server on loopback that speaks Anthropic's Messages API and answers from the request alone, so that
 * Tracewright can be tried without a model. Everything else is the real path: provider, stream, tools, documents.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerSample, type SampleAnswer } from './samples/answer';

/** A running server; nobody else knows its port. */
export interface SampleServer {
  /** `http://127.0.0.1:<port>`; any key is accepted. */
  readonly url: string;
  /** Ends every answer that is still being sent. */
  close(): Promise<void>;
}

/** How the answers are sent. */
export interface SampleServerOptions {
  /** Milliseconds between two pieces of an answer; 0 sends as fast as the socket takes it. */
  readonly paceMs?: number;
}

/** Characters of one piece; with the pace, about as fast as one can follow by skimming. */
const pieceLength = 36;
const defaultPaceMs = 16;
const largestBody = 32 * 1024 * 1024;

/** Starts the server on a free port of loopback. Rejects where no port can be had; does not keep the process alive. */
export async function startSampleServer({ paceMs = defaultPaceMs }: SampleServerOptions = {}): Promise<SampleServer> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    serve(request, response, { id: count, paceMs }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // The editor must be able to end while nobody closes this.
  server.unref();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sample server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Serving {
  readonly id: number;
  readonly paceMs: number;
}

async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const path = (request.url ?? '').split('?')[0];
  const text = await bodyOf(request);
  if (text === undefined) return fail(response, 413, 'request_too_large', 'The request is larger than 32 MB.');
  if (request.method !== 'POST') return fail(response, 404, 'not_found_error', 'Only POST is answered here.');
  const body = parse(text);
  if (body === undefined) return fail(response, 400, 'invalid_request_error', 'The request is not JSON.');
  if (path === '/v1/messages/count_tokens') return reply(response, 200, { input_tokens: tokensOf(text) });
  if (path !== '/v1/messages') return fail(response, 404, 'not_found_error', `There is nothing at ${path}.`);
  const answer = answerSample(body);
  if (answer.kind === 'needs_model') return fail(response, 400, 'sample_only', answer.sentence);
  const message = messageOf(answer, body, serving.id);
  if (body.stream !== true) return reply(response, 200, message);
  await stream(response, message, serving.paceMs);
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > largestBody) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, type: string, message: string): void {
  reply(response, status, { type: 'error', error: { type, message } });
}

/** About what a tokenizer would count; the numbers only have to be plausible. */
function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

type SampleBlock =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
    };

function messageOf(
  answer: Extract<SampleAnswer, { kind: 'message' }>,
  body: Readonly<Record<string, unknown>>,
  id: number,
) {
  const text: readonly SampleBlock[] = answer.text === '' ? [] : [{ type: 'text', text: answer.text }];
  const uses = answer.uses.map(
    (use, index): SampleBlock => ({ type: 'tool_use', id: `toolu_sample_${id}_${index}`, ...use }),
  );
  const content = [...text, ...uses];
  return {
    id: `msg_sample_${id}`,
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason: uses.length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { ...promptUsage(body), output_tokens: tokensOf(JSON.stringify(content)) },
  } as const;
}

/** With cache marks, everything before the last message counts as read from the cache, as it would be. */
function promptUsage(body: Readonly<Record<string, unknown>>) {
  const messages = Array.isArray(body.messages) ? body.messages : [];
  const all = tokensOf(JSON.stringify([body.system, body.tools, messages]));
  const fresh = tokensOf(JSON.stringify(messages.at(-1) ?? ''));
  if (!JSON.stringify(body).includes('"cache_control"'))
    return { input_tokens: all, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };
  const before = messages.length > 1 ? all - fresh : 0;
  return { input_tokens: 4, cache_read_input_tokens: before, cache_creation_input_tokens: all - before };
}

async function stream(response: ServerResponse, message: ReturnType<typeof messageOf>, paceMs: number): Promise<void> {
  const { content, usage, stop_reason } = message;
  const send = (type: string, data: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  send('message_start', {
    message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
  });
  for (const [index, block] of content.entries()) {
    const isText = block.type === 'text';
    send('content_block_start', {
      index,
      content_block: isText ? { type: 'text', text: '' } : { ...block, input: {} },
    });
    for (const piece of pieces(isText ? block.text : JSON.stringify(block.input))) {
      if (response.destroyed) return;
      send('content_block_delta', {
        index,
        delta: isText ? { type: 'text_delta', text: piece } : { type: 'input_json_delta', partial_json: piece },
      });
      if (paceMs > 0) await sleep(paceMs);
    }
    send('content_block_stop', { index });
  }
  send('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: usage.output_tokens } });
  send('message_stop', {});
  response.end();
}

function pieces(text: string): readonly string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${pieceLength}}`, 'gu')) ?? [];
}
