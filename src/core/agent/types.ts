/** The seams of the agent loop. The loop itself knows nothing of specs, flows, hooks or permissions' contents. */
import type { Message, ModelFailure, ToolCall, ToolResult, Usage } from '../messages';
import type { ProviderEvent, ResolvedModel, ToolSchema } from '../providers/provider';

/** Everything the loop tells while it runs, in order; also what the session log and the panel live on. */
export type AgentEvent =
  | ProviderEvent
  | { readonly type: 'turn'; readonly number: number }
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'tool_run'; readonly call: ToolCall; readonly label: string }
  | { readonly type: 'tool_done'; readonly call: ToolCall; readonly result: ToolResult; readonly ms: number }
  | { readonly type: 'prefix'; readonly reason: string };

/** Where the conversation lives: the session log. `append` is durable when it resolves. */
export interface Conversation {
  messages(): readonly Message[];
  append(message: Message, usage?: Usage): Promise<void>;
}

/** What the loop calls for a tool; a failure is an error result, never a throw. `stop` ends the run after this turn. */
export interface ToolOutcome {
  readonly result: ToolResult;
  readonly stop?: boolean;
}

/** The tools of a run, as the loop sees them. Nothing here throws or rejects. */
export interface ToolRunner {
  readonly schemas: readonly ToolSchema[];
  readOnly(call: ToolCall): boolean;
  /** "Read src/server.ts" */
  label(call: ToolCall): string;
  run(call: ToolCall, signal: AbortSignal): Promise<ToolOutcome>;
}

/** Contract of every seam: must not throw; absence changes nothing. */
export interface AgentSeams {
  /** Before a tool call: a result here replaces the call. */
  readonly beforeTool?: (call: ToolCall) => Promise<ToolResult | undefined>;
  readonly afterTool?: (call: ToolCall, result: ToolResult) => Promise<ToolResult>;
  /** Before a request: messages to append to the conversation (steering that became relevant). */
  readonly context?: () => Promise<readonly Message[]>;
  /** After a turn: true lets the run go on, a sentence stops it. */
  readonly budget?: (usage: Usage, turns: number) => true | string;
}

/** Everything a run needs. `onEvent` must not throw. */
export interface AgentRun {
  readonly model: ResolvedModel;
  readonly system: readonly string[];
  readonly tools: ToolRunner;
  readonly conversation: Conversation;
  readonly maxTokens: number;
  readonly maxTurns: number;
  readonly seams?: AgentSeams;
  readonly onEvent: (event: AgentEvent) => void;
}

/** How a run ended, with the usage of all its requests. */
export type AgentEnd =
  /** The model ended its turn; `message` is that turn. */
  | { readonly kind: 'done'; readonly message: Message; readonly usage: Usage }
  /**
   * A tool asked to stop (a question to the user). The conversation ends with `message`, whose calls still want their
   * results: the caller appends ONE user message that holds `results` (those of the turn's other calls), the result of
   * `call`, and whatever it has to say next. After a crash `settleCalls` makes the lost `results` anew.
   */
  | {
      readonly kind: 'tool';
      readonly call: ToolCall;
      /** What the tool answered; the caller may put better words (the user's answers) in its place. */
      readonly answer: ToolResult;
      readonly results: readonly ToolResult[];
      readonly message: Message;
      readonly usage: Usage;
    }
  /** Cut off at max tokens; what arrived is in `message` and in the conversation. */
  | { readonly kind: 'max_tokens'; readonly message: Message; readonly usage: Usage }
  /** The signal was aborted; `partial` is what had arrived and is not in the conversation. */
  | { readonly kind: 'stopped'; readonly partial: Message; readonly usage: Usage }
  | { readonly kind: 'budget'; readonly why: string; readonly usage: Usage }
  | { readonly kind: 'failed'; readonly failure: ModelFailure; readonly partial: Message; readonly usage: Usage };
