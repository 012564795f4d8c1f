/** Above each task of tasks.md: what can be done with it, and where its run stands. */
import * as vscode from 'vscode';
import type { RunSnapshot } from '../../core/runs/snapshot';
import type { Task, TasksDocument } from '../../core/specs/model';
import { runOfTask } from '../runs/windowRuns';
import { runWords, shownRun, taskMarks } from '../runs/words';

/** A lens before it has a place. */
interface Offer {
  readonly title: string;
  /** Without the `tracewright.` before it. */
  readonly command: string;
}

/** The lenses of all tasks; empty while nothing is known of runs. */
export function taskLenses(
  spec: string,
  document: TasksDocument,
  runs: RunSnapshot | undefined,
  trusted: boolean,
): readonly vscode.CodeLens[] {
  if (!runs) return [];
  return flat(document.tasks).flatMap((task) => {
    const line = task.place.line - 1;
    const argument = { spec, document: 'tasks.md', task: task.identity, line: task.place.line };
    return taskOffers(task, runs, trusted).map(
      ({ title, command }) =>
        new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
          title,
          command: `tracewright.${command}`,
          arguments: [argument],
        }),
    );
  });
}

/** What is offered above one task, by where its run stands. */
export function taskOffers(task: Task, runs: RunSnapshot, trusted: boolean): readonly Offer[] {
  const run = shownRun(runOfTask(runs, task.identity), task.state === 'done');
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

function flat(tasks: readonly Task[]): readonly Task[] {
  return tasks.flatMap((task) => [task, ...flat(task.children)]);
}
