import { showAllDiffs } from '../runs/diff';
import { type Command, hasFolder, onNode } from './command';
import { findTask } from './taskTarget';

/** Opens everything that a task changed in the editor's diff view. */
export const showChanges: Command = {
  name: 'showChanges',
  title: 'Show Changes of Task',
  icon: 'diff-multiple',
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('task', 'ran'), group: 'inline@3' },
    { menu: 'view/item/context', when: onNode('task', 'ran'), group: '2_look@1' },
  ],
  create: (app) => async (argument) => {
    const found = await findTask(app, argument);
    const problem = found && (await showAllDiffs(found.runs, found.task.identity));
    if (problem !== undefined) throw new Error(problem);
  },
};
