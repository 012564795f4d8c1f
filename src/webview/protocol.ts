/**
 * What the panel and the extension say to each other. Types only, plain JSON: the extension checks with a schema what
 * the panel sends (src/extension/panel/messages.ts); the panel trusts the extension.
 */
import type { SpecDiff } from '../core/flows/review/diff';
import type { Answer, SpecSnapshot } from '../core/flows/snapshot';
import type { FileCommit } from '../core/host';
import type { Mode, PermissionAnswer } from '../core/permissions/types';
import type { RestorePreview, RunEstimate, RunRequest } from '../core/runs/service';
import type { CurrentRun, DiffLine, FileReview, ReviewDecision, RunSnapshot, RunStep } from '../core/runs/snapshot';
import type { DocumentName, SpecKind, TaskState } from '../core/specs/model';
import type { MentionChoice } from '../core/workspace/completeMentions';

/** A mention as far as it is typed. */
export interface OpenMention {
  /** Offset of its sign. */
  readonly start: number;
  /** What stands behind the sign, up to the caret. */
  readonly query: string;
}

const open = /(?<=^|[\s(,;“])[#@]((?:(?:file|folder|spec|steering):)?(?:"[^"\n]{0,300}|[^\s"“”(),;#@]{0,300}))$/u;
/** At the beginning of a line only: elsewhere a slash is part of a path. */
const slash = /(?<=^|\n)\/([\p{L}\p{N}._-]{0,100})$/u;

/** The editor's icon of each kind of thing that can be mentioned, in the panel and in the editor's boxes. */
export const mentionIcons = {
  file: 'file',
  folder: 'folder',
  spec: 'checklist',
  steering: 'book',
  criterion: 'law',
  word: 'mention',
} as const satisfies Readonly<Record<MentionChoice['kind'], string>>;

/** The mention that ends at the caret, also as `/name` of a steering file; undefined where none is being typed there. */
export function openMention(text: string, caret: number): OpenMention | undefined {
  const before = text.slice(0, caret);
  const named = slash.exec(before)?.[1];
  if (named !== undefined) return { start: caret - named.length - 1, query: `steering:${named}` };
  const query = open.exec(before)?.[1];
  return query === undefined ? undefined : { start: caret - query.length - 1, query };
}

/** Lines of the document that a row stands for, 1-based, both inclusive. */
export interface Lines {
  readonly line: number;
  readonly endLine: number;
}

/** Ids that a task, a property or a criterion points at. */
export interface RefView {
  readonly text: string;
  readonly ids: readonly string[];
  /** Says "all". */
  readonly all: boolean;
}

/** A criterion or clause as a row. */
export interface CriterionView extends Lines {
  readonly kind: 'criterion';
  readonly id: string;
  readonly text: string;
}

/** Text that Tracewright gives no meaning to, shown as Markdown. */
export interface ProseView extends Lines {
  readonly kind: 'prose';
  readonly markdown: string;
}

/** A task as a row, its children below it. */
export interface TaskView extends Lines {
  readonly id: string | null;
  readonly identity: string;
  readonly title: string;
  readonly state: TaskState;
  readonly optional: boolean;
  readonly runnable: boolean;
  readonly refs: readonly RefView[];
  /** What belongs to the task besides its own line and its children, as Markdown; empty when there is nothing. */
  readonly details: string;
  readonly children: readonly TaskView[];
}

/** A document in the order it is read. Keys are unique and stay with a block while text after it changes. */
export type BlockView = { readonly key: string } & Lines &
  (
    | { readonly kind: 'heading'; readonly level: number; readonly title: string }
    | { readonly kind: 'prose'; readonly markdown: string }
    | {
        readonly kind: 'glossary';
        readonly entries: readonly ({ readonly term: string; readonly meaning: string } & Lines)[];
      }
    | {
        readonly kind: 'requirement';
        readonly id: string;
        readonly title: string;
        readonly story: string;
        readonly rows: readonly (CriterionView | ProseView)[];
      }
    | {
        readonly kind: 'property';
        readonly number: string;
        readonly title: string;
        readonly markdown: string;
        readonly validates: readonly RefView[];
      }
    | { readonly kind: 'tasks'; readonly tasks: readonly TaskView[] }
  );

/** The wave graph; not readable where one is there that can't be understood. */
export interface WaveGraphView {
  readonly readable: boolean;
  readonly waves: readonly { readonly id: number; readonly tasks: readonly string[] }[];
  readonly edges: readonly (readonly [string, string])[];
}

/** A document as the panel draws it. */
export interface DocumentView {
  readonly name: DocumentName;
  /** The hash an approval of what is shown carries. */
  readonly hash: string;
  readonly blocks: readonly BlockView[];
  readonly graph?: WaveGraphView;
}

/** The model that would be used now. */
export interface ModelChip {
  readonly label: string;
  readonly sample: boolean;
}

/** A flow that can be chosen on the start screen. */
export interface FlowCard {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Name of a codicon. */
  readonly icon: string;
}

/** A workspace folder; its path is absolute, with `/`. */
export interface RootView {
  readonly path: string;
  readonly name: string;
}

/** A spec on the start screen, with where it stands in words. */
export interface RecentSpec {
  readonly path: string;
  readonly name: string;
  /** Workspace folder's name. */
  readonly root: string;
  readonly kind: SpecKind;
  readonly state: 'working' | 'attention' | 'draft' | 'approved';
  /** "Requirements changed since approval", "All 6 tasks done". */
  readonly words: string;
  /** When one of its documents was last written, milliseconds since 1970; absent when unknown. */
  readonly at?: number;
}

/** Everything the start screen shows. */
export interface StartView {
  readonly roots: readonly RootView[];
  readonly flows: readonly FlowCard[];
  readonly recent: readonly RecentSpec[];
  /** Absent where no model is set up. */
  readonly model?: ModelChip;
  /** A sentence that the sample answers are complete for. */
  readonly exampleSentence?: string;
  /** False in Restricted Mode: reading works, nothing is started. */
  readonly trusted: boolean;
  /** A sentence to begin with, from a command. */
  readonly prefill?: string;
}

/** Where to bring the panel: a document, and in it a criterion, a requirement, a task or a line. */
export interface Target {
  readonly document: DocumentName;
  readonly id?: string;
  readonly line?: number;
  /** The run instead of the document; `ask` goes on to what waits for the user. */
  readonly run?: 'watch' | 'ask';
}

/** Where the spec's tasks stand, without what grows: steps and changes come as messages of their own. */
export type RunView = Omit<RunSnapshot, 'current'> & {
  readonly current?: Omit<CurrentRun, 'steps' | 'changes'>;
  /** For a permission to write: what would change in the file. */
  readonly difference?: readonly DiffLine[];
};

/** Two sides of a document to compare, as `SpecHandle.diff` calls them. */
export interface Sides {
  readonly document: DocumentName;
  readonly from: string;
  readonly to: string;
}

/** A place to comment on: a numbered item, or a line (1-based) of the text with the hash that is sent along. */
export type CommentPlace = { readonly id: string } | { readonly line: number };

/** What the extension tells the panel. */
export type HostMessage =
  | { readonly type: 'start'; readonly start: StartView }
  /** `activity.text` is empty here: what is being written comes as `stream`. */
  | { readonly type: 'spec'; readonly snapshot: SpecSnapshot; readonly where: string; readonly trusted: boolean }
  /** A document as it stands now; `undefined` where it is gone. */
  | { readonly type: 'document'; readonly name: DocumentName; readonly view: DocumentView | undefined }
  /** Blocks from index `from` on replace those of the document being written; `end` drops them. */
  | {
      readonly type: 'stream';
      readonly name: DocumentName;
      readonly from: number;
      readonly blocks: readonly BlockView[];
    }
  | { readonly type: 'streamEnd' }
  /** What the agent says while it refines; the whole text so far. */
  | { readonly type: 'said'; readonly text: string }
  /** Something could not be done: one sentence that says what and what to do. */
  | { readonly type: 'refused'; readonly message: string }
  /** Sent with the answer to `create`: the start screen may forget its sentence. */
  | { readonly type: 'created' }
  | { readonly type: 'reveal'; readonly target: Target }
  /** The answer to `diff`: what changed, or in one sentence why that can't be said. */
  | ({ readonly type: 'diff' } & Sides & ({ readonly diff: SpecDiff } | { readonly refused: string }))
  /** The answer to `commits`, newest first. */
  | { readonly type: 'commits'; readonly document: DocumentName; readonly commits: readonly FileCommit[] }
  /** Undefined where the spec has no tasks. */
  | { readonly type: 'runs'; readonly runs: RunView | undefined }
  /** Steps from index `from` on replace those of the timeline. */
  | { readonly type: 'runSteps'; readonly from: number; readonly steps: readonly RunStep[] }
  | { readonly type: 'runChanges'; readonly changes: readonly FileReview[] }
  /** What running all required tasks will cost, about; undefined where there is nothing to run. */
  | { readonly type: 'runEstimate'; readonly estimate: RunEstimate | undefined }
  /** The answers to `preview` and `evidence`. */
  | { readonly type: 'runPreview'; readonly preview: RestorePreview }
  | { readonly type: 'runEvidence'; readonly identity: string; readonly markdown: string }
  /** The answer to `complete` with this number. */
  | { readonly type: 'completions'; readonly ask: number; readonly choices: readonly MentionChoice[] };

/** Commands the panel may ask the editor for. */
export type PanelCommand =
  | 'setUpModel'
  | 'showLastPrompt'
  | 'newSpec'
  | 'checkAll'
  | 'showLog'
  | 'manageTrust'
  | 'reviewClaim';

/** What the panel asks of the runs of its spec. */
export type RunAsk =
  | { readonly do: 'start'; readonly request: RunRequest }
  | { readonly do: 'stop' }
  | { readonly do: 'resume' }
  | { readonly do: 'clear' }
  | { readonly do: 'raise' }
  | { readonly do: 'tell'; readonly text: string }
  | { readonly do: 'mode'; readonly mode: Mode }
  | { readonly do: 'decide'; readonly permission: string; readonly answer: PermissionAnswer }
  | { readonly do: 'answer'; readonly question: string; readonly answer: string }
  | { readonly do: 'review'; readonly decision: ReviewDecision }
  | {
      readonly do: 'confirm';
      readonly lines: readonly { readonly line: string; readonly cwd: string }[];
    }
  | { readonly do: 'retry'; readonly identity: string }
  | { readonly do: 'skip'; readonly identity: string }
  | { readonly do: 'reviewed'; readonly identity: string }
  | { readonly do: 'evidence'; readonly identity: string }
  /** Opens the editor's diff of a file that the task changed; without a path, of all of them. */
  | { readonly do: 'diff'; readonly identity: string; readonly path?: string; readonly line?: number }
  | { readonly do: 'preview'; readonly checkpoint: string }
  | { readonly do: 'restore'; readonly checkpoint: string; readonly conversation: boolean }
  /** What the agent remembered there goes on in a session of its own. */
  | { readonly do: 'fork'; readonly checkpoint: string; readonly files: boolean }
  /** Proposes a steering rule from a rejected change of a file; nothing is written before it was shown. */
  | { readonly do: 'learn'; readonly path: string; readonly change: string; readonly comment?: string }
  /** Opens the rule that spoke, where it stands in a file; else all rules. */
  | { readonly do: 'rule'; readonly file?: string; readonly line?: number };

/** What the panel asks of the extension. */
export type PanelMessage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'create';
      readonly root: string;
      readonly sentence: string;
      readonly flow: string;
    }
  | { readonly type: 'openSpec'; readonly path: string }
  | { readonly type: 'command'; readonly command: PanelCommand }
  /** What can be mentioned: `query` is what stands behind `#` or `@`, as far as it is typed. */
  | { readonly type: 'complete'; readonly ask: number; readonly query: string }
  | { readonly type: 'answer'; readonly answers: readonly Answer[] }
  | { readonly type: 'generate'; readonly document: DocumentName }
  | { readonly type: 'refine'; readonly document: DocumentName; readonly request: string }
  /** `update` is what the later documents are to be brought in line with; empty approves only. */
  | {
      readonly type: 'approve';
      readonly document: DocumentName;
      readonly hash: string;
      readonly update: readonly string[];
    }
  | { readonly type: 'updateDownstream'; readonly document: DocumentName; readonly only: readonly string[] }
  | { readonly type: 'analyze'; readonly document: DocumentName }
  | {
      readonly type: 'decideFinding';
      readonly id: string;
      readonly decision: 'accepted' | 'dismissed';
      /** Why it is dismissed. */
      readonly reason?: string;
    }
  /** `hash` is that of the document as it was shown. */
  | {
      readonly type: 'comment';
      readonly document: DocumentName;
      readonly hash: string;
      readonly at: CommentPlace;
      readonly text: string;
    }
  | { readonly type: 'withdrawComment'; readonly id: string }
  | { readonly type: 'sendComments'; readonly document: DocumentName }
  | ({ readonly type: 'diff' } & Sides)
  | { readonly type: 'commits'; readonly document: DocumentName }
  | { readonly type: 'stop' }
  | { readonly type: 'resume' }
  | { readonly type: 'run'; readonly ask: RunAsk }
  /** Opens the editor's diff; without `to` the document as it stands now is the right side. */
  | { readonly type: 'compare'; readonly document: DocumentName; readonly from: string; readonly to?: string }
  | { readonly type: 'restore'; readonly document: DocumentName; readonly versionId: string }
  | { readonly type: 'resolveConflict'; readonly document: DocumentName; readonly keep: 'file' | 'version' }
  | { readonly type: 'setTask'; readonly identity: string; readonly state: 'open' | 'done' }
  /** Opens a document of the spec in the editor, at a line where one is given. */
  | { readonly type: 'openDocument'; readonly document: DocumentName; readonly line?: number }
  /** Opens a file of the workspace folder, relative to it. */
  | { readonly type: 'openFile'; readonly file: string; readonly line?: number }
  /** A link in a document: http(s) opens outside, a relative path opens in the editor, anything else does nothing. */
  | { readonly type: 'openLink'; readonly href: string }
  | { readonly type: 'openPreview'; readonly document: DocumentName }
  /** Applies the mend of the problem with this code at this place. */
  | {
      readonly type: 'fix';
      readonly document: DocumentName;
      readonly code: string;
      readonly line: number;
      readonly column: number;
    }
  /** Opens the page of the rule that made findings of this code. */
  | { readonly type: 'explain'; readonly code: string }
  | { readonly type: 'copy'; readonly text: string };
