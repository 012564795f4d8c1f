/** A scripted server that speaks Bedrock's ConverseStream: AWS event stream frames, exceptions, error headers. */
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';
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

const route = /^\/model\/([^/]+)\/converse-stream$/;

/** Line by line, `script` answers ConverseStream. A missing line or one left over fails `close()`. */
export function startFakeBedrock(script: readonly FakeTurn[] = []): Promise<Loopback> {
  return startLoopback(script, {
    isTurn: (path) => route.test(path),
    contentType: 'application/vnd.amazon.eventstream',
    headers: (number) => ({ 'x-amzn-requestid': `req_${number}` }),
    refusal: ({ type, message = type }) => ({ body: { message }, headers: { 'x-amzn-errortype': type } }),
    frames: framesOf,
    broken: (what) =>
      what.kind === 'error'
        ? exception(what.type, what.message)
        : damaged(event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'damaged' } })),
  });
}

/** The model id in a request's path. */
export function modelOf(path: string): string | undefined {
  const id = route.exec(path)?.[1];
  return id === undefined ? undefined : decodeURIComponent(id);
}

function framesOf({ blocks, stop: stopReason, usage: spent, pieces }: FullTurn) {
  const usage = {
    inputTokens: spent.input,
    outputTokens: spent.output,
    totalTokens: spent.input + spent.output + spent.cacheRead + spent.cacheWrite,
    cacheReadInputTokens: spent.cacheRead,
    cacheWriteInputTokens: spent.cacheWrite,
  };
  return [
    still(event('messageStart', { role: 'assistant' })),
    ...blocks.flatMap((block, contentBlockIndex) => [
      ...startsOf(block).map((start) => still(event('contentBlockStart', { contentBlockIndex, start }))),
      ...deltasOf(block, pieces).map((delta) => ({
        bytes: event('contentBlockDelta', { contentBlockIndex, delta }),
        delta: true,
      })),
      still(event('contentBlockStop', { contentBlockIndex })),
    ]),
    // A break after the last delta comes here, before the end marks.
    { bytes: event('messageStop', { stopReason }), delta: true },
    still(event('metadata', { usage, metrics: { latencyMs: 1 } })),
  ];
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);

function text(value: string) {
  return { type: 'string' as const, value };
}

function event(type: string, payload: object): Uint8Array {
  const headers = {
    ':message-type': text('event'),
    ':event-type': text(type),
    ':content-type': text('application/json'),
  };
  return codec.encode({ headers, body: fromUtf8(JSON.stringify(payload)) });
}

function exception(type: string, message: string): Uint8Array {
  const headers = {
    ':message-type': text('exception'),
    ':exception-type': text(type),
    ':content-type': text('application/json'),
  };
  return codec.encode({ headers, body: fromUtf8(JSON.stringify({ message })) });
}

/** A frame whose checksum no longer fits. */
function damaged(frame: Uint8Array): Uint8Array {
  return frame.map((byte, at) => (at === frame.length - 8 ? byte ^ 0xff : byte));
}

function startsOf(block: FakeBlock): readonly object[] {
  return 'tool' in block ? [{ toolUse: { toolUseId: block.tool.id, name: block.tool.name } }] : [];
}

function deltasOf(block: FakeBlock, pieces: number | undefined): readonly object[] {
  if ('text' in block) return piecesOf(block.text, pieces).map((each) => ({ text: each }));
  if ('reasoning' in block) {
    const words = piecesOf(block.reasoning, pieces).map((each) => ({ reasoningContent: { text: each } }));
    return [...words, { reasoningContent: { signature: block.signature ?? 'signed' } }];
  }
  if ('redacted' in block) return [{ reasoningContent: { redactedContent: block.redacted } }];
  const { input } = block.tool;
  const json = typeof input === 'string' ? input : JSON.stringify(input);
  return piecesOf(json, pieces).map((each) => ({ toolUse: { input: each } }));
}
