/** The seams of the agent loop. The loop itself knows nothing of specs, flows, hooks or permissions' contents. */
import type { Message, ModelFailure, ToolCall, ToolResult, Usage } from '../messages';
import type { ProviderEvent, ResolvedModel, ToolSchema } from '../providers/provider';

/** Everything the loop tells while it runs, in order; also what the session log and the panel live on. */
export type AgentEvent =
  | ProviderEvent
  | { readonly type: 'turn'; readonly number: number }
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'tool_run'; readonly call: ToolCall; readonly label: string }
  /** What a running tool prints, as it comes; the whole of it, cut to its budget, is in the result. */
  | { readonly type: 'tool_output'; readonly call: string; readonly text: string }
  | { readonly type: 'tool_done'; readonly call: ToolCall; readonly result: ToolResult; readonly ms: number }
  | { readonly type: 'prefix'; readonly reason: string }
  /** The conversation was made shorter; `kept` is what stands for what is gone. */
  | { readonly type: 'compacted'; readonly kept: string };

/** Where the conversation lives: the session log. `append` is durable when it resolves. */
export interface Conversation {
  messages(): readonly Message[];
  append(message: Message, usage?: Usage): Promise<void>;
  /**
   * A model has answered in it, in this process or an earlier one; what a fork took over was said in another session.
   * Absent: its messages say so.
   */
  answered?(): boolean;
}

/** A conversation that can be made shorter; one that can't fills up, and then the run ends. */
export interface Compactable {
  /** From now on `messages()` is `summary` and what stood from index `from` on. Durable when it resolves. */
  compact(summary: Message, from: number, usage: Usage): Promise<void>;
  /** It was made shorter, and no tool has answered since, in this process or an earlier one: once more would be of no use. */
  justCompacted?(): boolean;
}

/** What a run needs to make its conversation shorter. */
export interface Compaction {
  /** What must not be lost, whatever the model writes: the task, its criteria, decisions, files touched, failures. */
  readonly state: () => Promise<string>;
  /** Share of the window from which on it is done; 0.8 unless told. */
  readonly at?: number;
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
  /** Neighbouring calls of this tool run side by side although they may change things; absent, none do. */
  sideBySide?(call: ToolCall): boolean;
  /** "Read src/server.ts" */
  label(call: ToolCall): string;
  /** `output` gets what a tool prints while it runs; it must not throw. */
  run(call: ToolCall, signal: AbortSignal, output?: (text: string) => void): Promise<ToolOutcome>;
}

/** A turn whose tools have run; their results are in the conversation. */
export interface TurnDone {
  /** From 1, within this run. */
  readonly number: number;
  readonly message: Message;
  readonly results: readonly ToolResult[];
}

/** What follows a turn: the next request, with `append` before it, or the end of the run. */
export type TurnVerdict =
  | { readonly kind: 'go_on'; readonly append?: readonly Message[] }
  | { readonly kind: 'halt'; readonly why: string };

/** Contract of every seam: must not throw; absence changes nothing. */
export interface AgentSeams {
  /** Before a tool call: a result here replaces the call. */
  readonly beforeTool?: (call: ToolCall) => Promise<ToolResult | undefined>;
  readonly afterTool?: (call: ToolCall, result: ToolResult) => Promise<ToolResult>;
  /** Milliseconds for which a person was asked something so far: a call that waits for them does not take that long. */
  readonly waited?: () => number;
  /**
   * After a turn that called tools. May take as long as a person does who looks at the changes; when the signal is
   * aborted it resolves soon, and what it says no longer counts.
   */
  readonly turnEnd?: (turn: TurnDone, signal: AbortSignal) => Promise<TurnVerdict>;
  /** Before a request: messages to append to the conversation (steering that became relevant, words of the user). */
  readonly context?: () => Promise<readonly Message[]>;
  /** Before the conversation is made shorter: false keeps it as it is. */
  readonly beforeCompaction?: () => Promise<boolean>;
  /** After a turn: true lets the run go on, a sentence stops it. */
  readonly budget?: (usage: Usage, turns: number) => true | string;
}

/** Whose run it is, for those who are told of what it does; the loop does not look at it. */
export interface RunOrigin {
  /** Id of the session that the conversation is kept in. */
  readonly session: string;
  /** `main`, or the kind of sub-agent: `research`, `code`, `test`, `hook`. */
  readonly agent: string;
  /** Absolute path of the spec folder, where it works for one. */
  readonly spec?: string;
}

/** Everything a run needs. `onEvent` must not throw. */
export interface AgentRun {
  readonly origin?: RunOrigin;
  /** What the model says last is what the caller takes: nothing may be said after it. */
  readonly lastWordsCount?: true;
  readonly model: ResolvedModel;
  readonly system: readonly string[];
  readonly tools: ToolRunner;
  readonly conversation: Conversation & Partial<Compactable>;
  readonly compaction?: Compaction;
  readonly maxTokens: number;
  readonly maxTurns: number;
  readonly seams?: AgentSeams;
  /** Names of what its user switched off for the session: it is added no more. Must not reject. */
  readonly off?: () => Promise<readonly string[]>;
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
  /** `turnEnd` ended the run (the loop guard). */
  | { readonly kind: 'halted'; readonly why: string; readonly usage: Usage }
  | { readonly kind: 'failed'; readonly failure: ModelFailure; readonly partial: Message; readonly usage: Usage };
