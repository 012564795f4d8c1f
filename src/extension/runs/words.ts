/** Words and icons for runs; the same in tree, lenses, status bar and messages. No vscode, so that tests read it. */

import type { PermissionRequest } from '../../core/permissions/types';
import { money } from '../../core/runs/estimate';
import type { RunSnapshot, TaskRun, TaskRunState } from '../../core/runs/snapshot';
import type { Icon } from '../words';

const attention = 'list.warningForeground';

const icons: Readonly<Record<TaskRunState, Icon>> = {
  queued: { id: 'clockface' },
  running: { id: 'loading~spin' },
  verifying: { id: 'loading~spin' },
  waiting: { id: 'question', color: attention },
  reviewing: { id: 'git-pull-request-go-to-changes', color: attention },
  paused: { id: 'debug-pause', color: attention },
  done: { id: 'pass-filled', color: 'testing.iconPassed' },
  not_verifiable: { id: 'unverified', color: attention },
  failed: { id: 'warning', color: attention },
  stopped: { id: 'warning', color: attention },
  interrupted: { id: 'warning', color: attention },
  skipped: { id: 'debug-step-over' },
};

const words: Readonly<Record<TaskRunState, string>> = {
  queued: 'Queued',
  running: 'Running',
  verifying: 'Verifying',
  waiting: 'Waiting for you',
  reviewing: 'Waiting for your review',
  paused: 'Paused',
  done: 'Done',
  not_verifiable: 'Not verifiable',
  failed: 'Needs attention',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  skipped: 'Skipped',
};

/** The icon of a task that was run. */
export function runIcon(state: TaskRunState): Icon {
  return icons[state];
}

/** "Running", "Queued 2", "Done, $0.08" */
export function runWords(run: TaskRun): string {
  if (run.state === 'queued' && run.position !== undefined) return `Queued ${run.position}`;
  const cost = run.dollars !== undefined && run.dollars > 0 && !isLive(run.state) ? `, ${money(run.dollars)}` : '';
  return `${words[run.state]}${cost}`;
}

/** At work, or waiting for the user in the middle of it. */
export function isLive(state: TaskRunState): boolean {
  return state === 'running' || state === 'verifying' || state === 'waiting' || state === 'reviewing';
}

/** Ended before its end; it can be tried again. */
export function isBroken(state: TaskRunState): boolean {
  return state === 'failed' || state === 'stopped' || state === 'interrupted' || state === 'paused';
}

/** A run counts in the list while it says more than the box: a tick by hand outranks what failed before. */
export function shownRun(run: TaskRun | undefined, done: boolean): TaskRun | undefined {
  return run && (!done || isLive(run.state) || run.state === 'done') ? run : undefined;
}

/** What menus and lenses offer for a task, as marks: `startable`, `live`, `broken`, `queued`, `ran`, `evidence`, `unproven`. */
export function taskMarks(
  run: TaskRun | undefined,
  task: { readonly done: boolean; readonly runnable: boolean; readonly leaf: boolean },
  active: boolean,
): readonly string[] {
  const state = run?.state;
  const live = state !== undefined && isLive(state);
  const again = state !== undefined && (isBroken(state) || state === 'not_verifiable' || state === 'queued');
  const startable = task.runnable && !task.done && !active && !again;
  return [
    ...(startable ? ['startable'] : []),
    ...(live ? ['live'] : []),
    ...(state !== undefined && isBroken(state) ? ['broken'] : []),
    ...(state === 'queued' ? ['queued'] : []),
    ...(state === 'not_verifiable' ? ['unproven'] : []),
    ...(run && run.state !== 'queued' && run.state !== 'skipped' && task.leaf ? ['ran'] : []),
    ...(run?.evidence === undefined ? [] : ['evidence']),
  ];
}

/** What the status bar says: text with its icon, a tooltip, and whether somebody is waited for. */
export interface StatusLook {
  readonly text: string;
  readonly tooltip: string;
  readonly waits: boolean;
  /** The spec that it is about, where there is one. */
  readonly spec?: string;
}

/** The most urgent of all runs: one that waits for the user, else one that is at work, else the mode and what was spent. */
export function statusLook(runs: readonly RunSnapshot[]): StatusLook | undefined {
  const [first] = runs;
  if (!first) return undefined;
  const waiting = runs.find((each) => each.active && needsUser(each));
  const shown = waiting ?? runs.find(({ active }) => active) ?? first;
  const mode = shown.mode === 'autopilot' ? 'Autopilot' : 'Supervised';
  const spent = Math.max(...runs.map(({ today }) => today.dollars));
  const today = spent > 0 ? `${money(spent)} today` : undefined;
  const task = shown.active ? shown.current?.task : undefined;
  const name = task && `Task ${task.id ?? task.title}`;
  const icon = waiting ? '$(bell-dot)' : task ? '$(loading~spin)' : '$(checklist)';
  const what = waiting ? `${name} waits for you` : (name ?? 'Tracewright');
  return {
    text: [`${icon} ${what}`, mode, today].filter((part) => part !== undefined).join(' · '),
    tooltip: [
      task ? `Task ${[task.id, task.title].filter(Boolean).join(' ')}: ${runWords(task)}` : 'No task runs.',
      `Mode: ${mode}. Click to switch it, to stop, or to open the run.`,
    ].join('\n'),
    waits: waiting !== undefined,
    ...(task ? { spec: shown.spec } : {}),
  };
}

/** Whether a run can't go on without its user. */
export function needsUser({ current, confirm }: RunSnapshot): boolean {
  const state = current?.task.state;
  return (
    confirm !== undefined ||
    current?.permission !== undefined ||
    (current?.questions.length ?? 0) > 0 ||
    state === 'waiting' ||
    state === 'reviewing'
  );
}

/** "Building task 2.3", "Task 2.3 waits for you"; undefined while nothing of the spec is built. */
export function buildingWords(snapshot: RunSnapshot | undefined): string | undefined {
  const task = snapshot?.active ? snapshot.current?.task : undefined;
  if (!snapshot || !task) return undefined;
  const name = `task ${task.id ?? task.title}`;
  return needsUser(snapshot) ? `T${name.slice(1)} waits for you` : `Building ${name}`;
}

/** Why the user is called, and what can be done at once. */
export interface RunNews {
  /** Says the same for the same thing, so that nobody is called twice. */
  readonly key: string;
  readonly message: string;
  readonly actions: readonly RunNewsAction[];
}

/** What a notification offers besides looking. */
export type RunNewsAction = 'Open' | 'Allow Once' | 'Deny' | 'Raise Limit' | 'Retry';

/** What the user has to be called for; undefined where a run goes on by itself, or never ran in this window. */
export function newsOf(snapshot: RunSnapshot): RunNews | undefined {
  const { current, confirm, spec } = snapshot;
  if (!current) return undefined;
  const { task, permission, questions } = current;
  const name = `Task ${task.id ?? task.title}`;
  const news = (key: string, message: string, ...actions: readonly RunNewsAction[]): RunNews => ({
    key: `${spec} ${task.session ?? task.identity} ${key}`,
    message,
    actions: ['Open', ...actions],
  });
  if (permission) {
    const production = permission.judgement.typeToConfirm !== undefined;
    const words = `${name} asks: ${subjectOf(permission)} (${permission.judgement.reason})`;
    return news(`permission ${permission.id}`, words, ...(production ? [] : (['Allow Once'] as const)), 'Deny');
  }
  const [question] = questions;
  if (question) return news(`question ${question.id}`, `${name} asks: ${question.question}`);
  if (confirm) return news(`confirm ${confirm.reason}`, `${name} waits: which commands prove the work?`);
  if (task.state === 'reviewing') return news(`review ${task.turns}`, `${name} waits for your review of its changes.`);
  if (task.state === 'paused') return news(`paused ${task.turns}`, task.message ?? `${name} is paused.`, 'Raise Limit');
  if (task.state === 'failed') return news(`failed ${task.turns}`, task.message ?? `${name} needs attention.`, 'Retry');
  if (task.state === 'not_verifiable')
    return news('unproven', task.message ?? `${name} is finished, but nothing proves it.`);
  return undefined;
}

/** What an action is, in a few words: `run "npm test"`. */
export function subjectOf({ action }: Pick<PermissionRequest, 'action'>): string {
  switch (action.kind) {
    case 'command':
      return `run "${action.line.length > 120 ? `${action.line.slice(0, 120)}…` : action.line}"`;
    case 'network':
      return action.registries === undefined
        ? `reach ${action.host}`
        : `open the package registries of this project (${action.registries.map(({ name }) => name).join(', ')})`;
    case 'delegate':
      return `start a ${action.role} helper`;
    case 'read':
      return `read ${action.path}`;
    case 'write':
      return `${action.how} ${action.path}`;
  }
}
