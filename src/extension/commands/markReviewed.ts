import { reportRun } from '../runs/outcome';
import { type Command, onNode } from './command';
import { findTask } from './taskTarget';

/** Ticks a task that nothing could prove: the user has looked at it. */
export const markReviewed: Command = {
  name: 'markReviewed',
  title: 'Mark Task as Reviewed',
  icon: 'verified',
  needsTrust: true,
  palette: false,
  menus: [
    { menu: 'view/item/context', when: onNode('task', 'unproven'), group: 'inline@2' },
    { menu: 'view/item/context', when: onNode('task', 'unproven'), group: '1_run@2' },
  ],
  create: (app) => async (argument) => {
    const found = await findTask(app, argument);
    return found && reportRun(await found.runs.markReviewed(found.task.identity));
  },
};
