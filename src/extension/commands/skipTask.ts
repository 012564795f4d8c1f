import { reportRun } from '../runs/outcome';
import { type Command, onNode } from './command';
import { findTask } from './taskTarget';

/** Takes a task out of the queue. */
export const skipTask: Command = {
  name: 'skipTask',
  title: 'Skip Task',
  icon: 'debug-step-over',
  palette: false,
  menus: [
    { menu: 'view/item/context', when: onNode('task', 'queued'), group: 'inline@1' },
    { menu: 'view/item/context', when: onNode('task', 'queued|broken'), group: '1_run@3' },
  ],
  create: (app) => async (argument) => {
    const found = await findTask(app, argument);
    return found && reportRun(await found.runs.skip(found.task.identity));
  },
};
