/** A scripted server that speaks Anthropic's Messages API: SSE, error bodies, headers. */
import {
  type Exchange,
  type FakeBlock,
  type FakeTurn,
  type Loopback,
  piecesOf,
  startLoopback,
  writeFrames,
} from './loopback';

export type { FakeTurn, Loopback } from './loopback';

/** Line by line, `script` answers `POST /v1/messages`. A missing line or one left over fails `close()`. */
export function startFakeAnthropic(script: readonly FakeTurn[] = []): Promise<Loopback> {
  return startLoopback(script, (path) => path.split('?')[0] === '/v1/messages', answer);
}

async function answer(exchange: Exchange): Promise<void> {
  const { turn, number, response, request } = exchange;
  const id = { 'request-id': `req_${number}` };
  if (turn.error) {
    const { status, type, message = `fake ${status}`, headers } = turn.error;
    response.writeHead(status, { 'content-type': 'application/json', ...id, ...headers });
    response.end(JSON.stringify({ type: 'error', error: { type, message } }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...id });
  await writeFrames(exchange, framesOf(turn, String(request.body.model)), (what) =>
    what.kind === 'error'
      ? event('error', { error: { type: what.type, message: what.message } })
      : Buffer.from('event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"del\n\n'),
  );
}

function framesOf(turn: FakeTurn, model: string) {
  const blocks = turn.blocks ?? [];
  const stop = turn.stop ?? (blocks.some((block) => 'tool' in block) ? 'tool_use' : 'end_turn');
  const { input = 10, output = 5, cacheRead = 0, cacheWrite = 0 } = turn.usage ?? {};
  const usage = { input_tokens: input, cache_creation_input_tokens: cacheWrite, cache_read_input_tokens: cacheRead };
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
  return [
    still(event('message_start', { message: { ...message, usage: { ...usage, output_tokens: 1 } } })),
    still(event('ping', {})),
    ...blocks.flatMap((block, index) => [
      still(event('content_block_start', { index, content_block: startOf(block) })),
      ...deltasOf(block, turn.pieces).map((delta) => ({
        bytes: event('content_block_delta', { index, delta }),
        delta: true,
      })),
      still(event('content_block_stop', { index })),
    ]),
    // A break after the last delta comes here, before the end marks.
    {
      bytes: event('message_delta', {
        delta: { stop_reason: stop, stop_sequence: null },
        usage: { output_tokens: output },
      }),
      delta: true,
    },
    still(event('message_stop', {})),
  ];
}

function still(bytes: Uint8Array) {
  return { bytes, delta: false };
}

function event(type: string, data: object): Uint8Array {
  return Buffer.from(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
}

function startOf(block: FakeBlock): object {
  if ('text' in block) return { type: 'text', text: '' };
  if ('reasoning' in block) return { type: 'thinking', thinking: '', signature: '' };
  if ('redacted' in block) return { type: 'redacted_thinking', data: block.redacted };
  return { type: 'tool_use', id: block.tool.id, name: block.tool.name, input: {} };
}

function deltasOf(block: FakeBlock, pieces: number | undefined): readonly object[] {
  if ('text' in block) return piecesOf(block.text, pieces).map((text) => ({ type: 'text_delta', text }));
  if ('reasoning' in block) {
    const thinking = piecesOf(block.reasoning, pieces).map((each) => ({ type: 'thinking_delta', thinking: each }));
    return [...thinking, { type: 'signature_delta', signature: block.signature ?? 'signed' }];
  }
  if ('redacted' in block) return [];
  const { input } = block.tool;
  const json = typeof input === 'string' ? input : JSON.stringify(input);
  return piecesOf(json, pieces).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
}
