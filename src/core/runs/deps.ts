/**
 * What the run engine is made of: ports of the host, and functions from folders that runs may not import. The engine
 * knows the order of things (prompt, turn, review, verify, tick, evidence); how each is done stands behind these
 * interfaces, and a test replaces any of them.
 */
import type { AgentEnd, AgentRun, ToolRunner } from '../agent/types';
import type { CodeView, Commands, Host, SandboxFacts } from '../host';
import type { Message, ModelFailure, Usage } from '../messages';
import type { AskPermission, Authority, Decision, Subject } from '../permissions/types';
import type { SessionStore } from '../sessions/store';
import type { Spec, Task } from '../specs/model';
import type { Ledger } from './ledger';
import type { RestorePreview, RunOutcome } from './service';
import type {
  CheckpointView,
  ChecksToConfirm,
  ExpectedOutcome,
  FileReview,
  SteeringCheckView,
  VerificationView,
} from './snapshot';

/** A model that builds. */
export type BuildingModel = AgentRun['model'];

/** What a tool of a run answers; `stop` ends the agent's run after the turn. The same shape as the tools' own. */
export interface RunAnswer {
  readonly text: string;
  readonly isError?: boolean;
  readonly stop?: boolean;
}

/** One commit a task, about to be made or made; files relative to the workspace folder. */
export interface TaskCommit {
  readonly place: SpecPlace;
  readonly task: Task;
  readonly files: readonly string[];
  readonly session: string;
}

/** What a run does with the tools that belong to it (`ask_user`, `report_task`, `delegate`); inputs fit the tools' schemas. */
export type RunHandlers = Readonly<Partial<Record<string, (input: never) => Promise<RunAnswer>>>>;

/** A file as an agent knows it: absolute path and SHA-256; without one it is not there any more. The same shape as the tools' own. */
export interface SeenFile {
  readonly path: string;
  readonly sum?: string;
}

/** What an acting session is opened with. */
export interface WorkshopRequest {
  /** Absolute path of the workspace folder that the spec lives in. */
  readonly root: string;
  /** Absolute path of the spec folder. */
  readonly spec: string;
  /** Id of the session. */
  readonly session: string;
  /** Asked for each action: the mode can be switched at any time. */
  readonly subject: () => Omit<Subject, 'agent'>;
  readonly ask: AskPermission;
  /** Hears of every decision. Must not throw. */
  readonly onDecision: (decision: Decision) => void;
  /** Hears of every file that a tool has changed, after it has; absolute. Must not throw. */
  readonly touched: (path: string) => void;
  /** What `main` has read and written before, and who hears of what it reads and writes. Absent: it knows nothing yet. */
  readonly seen?: { readonly before: readonly SeenFile[]; note(file: SeenFile): void };
  /** Hears what is in force for commands whenever it became another: a door of the sandbox was opened. Must not throw. */
  readonly inForce?: (facts: SandboxFacts) => void;
}

/** One acting session: a sandbox, a policy, commands, and the tools of its agents. */
export interface Workshop {
  /** What is in force for commands; `none` where each command asks. */
  facts(): SandboxFacts;
  readonly sandboxed: boolean;
  readonly authority: Authority;
  readonly commands: Commands;
  /** The environment of a command that starts now. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly code: CodeView;
  /**
   * The tools of an agent: `main`, or the role of a sub-agent (`research` has only those that read). Each agent gets
   * its own, since what it has read is its own.
   */
  tools(agent: string, handlers: RunHandlers): ToolRunner;
  /**
   * Allows exactly this line for the rest of the session: a check that the user confirmed. `agreed`: for every time, as
   * with a hook, so that what is dangerous still asks.
   */
  allowCommand(line: string, how?: 'confirmed' | 'agreed'): void;
  /** Ends every command, background ones too; others may be started. Never rejects. */
  endCommands(): Promise<void>;
  /** Ends every command, and the sandbox. Never rejects. */
  close(): Promise<void>;
}

/** What a checkpoint is of. */
export interface CheckpointAbout {
  /** "Before turn 3" */
  readonly label: string;
  readonly spec: string;
  /** Identity of the task. */
  readonly task: string;
  readonly session: string;
  readonly turn: number;
  /** How many events the session had: what the agent remembers after a restore with the conversation. */
  readonly seq: number;
}

/** Where a checkpoint belongs, for a restore that goes back in the conversation too. */
export interface CheckpointPlace extends CheckpointView {
  readonly about: CheckpointAbout | undefined;
  /** One sentence for each file that is not ignored and that it does not hold: too large, unreadable. */
  readonly left: readonly string[];
}

/** A file as a review names it: the workspace folder, and the path as in `FileReview`. */
export interface FilePlace {
  readonly root: string;
  readonly path: string;
}

/** Kept states of all workspace folders together. Rejects with a sentence where the store fails. */
export interface Checkpoints {
  take(about: CheckpointAbout, signal?: AbortSignal): Promise<CheckpointPlace>;
  /**
   * The agent's turn after this checkpoint has ended, and its changes are decided: what changes from now on, until the
   * next is taken, is somebody else's and is named before a restore.
   */
  ended(checkpoint: string): Promise<void>;
  /** Those of a spec, or of everything; newest first. */
  list(spec?: string): Promise<readonly CheckpointPlace[]>;
  /** From a checkpoint to another, or to now; every hunk `open`, with an id that stays as long as the hunk does. */
  changes(from: string, to?: string): Promise<readonly FileReview[]>;
  /**
   * Every tasks.md of a spec that differs from a checkpoint, with its texts. `changes` leaves out those of which only
   * boxes differ, since the runner ticks while an agent works.
   */
  taskLists(from: string): Promise<readonly (FilePlace & { readonly before: string; readonly after: string })[]>;
  /** A file's text on both sides; absent where the side has none, or it is not text. */
  sides(
    from: string,
    to: string | undefined,
    file: FilePlace,
  ): Promise<{ readonly before?: string; readonly after?: string }>;
  /**
   * Puts a file, or one hunk of it, back to what the checkpoint holds, exactly; false where the file changed since in
   * a way that the hunk can't be taken out of it.
   */
  undo(from: string, file: FilePlace, hunk?: string): Promise<boolean>;
  /** Takes back an `undo` of this process: what was undone is there again; false where the file changed since. */
  redo(from: string, file: FilePlace, hunk?: string): Promise<boolean>;
  preview(checkpoint: string): Promise<RestorePreview | undefined>;
  /**
   * Puts everything back, or these files; the present is kept first, and its checkpoint given. `failed` is a sentence
   * for each file that was not.
   */
  restore(
    checkpoint: string,
    files?: readonly FilePlace[],
  ): Promise<{ readonly before: CheckpointView; readonly restored: number; readonly failed: readonly string[] }>;
}

/** What proves the work, and whether the user has said so. */
export type ChecksStanding =
  | { readonly kind: 'confirmed'; readonly lines: readonly string[] }
  | { readonly kind: 'ask'; readonly confirm: ChecksToConfirm };

/** What verification acts with. */
export interface VerifyContext {
  readonly workshop: Workshop;
  readonly spec: Spec;
  readonly task: Task;
  readonly expected: ExpectedOutcome;
  /** The checkpoint before the task began. */
  readonly since: string;
  readonly checkpoints: Checkpoints;
  /** Test files whose failures are the task's to mend though they failed before it, relative to the workspace folder. */
  readonly due: readonly string[];
  /** Called whenever the view grows: a command started, ended. Must not throw. */
  readonly onView: (view: VerificationView) => void;
}

/** What verification found. */
export type Verdict =
  | { readonly kind: 'passed'; readonly view: VerificationView }
  /** `back` is what the agent is told, bounded; `signature` is equal for what is the same failure to a person. */
  | { readonly kind: 'failed'; readonly view: VerificationView; readonly back: string; readonly signature: string }
  | { readonly kind: 'not_verifiable'; readonly view: VerificationView; readonly why: string };

/** Proves tasks. One for each workspace folder; rejects only when aborted. */
export interface Verifier {
  /** What must hold when this task is finished, told from its words. */
  expected(task: Task): ExpectedOutcome;
  /** What is to run, or what is to be confirmed first; `byAgent` where a session is at work that may have changed it. */
  checks(root: string): Promise<ChecksStanding>;
  confirm(root: string, lines: readonly { readonly line: string; readonly cwd: string }[]): Promise<void>;
  /** Runs the checks before the task, so that failures of today are not the agent's. Plain JSON: it goes into the log. */
  baseline(
    context: VerifyContext,
    signal: AbortSignal,
  ): Promise<{ readonly view: VerificationView; readonly data: unknown }>;
  verify(context: VerifyContext, baseline: unknown, attempt: number, signal: AbortSignal): Promise<Verdict>;
}

/** What is known of a finished task when its record is written. */
export interface EvidenceFacts {
  readonly spec: Spec;
  readonly task: Task;
  readonly session: string;
  readonly model: string;
  readonly files: readonly FileReview[];
  readonly expected: ExpectedOutcome;
  readonly verification: VerificationView | undefined;
  /** Which steering rules the change seems to break; absent where nobody looked. */
  readonly steering?: SteeringCheckView;
  /** The user looked at it and ticked it, where nothing could prove it. */
  readonly reviewed: boolean;
  /** What the agent reported. */
  readonly summary: string;
  readonly corrections: number;
  readonly turns: number;
  readonly usage: Usage;
  readonly dollars?: number;
  readonly ms: number;
  /** What earlier sessions of the task used besides. */
  readonly earlier?: Pick<EvidenceFacts, 'turns' | 'usage' | 'dollars' | 'ms'>;
  readonly sandbox: SandboxFacts;
  readonly commit?: string;
}

/** What an earlier task did, for the next one's prompt. */
export interface EvidenceSummary {
  readonly identity: string;
  readonly id: string | null;
  readonly title: string;
  readonly summary: string;
  readonly files: readonly string[];
  /** ISO 8601. */
  readonly at: string;
  /** Criteria that it proved, as they were numbered then. */
  readonly requirements: readonly string[];
  /** Path of the record, relative to the spec folder. */
  readonly path: string;
}

/** What an earlier task did, and which of its files are no more as it left them. */
export interface EarlierTask extends EvidenceSummary {
  /** By path, for those that differ: "changed since", "changed by 1.2 since", "gone since", "there again". */
  readonly since: Readonly<Record<string, string>>;
}

/** The records of a spec's finished tasks. */
export interface EvidenceBook {
  /** Writes one record and gives its path, relative to the spec folder; never rewrites one. */
  write(facts: EvidenceFacts): Promise<string>;
  list(spec: string): Promise<readonly EvidenceSummary[]>;
  /** The newest record of each task but one, oldest first, the last `most` of them, held against the files of now. */
  earlier(spec: string, but: string, most: number): Promise<readonly EarlierTask[]>;
  /** The newest record of a task as Markdown. */
  markdown(spec: string, identity: string): Promise<string | undefined>;
  /** Tests of the workspace that name the criteria of a spec: paths and lines by criterion. */
  tests(spec: string, criteria: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>>;
}

/** How far runs may go by themselves; from the settings. Absent limits are none. */
export interface RunLimits {
  readonly task: BudgetLimits;
  readonly spec: BudgetLimits;
  readonly day: BudgetLimits;
  /** Corrections after a failed verification. */
  readonly corrections: number;
  /** One commit a task. */
  readonly commit: boolean;
}

/** Money in US dollars. */
export interface BudgetLimits {
  readonly money?: number;
  readonly tokens?: number;
  readonly turns?: number;
  readonly minutes?: number;
}

/** The runner's own writes below the state folder. */
export interface RunStore {
  state(path: string, text: string): Promise<void>;
  appendState(path: string, line: string): Promise<void>;
}

/** The ports that the engine uses by itself. */
export type RunHost = Pick<Host, 'files' | 'clock' | 'locks' | 'log' | 'stateFolder' | 'env' | 'exec'>;

/** Where a spec is: its workspace folder and its own, absolute. */
export interface SpecPlace {
  readonly root: string;
  readonly path: string;
}

/** A file of the team's rules that applied to a task, or lines of one that it brought along. */
export interface AppliedSteering {
  /** As a person knows it: `.kiro/steering/tech.md`. */
  readonly label: string;
  /** Absolute. */
  readonly path: string;
  /** 1-based line of the file that `body` begins at. */
  readonly line: number;
  readonly body: string;
}

/** Looks which steering rules a finished change seems to break. */
export interface SteeringCheck {
  /** The user wants it. */
  wanted(): boolean;
  /** The model of the role `quick`, or why there is none. */
  model(): Promise<BuildingModel | ModelFailure>;
  /** What applied to a conversation that changed these files (absolute), without what is switched off. */
  applied(
    root: string,
    about: {
      readonly messages: readonly Message[];
      readonly changed: readonly string[];
      readonly off: readonly string[];
    },
  ): Promise<readonly AppliedSteering[]>;
  /** The one tool that such a request has. */
  tools(handlers: RunHandlers): ToolRunner;
}

/** Everything that the engine is handed. */
export interface RunDeps {
  readonly host: RunHost;
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
  /** False: nothing is run. */
  readonly trusted: boolean;
  /** False for a path (absolute) that no prompt may show. */
  visible(path: string): Promise<boolean>;
  /** Nobody can be asked: questions get the answer that their reason names, permissions are denied. */
  readonly headless: boolean;
  /** Guards that are switched off, by name: for tests that show that each is needed. */
  readonly without?: readonly string[];
  readonly limits: () => RunLimits;
  readonly store: RunStore;
  /** Where the state folder keeps what belongs to a workspace folder and a spec. */
  paths(
    root: string,
    spec: string,
  ): Promise<{
    readonly root: string;
    readonly lock: string;
    readonly sessions: string;
    /** First part of the id of each session of this spec's tasks. */
    readonly sessionPrefix: string;
  }>;
  sessions(folder: string): SessionStore;
  /** The model of the role `building`, or why there is none. */
  model(): Promise<BuildingModel | ModelFailure>;
  /**
   * Runs an agent that works in a workspace folder. `changed` names files (absolute) that changed in other ways than by
   * its own calls.
   */
  run(root: string, run: AgentRun, signal: AbortSignal, changed?: () => Iterable<string>): Promise<AgentEnd>;
  /** The system prompt for building: small, and the same for every task of a workspace folder; without what is off. */
  system(root: string, off?: readonly string[]): Promise<readonly string[]>;
  /** What the user switched off of the context for a spec. Must not reject. */
  off?(spec: string): Promise<readonly string[]>;
  /** Files that matter for a task, with what they declare, safe to put into a prompt; empty where no map can be made. */
  map(
    root: string,
    wish: { readonly about: string; readonly files: readonly string[] },
    signal: AbortSignal,
  ): Promise<string>;
  /** Why the spec's tasks may not be built now: the documents that are not approved. Undefined where all are. */
  gate(spec: string): Promise<string | undefined>;
  /** Writes a box of tasks.md, and those of its parents. A sentence where it could not be written. */
  tick(spec: string, identity: string, state: 'open' | 'running' | 'done'): Promise<string | undefined>;
  /** Before a task begins: a sentence keeps it from beginning. Must not reject. */
  beforeTask?(place: SpecPlace, task: Task, signal: AbortSignal): Promise<string | undefined>;
  /** After a task has ended, however it did. Must not reject. */
  afterTask?(
    place: SpecPlace,
    task: Task,
    end: { readonly kind: string; readonly message?: string },
    /** What the task changed, as it is shown. */
    files: readonly string[],
    /** Id of the task's session. */
    session: string,
  ): Promise<void>;
  /** Before the runner commits what a task changed: a sentence for each who stops it. Must not reject. */
  beforeCommit?(about: TaskCommit & { readonly index: string }, signal: AbortSignal): Promise<readonly string[]>;
  /** After it has. Must not reject. */
  afterCommit?(about: TaskCommit & { readonly commit: string }): Promise<void>;
  /** After the queue has come to its end, or a task of it did not end well. Must not reject. */
  afterRun?(place: SpecPlace, end: { readonly kind: string; readonly message?: string }): Promise<void>;
  workshop(request: WorkshopRequest): Promise<Workshop>;
  readonly checkpoints: Checkpoints;
  readonly verifier: Verifier;
  readonly evidence: EvidenceBook;
  /** Absent: nobody looks. */
  readonly steeringCheck?: SteeringCheck;
  /** US dollars for `provider/model`; undefined where there is no price. */
  dollars(model: string, usage: Usage): number | undefined;
  /** What every agent of this machine was paid for, those of hooks too. */
  readonly ledger: Ledger;
}

/** There is no model, and this says why. */
export function isFailure(model: BuildingModel | ModelFailure): model is ModelFailure {
  return 'retryable' in model;
}

/** A refusal in one sentence. */
export function refused(
  code: Extract<RunOutcome, { kind: 'refused' }>['code'],
  message: string,
): Extract<RunOutcome, { kind: 'refused' }> {
  return { kind: 'refused', code, message };
}
