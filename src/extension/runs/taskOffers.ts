/** What is offered above a task of tasks.md. No vscode, so that tests read it. */
import type { RunSnapshot, TaskRun } from '../../core/runs/snapshot';
import type { Task } from '../../core/specs/model';
import { runWords, shownRun, taskMarks } from './words';

/** A code lens before it has a place. */
export interface Offer {
  readonly title: string;
  /** Without the `tracewright.` before it. */
  readonly command: string;
}

/** What is offered above one task, by where its run stands. */
export function taskOffers(
  task: Pick<Task, 'state' | 'runnable' | 'children'>,
  known: TaskRun | undefined,
  runs: Pick<RunSnapshot, 'active' | 'closed'>,
  trusted: boolean,
): readonly Offer[] {
  const run = shownRun(known, task.state === 'done');
  const leaf = !task.children.some((child) => child.runnable);
  const traits = { done: task.state === 'done', runnable: task.runnable, leaf };
  const marks = taskMarks(run, traits, runs.active || runs.closed !== undefined || !trusted);
  const offers: readonly (Offer & { readonly on: string })[] = [
    { on: 'startable', title: '$(play) Start task', command: 'startTask' },
    { on: 'startable', title: 'Run from here', command: 'runFromHere' },
    { on: 'live', title: `$(eye) ${run ? runWords(run) : ''}`, command: 'watchRun' },
    { on: 'live', title: '$(debug-stop) Stop', command: 'stopRun' },
    { on: 'queued', title: `${run ? runWords(run) : ''}: skip`, command: 'skipTask' },
    { on: 'ran', title: 'Changes', command: 'showChanges' },
    { on: 'evidence', title: 'Evidence', command: 'showEvidence' },
    { on: 'unproven', title: 'Mark reviewed', command: 'markReviewed' },
    { on: 'unproven', title: 'Retry', command: 'retryTask' },
    { on: 'broken', title: 'Retry', command: 'retryTask' },
  ];
  return offers.filter(({ on }) => marks.includes(on) && !(on === 'ran' && marks.includes('live')));
}
