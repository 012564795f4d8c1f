/** The user's look at what a turn changed: each hunk is accepted, or rejected and undone. */

import { nameLine } from '../../context/frames';
import { render } from '../../context/render';
import type { Message } from '../../messages';
import type { FilePlace } from '../deps';
import { refused } from '../deps';
import rejectedPrompt from '../prompts/rejected.md';
import type { RunOutcome } from '../service';
import type { FileReview, HunkReview, ReviewDecision } from '../snapshot';
import type { OpenReview, RunCell, SaidOf } from './cell';
import { shortened } from './keptState';
import type { TaskWork } from './work';

/** What a review came to. */
export interface Reviewed {
  readonly rejected: number;
  /** Files of which something was rejected. */
  readonly files: readonly string[];
  /** The rejected lines with their marks, in short: what must not come back once the conversation is made shorter. */
  readonly lines: readonly string[];
  /** What the user said with the decisions. */
  readonly said: readonly string[];
  /** What the agent has to hear of it; empty where everything was accepted without a word. */
  readonly messages: readonly Message[];
}

type State = HunkReview['state'];

/** What a turn changed, and which of it only the user may see. */
export interface TurnChanges {
  readonly changed: readonly FileReview[];
  readonly hidden: (file: FileReview) => boolean;
}

/**
 * Waits until every change is decided. In autopilot, and as soon as the user switches to it, everything that is open
 * counts as accepted. Rejects when aborted; then nothing is decided.
 */
export async function reviewTurn(
  work: TaskWork,
  base: string,
  { changed, hidden }: TurnChanges,
  signal: AbortSignal,
): Promise<Reviewed> {
  const { cell, shown } = work;
  if (changed.length === 0 || cell.mode === 'autopilot' || cell.deps.headless) return nothingSaid;
  const review: OpenReview = { base, files: changed.map((file) => inState(file, 'open')), said: [] };
  shown.review = review;
  try {
    await cell.waits.until(() => cell.mode === 'autopilot' || review.files.every((file) => !isOpen(file)), signal);
    return reviewed({ ...review, files: review.files.filter((file) => !hidden(file)) });
  } finally {
    shown.review = undefined;
    cell.changed();
  }
}

function reviewed({ files, said: words }: OpenReview): Reviewed {
  const said = words.map(({ text }) => text);
  const rejected = files.flatMap((file) => rejectedText(file));
  if (rejected.length === 0 && said.length === 0) return nothingSaid;
  const text = render(rejectedPrompt, { rejected: rejected.join('\n\n'), told: said.join('\n') });
  const touched = files.filter((file) => rejectedText(file).length > 0).map(({ path }) => path);
  return {
    rejected: rejected.length,
    files: touched,
    lines: files.flatMap(rejectedLines).slice(0, mostRejected),
    said,
    messages: [{ role: 'user', content: [{ type: 'text', text: text.trim() }] }],
  };
}

const nothingSaid: Reviewed = { rejected: 0, files: [], lines: [], said: [], messages: [] };

/** What became of a file that was rejected as a whole. */
const whole: Partial<Readonly<Record<FileReview['kind'], string>>> = {
  added: ' (the file is gone again)',
  deleted: ' (the file is there again)',
};

const marks = { same: ' ', added: '+', removed: '-' } as const;

/** Of one review, of one hunk, and characters of one line. */
const mostRejected = 24;
const mostOfHunk = 6;
const longestLine = 120;

/** What a rejected hunk would have changed: the lines around it, and blank ones, say nothing. */
function rejectedLines({ hunks }: FileReview): readonly string[] {
  return hunks
    .filter(({ state }) => state === 'rejected')
    .flatMap(({ lines }) =>
      lines
        .filter(({ kind, text }) => kind !== 'same' && text.trim() !== '')
        .slice(0, mostOfHunk)
        .map(({ kind, text }) => `${marks[kind]}${shortened(text.trim(), longestLine)}`),
    );
}

/** The rejected parts of a file, as a diff that the agent recognises. */
function rejectedText(file: FileReview): readonly string[] {
  if (file.hunks.length === 0)
    return file.state === 'rejected' ? [`${nameLine(file.path)} (${file.kind}, as a whole)`] : [];
  const undone = file.state === 'rejected' ? (whole[file.kind] ?? '') : '';
  return file.hunks
    .filter(({ state }) => state === 'rejected')
    .map(({ lines, newStart }) =>
      [
        `${nameLine(file.path)}, from line ${newStart}${undone}:`,
        ...lines.map(({ kind, text }) => `${marks[kind]}${text}`),
      ].join('\n'),
    );
}

/** Carries out a decision, on what is open now or on what the task changed before. */
export async function decideReview(cell: RunCell, decision: ReviewDecision): Promise<RunOutcome> {
  const { shown } = cell;
  if (shown === undefined) return refused('invalid', 'There are no changes to decide on.');
  const review = shown.review;
  const said = decision.tell?.trim() ?? '';
  const base = review?.base ?? shown.since;
  if (base === undefined) return refused('invalid', 'There are no changes to decide on.');
  const files = review?.files ?? shown.changes;
  const wanted = files.filter((file) => decision.path === undefined || file.path === decision.path);
  if (decision.path !== undefined && wanted.length === 0)
    return refused('invalid', `${decision.path} has no change that is open.`);
  const conflicts: string[] = [];
  for (const file of wanted) {
    const changed =
      decision.undo === true
        ? await takeBack(cell, base, file, decision)
        : await decideFile(cell, base, file, decision, review !== undefined);
    if (changed.state === 'conflict' || changed.hunks.some(({ state }) => state === 'conflict'))
      conflicts.push(file.path);
    const next = (list: readonly FileReview[]) => list.map((each) => (each === file ? changed : each));
    if (review === undefined) shown.changes = next(shown.changes);
    else review.files = next(review.files);
  }
  if (review === undefined) {
    if (said !== '') cell.told.push(said);
  } else review.said = saidWith(review.said, decision, said);
  cell.changed();
  cell.waits.poke();
  if (conflicts.length === 0) return { kind: 'done' };
  return {
    kind: 'failed',
    message: `${conflicts.join(', ')} changed since, so the rejected part can't be taken out exactly. Edit it by hand, then accept it.`,
  };
}

/** What is taken back was not said either. */
function saidWith(all: readonly SaidOf[], { path, hunk, undo }: ReviewDecision, text: string): readonly SaidOf[] {
  const of = { ...(path === undefined ? {} : { path }), ...(hunk === undefined ? {} : { hunk }) };
  const meant = (each: SaidOf) =>
    (path === undefined || each.path === path) && (hunk === undefined || each.hunk === hunk);
  const kept = undo === true ? all.filter((each) => !meant(each)) : all;
  return text === '' ? kept : [...kept, { ...of, text }];
}

async function decideFile(
  cell: RunCell,
  base: string,
  file: FileReview,
  { accept, hunk }: ReviewDecision,
  open: boolean,
): Promise<FileReview> {
  const eligible = (state: State) =>
    open ? state === 'open' || (accept && state === 'conflict') : state !== 'rejected';
  const place: FilePlace = { root: file.root, path: file.path };
  const whole = hunk === undefined && (file.hunks.length === 0 || file.hunks.every(({ state }) => eligible(state)));
  if (whole) {
    if (file.hunks.length === 0 && file.state !== 'mixed' && !eligible(file.state)) return file;
    if (accept) return inState(file, 'accepted');
    return inState(file, (await cell.deps.checkpoints.undo(base, place)) ? 'rejected' : 'conflict');
  }
  const hunks: HunkReview[] = [];
  for (const each of file.hunks) {
    const wanted = (hunk === undefined || each.id === hunk) && eligible(each.state);
    if (!wanted) hunks.push(each);
    else if (accept) hunks.push({ ...each, state: 'accepted' });
    else
      hunks.push({
        ...each,
        state: (await cell.deps.checkpoints.undo(base, place, each.id)) ? 'rejected' : 'conflict',
      });
  }
  return withHunks(file, hunks);
}

/** What was accepted is open again; what was rejected is put back, as it was rejected: as a whole, or by hunk. */
async function takeBack(cell: RunCell, base: string, file: FileReview, { hunk }: ReviewDecision): Promise<FileReview> {
  const { checkpoints } = cell.deps;
  const place: FilePlace = { root: file.root, path: file.path };
  const rejected = file.hunks.filter(({ state }) => state === 'rejected');
  const asWhole = file.state === 'rejected' && (await checkpoints.redo(base, place));
  if (file.hunks.length === 0) return inState(file, file.state === 'rejected' && !asWhole ? 'conflict' : 'open');
  const hunks: HunkReview[] = [];
  for (const each of file.hunks) {
    const wanted = hunk === undefined || each.id === hunk;
    if (!rejected.includes(each)) hunks.push(wanted ? { ...each, state: 'open' } : each);
    else if (wanted)
      hunks.push({ ...each, state: asWhole || (await checkpoints.redo(base, place, each.id)) ? 'open' : 'conflict' });
    else if (!asWhole) hunks.push(each);
    else hunks.push({ ...each, state: (await checkpoints.undo(base, place, each.id)) ? 'rejected' : 'conflict' });
  }
  return withHunks(file, hunks);
}

function isOpen(file: FileReview): boolean {
  if (file.hunks.length === 0) return file.state === 'open' || file.state === 'conflict';
  return file.hunks.some(({ state }) => state === 'open' || state === 'conflict');
}

/** A file whose hunks are all in one state. */
export function inState(file: FileReview, state: State): FileReview {
  return { ...file, state, hunks: file.hunks.map((hunk) => ({ ...hunk, state })) };
}

function withHunks(file: FileReview, hunks: readonly HunkReview[]): FileReview {
  const states = new Set(hunks.map(({ state }) => state));
  const [only, another] = [...states];
  const state =
    only !== undefined && another === undefined
      ? only
      : states.has('open')
        ? 'open'
        : states.has('conflict')
          ? 'conflict'
          : 'mixed';
  return { ...file, hunks, state };
}
