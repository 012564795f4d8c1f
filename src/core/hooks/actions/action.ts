/** What an action is: how it is written, and what it does. Everything it acts with it is handed. */
import type { Action, Cause, EventFile, Hook, HookEvent, StepResult } from '../model';
import type { Reading } from '../read/fields';
import type { Located } from '../read/located';

/** A command of a hook, ready for a shell; nothing of the event is part of the line. */
export interface HookCommand {
  /** The line as the hook has it, placeholders replaced by variables. */
  readonly line: string;
  /** Absolute. */
  readonly cwd: string;
  /** Added to the environment of commands. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  readonly hook: Hook;
  /** What the files that it changes are changed by. */
  readonly cause: Cause;
  /** Milliseconds; absent is no limit. */
  readonly timeoutMs?: number;
}

/** How a hook's command ended. */
export type HookCommandEnd =
  | {
      readonly kind: 'ended';
      /** Absent where it did not end by itself. */
      readonly code?: number;
      readonly by: 'exit' | 'signal' | 'timeout' | 'stop' | 'input';
      readonly stdout: string;
      readonly stderr: string;
      /** Where it wanted to go on the network and was not let: "registry.npmjs.org". */
      readonly closed?: readonly string[];
    }
  /** It was never begun: refused by a rule or by the user, or the shell is missing. */
  | { readonly kind: 'refused'; readonly message: string };

/** What an agent is asked by a hook. */
export interface HookAgentRequest {
  readonly action: Extract<Action, { kind: 'agent' }>;
  /** With placeholders replaced. */
  readonly prompt: string;
  readonly hook: Hook;
  readonly event: HookEvent;
  /** What everything that the agent does is caused by. */
  readonly cause: Cause;
  /** An agent's run waits for the firing and goes on only after it. */
  readonly awaited: boolean;
  /** Hears what became of a request that waits in a running session (`session.waits`). Must not throw. */
  amend(end: HookAgentEnd): void;
}

/** How an agent of a hook ended; `text` is empty where it was added to a running session, which goes on. */
export type HookAgentEnd = Pick<StepResult, 'session'> & { readonly dollars?: number } & (
    | { readonly kind: 'done'; readonly text: string }
    | { readonly kind: 'stopped' }
    /** No model, over the budget, the model failed: a sentence. */
    | { readonly kind: 'failed'; readonly message: string; readonly noModel: boolean }
  );

/** A secret that a scan found; the secret itself is never part of it. */
export interface SecretFinding {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** "AWS access key" */
  readonly what: string;
}

/** An event, and those of its files that a hook is about. */
export interface EventAbout {
  readonly event: HookEvent;
  readonly files: readonly EventFile[];
}

/** What actions act with. Nothing here rejects but `command`, `agent` and `scan`, and those only when aborted. */
export interface ActionDeps {
  command(request: HookCommand, signal: AbortSignal): Promise<HookCommandEnd>;
  agent(request: HookAgentRequest, signal: AbortSignal): Promise<HookAgentEnd>;
  /**
   * The event without files that are kept from models, and without what it says of them. Undefined where it is about
   * such files alone.
   */
  shown(about: EventAbout): Promise<EventAbout | undefined>;
  /** Secrets in what the event is about: the staged contents before a commit, else the files as they are. */
  scan(event: HookEvent, files: readonly EventFile[], signal: AbortSignal): Promise<readonly SecretFinding[]>;
  /** A draft of a pull request description; a sentence in `problem` where there is no spec. */
  pullRequest(event: HookEvent): Promise<{ readonly text: string } | { readonly problem: string }>;
  /** Ticks what the event proves; what it did in one sentence. */
  checklist(
    file: string,
    item: string | undefined,
    event: HookEvent,
    cause: Cause,
  ): Promise<{ readonly text: string } | { readonly problem: string }>;
  /** Writes a file of the workspace for a hook; a sentence where that is refused. */
  write(path: string, text: string, event: HookEvent, cause: Cause): Promise<string | undefined>;
  notify(message: string, hook: Hook): void;
  /** The shell that command lines are written for. */
  readonly shell: 'posix' | 'powershell' | 'cmd';
}

/** One step that is to be done. */
export interface ActionContext {
  readonly hook: Hook;
  readonly event: HookEvent;
  /** The event's files that the hook is about. */
  readonly files: readonly EventFile[];
  /** Output of the step before; empty for the first. */
  readonly output: string;
  /** What comes of the step is caused by the firing. */
  readonly cause: Cause;
  /** Whoever the event came from waits for the firing. */
  readonly awaited: boolean;
  readonly deps: ActionDeps;
  /** Takes what became of the step after it had resolved. Never throws. */
  amend(later: ActionResult): void;
}

/** What came of it; the engine adds label, time and attempt. `noModel`: nobody was there to ask. */
export type ActionResult = Omit<StepResult, 'label' | 'ms' | 'attempt'> & { readonly noModel?: true };

/** One kind of action. To add one: a file, a line in `index.ts`, its form in `model.ts`. */
export interface ActionKind<Kind extends Action['kind'] = Action['kind']> {
  readonly kind: Kind;
  /** The key that makes a step of this kind in YAML: `run`. */
  readonly key: string;
  /** Other keys that belong to it. */
  readonly keys: readonly string[];
  /** JSON Schema of `key` and `keys`. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** One sentence for completion and hover. */
  readonly help: string;
  /** Reads it where `key` is there; undefined after a complaint. */
  read(reading: Reading, map: Located): Action | undefined;
  /** "npm test", "Ask an agent: Update the docs" */
  label(action: Extract<Action, { kind: Kind }>): string;
  /** Resolves with what came of it; rejects only when aborted. */
  run(action: Extract<Action, { kind: Kind }>, context: ActionContext, signal: AbortSignal): Promise<ActionResult>;
}

/** A step that did what it should. */
export function ok(output: string): ActionResult {
  return { outcome: 'ok', output, problem: '' };
}

/** The first line, cut to what fits a list. */
export function shortened(text: string, most = 80): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
