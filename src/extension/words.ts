/** The words and icons for where things stand; the same in tree, lenses and messages. No vscode, so that tests read it. */
import type { DocumentSnapshot, DocumentStateKind, SpecSnapshot } from '../core/flows/snapshot';
import type { DocumentName, Spec, Task } from '../core/specs/model';

/** A codicon id with the theme colour it may wear; the words beside it always say the same. */
export interface Icon {
  readonly id: string;
  readonly color?: string;
}

const stateIcons: Readonly<Record<DocumentStateKind, Icon>> = {
  locked: { id: 'lock' },
  absent: { id: 'circle-small' },
  draft: { id: 'circle-large-outline' },
  approved: { id: 'pass-filled', color: 'testing.iconPassed' },
  changed: { id: 'warning', color: 'list.warningForeground' },
  behind: { id: 'warning', color: 'list.warningForeground' },
  claimed: { id: 'question', color: 'list.warningForeground' },
};

/** The icon of a state; `documentWords` says the same in words. */
export function documentIcon(state: DocumentStateKind): Icon {
  return stateIcons[state];
}

export const workingIcon: Icon = { id: 'loading~spin' };

/** "Approved by Ada", "Changed since approval". */
export function documentWords(document: Pick<DocumentSnapshot, 'state' | 'approval' | 'team'>): string {
  switch (document.state) {
    case 'locked':
      return 'Locked';
    case 'absent':
      return 'Not written';
    case 'draft':
      return document.team && document.team.by.length > 0
        ? `${document.team.by.length} of ${document.team.needed} approvals`
        : 'Draft';
    case 'approved':
      return document.approval ? `Approved by ${approvers(document).join(' and ')}` : 'Approved';
    case 'changed':
      return 'Changed since approval';
    case 'behind':
      return 'Behind';
    case 'claimed':
      return document.approval ? `Claimed by ${document.approval.by}` : 'Claimed';
  }
}

function approvers({ approval, team }: Pick<DocumentSnapshot, 'approval' | 'team'>): readonly string[] {
  return team && team.by.length > 0 ? team.by : approval ? [approval.by] : [];
}

/** What a state means and what to do, for tooltips. */
export function documentHelp(document: DocumentSnapshot): string {
  switch (document.state) {
    case 'locked':
      return 'Can be written when the document before it is approved.';
    case 'absent':
      return 'Can be written now.';
    case 'draft':
      return `Not approved yet. ${document.team?.lacking ?? 'The next document can be written after approval.'}`;
    case 'approved':
      return document.approval ? `Approved by ${document.approval.by} on ${day(document.approval.at)}.` : 'Approved.';
    case 'changed':
      return `Changed since it was approved: ${changesInWords(document)}. Approve it again to open the next document.`;
    case 'behind':
      if (document.behind.length === 0)
        return 'What it rests on was approved anew, and nothing in it has to follow. Approve it again.';
      return `What it rests on has changed: ${changesInWords(document)}. Update it or approve it again.`;
    case 'claimed':
      return `${document.approval?.why ?? 'This approval can not be vouched for on this machine.'} It opens nothing until you decide.`;
  }
}

function changesInWords(document: DocumentSnapshot): string {
  const ids = [...new Set(document.changes.map((change) => change.id))];
  if (ids.length === 0) return 'its text';
  const shown = ids.slice(0, 5).join(', ');
  return ids.length > 5 ? `${shown} and ${ids.length - 5} more` : shown;
}

/** The day of an ISO 8601 time, in local time. */
export function day(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : date.toLocaleDateString();
}

/** What a spec is doing or waits for, in a few words; undefined while nothing goes on. */
export function activityWords(snapshot: SpecSnapshot): string | undefined {
  if (snapshot.waiting) return `Waiting, attempt ${snapshot.waiting.attempt} of ${snapshot.waiting.of}`;
  const activity = snapshot.activity;
  switch (activity.kind) {
    case 'idle':
      return undefined;
    case 'reading':
      return 'Reading';
    case 'asking':
      return 'Waiting for you';
    case 'writing':
      return `Writing ${activity.document}`;
    case 'repairing':
      return `Repairing ${activity.document}`;
    case 'refining':
      return `Refining ${activity.document}`;
    case 'stopped':
      return activity.by === 'failure' ? 'Stopped: needs you' : 'Stopped';
  }
}

/** Whether something goes on that can be stopped. */
export function isWorking(snapshot: SpecSnapshot): boolean {
  return !['idle', 'asking', 'stopped'].includes(snapshot.activity.kind);
}

/** Whether the spec cannot go on without its user. */
export function needsUser(snapshot: SpecSnapshot): boolean {
  return (
    snapshot.activity.kind === 'asking' ||
    snapshot.activity.kind === 'stopped' ||
    snapshot.documents.some((document) => document.conflict !== undefined)
  );
}

/** The state of a spec in one line: what goes on, else the document that comes next. */
export function specWords(snapshot: SpecSnapshot): string {
  const doing = activityWords(snapshot);
  if (doing !== undefined) return doing;
  const open = snapshot.documents.find((document) => document.state !== 'approved');
  if (open === undefined) return 'Approved';
  return `${open.label}: ${documentWords(open).toLowerCase()}`;
}

/** Whether an approval would be taken: the document is there, is not approved, and all before it are. */
export function canApprove(snapshot: SpecSnapshot, name: DocumentName): boolean {
  const at = snapshot.documents.findIndex((document) => document.name === name);
  const document = snapshot.documents[at];
  if (document?.hash === undefined || document.state === 'approved' || document.state === 'locked') return false;
  return snapshot.documents.slice(0, at).every(({ state }) => state === 'approved');
}

/**
 * The documents of a spec to list: those of its flow, and what else lies in its folder. A bug's analysis stands for
 * requirements that nobody wrote.
 */
export function listedDocuments(snapshot: SpecSnapshot, spec: Pick<Spec, 'documents'>): readonly DocumentName[] {
  const there = spec.documents.map(({ name }) => name);
  const analysed = there.includes('bugfix.md');
  const flow = snapshot.documents.map(({ name }) => name);
  const others = there.filter((name) => !flow.includes(name));
  return [...others, ...flow.filter((name) => !analysed || name !== 'requirements.md' || there.includes(name))];
}

/** "requirements" for the middle of a sentence. */
export function documentNoun(name: DocumentName): string {
  return name === 'bugfix.md' ? 'bug analysis' : name.slice(0, -'.md'.length);
}

/** How many of the tasks that must be done are done, leaves only; `of` is 0 where there is none. */
export function taskCount(tasks: readonly Task[]): { readonly done: number; readonly of: number } {
  const leaves = tasks.flatMap(leavesOf).filter((task) => task.runnable && !task.optional);
  return { done: leaves.filter((task) => task.state === 'done').length, of: leaves.length };
}

function leavesOf(task: Task): readonly Task[] {
  const below = task.children.filter((child) => child.runnable);
  return below.length === 0 ? [task] : below.flatMap(leavesOf);
}

/** "in progress", "optional, queued"; undefined for an ordinary task. */
export function taskWords(task: Task): string | undefined {
  const words = [
    ...(task.optional ? ['optional'] : []),
    ...(task.state === 'running' ? ['in progress'] : []),
    ...(task.state === 'queued' ? ['queued'] : []),
    ...(task.state === 'malformed' ? [`[${task.mark}] is no known state`] : []),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}
