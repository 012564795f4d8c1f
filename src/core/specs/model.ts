/**
 * The spec documents as data, which JSON writes whole (it crosses to the panel), although much of it is read only when
 * somebody asks. A copy of a task by `...` has only what is read at once. Every node knows its place, and
 * what the parser does not understand stays in the text, untouched.
 */
import type { Diagnostic, Place } from '../diagnostic';

/** The documents of a spec, by file name. */
export type DocumentName = 'requirements.md' | 'bugfix.md' | 'design.md' | 'tasks.md';
/** What a spec is about: something new, or something that goes wrong today. */
export type SpecKind = 'feature' | 'bugfix';

/** A heading with everything below it up to the next heading of its level or a higher one. */
export interface Section {
  readonly level: number;
  /** The heading's text without marks, as written. */
  readonly title: string;
  readonly place: Place;
  /** The text below the heading, up to the next heading of any level. */
  readonly body: Place;
  /** The heading takes two lines: its words, and a row of `=` or `-` below them. */
  readonly underlined?: true;
}

/** A criterion of requirements.md (`1.2`) or a clause of bugfix.md (`2.1`). */
export interface Criterion {
  /** `requirement.criterion`, or the clause's own number; unique only in a sound document. */
  readonly id: string;
  /** Its own text without the number, line breaks folded to spaces. */
  readonly text: string;
  readonly place: Place;
}

/** A numbered requirement with its criteria; in bugfix.md one of its three headings with its clauses. */
export interface Requirement {
  /** As written after "Requirement": `1`, `FR-1`; for bugfix.md the section number `1`, `2`, `3`. */
  readonly id: string;
  readonly title: string;
  readonly place: Place;
  readonly userStory?: { readonly text: string; readonly place: Place };
  readonly criteria: readonly Criterion[];
}

/** One `- **Term**: meaning` of the glossary. */
export interface GlossaryEntry {
  readonly term: string;
  readonly meaning: string;
  readonly place: Place;
}

/** One entry of `_Requirements:_`, `**Validates:**` and their like: an id, a range, "All", or prose. */
export interface Reference {
  /**
   * The ids it stands for, as the requirements write them where the spec is known: `1.2`; a range gives all from one
   * end to the other; "All" gives every requirement once the spec is known.
   */
  readonly ids: readonly string[];
  /** As written. */
  readonly text: string;
  readonly place: Place;
  /** Says "all", in any language. */
  readonly all: boolean;
  /** Prose. It may mention ids, which are then links but no promises: nobody is told when they lead nowhere. */
  readonly prose: boolean;
}

/** A correctness property of design.md and the criteria it validates. */
export interface Property {
  readonly number: string;
  readonly title: string;
  /** The statement, its references left out. */
  readonly text: string;
  readonly validates: readonly Reference[];
  readonly place: Place;
}

/** What the mark in a box means to Kiro; `malformed` is a mark that Kiro does not know. */
export type TaskState = 'open' | 'running' | 'done' | 'queued' | 'malformed';

/** One checkbox line of tasks.md with what belongs to it. Its parts are read when they are asked for: a spread copies none of them. */
export interface Task {
  /** `1.2`; null when the line has no number. */
  readonly id: string | null;
  readonly title: string;
  readonly state: TaskState;
  /** The character between the brackets, as written. */
  readonly mark: string;
  readonly optional: boolean;
  /** Numbered, or under the tasks section. */
  readonly runnable: boolean;
  /** The line of the checkbox. */
  readonly place: Place;
  /** The one character between the brackets. */
  readonly box: Place;
  /** Everything that belongs to the task, its children included. */
  readonly block: Place;
  /** The lines below the checkbox that are neither metadata nor children, without bullets. */
  readonly details: readonly { readonly text: string; readonly place: Place }[];
  readonly requirements: readonly Reference[];
  readonly metadata: readonly Metadata[];
  readonly children: readonly Task[];
  /** The id plus 12 hex of the task's own text: its identity in queue, evidence and `--task`. */
  readonly identity: string;
}

/** `_Key: value_` or `**Validates: value**`, with or without a bullet, known or not. */
export interface Metadata {
  /** As written. */
  readonly key: string;
  readonly value: string;
  /** The whole entry, marks included. */
  readonly place: Place;
  /** The value alone. */
  readonly valuePlace: Place;
}

/** Tasks that may run side by side, after those of every wave before. */
export interface Wave {
  readonly id: number;
  readonly tasks: readonly string[];
}

/** The task dependency graph. `readable` is false where a graph is there and cannot be understood. */
export interface WaveGraph {
  /** The text between the fences. */
  readonly place: Place;
  readonly form: 'json' | 'mermaid';
  readonly readable: boolean;
  /** Why it is not readable; `message` is a clause: "wave 2 has no list of tasks". */
  readonly problem?: { readonly kind: 'json' | 'structure' | 'empty'; readonly message: string };
  readonly waves: readonly Wave[];
  /** Edges where the graph has them (`dependsOn`, Mermaid arrows): before → after. */
  readonly edges: readonly (readonly [string, string])[];
}

interface DocumentBase {
  /** The decoded text that every place refers to. */
  readonly text: string;
  /** SHA-256 of the canonical text, hex. */
  readonly hash: string;
  readonly title?: { readonly text: string; readonly place: Place };
  readonly sections: readonly Section[];
  /** What the document says about itself alone; `Spec.diagnostics` has what needs the other documents too. */
  readonly diagnostics: readonly Diagnostic[];
}

/** requirements.md, parsed. */
export interface RequirementsDocument extends DocumentBase {
  readonly name: 'requirements.md';
  readonly glossary: readonly GlossaryEntry[];
  readonly requirements: readonly Requirement[];
}

/** bugfix.md, parsed. */
export interface BugfixDocument extends DocumentBase {
  readonly name: 'bugfix.md';
  readonly requirements: readonly Requirement[];
}

/** design.md, parsed. */
export interface DesignDocument extends DocumentBase {
  readonly name: 'design.md';
  readonly properties: readonly Property[];
}

/** tasks.md, parsed. */
export interface TasksDocument extends DocumentBase {
  readonly name: 'tasks.md';
  readonly tasks: readonly Task[];
  readonly graph?: WaveGraph;
}

/** Any document of a spec, told apart by `name`. */
export type SpecDocument = RequirementsDocument | BugfixDocument | DesignDocument | TasksDocument;

/** `.config.kiro`, each field kept only where it is one of Kiro's values. */
export interface KiroConfig {
  readonly specId?: string;
  readonly workflowType?: 'requirements-first' | 'design-first' | 'fast-task' | 'verify-first';
  readonly specType?: 'feature' | 'bugfix' | 'quick-spec';
}

/** One spec folder, parsed. Diagnostics that need several documents (references) are in `diagnostics` by document. */
export interface Spec {
  /** Absolute path of the folder. */
  readonly path: string;
  readonly name: string;
  readonly kind: SpecKind;
  readonly config: KiroConfig;
  readonly documents: readonly SpecDocument[];
  /** Files that documents refer to, as they write them, and that are not there. Known where the spec was read from disk. */
  readonly missingFiles: readonly string[];
  readonly diagnostics: Readonly<Partial<Record<DocumentName, readonly Diagnostic[]>>>;
}

/** What an edit did to a document, requirement by requirement: the words of a stale approval. */
export interface DocumentChange {
  readonly kind: 'added' | 'removed' | 'reworded' | 'renumbered' | 'prose';
  /** Criterion, requirement, property or task id; a section's title for prose. */
  readonly id: string;
  readonly previousId?: string;
  readonly before?: string;
  readonly after?: string;
}
