/** The heavy part of the Anthropic provider: its SDK, and the way there and back between its format and ours. */
import Anthropic, { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import type {
  CacheControlEphemeral,
  ContentBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
  RawMessageStreamEvent,
  TextBlockParam,
  Tool,
  ToolResultBlockParam,
} from '@anthropic-ai/sdk/resources/messages';
import { createParser } from 'eventsource-parser';
import type { Block, ImageBlock, Message, StopReason, Usage } from '../messages';
import { noUsage } from '../messages';
import type { AnthropicOptions } from './anthropic';
import { claudeOf, claudeThinking } from './claude';
import type { ModelRequest } from './provider';
import {
  networkCode,
  type ProviderPart,
  type RawEvent,
  retryAfterMs,
  type StreamListener,
  type WireError,
} from './wire';

declare module '../host' {
  interface Parts {
    anthropic: ProviderPart<AnthropicOptions>;
  }
}

export const part: ProviderPart<AnthropicOptions> = { stream };

async function stream(
  options: AnthropicOptions,
  request: ModelRequest,
  signal: AbortSignal,
  listener: StreamListener,
): Promise<void> {
  try {
    const client = new Anthropic({
      apiKey: options.apiKey ?? null,
      authToken: options.authToken ?? null,
      baseURL: options.baseUrl,
      maxRetries: 0,
      // Our watchdog decides; this one counts the whole wait for the first byte.
      timeout: 3_600_000,
      // The SDK would write a broken event, and so a prompt's content, to the console.
      logLevel: 'off',
      openTelemetry: { traces: false, propagation: false },
    });
    // The raw body and not the SDK's stream: that one takes several async steps for each of an answer's thousands of
    // events, and swallows the pings of a model that thinks long.
    const response = await client.messages.create(paramsOf(request), { signal }).asResponse();
    listener.alive();
    const requestId = response.headers.get('request-id');
    listener.event({ type: 'start', ...(requestId ? { requestId } : {}) });
    await readBody(response, listener);
  } catch (error) {
    if (!signal.aborted) listener.event({ type: 'error', error: wireError(error) });
  }
}

async function readBody({ body, headers }: Response, listener: StreamListener): Promise<void> {
  const step = translator();
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event === 'error') throw streamError(data, headers);
      // What has no name the SDK passes over, too.
      if (event === undefined || event === 'ping') return;
      for (const raw of step(JSON.parse(data))) listener.event(raw);
    },
  });
  for await (const piece of body ?? []) {
    listener.alive();
    parser.feed(decoder.decode(piece, { stream: true }));
  }
}

/** What the vendor tells after the 200 was sent, as the SDK would throw it. */
function streamError(data: string, headers: Headers): APIError {
  let told: unknown = data;
  try {
    told = JSON.parse(data);
  } catch {
    // A gateway may send plain words.
  }
  return new APIError(undefined, Object(told), undefined, headers);
}

const cachePoint: CacheControlEphemeral = { type: 'ephemeral' };

function paramsOf(request: ModelRequest): MessageCreateParamsStreaming {
  const system = request.system.filter((text) => text.trim() !== '');
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    stream: true,
    ...claudeThinking(claudeOf(request.model), request),
    ...(request.tools.length === 0 ? {} : { tools: toolsOf(request) }),
    ...(system.length === 0 ? {} : { system: marked(system.map(textParam), request.cache) }),
    messages: messagesOf(request),
  };
}

function textParam(text: string): TextBlockParam {
  return { type: 'text', text };
}

function toolsOf(request: ModelRequest): Tool[] {
  const tools = request.tools.map(
    (tool): Tool => ({
      name: tool.name,
      description: tool.description,
      input_schema: { ...tool.inputSchema, type: 'object' },
    }),
  );
  return marked(tools, request.cache);
}

/** With a cache point at the end: of four that Anthropic takes, tools and system have one each, messages two. */
function marked<T extends object>(list: readonly T[], cache: boolean): T[] {
  const last = list.length - 1;
  return list.map((each, at) => (cache && at === last ? { ...each, cache_control: cachePoint } : each));
}

/** The last two of the user's messages get cache points: what the request before wrote is read, the rest is written. */
function messagesOf(request: ModelRequest): MessageParam[] {
  const messages = request.messages.flatMap((message) => {
    const content = message.content.flatMap(blockParams);
    return content.length === 0 ? [] : [{ role: message.role, content }];
  });
  const users = messages.flatMap((message, at) => (message.role === 'user' ? [at] : [])).slice(-2);
  return messages.map((message, at) =>
    users.includes(at) ? { ...message, content: marked(message.content, request.cache) } : message,
  );
}

/** A block in Anthropic's form; none for what it would refuse: blank text, reasoning that nobody signed. */
function blockParams(block: Block): ContentBlockParam[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [textParam(block.text)];
    case 'reasoning':
      if (block.redacted !== undefined) return [{ type: 'redacted_thinking', data: block.redacted }];
      if (block.signature === undefined) return [];
      return [{ type: 'thinking', thinking: block.text, signature: block.signature }];
    case 'tool_call':
      return [{ type: 'tool_use', id: block.id, name: block.name, input: isObject(block.input) ? block.input : {} }];
    case 'image':
      return [imageParam(block)];
    case 'tool_result':
      return [
        {
          type: 'tool_result',
          tool_use_id: block.callId,
          content: resultContent(block.content),
          ...(block.isError ? { is_error: true } : {}),
        },
      ];
  }
}

function resultContent(content: Extract<Message['content'][number], { type: 'tool_result' }>['content']) {
  return content.flatMap((each): Exclude<ToolResultBlockParam['content'], string | undefined> => {
    if (each.type === 'image') return [imageParam(each)];
    return each.text === '' ? [] : [textParam(each.text)];
  });
}

function imageParam(image: ImageBlock) {
  // Other media types are refused by the service, in a sentence of its own.
  const media_type = image.mediaType as 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  return { type: 'image' as const, source: { type: 'base64' as const, media_type, data: image.base64 } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const stopReasons: Readonly<Record<string, StopReason>> = {
  end_turn: 'end',
  stop_sequence: 'end',
  pause_turn: 'end',
  tool_use: 'tool_use',
  max_tokens: 'max_tokens',
  refusal: 'refusal',
  model_context_window_exceeded: 'context_full',
};

/** Remembers, between events, what only the last one may tell: the stop reason counts once `message_stop` came. */
function translator(): (event: RawMessageStreamEvent) => readonly RawEvent[] {
  let usage = noUsage;
  let reason: StopReason = 'end';
  const whole = new Map<number, string>();
  return (event) => {
    switch (event.type) {
      case 'message_start':
        usage = usageOf(event.message.usage, usage);
        return [{ type: 'usage', usage }];
      case 'content_block_start':
        // Gateways that don't stream a tool's input put all of it here.
        if (event.content_block.type === 'tool_use' && Object.keys(Object(event.content_block.input)).length > 0) {
          whole.set(event.index, JSON.stringify(event.content_block.input));
        }
        return blockStart(event.index, event.content_block);
      case 'content_block_delta':
        if (event.delta.type === 'input_json_delta') whole.delete(event.index);
        return blockDelta(event.index, event.delta);
      case 'content_block_stop': {
        const json = whole.get(event.index);
        const end: RawEvent = { type: 'block_end', index: event.index };
        return json === undefined ? [end] : [{ type: 'input', index: event.index, json }, end];
      }
      case 'message_delta':
        usage = usageOf(event.usage, usage);
        reason = stopReasons[event.delta.stop_reason ?? 'end_turn'] ?? 'end';
        return [{ type: 'usage', usage }];
      case 'message_stop':
        return [{ type: 'finish', reason }];
      default:
        return [];
    }
  };
}

type Started = Extract<RawMessageStreamEvent, { type: 'content_block_start' }>['content_block'];

function blockStart(index: number, block: Started): readonly RawEvent[] {
  switch (block.type) {
    case 'text':
      return [{ type: 'text', index, text: block.text }];
    case 'thinking':
      return [{ type: 'reasoning', index, text: block.thinking, signature: block.signature }];
    case 'redacted_thinking':
      return [{ type: 'reasoning', index, redacted: block.data }];
    case 'tool_use':
      return [{ type: 'tool', index, id: block.id, name: block.name }];
    default:
      return [];
  }
}

type Delta = Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>['delta'];

function blockDelta(index: number, delta: Delta): readonly RawEvent[] {
  switch (delta.type) {
    case 'text_delta':
      return [{ type: 'text', index, text: delta.text }];
    case 'thinking_delta':
      return [{ type: 'reasoning', index, text: delta.thinking }];
    case 'signature_delta':
      return [{ type: 'reasoning', index, signature: delta.signature }];
    case 'input_json_delta':
      return [{ type: 'input', index, json: delta.partial_json }];
    default:
      return [];
  }
}

interface WireUsage {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
}

function usageOf(wire: WireUsage | null | undefined, before: Usage): Usage {
  return {
    input: wire?.input_tokens ?? before.input,
    output: wire?.output_tokens ?? before.output,
    cacheRead: wire?.cache_read_input_tokens ?? before.cacheRead,
    cacheWrite: wire?.cache_creation_input_tokens ?? before.cacheWrite,
  };
}

/** Statuses of errors that arrive inside a stream, after the 200 was sent. */
const statuses: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

function wireError(error: unknown): WireError {
  const code = networkCode(error);
  const message = error instanceof Error ? error.message : '';
  if (error instanceof APIConnectionError) return { kind: 'network', message, ...(code ? { code } : {}) };
  if (error instanceof APIError) {
    const status = error.status ?? statuses[error.type ?? ''] ?? 500;
    const wait = retryAfterMs((name) => error.headers?.get(name), Date.now());
    return {
      kind: 'answer',
      status,
      message: error.apiMessage ?? message,
      ...(error.type ? { code: error.type } : {}),
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    };
  }
  if (error instanceof SyntaxError) return { kind: 'malformed', message };
  // undici reports a cut body as TypeError: terminated.
  if (code !== undefined || /terminated|socket|network|fetch failed/i.test(message)) {
    return { kind: 'network', message, ...(code ? { code } : {}) };
  }
  return { kind: 'other', message };
}
