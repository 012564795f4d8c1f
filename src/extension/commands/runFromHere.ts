import { showRun } from '../app';
import { reportRun } from '../runs/outcome';
import { type Command, onNode } from './command';
import { findTask } from './taskTarget';

/** Has the agent build a task and every required one after it. */
export const runFromHere: Command = {
  name: 'runFromHere',
  title: 'Run From Here',
  icon: 'run-below',
  needsTrust: true,
  palette: 'editorIsOpen && resourceFilename == tasks.md',
  menus: [{ menu: 'view/item/context', when: onNode('task', 'startable'), group: '1_run@2' }],
  create: (app) => async (argument) => {
    const found = await findTask(app, argument);
    if (!found) return undefined;
    const started = found.runs.start({ what: 'from', identity: found.task.identity });
    showRun(app, found.spec);
    return reportRun(await started);
  },
};
