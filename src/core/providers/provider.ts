/** The seam between Tracewright and a model's vendor. */
import type { Message, ModelFailure, StopReason, ToolCall, Usage } from '../messages';

export type Effort = 'low' | 'medium' | 'high' | 'max';

export interface ToolSchema {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  readonly model: string;
  /** Stable text first; each part ends at a possible cache point. */
  readonly system: readonly string[];
  readonly tools: readonly ToolSchema[];
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  readonly effort?: Effort;
  /** Prompt caching; on unless switched off. */
  readonly cache: boolean;
}

/**
 * What comes back, in order. Exactly one `stop` ends every stream, except after an abort: then nothing more comes and
 * the socket is closed. A provider never throws.
 */
export type ProviderEvent =
  | { readonly type: 'start'; readonly model: string; readonly requestId?: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool_start'; readonly id: string; readonly name: string }
  | { readonly type: 'tool_input'; readonly id: string; readonly json: string }
  | { readonly type: 'tool_end'; readonly call: ToolCall }
  /** Before a retry; `attempt` is the one that will be made, of `of`. What had streamed before is void. */
  | { readonly type: 'waiting'; readonly attempt: number; readonly of: number; readonly delayMs: number; readonly reason: ModelFailure }
  | {
      readonly type: 'stop';
      readonly reason: StopReason;
      /** What arrived, complete or not. */
      readonly message: Message;
      readonly usage: Usage;
      readonly failure?: ModelFailure;
    };

/** A model ready to be asked. */
export interface ModelClient {
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ProviderEvent>;
}

/** What a request goes to: resolved from settings, secrets and environment, per role. */
export type ModelRole = 'planning' | 'building' | 'quick';

export interface ResolvedModel {
  /** `anthropic`, `bedrock`. */
  readonly provider: string;
  readonly model: string;
  /** For people: "Claude Sonnet", "Sample answers". */
  readonly label: string;
  readonly sample: boolean;
  readonly effort?: Effort;
  /** Size of the context window in tokens. */
  readonly contextWindow: number;
  readonly maxOutput: number;
  readonly client: ModelClient;
}
