/** Above each task of tasks.md: what can be done with it, and where its run stands. */
import * as vscode from 'vscode';
import type { RunSnapshot } from '../../core/runs/snapshot';
import type { Task, TasksDocument } from '../../core/specs/model';
import { taskOffers } from '../runs/taskOffers';
import { runOfTask } from '../runs/windowRuns';

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
    return taskOffers(task, runOfTask(runs, task.identity), runs, trusted).map(
      ({ title, command }) =>
        new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
          title,
          command: `tracewright.${command}`,
          arguments: [argument],
        }),
    );
  });
}

function flat(tasks: readonly Task[]): readonly Task[] {
  return tasks.flatMap((task) => [task, ...flat(task.children)]);
}
