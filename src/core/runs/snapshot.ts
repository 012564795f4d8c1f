/**
 * Where the tasks of a spec stand, as plain data: what the panel draws, the tree shows and `run --json` prints. The run
 * engine makes a new snapshot whenever anything changes; nobody else keeps state about a run.
 */
import type { NetworkDoor } from '../host';
import type { Usage } from '../messages';
import type { Mode, PermissionAnswer, PermissionRequest, RuleRef } from '../permissions/types';

/**
 * - `queued`: waits for its turn
 * - `running`: the agent works
 * - `waiting`: for the user (a permission, a question)
 * - `reviewing`: a turn's changes are to be accepted or rejected
 * - `verifying`: the commands that prove the work run
 * - `paused`: a budget is used up; everything is kept
 * - `done`: verified, ticked, with evidence
 * - `not_verifiable`: finished, but nothing ran that touches what changed; the user marks it reviewed
 * - `failed`, `stopped`: ended before that; the changes are kept
 * - `interrupted`: the process died; resume goes on
 * - `skipped`: the user took it out of the queue
 */
export type TaskRunState =
  | 'queued'
  | 'running'
  | 'waiting'
  | 'reviewing'
  | 'verifying'
  | 'paused'
  | 'done'
  | 'not_verifiable'
  | 'failed'
  | 'stopped'
  | 'interrupted'
  | 'skipped';

/** What must hold when a task is finished: all tests pass, the new ones fail (exploration), or nothing to prove. */
export type ExpectedOutcome = 'green' | 'red' | 'none';

/** Spending, and what it may be at most; an absent limit is none. Money in US dollars. */
export interface BudgetMeter {
  readonly name: 'money' | 'tokens' | 'turns' | 'minutes';
  readonly of: 'task' | 'spec' | 'day';
  readonly used: number;
  /** How much of it earlier tries of the task used; absent where there were none. */
  readonly earlier?: number;
  readonly limit?: number;
}

/** One task that was run, runs, or waits. */
export interface TaskRun {
  /** The task's identity, see `Task.identity`. */
  readonly identity: string;
  readonly id: string | null;
  readonly title: string;
  readonly state: TaskRunState;
  /** Place in the queue, from 1; only for `queued`. */
  readonly position?: number;
  readonly expected: ExpectedOutcome;
  /** What happened, what was kept, what to do. */
  readonly message?: string;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Id of its session. */
  readonly session?: string;
  /** Turns, usage and dollars are of all its sessions: tries that were given up, and what was forked, cost too. */
  readonly turns: number;
  readonly corrections: number;
  readonly usage: Usage;
  /** Undefined where a model has no known price. */
  readonly dollars?: number;
  /** Path of its record of evidence, relative to the spec folder. */
  readonly evidence?: string;
}

/** One line of a hunk, without its line end. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A part of a file's change that can be decided by itself. */
export interface HunkReview {
  readonly id: string;
  /** Lines before and after, 1-based. */
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly DiffLine[];
  /** `conflict`: the file changed since, so that it can't be undone exactly. */
  readonly state: 'open' | 'accepted' | 'rejected' | 'conflict';
}

/** What a turn, or a whole task, did to a file. */
export interface FileReview {
  /** Relative to the workspace folder, with `/`; the folder's name before it where there are several. */
  readonly path: string;
  /** Absolute path of its workspace folder. */
  readonly root: string;
  readonly kind: 'added' | 'changed' | 'deleted';
  readonly added: number;
  readonly removed: number;
  /** Empty for a binary or very large file, which is decided as a whole. */
  readonly hunks: readonly HunkReview[];
  readonly state: 'open' | 'accepted' | 'rejected' | 'mixed' | 'conflict';
  /** Why it can only be decided as a whole. */
  readonly whole?: string;
}

/** A state of the workspace that can be gone back to. */
export interface CheckpointView {
  readonly id: string;
  /** "Before turn 3", "Before the restore" */
  readonly label: string;
  /** "2 Answer GET /version": the task that was at work; absent where it is not known any more. */
  readonly task?: string;
  /** ISO 8601. */
  readonly at: string;
  /** Files that differ from now; absent where it was not counted. */
  readonly changed?: number;
}

/** One command that proves the work, with what came of it. */
export interface CheckResult {
  /** "npm test" */
  readonly line: string;
  readonly cwd: string;
  readonly state: 'running' | 'passed' | 'failed' | 'failed_before' | 'not_run';
  readonly code?: number;
  readonly ms?: number;
  /** The failing part, or the end of the output. */
  readonly output: string;
  readonly failing: readonly string[];
}

/** What verification found, newest attempt. */
export interface VerificationView {
  /** 0 for the baseline before the task, then 1 and so on. */
  readonly attempt: number;
  readonly state: 'running' | 'passed' | 'failed' | 'not_verifiable';
  readonly checks: readonly CheckResult[];
  /** "2 tests of criterion 1.4 are red. The failing part went back to the agent." */
  readonly sentence: string;
  /** Tests that were weakened, skipped or deleted, configuration that the checks run and the agent changed. */
  readonly warnings: readonly string[];
}

/** A steering rule that a change seems to break. Both places exist; their words are those of the files. */
export interface SteeringFinding {
  readonly rule: {
    /** As steering is named elsewhere: `.kiro/steering/tech.md`. */
    readonly file: string;
    /** Absolute. */
    readonly path: string;
    readonly line: number;
    readonly text: string;
  };
  readonly change: {
    /** As in `FileReview`. */
    readonly path: string;
    /** Absent for something removed, or the file as a whole. */
    readonly line?: number;
    readonly text: string;
  };
  /** In the words of the model. */
  readonly why: string;
}

/** What a look at a finished change against the steering has found. It decides nothing. */
export interface SteeringCheckView {
  /** "The change seems to break 2 steering rules." */
  readonly sentence: string;
  readonly findings: readonly SteeringFinding[];
  /** Sentences: what was reported and is not there, what was too long to be shown. */
  readonly notes: readonly string[];
  /** Steering files that it was held against. */
  readonly against: readonly string[];
  /** `provider/model`; absent where none was asked. */
  readonly model?: string;
}

/** One thing that happened in a run, in order; the last may still be growing. Ids are stable. */
export type RunStep = { readonly id: string; readonly at: number } & (
  | { readonly kind: 'checkpoint'; readonly checkpoint: string; readonly label: string }
  /** The agent's words. */
  | { readonly kind: 'said'; readonly text: string }
  /** Reads and searches that followed each other, folded. */
  | { readonly kind: 'looked'; readonly labels: readonly string[]; readonly running: boolean; readonly ms: number }
  | {
      readonly kind: 'edited';
      readonly label: string;
      readonly path: string;
      readonly added: number;
      readonly removed: number;
      /** Asked for, and not done yet; a failure is told with its reason once the turn's results are there. */
      readonly running: boolean;
      readonly failed?: string;
    }
  | {
      readonly kind: 'command';
      readonly line: string;
      readonly state: 'running' | 'ended' | 'background' | 'failed';
      /** "exit 1", "stopped after 60 s" */
      readonly ending?: string;
      readonly code?: number;
      readonly ms: number;
      /** The end of what it printed. */
      readonly output: string;
      readonly where: 'sandboxed' | 'free';
    }
  | {
      readonly kind: 'decision';
      readonly effect: 'allow' | 'deny';
      readonly by: 'rule' | 'user';
      readonly what: string;
      readonly rule: RuleRef;
    }
  | { readonly kind: 'verification'; readonly verification: VerificationView }
  /** Which steering rules the finished change seems to break. */
  | { readonly kind: 'steering'; readonly check: SteeringCheckView }
  /** A question of the agent: answered, skipped (what it does then), or open. */
  | {
      readonly kind: 'asked';
      readonly question: string;
      readonly state: 'open' | 'answered' | 'skipped';
      /** The answer, or what the agent does without one. */
      readonly answer: string;
    }
  /** What the user said while it ran. */
  | { readonly kind: 'told'; readonly text: string }
  /** What the user decided against, and what they said with it; empty where they said nothing. */
  | { readonly kind: 'reviewed'; readonly what: string; readonly said: string }
  | {
      readonly kind: 'delegated';
      readonly role: string;
      readonly goal: string;
      readonly running: boolean;
      readonly report?: string;
    }
  /** The conversation was made shorter; what was kept. */
  | { readonly kind: 'compacted'; readonly kept: string }
  /** A sentence of the runner: loop guard, budget, retry of the model, a restore. */
  | { readonly kind: 'notice'; readonly level: 'info' | 'warning' | 'error'; readonly text: string }
);

/** A question of the agent to the user. */
export interface RunQuestion {
  readonly id: string;
  readonly question: string;
  readonly why: string;
  readonly choices: readonly { readonly label: string; readonly detail: string }[];
  /** What the agent does when nobody answers. An empty answer says so. */
  readonly ifSkipped: string;
}

/** The task that is at work, or was last. */
export interface CurrentRun {
  readonly task: TaskRun;
  /** Who builds it; absent where nobody was asked since the window opened. */
  readonly model?: { readonly label: string; readonly sample: boolean };
  readonly steps: readonly RunStep[];
  /** What the agent says right now. */
  readonly text: string;
  /** What the user said and the agent hears only with its next turn; absent where there is nothing. */
  readonly unheard?: readonly string[];
  /** A model's retry that is waited for: "Waiting, attempt 2 of 5". */
  readonly waiting?: string;
  /** What the task changed so far, against its beginning; in supervised mode what is still to be decided is `open`. */
  readonly changes: readonly FileReview[];
  readonly permission?: PermissionRequest;
  readonly questions: readonly RunQuestion[];
  readonly checkpoints: readonly CheckpointView[];
  readonly verification?: VerificationView;
  /** Corrections that are made at most, for "Correction 1 of 3". */
  readonly correctionLimit?: number;
  /** Criteria the task is about, in full, and the parts of the design. */
  readonly criteria: readonly { readonly id: string; readonly text: string; readonly tests: readonly string[] }[];
  readonly design: readonly string[];
  readonly budget: readonly BudgetMeter[];
  /** Tokens of the last prompt, and the window. */
  readonly contextUsed: number;
  readonly contextWindow: number;
  /** Share of the last prompt that came from the cache, 0 to 1. */
  readonly cached: number;
}

/** Commands that are to prove the work, found in the workspace and not confirmed yet, or changed since. */
export interface ChecksToConfirm {
  readonly checks: readonly {
    readonly line: string;
    readonly cwd: string;
    /** "package.json, script test: vitest run" */
    readonly source: string;
  }[];
  /** Why it asks: first time, or what changed since they were confirmed. */
  readonly reason: string;
}

/** Everything that is to be known about running one spec's tasks at one moment. */
export interface RunSnapshot {
  /** Absolute path of the spec folder. */
  readonly spec: string;
  readonly mode: Mode;
  /** Something is going on; `stop` ends it. */
  readonly active: boolean;
  /** Every task that was run, runs or waits, in the order of tasks.md. */
  readonly tasks: readonly TaskRun[];
  readonly current?: CurrentRun;
  readonly confirm?: ChecksToConfirm;
  /** What is in force for commands; absent before the first run. */
  readonly sandbox?: { readonly kind: string; readonly sentence: string; readonly doors: readonly NetworkDoor[] };
  readonly today: { readonly dollars: number; readonly limit?: number };
  /** What `start({ what: 'next' })` would run; absent where every required task is done or skipped. */
  readonly next?: { readonly identity: string; readonly id: string | null };
  /** Why nothing can be started now (a gate, Restricted Mode, another window); absent where it can. */
  readonly closed?: string;
}

/** What the user may decide about changes; `tell` goes to the agent, which follows it. */
export interface ReviewDecision {
  readonly accept: boolean;
  /** A file's path as in `FileReview`, and in it one hunk; absent, everything that is open. */
  readonly path?: string;
  readonly hunk?: string;
  /** Takes back what was said to it: it is open again, and what was rejected is put back. `accept` then says nothing. */
  readonly undo?: true;
  readonly tell?: string;
}

export type { PermissionAnswer };
