/** What panel, trees, commands and CLI may do with specs. Implemented by the flow engine, handed out by `workspace.ts`. */

import type { AgentEvent } from '../agent/types';
import type { Disposable, FileCommit } from '../host';
import type { Message, ModelFailure } from '../messages';
import type { DocumentChange, DocumentName, Spec } from '../specs/model';
import type { SpecDiff } from './review/diff';
import type { Answer, SpecSnapshot } from './snapshot';

/** What a new spec begins with. */
export interface NewSpec {
  /** Absolute path of the workspace folder. */
  readonly root: string;
  readonly sentence: string;
  /** Folder name; made from the sentence or by the agent when absent. Made safe and unique in any case. */
  readonly name?: string;
  /** Id of a flow of `flows/index.ts`; the default is `requirements-first`. */
  readonly flow?: string;
}

/** How an action on a spec ended. Nothing is thrown for a model's or a user's reason. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: ModelFailure }
  /** A gate, a conflict, a held lock: one sentence that says what and what to do. */
  | {
      readonly kind: 'refused';
      readonly code: 'gate' | 'conflict' | 'locked' | 'busy' | 'stale' | 'agent' | 'invalid';
      readonly message: string;
    };

/** Why something was not done. */
export type Refusal = Extract<Outcome, { kind: 'refused' }>;

/** One spec and its flow. Methods resolve when their work has ended; none rejects for a model's or a user's reason. */
export interface SpecHandle {
  readonly path: string;
  snapshot(): SpecSnapshot;
  /** The parsed documents that the snapshot speaks of. */
  spec(): Spec;
  /** Called after each change of the snapshot, and with the agent's events as they come. */
  subscribe(listener: { changed?: (snapshot: SpecSnapshot) => void; event?: (event: AgentEvent) => void }): Disposable;

  /** Answers the open questions (missing ids count as skipped) and writes the first document. */
  answer(answers: readonly Answer[]): Promise<Outcome>;
  /** Writes a document whose gate is open. */
  generate(document: DocumentName): Promise<Outcome>;
  /** Changes a document as a sentence asks. */
  refine(document: DocumentName, request: string): Promise<Outcome>;
  /**
   * Asks the model to bring later documents in line with exactly what changed in `document`: with the changes whose
   * ids are in `only`, or with all of them when it is absent.
   */
  updateDownstream(document: DocumentName, only?: readonly string[]): Promise<Outcome>;
  /** `shownHash` is the hash the approver was looking at; refused when file or editor differ. */
  approve(document: DocumentName, shownHash: string): Promise<Outcome>;
  /** Keeps a comment on a numbered item or a line (1-based); it stays with the text when that moves. */
  comment(
    document: DocumentName,
    at: { readonly id: string } | { readonly line: number },
    text: string,
  ): Promise<Outcome>;
  /** Ends a comment that needs no answer any more. */
  withdrawComment(id: string, reason: string): Promise<Outcome>;
  /** Sends all open comments of a document as one revision; each is answered by the change or by a reason. */
  sendComments(document: DocumentName): Promise<Outcome>;
  analyze(document: DocumentName): Promise<Outcome>;
  /** Accepts a finding for the next revision, or dismisses it for the reason given, so that it is not raised again. */
  decideFinding(id: string, decision: 'accepted' | 'dismissed', reason?: string): Promise<Outcome>;
  /** Reads the documents and their approvals anew, for whoever decides on what is there right now. */
  reread(): Promise<void>;
  /** Resolves when nothing is going on, with the outcome of the last operation; `done` where there was none. */
  settled(): Promise<Outcome>;
  /**
   * Switches parts of the context off for this spec's sessions, its tasks' too, and all others on. What was sent stays
   * in the conversation; it is added no more. Also while the model is at work.
   */
  switchOff(names: readonly string[]): Promise<Outcome>;
  /** What the model has been sent: system prompt and messages of the session; undefined before the first request. */
  sent(): { readonly system: readonly string[]; readonly messages: readonly Message[] } | undefined;
  /** Ends what is going on; what has arrived is kept as a draft version. */
  stop(): Promise<void>;
  /** Goes on where a stop, a failure or a crash ended it. */
  resume(): Promise<Outcome>;
  /**
   * The same by itself, for a window that comes back: only what was at work when its process or window went away, and
   * only with the model that was at work. Undefined where there is no such thing: what was stopped stays stopped.
   */
  resumeCutOff(): Promise<Outcome | undefined>;

  versionText(versionId: string): Promise<string | undefined>;
  changesBetween(
    document: DocumentName,
    fromVersionId: string,
    toVersionId: string,
  ): Promise<readonly DocumentChange[]>;
  /**
   * What changed in a document, requirement by requirement, and what each change touches. A side is `draft` (as it
   * stands now), `approved`, a version's number or id, or a commit, branch or tag.
   */
  diff(document: DocumentName, from: string, to: string): Promise<SpecDiff | Refusal>;
  /** The newest commits that changed a document, newest first; empty where there is no git. */
  commits(document: DocumentName): Promise<readonly FileCommit[]>;
  /** Puts a version back as the document, as a new version. */
  restore(document: DocumentName, versionId: string): Promise<Outcome>;
  /** Ends a conflict: keep the file as it is, or take the version that could not be written. */
  resolveConflict(document: DocumentName, keep: 'file' | 'version'): Promise<Outcome>;

  /** Puts the mend of a problem into the document's file, as an edit of the user's own. */
  mend(document: DocumentName, problem: ProblemAt): Promise<Outcome>;
  /** The runner's tick for a task whose box the user clicked; parents follow their children. */
  setTask(identity: string, state: 'open' | 'running' | 'done'): Promise<Outcome>;
  /** The last request as it was sent, in readable Markdown; undefined before the first. */
  lastPrompt(): Promise<string | undefined>;
  dispose(): void;
}

/** A problem of a document as its snapshot showed it; line and column are those of its place. */
export interface ProblemAt {
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

/** Every spec of the workspace. Made by `workspace.ts`; whoever made it disposes it. */
export interface SpecService {
  /** Every spec below every workspace folder, nested ones too, sorted by path. */
  list(): Promise<readonly Spec[]>;
  /** Makes the spec folder and starts the flow: reads, then asks or writes. Resolves as soon as the folder is there. */
  create(request: NewSpec): Promise<SpecHandle | Extract<Outcome, { kind: 'refused' }>>;
  /** The handle of a spec folder, one for each path; undefined where no document is there. */
  open(path: string): Promise<SpecHandle | undefined>;
  /**
   * Approvals in commits of this author open gates in this workspace folder from now on; refused in a process that an
   * agent started.
   */
  acceptAuthor(root: string, email: string): Promise<Outcome>;
  /** Called with the spec folders that changed on disk or by us, coalesced. */
  onDidChange(listener: (paths: readonly string[]) => void): Disposable;
  /**
   * Reads the open specs anew and tells of them: for what no file of theirs says, such as a commit that vouches for an
   * approval.
   */
  refresh(): Promise<void>;
  /** Resolves when no spec is at work; at once where none is. Never rejects. */
  idle(): Promise<void>;
  dispose(): void;
}
