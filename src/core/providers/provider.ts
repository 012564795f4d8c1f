/** The seam between Tracewright and a model's vendor. */
import type { Clock, Host, Secrets } from '../host';
import type { Message, ModelFailure, StopReason, ToolCall, Usage } from '../messages';
import type { Settings } from '../settings';
import type { StreamListener, WireError } from './wire';

/** How much a model thinks, in no vendor's words; absent, the vendor's default. */
export type Effort = 'low' | 'medium' | 'high' | 'max';

/** A tool as a model sees it. */
export interface ToolSchema {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** Everything that one request says. */
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
  | {
      readonly type: 'waiting';
      readonly attempt: number;
      readonly of: number;
      readonly delayMs: number;
      readonly reason: ModelFailure;
    }
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

/** What a model is for: documents, code, small things. */
export type ModelRole = 'planning' | 'building' | 'quick';

/** What a request goes to: resolved from settings, secrets and environment, per role. */
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
  /** See `Connection.where`; absent, the provider's name is all that is known. */
  where?(): Promise<string>;
}

/** What is known of a model by its id alone. */
export interface ModelFacts {
  readonly label: string;
  /** Tokens. */
  readonly contextWindow: number;
  readonly maxOutput: number;
}

/** Where a connection's facts come from. */
export interface ConnectSource {
  readonly settings: Settings;
  readonly secrets: Pick<Secrets, 'get'>;
  readonly env: (name: string) => string | undefined;
  readonly loadPart: Host['loadPart'];
}

/** A failure with what the retry needs to know; only `failure` is ever shown. */
export interface Explained {
  readonly failure: ModelFailure;
  readonly retryAfterMs?: number;
  /** The vendor refused reasoning of earlier turns (another model's, or of a changed conversation): send without. */
  readonly withoutReasoning?: boolean;
}

/** A provider with its credentials, ready to be asked. Holds secrets: never logged, never serialised. */
export interface Connection {
  /** One attempt, see `ProviderPart`; the heavy part is loaded on first use, and a load that fails rejects. */
  stream(request: ModelRequest, signal: AbortSignal, listener: StreamListener): Promise<void>;
  defaultModel(role: ModelRole): Promise<string>;
  /** Where requests for a model go, for people: "Amazon Bedrock in eu-west-1". Never rejects, and holds no secret. */
  where(model: string): Promise<string>;
  explain(error: WireError, model: string): Explained;
}

/** A vendor. To add one: a file, a line in `index.ts`, a row in the conformance suite, prices. */
export interface Provider {
  /** As in the setting `provider/model`. */
  readonly id: string;
  readonly label: string;
  /** Names under which its keys lie in the secret storage. */
  readonly secrets: readonly string[];
  /** One sentence: how to give it what it needs. */
  readonly setUp: string;
  /** True where something on this machine says that the user has it. Reads settings, secrets and environment only. */
  configured(source: ConnectSource): Promise<boolean>;
  /** Undefined where what it can't do without (a key) is missing. */
  connect(source: ConnectSource): Promise<Connection | undefined>;
  facts(model: string): ModelFacts;
}

/** How patient a client is. */
export interface Patience {
  readonly clock: Clock;
  /** Requests made at most, the first included. */
  readonly attempts: number;
  readonly idleMs: number;
}
