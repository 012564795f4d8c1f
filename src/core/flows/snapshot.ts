/**
 * Where a spec stands, as plain data: what the panel draws, the tree shows and `spec show --json` prints. The flow
 * engine makes a new snapshot whenever anything changes; nobody else keeps state about a flow.
 */
import type { Diagnostic } from '../diagnostic';
import type { ModelFailure, Usage } from '../messages';
import type { DocumentChange, DocumentName, SpecKind } from '../specs/model';

/** One answer to choose; `detail` says its consequence. */
export interface Choice {
  readonly label: string;
  readonly detail: string;
}

/** One decision that the agent can't take from the request or the repository. */
export interface Question {
  readonly id: string;
  readonly question: string;
  /** What changes in the spec with the answer. */
  readonly why: string;
  readonly kind: 'single' | 'multiple' | 'text';
  readonly choices: readonly Choice[];
  readonly default: readonly string[];
  /** The assumption that is written down when nobody answers. */
  readonly ifSkipped: string;
}

/** What became of a question. */
export interface Answer {
  readonly id: string;
  /** Labels of choices, or free text. Empty when skipped. */
  readonly answer: readonly string[];
  readonly source: 'user' | 'default' | 'skipped';
}

/** Something the agent read in the repository that the spec rests on. */
export interface Fact {
  /** Relative to the workspace folder, with `/`. */
  readonly file: string;
  readonly line?: number;
  /** What the file does today. */
  readonly today: string;
  readonly callers: readonly string[];
}

/** One thing the agent did while reading, for the folded list above the questions. */
export interface AgentStep {
  readonly tool: string;
  /** In words: "Read src/server.ts". */
  readonly label: string;
  readonly state: 'running' | 'done' | 'failed';
}

/** What is going on right now. Everything but `idle`, `asking` and `stopped` can be stopped. */
export type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly startedAt: number }
  | { readonly kind: 'asking' }
  | { readonly kind: 'writing'; readonly document: DocumentName; readonly text: string }
  | { readonly kind: 'repairing'; readonly document: DocumentName; readonly turn: number; readonly of: number }
  | { readonly kind: 'refining'; readonly document: DocumentName; readonly request: string; readonly text: string }
  /** The last activity ended before its end; `resume` goes on from here. */
  | {
      readonly kind: 'stopped';
      readonly by: 'user' | 'failure' | 'crash';
      readonly document?: DocumentName;
      readonly failure?: ModelFailure;
      /** The complete lines of the document that had arrived. */
      readonly text?: string;
      /** What happened, what was kept, what to do. */
      readonly message: string;
    };

/** A retry that is being waited for, shown beside the activity. */
export interface Waiting {
  readonly attempt: number;
  readonly of: number;
  readonly untilMs: number;
  readonly reason: string;
}

/**
 * - `locked`: the document before it is not approved
 * - `absent`: may be written now
 * - `draft`: there, not approved
 * - `approved`: its hash is the approved one, and so is everything it rests on
 * - `changed`: edited since it was approved
 * - `behind`: unchanged, but something it rests on changed or was approved anew
 * - `claimed`: an approval is there that this machine can't vouch for; the gate is closed
 */
export type DocumentStateKind = 'locked' | 'absent' | 'draft' | 'approved' | 'changed' | 'behind' | 'claimed';

/** The approval that a document has or claims. */
export interface ApprovalInfo {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly hash: string;
  /** How it is vouched for: this machine's key, or a commit of an accepted author. */
  readonly vouched: 'key' | 'commit' | 'none';
  /** Who committed the approval, where git was asked: what "accept approvals of" is about. */
  readonly author?: { readonly name: string; readonly email: string; readonly commit: string };
  /** Where it is only claimed: why it does not count. */
  readonly why?: string;
}

/** One kept text of a document; the text itself comes from `SpecHandle.versionText`. */
export interface VersionInfo {
  readonly id: string;
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  /** In words: "First draft", "Refined: limit titles to 200", "Edited by hand", "Restored from 2", "Stopped draft". */
  readonly cause: string;
  readonly hash: string;
  readonly approved: boolean;
  readonly sample: boolean;
  /** A draft that was stopped before its end. */
  readonly partial: boolean;
}

/** The file and the version that should have been written differ; both are kept until the user chooses. */
export interface Conflict {
  readonly versionId: string;
  readonly message: string;
}

/** What a team's rules say of the approvals of a document as it is. */
export interface TeamInfo {
  readonly needed: number;
  /** Who approved this text, as far as it counts. */
  readonly by: readonly string[];
  /** What is still lacking, in words; absent where nothing is. */
  readonly lacking?: string;
  /** The approvals that count, oldest first. */
  readonly approvals: readonly TeamApproval[];
  /** Approvals of this text that do not count, each with why. */
  readonly passedOver: readonly { readonly by: string; readonly why: string }[];
  /** Whose approvals count, as CODEOWNERS names them; empty where anybody's do. */
  readonly owners: readonly string[];
  /** Why an approval given here now would not count; absent where it would, or where none is needed. */
  readonly inVain?: string;
}

/** One approval of a team. */
export interface TeamApproval {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** In a commit as it stands: others have it with their next pull. */
  readonly committed: boolean;
}

/** Where one document of the flow stands, whether it is written yet or not. */
export interface DocumentSnapshot {
  readonly name: DocumentName;
  /** "Requirements" */
  readonly label: string;
  readonly state: DocumentStateKind;
  /** Hash of what is on disk or in the editor now. */
  readonly hash?: string;
  readonly approval?: ApprovalInfo;
  /** Where more than one approval, or a certain person's, is asked for. */
  readonly team?: TeamInfo;
  /** What changed since the approval, or in what it rests on. */
  readonly changes: readonly DocumentChange[];
  /** What it does not follow yet, by the document that changed. Empty where it is in line with all that it rests on. */
  readonly behind: readonly { readonly source: DocumentName; readonly changes: readonly DocumentChange[] }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly versions: readonly VersionInfo[];
  readonly conflict?: Conflict;
}

/** What this spec has cost so far, and how full the model's window is. */
export interface CostInfo {
  readonly usage: Usage;
  /** US dollars; undefined where the model has no known price. */
  readonly dollars?: number;
  /** Tokens of the last prompt and the window they must fit in. */
  readonly contextUsed: number;
  readonly contextWindow: number;
  /** Share of the last prompt that came from the cache, 0 to 1. */
  readonly cached: number;
}

/** A finding of "Analyze": where the document could be built or tested in two ways. */
export interface Finding {
  readonly id: string;
  /** Absent for the document that holds the criteria. */
  readonly document?: DocumentName;
  readonly kind: string;
  readonly severity: 'blocks' | 'costs';
  readonly criterion: string;
  readonly evidence: readonly { readonly where: string; readonly quote: string }[];
  readonly consequence: string;
  readonly action: 'replace' | 'add_after' | 'remove';
  readonly wording: string;
  readonly question: string;
  readonly state: 'open' | 'accepted' | 'dismissed';
  /** Why it was dismissed. */
  readonly reason?: string;
}

/** A comment on a document, with its place as the document is now. */
export interface CommentView {
  readonly id: string;
  readonly document: DocumentName;
  /** Id of the item that it is about, as it is numbered now; absent for a line, and where the item is gone. */
  readonly target?: string;
  /** 1-based; absent where its text is gone. */
  readonly line?: number;
  /** The item's id when the comment was written; empty for a line. */
  readonly was: string;
  /** The line that it was written on. */
  readonly quote: string;
  readonly text: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** Absent while it waits for one. */
  readonly answer?: {
    readonly outcome: 'changed' | 'reason' | 'withdrawn';
    readonly reason: string;
    readonly by: string;
    readonly at: string;
    /** Hash of the document after the answer. */
    readonly hash: string;
  };
}

/** Everything that is to be known about one spec at one moment. */
export interface SpecSnapshot {
  /** Absolute path of the spec folder. */
  readonly path: string;
  /** Absolute path of the workspace folder it belongs to. */
  readonly root: string;
  readonly name: string;
  readonly title: string;
  readonly flow: string;
  readonly kind: SpecKind;
  /** The sentence it began with; undefined for a spec that Tracewright did not make. */
  readonly sentence?: string;
  /** "Claude Sonnet", "Sample answers"; undefined where no model is set up. */
  readonly model?: { readonly label: string; readonly sample: boolean };
  readonly activity: Activity;
  readonly waiting?: Waiting;
  readonly steps: readonly AgentStep[];
  readonly questions: readonly Question[];
  readonly answers: readonly Answer[];
  readonly facts: readonly Fact[];
  /** What the agent said beside the last document: assumptions, what to look at first. */
  readonly reply?: string;
  /** Why the agent thinks that the request needs no spec; the first document is then written only when asked for. */
  readonly needsNoSpec?: string;
  readonly documents: readonly DocumentSnapshot[];
  readonly findings: readonly Finding[];
  readonly comments: readonly CommentView[];
  /** Parts of the context that the user switched off, by name. */
  readonly off?: readonly string[];
  readonly cost: CostInfo;
  /** Somebody else (a second window, the CLI) holds the lock; everything here is read-only. */
  readonly heldBy?: string;
}
