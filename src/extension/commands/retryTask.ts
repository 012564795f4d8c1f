import { showRun } from '../app';
import { reportRun } from '../runs/outcome';
import { type Command, onNode } from './command';
import { findTask } from './taskTarget';

/** Has the agent build a task anew that was stopped or failed. */
export const retryTask: Command = {
  name: 'retryTask',
  title: 'Retry Task',
  icon: 'debug-restart',
  needsTrust: true,
  palette: false,
  menus: [
    { menu: 'view/item/context', when: onNode('task', 'broken|unproven'), group: 'inline@1' },
    { menu: 'view/item/context', when: onNode('task', 'broken|unproven'), group: '1_run@1' },
  ],
  create: (app) => async (argument) => {
    const found = await findTask(app, argument);
    if (!found) return undefined;
    const started = found.runs.retry(found.task.identity);
    showRun(app, found.spec);
    return reportRun(await started);
  },
};
