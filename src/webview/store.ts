/** What the panel shows, as signals. The extension's messages come in here; components only read and post. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CommentView, DocumentSnapshot, Finding, SpecSnapshot } from '../core/flows/snapshot';
import type { FileCommit } from '../core/host';
import type { DocumentName } from '../core/specs/model';
import { receiveChoices } from './completion';
import {
  besideText,
  commentRows as rowsOfComments,
  draftRows as rowsOfDrafts,
  unsent,
  waitingDrafts,
} from './model/comments';
import { coverageOf } from './model/coverage';
import { followingAt } from './model/following';
import { defaultDocument, stateOf } from './model/steps';
import type { BlockView, DocumentView, HostMessage, Sides, StartView, Target } from './protocol';
import { receiveRun, toAsk, watch } from './runs';
import { kept } from './saved';

export const start = signal<StartView | undefined>(undefined);
export const snapshot = signal<SpecSnapshot | undefined>(undefined);
export const where = signal('');
export const trusted = signal(true);
export const documents = signal<ReadonlyMap<DocumentName, DocumentView>>(new Map());
/** The document that is being written, as far as it has come. */
export const stream = signal<{ readonly name: DocumentName; readonly blocks: readonly BlockView[] } | undefined>(
  undefined,
);
export const said = signal('');
/** What could not be done, until it is dismissed or something else is tried. */
export const refusal = signal<string | undefined>(undefined);
/** Where to go as soon as it is drawn. */
export const revealing = signal<Target | undefined>(undefined);
/** True between a click on Start and the answer. */
export const creating = signal(false);

/** The document on the screen: what the user chose, as long as it exists, else what needs the user. */
export const shownName = computed((): DocumentName | undefined => {
  const now = snapshot.value;
  if (!now) return undefined;
  const chosen = kept.shown.value;
  return now.documents.some(({ name }) => name === chosen) ? chosen : defaultDocument(now);
});

export const shownDocument = computed((): DocumentSnapshot | undefined =>
  snapshot.value?.documents.find(({ name }) => name === shownName.value),
);

export const shownView = computed(
  (): DocumentView | undefined => shownName.value && documents.value.get(shownName.value),
);

/** Which tasks cover which criterion; undefined while there are no tasks. */
export const coverage = computed(() => coverageOf(documents.value));

/** Nothing may be started: somebody else holds the spec, the folder is not trusted, or work is going on. */
export const readOnly = computed(() => {
  const now = snapshot.value;
  return !now || now.heldBy !== undefined || !trusted.value;
});

export const busy = computed(() => {
  const kind = snapshot.value?.activity.kind;
  return kind === 'reading' || kind === 'writing' || kind === 'repairing' || kind === 'refining';
});

/**
 * A value made from others that counts as changed only when its content is: snapshots are new objects every time, and
 * a thousand rows must not be drawn anew for it.
 */
function stable<Value>(make: () => Value): ReadonlySignal<Value> {
  const json = computed(() => JSON.stringify(make()));
  return computed(() => JSON.parse(json.value) as Value);
}

/** Ids that are not as they were approved, by document. */
export const changedIds = stable(
  (): Readonly<Partial<Record<DocumentName, readonly string[]>>> =>
    Object.fromEntries(
      (snapshot.value?.documents ?? [])
        .filter(({ state }) => state === 'changed')
        .map(({ name, changes }) => [name, changes.filter(({ kind }) => kind !== 'removed').map(({ id }) => id)]),
    ),
);

/** What the last analysis found. */
export const findings = stable((): readonly Finding[] => snapshot.value?.findings ?? []);

/** Comments of the spec, of all its documents. */
export const comments = stable((): readonly CommentView[] => snapshot.value?.comments ?? []);

/** Those that stand in the text of the shown document, by row. */
export const commentRows = computed(() => {
  const view = shownView.value;
  const shown = view ? besideText(comments.value, view.name, view.hash) : [];
  return rowsOfComments(shown, view?.blocks ?? []);
});

/** What is being typed about the shown document, by row. */
export const draftRows = computed(() => {
  const drafts = kept.drafts.value.filter(({ document }) => document === shownName.value);
  return rowsOfDrafts(drafts, shownView.value?.blocks ?? []);
});

type Diff = Extract<HostMessage, { type: 'diff' }>;

/** Comparisons that were asked for, by `sidesKey`; a newer answer replaces an older one. */
export const diffs = signal<ReadonlyMap<string, Diff>>(new Map());

/** Commits that a document can be compared with, by document; absent until they were asked for. */
export const commits = signal<ReadonlyMap<DocumentName, readonly FileCommit[]>>(new Map());

/** One key for two sides of a document. */
export function sidesKey({ document, from, to }: Sides): string {
  return JSON.stringify([document, from, to]);
}

/** The changes that an update can cover where the shown document is. */
export const following = computed((): readonly string[] => {
  const document = shownDocument.value;
  return (snapshot.value && document && followingAt(snapshot.value, document)?.ids) ?? [];
});

/** Those of them that it is to cover. */
export const ticked = computed(() => following.value.filter((id) => !kept.unticked.value.includes(id)));

/** Goes to a document, and to a place in it. */
export function show(target: Target): void {
  if (target.run) {
    watch();
    toAsk.value = target.run === 'ask';
    return;
  }
  kept.run.value = false;
  kept.compared.value = {};
  kept.shown.value = target.document;
  kept.view.value = 'doc';
  if (target.id !== undefined || target.line !== undefined) revealing.value = target;
}

/** Takes a message of the extension in. */
export function receive(message: HostMessage): void {
  switch (message.type) {
    case 'start':
      start.value = message.start;
      if (message.start.prefill) kept.sentence.value = message.start.prefill;
      return;
    case 'spec':
      receiveSpec(message);
      return;
    case 'document':
      receiveDocument(message.name, message.view);
      return;
    case 'stream': {
      const before = stream.value?.name === message.name ? stream.value.blocks : [];
      stream.value = { name: message.name, blocks: [...before.slice(0, message.from), ...message.blocks] };
      return;
    }
    case 'streamEnd':
      stream.value = undefined;
      return;
    case 'said':
      said.value = message.text;
      return;
    case 'refused':
      creating.value = false;
      refusal.value = message.message;
      // What was on its way may be what was refused: it can be sent again.
      if (kept.drafts.value.some(({ sent }) => sent)) kept.drafts.value = kept.drafts.value.map(unsent);
      return;
    case 'diff':
      diffs.value = new Map([...diffs.value, [sidesKey(message), message]]);
      return;
    case 'commits':
      commits.value = new Map([...commits.value, [message.document, message.commits]]);
      return;
    case 'created':
      creating.value = false;
      kept.sentence.value = '';
      return;
    case 'reveal':
      show(message.target);
      return;
    case 'completions':
      receiveChoices(message);
      return;
    default:
      receiveRun(message);
  }
}

function receiveSpec({
  snapshot: next,
  where: place,
  trusted: isTrusted,
}: Extract<HostMessage, { type: 'spec' }>): void {
  if (snapshot.value && stateOf(snapshot.value) !== stateOf(next)) refusal.value = undefined;
  kept.path.value = next.path;
  where.value = place;
  trusted.value = isTrusted;
  kept.drafts.value = waitingDrafts(kept.drafts.value, next.comments, snapshot.value === undefined);
  snapshot.value = next;
}

function receiveDocument(name: DocumentName, view: DocumentView | undefined): void {
  const next = new Map(documents.value);
  if (view) next.set(name, view);
  else next.delete(name);
  documents.value = next;
}

/** The document that criteria are in. */
export function sourceDocument(): DocumentName {
  return documents.value.has('bugfix.md') ? 'bugfix.md' : 'requirements.md';
}
