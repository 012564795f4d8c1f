/** A scripted server that speaks Anthropic's Messages API: SSE, error bodies, headers. */
import {
  type FakeBlock,
  type FakeTurn,
  type FullTurn,
  type Loopback,
  piecesOf,
  startLoopback,
  still,
} from './loopback';

export type { FakeTurn, Loopback } from './loopback';

/** Line by line, `script` answers `POST /v1/messages`. A missing line or one left over fails `close()`. */
export function startFakeAnthropic(script: readonly FakeTurn[] = []): Promise<Loopback> {
  return startLoopback(script, {
    isTurn: (path) => path.split('?')[0] === '/v1/messages',
    contentType: 'text/event-stream',
    headers: (number) => ({ 'request-id': `req_${number}`, 'cache-control': 'no-cache' }),
    refusal: ({ status, type, message = `fake ${status}` }) => ({ body: { type: 'error', error: { type, message } } }),
    frames: (turn, request) => framesOf(turn, String(request.body.model)),
    broken: (what) =>
      what.kind === 'error'
        ? event('error', { error: { type: what.type, message: what.message } })
        : Buffer.from('event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"del\n\n'),
  });
}

function framesOf({ blocks, stop, usage: spent, pieces }: FullTurn, model: string) {
  const usage = {
    input_tokens: spent.input,
    cache_creation_input_tokens: spent.cacheWrite,
    cache_read_input_tokens: spent.cacheRead,
  };
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
      ...deltasOf(block, pieces).map((delta) => ({
        bytes: event('content_block_delta', { index, delta }),
        delta: true,
      })),
      still(event('content_block_stop', { index })),
    ]),
    // A break after the last delta comes here, before the end marks.
    {
      bytes: event('message_delta', {
        delta: { stop_reason: stop, stop_sequence: null },
        usage: { output_tokens: spent.output },
      }),
      delta: true,
    },
    still(event('message_stop', {})),
  ];
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
