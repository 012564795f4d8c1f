/** The stepper: requirements → design → tasks → build, each with a state in a word. */
import type { Activity, DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import type { DocumentName } from '../../core/specs/model';
import type { DocumentView, RunView } from '../protocol';
import { progressOf } from './coverage';
import { isBroken, isLive, lookOf } from './runs';
import { list } from './words';

/** Colour of an icon; never the only sign. */
export type Tone = 'ok' | 'warn' | 'muted' | 'run';

/** A step of the stepper. */
export interface Step {
  readonly id: string;
  /** What a click shows. */
  readonly document: DocumentName;
  readonly name: string;
  /** Name of a codicon. */
  readonly icon: string;
  readonly tone: Tone;
  readonly state: string;
  /** Dropped where there is little room: "by you". */
  readonly more: string;
  /** The word is for screen readers only. */
  readonly quiet: boolean;
  readonly disabled: boolean;
  /** A click shows the run. */
  readonly run?: boolean;
}

/** The activity's kind with its document: what a change of state is told by. */
export function stateOf({ activity }: SpecSnapshot): string {
  return `${activity.kind} ${activityDocument(activity) ?? ''}`;
}

/** The document that an activity is about, where it is about one. */
export function activityDocument(activity: Activity): DocumentName | undefined {
  return 'document' in activity ? activity.document : undefined;
}

/** Reading with a document already there is an analysis; before the first document it is the repository that is read. */
export function isAnalyzing(documents: readonly DocumentSnapshot[]): boolean {
  return documents.some(({ hash }) => hash !== undefined);
}

/** What somebody who opens the panel wants to see: what is being done, else the first document not approved. */
export function defaultDocument(snapshot: SpecSnapshot): DocumentName | undefined {
  const active = activityDocument(snapshot.activity);
  if (active) return active;
  const there = snapshot.documents.filter(({ state }) => state !== 'locked');
  return (there.find(({ state }) => state !== 'approved') ?? there.at(-1) ?? snapshot.documents[0])?.name;
}

/** Every document's step, and Build behind the last of them. */
export function stepsOf(snapshot: SpecSnapshot, tasks: DocumentView | undefined, runs?: RunView): readonly Step[] {
  const steps = snapshot.documents.map((document, at) => documentStep(document, snapshot.activity, at === 0));
  const last = snapshot.documents.at(-1);
  return last ? [...steps, { ...withRun(buildStep(snapshot, tasks), tasks, runs), document: last.name }] : steps;
}

type Look = Pick<Step, 'icon' | 'tone' | 'state'> & Partial<Pick<Step, 'more' | 'quiet'>>;

function documentStep(document: DocumentSnapshot, activity: Activity, first: boolean): Step {
  const look = activeLook(document, activity, first) ?? restingLook(document);
  return {
    more: '',
    quiet: false,
    disabled: false,
    id: document.name,
    document: document.name,
    name: document.label,
    ...look,
  };
}

function activeLook(document: DocumentSnapshot, activity: Activity, first: boolean): Look | undefined {
  const spinner = { icon: 'loading', tone: 'run' } as const;
  const unwritten = document.state === 'absent' || document.state === 'locked';
  if (activity.kind === 'reading') return first && unwritten ? { ...spinner, state: 'Reading' } : undefined;
  if (activity.kind === 'asking') {
    return first && unwritten ? { icon: 'comment-discussion', tone: 'muted', state: 'Asking' } : undefined;
  }
  if (activityDocument(activity) !== document.name) return undefined;
  if (activity.kind === 'writing') return { ...spinner, state: 'Writing' };
  if (activity.kind === 'repairing') return { ...spinner, state: 'Repairing' };
  if (activity.kind === 'refining') return { ...spinner, state: 'Refining' };
  return unwritten ? { icon: 'debug-pause', tone: 'warn', state: 'Stopped' } : undefined;
}

function restingLook({ state, approval, team }: DocumentSnapshot): Look {
  switch (state) {
    case 'locked':
      return { icon: 'lock-small', tone: 'muted', state: 'not started', quiet: true };
    case 'absent':
      return { icon: 'circle-large-outline', tone: 'muted', state: 'ready to write', quiet: true };
    case 'draft':
      return team && team.by.length > 0
        ? { icon: 'issue-draft', tone: 'warn', state: `${team.by.length} of ${team.needed} approvals` }
        : { icon: 'issue-draft', tone: 'muted', state: 'Draft' };
    case 'approved':
      return {
        icon: 'pass-filled',
        tone: 'ok',
        state: 'Approved',
        more: approval ? ` by ${approversOf(approval, team)}` : '',
      };
    case 'changed':
      return { icon: 'warning', tone: 'warn', state: 'Changed', more: ' since approval' };
    case 'behind':
      return { icon: 'warning', tone: 'warn', state: 'Behind' };
    case 'claimed':
      return { icon: 'unverified', tone: 'warn', state: 'Claimed' };
  }
}

/** "you" for what this machine's key vouches for, else the name. */
export function approver(approval: NonNullable<DocumentSnapshot['approval']>): string {
  return approval.vouched === 'key' ? 'you' : approval.by;
}

function approversOf(approval: NonNullable<DocumentSnapshot['approval']>, team: DocumentSnapshot['team']): string {
  return team && team.needed > 1 ? list(team.by) : approver(approval);
}

function buildStep(snapshot: SpecSnapshot, tasks: DocumentView | undefined): Omit<Step, 'document'> {
  const base = { id: 'build', name: 'Build', more: '', quiet: false, disabled: true } as const;
  const lock = { ...base, icon: 'lock-small', tone: 'muted' } as const;
  const states = snapshot.documents.map(({ state }) => state);
  if (states.every((state) => state === 'approved')) {
    const { done, of } = progressOf(tasks?.blocks ?? []);
    const finished = of > 0 && done === of;
    const [icon, tone] = finished ? (['pass-filled', 'ok'] as const) : (['circle-large-outline', 'muted'] as const);
    return { ...base, icon, tone, state: finished ? 'Done' : `${done} of ${of}`, disabled: false };
  }
  if (states.some((state) => state === 'locked' || state === 'absent'))
    return { ...lock, state: 'not started', quiet: true };
  const paused = states.some((state) => state === 'changed' || state === 'behind');
  return { ...lock, state: paused ? 'Paused' : 'Needs approvals' };
}

/** A run shows through the step: it can be looked at whatever became of the documents since. */
function withRun(
  step: Omit<Step, 'document'>,
  tasks: DocumentView | undefined,
  runs: RunView | undefined,
): Omit<Step, 'document'> {
  const task = runs?.current?.task;
  if (!task) return step;
  const shown = { ...step, disabled: false, run: true };
  if (!isLive(task.state) && !isBroken(task.state)) return shown;
  const { icon, tone, word } = lookOf(task.state);
  const { done, of } = progressOf(tasks?.blocks ?? []);
  const calm = task.state === 'running' || task.state === 'verifying';
  return { ...shown, icon, tone, quiet: false, state: calm ? `${done} of ${of}` : word };
}
