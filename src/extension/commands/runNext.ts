import { showRun } from '../app';
import { reportRun } from '../runs/outcome';
import { type Command, hasFolder, onNode } from './command';
import { findRuns } from './taskTarget';

/** Has the agent build the next required task that is not done. */
export const runNext: Command = {
  name: 'runNext',
  title: 'Run Next Task',
  icon: 'debug-step-over',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/item/context', when: onNode('spec', 'runnable'), group: '1_run@1' }],
  keys: [{ key: 'shift+alt+t shift+n', mac: 'ctrl+alt+t shift+n' }],
  create: (app) => async (argument) => {
    const runs = await findRuns(app, argument);
    if (!runs) return undefined;
    const started = runs.start({ what: 'next' });
    showRun(app, runs.snapshot().spec);
    return reportRun(await started);
  },
};
