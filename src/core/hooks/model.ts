/**
 * What a hook is, what happens, and what became of it: plain data, JSON throughout, so that it can be logged, sent to a
 * panel and compared. Every generation of hook files is read into this and nothing after reading knows which it was.
 */
import type { Diagnostic, Place } from '../diagnostic';

/** Triggers, by Kiro's name where Kiro has one. 0.x names and short aliases are in `triggers/`. */
export type TriggerName =
  | 'PostFileCreate'
  | 'PostFileSave'
  | 'PostFileDelete'
  | 'PostFileRename'
  | 'PreCommit'
  | 'PostCommit'
  | 'BranchChange'
  | 'PrePush'
  | 'BuildFinish'
  | 'TestFinish'
  | 'ProblemsAppear'
  | 'SpecGenerate'
  | 'SpecApprove'
  | 'SpecStale'
  | 'PreTaskExec'
  | 'PostTaskExec'
  | 'RunFinish'
  | 'CodeGenerate'
  | 'ApiChange'
  | 'SessionStart'
  | 'SessionEnd'
  | 'UserPromptSubmit'
  | 'PreToolUse'
  | 'PostToolUse'
  | 'Stop'
  | 'PreCompaction'
  | 'PostCompaction'
  | 'Manual'
  | 'Schedule';

/** The generation that a hook was written in. */
export type HookFormat =
  /** `.kiro.hook`: `when` and `then`; also found inside `.json`. */
  | 'kiro-0'
  /** `.json`: `version: "v1"` and `hooks`. */
  | 'kiro-1'
  /** `.kiro/hooks.yaml` */
  | 'yaml';

/** Where a hook is written. */
export interface HookSource {
  /** Absolute path of the file. */
  readonly path: string;
  readonly format: HookFormat;
  /** `user`: from `~/.kiro/hooks`, for every folder. */
  readonly scope: 'workspace' | 'user';
  /** Which hook of the file, from 0. */
  readonly index: number;
  /** All of the hook. */
  readonly place: Place;
}

/** When a hook fires. What does not concern the trigger is empty. */
export interface Trigger {
  readonly name: TriggerName;
  /**
   * Globs relative to the workspace folder; those that begin with `!` take away again. Empty: every file. A glob
   * without a slash is compared with names, at any depth.
   */
  readonly patterns: readonly string[];
  /** Regular expressions of v1, found anywhere in a path, a tool's name or a prompt; one must. Empty: everything. */
  readonly matchers: readonly string[];
  /** Categories of tools (`read`, `write`, `shell`, `web`, `spec`, `*`, `@builtin`, `@mcp`, `@server/tool`), or regexes of names. */
  readonly tools: readonly string[];
  /** Five fields of cron, in local time; only for `Schedule`. */
  readonly cron?: string;
}

/** What must also hold; never code. */
export type Condition =
  /** One of the event's files matches one of the globs. */
  | { readonly kind: 'glob'; readonly patterns: readonly string[] }
  /** Found in the event's text: a file's contents as they are now, else a prompt, a tool's input, an output. */
  | { readonly kind: 'regex'; readonly pattern: string }
  /** Found in a line that the change added or altered, or, without a pattern, at least this many such lines in all files. */
  | { readonly kind: 'changedLines'; readonly pattern?: string; readonly atLeast?: number }
  /** The branch that is checked out; globs. */
  | { readonly kind: 'branch'; readonly patterns: readonly string[] }
  /** `requirements`, `design`, `tasks`, `bugfix`. */
  | { readonly kind: 'document'; readonly documents: readonly string[] }
  /** How what the event tells of ended: a number, `ok` or `failed`. */
  | { readonly kind: 'exitCode'; readonly codes: readonly (number | 'ok' | 'failed')[] }
  /** By the ending of a file's name: `typescript`, `python`. */
  | { readonly kind: 'language'; readonly languages: readonly string[] }
  /** Whether a test file for one of the event's files is there. */
  | { readonly kind: 'testsExist'; readonly expected: boolean };

/** Limits of an agent action; what is left out has the default of the settings. */
export interface HookBudget {
  /** US dollars. */
  readonly money?: number;
  readonly turns?: number;
  readonly minutes?: number;
}

/** What one step does. `{output}` in a text is the output of the step before. */
export type Action =
  | {
      readonly kind: 'run';
      /** A command line with placeholders. */
      readonly command: string;
      /** Milliseconds; 0 means no limit, absent the default of 60 s. */
      readonly timeoutMs?: number;
    }
  | {
      readonly kind: 'agent';
      readonly prompt: string;
      /** `running`: added to the conversation of the agent that the event came from, while that is at work. */
      readonly session: 'own' | 'running';
      /** Categories of tools that it may use; absent means all that agents have. */
      readonly tools?: readonly string[];
      readonly model?: 'planning' | 'building' | 'quick';
      readonly budget?: HookBudget;
    }
  /** Looks for secrets in what the event is about. */
  | { readonly kind: 'scan'; readonly scan: 'secrets' }
  /** Writes a draft of a pull request description from the event's spec; without a path it is the output only. */
  | { readonly kind: 'pullRequest'; readonly file?: string }
  /** Ticks the items of a Markdown checklist that the event proves. */
  | { readonly kind: 'checklist'; readonly file: string; readonly item?: string }
  /** Tells the user. */
  | { readonly kind: 'notify'; readonly message: string };

/** What happens when a step does not succeed. */
export type OnFailure =
  /** Said, and the thing goes on. */
  | { readonly kind: 'warn' }
  /** On a trigger that blocks, the thing does not happen. */
  | { readonly kind: 'block' }
  /** An agent gets the output, then the step is tried again, at most so often. */
  | {
      readonly kind: 'agent';
      readonly prompt: string;
      readonly retries: number;
      /** What it comes to when the last try failed too. */
      readonly afterwards: 'warn' | 'block';
    };

/** One step of a hook. */
export interface Step {
  readonly action: Action;
  /** Absent: what the action's exit code says (2 blocks, others warn), and no further step. */
  readonly onFailure?: OnFailure;
}

/** One hook, of whatever generation. */
export interface Hook {
  /** Stable while the file keeps its name and the hook its name: `.kiro/hooks.yaml#keep tests in step`. */
  readonly id: string;
  /** Its own, else made from trigger and first step, or its file's where that holds one only; never empty. */
  readonly name: string;
  /** The name was made, and changes with what it was made from. */
  readonly unnamed?: true;
  readonly description: string;
  readonly enabled: boolean;
  /** Each firing asks first. */
  readonly confirm: boolean;
  readonly trigger: Trigger;
  /** All must hold. */
  readonly conditions: readonly Condition[];
  /** At least one. */
  readonly steps: readonly Step[];
  /** Quiet time before it fires, in milliseconds; absent: the engine's default. */
  readonly debounceMs?: number;
  /** Hex SHA-256 of trigger, conditions and steps: what the user agreed to. Name and `enabled` don't change it. */
  readonly fingerprint: string;
  readonly source: HookSource;
  /** What its commands run of the project, as it was when somebody looked; absent where nobody has. */
  readonly scripts?: readonly HookScript[];
}

/** A script, program or configuration that commands of a hook run or load. */
export interface HookScript {
  /** "package.json, script lint", "scripts/check.sh" */
  readonly name: string;
  /** Absent where it is gone. */
  readonly text?: string;
  /** What became of it since the user agreed to the hook; absent: nothing, or nobody has agreed yet. */
  readonly news?: 'added' | 'changed' | 'gone';
  /** As it was agreed to; absent where it was not there, or is too long to be kept. */
  readonly before?: string;
}

/** One hook file as it was read; a file that holds nothing useful has no hooks and says why. */
export interface HookFile {
  readonly path: string;
  readonly format: HookFormat;
  readonly scope: 'workspace' | 'user';
  readonly hooks: readonly Hook[];
  /** Codes are `hooks/<name>`. */
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}

/** Everything that holds for a workspace folder. */
export interface HookSet {
  readonly root: string;
  readonly files: readonly HookFile[];
  /** Of all files, in the order in which they fire. */
  readonly hooks: readonly Hook[];
}

/** One hook that led to an event. */
export interface CauseLink {
  readonly hook: string;
  readonly firing: string;
}

/** Who brought an event about. */
export interface Cause {
  readonly by: 'user' | 'agent' | 'hook' | 'git' | 'unknown';
  /** The agent's session, where one did it. */
  readonly session?: string;
  /** The hooks that led here, the first cause first; empty where no hook had a part in it. */
  readonly chain: readonly CauseLink[];
}

/** A file of an event; paths are relative to the workspace folder, with `/`. */
export interface EventFile {
  readonly path: string;
  /** Where a renamed file was. */
  readonly from?: string;
  /** Hex SHA-256 of what it holds; absent where it is gone or too large. */
  readonly hash?: string;
}

/** A tool call of an agent. */
export interface EventTool {
  readonly name: string;
  readonly input: unknown;
  /** After its use. */
  readonly response?: string;
  readonly ok?: boolean;
}

/** A signature that is not what it was; `before` or `after` is absent where it is new or gone. */
export interface ApiDifference {
  readonly path: string;
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** What happened. Which fields are there depends on the trigger; each trigger's file says which. */
export interface HookEvent {
  /** Unique in this window. */
  readonly id: string;
  readonly trigger: TriggerName;
  /** Absolute path of the workspace folder. */
  readonly root: string;
  /** ISO 8601. */
  readonly at: string;
  readonly cause: Cause;
  /** Empty where the event is not about files. A burst is one event with many. */
  readonly files: readonly EventFile[];
  readonly tool?: EventTool;
  /** What the user wrote to an agent. */
  readonly prompt?: string;
  /** What the agent said last. */
  readonly response?: string;
  /** The agent's session that it happened in. */
  readonly session?: string;
  /** `main`, or the kind of sub-agent: `research`, `code`, `test`, `hook`. */
  readonly agent?: string;
  /** Absolute path of the spec folder. */
  readonly spec?: string;
  /** `requirements`, `design`, `tasks`, `bugfix` */
  readonly document?: string;
  /** Id and words of a task. */
  readonly task?: { readonly id: string; readonly text: string };
  /** How a build, a test run, a task or a run ended. */
  readonly outcome?: { readonly ok: boolean; readonly code?: number; readonly output?: string; readonly name?: string };
  readonly branch?: string;
  readonly previousBranch?: string;
  readonly commit?: { readonly hash?: string; readonly message?: string };
  /** Of `PrePush`: hashes of what is sent, and of what the other side says that it has. */
  readonly push?: { readonly remote: string; readonly tips: readonly string[]; readonly known: readonly string[] };
  /** Git's index file that is about to be committed, where it is not the repository's own. */
  readonly index?: string;
  /** The repository of an event of git, relative to the workspace folder, where it lies below that. */
  readonly repository?: string;
  /** Of `ProblemsAppear`; lines are 1-based. */
  readonly problems?: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  readonly api?: readonly ApiDifference[];
  /** Of `Schedule`: the form whose time has come. */
  readonly cron?: string;
  /** Of `Manual`: what the user gave. */
  readonly argument?: string;
}

/** Why a hook fires on an event, or why it does not, each in one sentence. */
export type Match =
  | { readonly kind: 'match'; readonly why: string; readonly files: readonly EventFile[] }
  | { readonly kind: 'no'; readonly why: string };

/** How one step went. */
export interface StepResult {
  /** The action in a few words: "npm test". */
  readonly label: string;
  readonly outcome: 'ok' | 'warning' | 'block' | 'cannot-start' | 'stopped';
  /** Standard output of a command, the answer of an agent; its end where it was long. */
  readonly output: string;
  /** What is wrong, for user or model; empty where nothing is. */
  readonly problem: string;
  readonly exitCode?: number;
  readonly ms: number;
  /** US dollars of an agent. */
  readonly cost?: number;
  /** The session of an agent: its own, or the running one that the request was added to, or `waits` to be added to. */
  readonly session?: { readonly id: string; readonly own: boolean; readonly waits?: true };
  /** Which try, from 1. */
  readonly attempt: number;
}

/** What became of a hook that matched. */
export type FiringResult =
  /** Not begun yet: waiting for its turn. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'ok' }
  | { readonly kind: 'warning'; readonly message: string }
  /** The thing it stood before does not happen. */
  | { readonly kind: 'blocked'; readonly message: string }
  /** Not begun: not trusted, part of a cycle, over the budget, refused. */
  | {
      readonly kind: 'held';
      readonly reason: 'untrusted' | 'new' | 'cycle' | 'depth' | 'budget' | 'declined';
      readonly message: string;
    }
  | { readonly kind: 'stopped' };

/** One hook that met one event. */
export interface Firing {
  readonly id: string;
  readonly hook: string;
  readonly hookName: string;
  readonly event: HookEvent;
  readonly why: string;
  /** The event's files that it is about. */
  readonly files: readonly EventFile[];
  readonly result: FiringResult;
  readonly steps: readonly StepResult[];
  /** ISO 8601. */
  readonly at: string;
  /** From the first step to the end; 0 where it has not begun. */
  readonly ms: number;
  /** US dollars, all steps together; absent where none was an agent's. */
  readonly cost?: number;
}

/** What all hooks of a blocking trigger say together. */
export interface Verdict {
  /** One sentence for each hook that blocks; empty: the thing may happen. */
  readonly blocked: readonly string[];
  /** What hooks that succeeded printed, for the agent's context. */
  readonly context: readonly string[];
  readonly warnings: readonly string[];
  readonly firings: readonly Firing[];
}
