/**
 * What a model and Tracewright say to each other, in no vendor's words. Providers convert to and from this; the session
 * log stores it as it stands, so every type here is plain JSON.
 */

export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
}

/**
 * A model's reasoning, kept because vendors want it back unchanged in the next turn. `signature` proves it to the
 * vendor; `redacted` replaces `text` where the vendor encrypted it.
 */
export interface ReasoningBlock {
  readonly type: 'reasoning';
  readonly text: string;
  readonly signature?: string;
  readonly redacted?: string;
}

/** What a model asks a tool for. `id` is the vendor's and comes back in the `ToolResult`. */
export interface ToolCall {
  readonly type: 'tool_call';
  readonly id: string;
  readonly name: string;
  /** The parsed input, or `undefined` when the model's JSON could not be read; `inputText` then holds what it wrote. */
  readonly input: unknown;
  readonly inputText?: string;
}

/** A picture that a tool read, for models that see; `mediaType` as in `image/png`. */
export interface ImageBlock {
  readonly type: 'image';
  readonly mediaType: string;
  readonly base64: string;
}

/** The answer to one `ToolCall`; `isError` tells the model that it failed and may be tried differently. */
export interface ToolResult {
  readonly type: 'tool_result';
  readonly callId: string;
  readonly content: readonly (TextBlock | ImageBlock)[];
  readonly isError: boolean;
}

/** One part of a message. */
export type Block = TextBlock | ReasoningBlock | ToolCall | ToolResult | ImageBlock;

/** One turn. Results of tools are the user's. */
export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: readonly Block[];
}

/** Tokens of one or more requests. `input` excludes what was read from or written to the cache. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export const noUsage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** The tokens of two requests, or groups of requests, together. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
  };
}

/**
 * Why a model stopped. `truncated` is a stream that ended without the vendor's end mark: never a finished answer.
 * `failed` comes with a `ModelFailure`.
 */
export type StopReason = 'end' | 'tool_use' | 'max_tokens' | 'refusal' | 'context_full' | 'truncated' | 'failed';

/** What went wrong with a model, sorted by what its reader can do about it. */
export type FailureKind =
  | 'key'
  | 'sign_in'
  | 'access'
  | 'unknown_model'
  | 'region'
  | 'rate_limit'
  | 'overloaded'
  | 'network'
  | 'stalled'
  | 'malformed'
  | 'empty'
  | 'invalid_request'
  | 'context_full'
  | 'needs_model'
  | 'other';

/** `message` is one sentence that names the next step; it never holds a key. */
export interface ModelFailure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly retryable: boolean;
}

/** The text blocks of a message, joined. */
export function textOf(message: Message): string {
  return message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
}

/** The tool calls of a message in their order; empty where it has none. */
export function toolCallsOf(message: Message): readonly ToolCall[] {
  return message.content.filter((block): block is ToolCall => block.type === 'tool_call');
}
