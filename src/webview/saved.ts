/** What outlives a reload: which spec, what is shown and how far it is scrolled, and everything typed but not sent. */
import { effect, type Signal, signal } from '@preact/signals';
import type { DocumentName } from '../core/specs/model';
import { savedState, saveState } from './host';
import type { AnswerDraft } from './model/questions';
import type { Sides } from './protocol';

/** A remark that is being typed, kept here until it is among the comments of the spec. */
export interface CommentDraft {
  readonly document: DocumentName;
  /** Id of a requirement, criterion, property or task; "line 12" for any other place. */
  readonly target: string;
  readonly text: string;
  /** For a line: its number, 1-based, in the document with this hash. */
  readonly line?: number;
  readonly hash?: string;
  /** It is on its way to the spec. */
  readonly sent?: boolean;
}

type Kept = {
  readonly path: Signal<string | undefined>;
  readonly shown: Signal<DocumentName | undefined>;
  /** `doc`, or the rail section that a narrow panel shows instead. */
  readonly view: Signal<string>;
  /** The run is wanted on the screen, where there is one. */
  readonly run: Signal<boolean>;
  /** What is being typed to the agent that builds. */
  readonly tell: Signal<string>;
  readonly sentence: Signal<string>;
  readonly root: Signal<string>;
  readonly flow: Signal<string>;
  readonly composer: Signal<Readonly<Partial<Record<DocumentName, string>>>>;
  readonly answers: Signal<Readonly<Record<string, AnswerDraft>>>;
  readonly drafts: Signal<readonly CommentDraft[]>;
  /** The two sides that are compared; empty where the document is shown. */
  readonly compared: Signal<Partial<Sides>>;
  /** Ids of changes that an update leaves out. */
  readonly unticked: Signal<readonly string[]>;
  /** Rail sections that the user closed or opened, by id. */
  readonly sections: Signal<Readonly<Record<string, boolean>>>;
  /** Whether the tasks' details are shown; undefined leaves it to the document's state. */
  readonly details: Signal<boolean | undefined>;
  readonly scroll: Signal<Readonly<Record<string, number>>>;
};

const empty: { readonly [Key in keyof Kept]: Kept[Key] extends Signal<infer Value> ? Value : never } = {
  path: undefined,
  shown: undefined,
  view: 'doc',
  run: false,
  tell: '',
  sentence: '',
  root: '',
  flow: '',
  composer: {},
  answers: {},
  drafts: [],
  compared: {},
  unticked: [],
  sections: {},
  details: undefined,
  scroll: {},
};

const pace = 200;

/** The kept values; whatever is written to them is saved soon after. */
export const kept: Kept = restore(savedState());

/** Begins to save changes, and saves at once when the page is hidden. */
export function keepSaving(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: unknown;
  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    saveState(latest);
  };
  effect(() => {
    latest = Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, value.value]));
    timer ??= setTimeout(save, pace);
  });
  addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', save);
}

/** The state was written by us, possibly by an older version: each value is taken only where its kind still fits. */
function restore(state: unknown): Kept {
  const saved = typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {};
  const entries = Object.entries(empty).map(([key, fallback]) => [key, signal(fitting(saved[key], fallback))]);
  return Object.fromEntries(entries) as Kept;
}

function fitting(value: unknown, fallback: unknown): unknown {
  if (value === undefined || value === null) return fallback;
  if (fallback === undefined) return typeof value === 'string' || typeof value === 'boolean' ? value : fallback;
  return typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback) ? value : fallback;
}
