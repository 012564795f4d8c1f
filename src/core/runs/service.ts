/** What panel, trees, commands and CLI may do with runs. Implemented by the run engine, handed out by `workspace.ts`. */
import type { AgentEvent } from '../agent/types';
import type { Disposable } from '../host';
import type { Message } from '../messages';
import type { Mode, PermissionAnswer } from '../permissions/types';
import type { CheckpointView, FileReview, ReviewDecision, RunSnapshot } from './snapshot';

/** Which tasks to run. */
export type RunRequest =
  | { readonly what: 'task'; readonly identity: string }
  /** The next required task that is not done. */
  | { readonly what: 'next' }
  | { readonly what: 'from'; readonly identity: string }
  /** Every required task that is not done. */
  | { readonly what: 'all' };

/** How an action on a run ended. Nothing is thrown for a model's or a user's reason. */
export type RunOutcome =
  /** `message`: what was left out, and why, where the user would not see it elsewhere. */
  | { readonly kind: 'done'; readonly message?: string }
  /** Ended before its end, and why; everything is kept. */
  | { readonly kind: 'stopped' | 'failed' | 'paused' | 'not_verifiable'; readonly message: string }
  | {
      readonly kind: 'refused';
      readonly code: 'gate' | 'locked' | 'busy' | 'invalid' | 'denied' | 'agent' | 'trust' | 'model' | 'budget';
      readonly message: string;
    };

/** What a run of these tasks will cost, about; from earlier tasks of this spec where there are any. */
export interface RunEstimate {
  readonly tasks: number;
  readonly dollars?: number;
  readonly minutes: number;
  /** What it rests on: "the last 3 tasks of this spec", "a guess, as no task was run yet". */
  readonly basis: string;
}

/** What a restore would do. */
export interface RestorePreview {
  readonly checkpoint: CheckpointView;
  /** What would change, from the present to the checkpoint. */
  readonly files: readonly FileReview[];
  /** Files that were changed after the checkpoint by somebody else than the agent. */
  readonly byUser: readonly string[];
  /** Large or ignored files that the checkpoint does not hold. */
  readonly notHeld: readonly string[];
}

/** The runs of one spec. Methods resolve when their work has ended; none rejects for a model's or a user's reason. */
export interface SpecRuns {
  snapshot(): RunSnapshot;
  /** Called after each change of the snapshot, and with the agent's events as they come. */
  subscribe(listener: { changed?: (snapshot: RunSnapshot) => void; event?: (event: AgentEvent) => void }): Disposable;
  /** Runs tasks one after the other, in the graph's order. All three documents are approved before each. */
  start(request: RunRequest): Promise<RunOutcome>;
  estimate(request: RunRequest): Promise<RunEstimate>;
  /** Ends what is going on at once; the changes are kept. */
  stop(): Promise<void>;
  /** Goes on with the task that a stop, a failure, a pause or a crash ended. */
  resume(): Promise<RunOutcome>;
  /** Says something to the agent while it runs; it hears it before its next request. */
  tell(text: string): void;
  setMode(mode: Mode): void;
  decide(permission: string, answer: PermissionAnswer): void;
  answer(question: string, answer: string): void;
  /** Accepts or rejects; what is rejected is undone exactly. */
  review(decision: ReviewDecision): Promise<RunOutcome>;
  /** Uses these commands as proof from now on; an empty list says that there are none. */
  confirmChecks(lines: readonly { readonly line: string; readonly cwd: string }[]): Promise<void>;
  /** From the beginning. While another task of the spec is at work it is queued behind that one, and this resolves at once. */
  retry(identity: string): Promise<RunOutcome>;
  /** Takes a task out of the queue; also while another one is at work. */
  skip(identity: string): Promise<RunOutcome>;
  /** Empties the queue and forgets failed and stopped tasks; nothing that runs is touched. */
  clear(): Promise<RunOutcome>;
  /** For a task that is not verifiable: the user has looked at it, and the runner ticks it with that as its evidence. */
  markReviewed(identity: string): Promise<RunOutcome>;
  /** Raises what a pause is about, for this task, and goes on. */
  raiseBudget(): Promise<RunOutcome>;
  /** What a task changed, from its beginning to its end. */
  changes(identity: string): Promise<readonly FileReview[]>;
  /** Both sides of a file's change, for the editor's diff view; undefined where the side has no file. */
  sides(identity: string, path: string): Promise<{ readonly before?: string; readonly after?: string }>;
  /** A task's record as readable Markdown; undefined where there is none. */
  evidence(identity: string): Promise<string | undefined>;
  checkpoints(): Promise<readonly CheckpointView[]>;
  previewRestore(checkpoint: string): Promise<RestorePreview | undefined>;
  /** Restores files, and with `conversation` what the agent remembers; the present is kept as a checkpoint first. */
  restore(checkpoint: string, options: { readonly conversation: boolean }): Promise<RunOutcome>;
  /**
   * "Fork from here": what the agent remembered at a checkpoint goes on in a session of its own, which `resume` goes on
   * with. The session until now stays in the log as it is. With `files` they are put back too; else they stay.
   */
  fork(checkpoint: string, options: { readonly files: boolean }): Promise<RunOutcome>;
  dispose(): void;
}

/** What the agent of a task was sent. */
export interface SentByTask {
  readonly system: readonly string[];
  readonly messages: readonly Message[];
  /** Of its last request: tokens with the answer, and the share of the prompt that a cache held (0 to 1). */
  readonly last?: { readonly tokens: number; readonly cached: number };
}

/** Runs of every spec of the workspace. Whoever made it disposes it. */
export interface RunService {
  /** The runs of a spec folder, one for each path; undefined where there is no tasks.md. */
  open(spec: string): Promise<SpecRuns | undefined>;
  /**
   * Reads anew what documents and approvals of these specs, or of all, say: somebody changed them. Only what was opened
   * is read, and nothing that runs, which looks for itself before each task. Never rejects.
   */
  refresh(specs?: readonly string[]): Promise<void>;
  /**
   * What the agent of a task was sent so far, in the session that it has now; undefined before its first request. Opens
   * nothing, so that it can be asked of any spec.
   */
  sent(spec: string, identity: string): Promise<SentByTask | undefined>;
  /** What is going on anywhere, for the status bar. */
  active(): readonly RunSnapshot[];
  /** Called with the spec folder whose runs changed, coalesced. */
  onDidChange(listener: (spec: string) => void): Disposable;
  dispose(): void;
}
