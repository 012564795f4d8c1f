import * as vscode from 'vscode';
import { estimateWords } from '../../core/runs/estimate';
import { showRun } from '../app';
import { reportRun } from '../runs/outcome';
import { type Command, hasFolder, onNode } from './command';
import { findRuns } from './taskTarget';

/** Has the agent build every required task that is not done, after the user has seen what it will cost, about. */
export const runAll: Command = {
  name: 'runAll',
  title: 'Run All Required Tasks',
  icon: 'run-all',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('spec', 'runnable'), group: '1_run@2' },
    { menu: 'view/item/context', when: onNode('document', 'runnable'), group: 'inline@2' },
  ],
  create: (app) => async (argument) => {
    const runs = await findRuns(app, argument);
    if (!runs) return undefined;
    const { closed, spec } = runs.snapshot();
    if (closed !== undefined) throw new Error(closed);
    const estimate = await runs.estimate({ what: 'all' });
    if (estimate.tasks === 0) throw new Error('Every required task is done.');
    const go = { label: '$(run-all) Run all required tasks', description: estimateWords(estimate) };
    const chosen = await vscode.window.showQuickPick([go], { title: 'Run all required tasks' });
    if (!chosen) return undefined;
    const started = runs.start({ what: 'all' });
    showRun(app, spec);
    return reportRun(await started);
  },
};
