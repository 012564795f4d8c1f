import { handleOf } from '../app';
import { report } from '../outcome';
import { type Command, hasFolder, inTasksDocument, onNode } from './command';
import { findTarget } from './target';
import { taskAt } from './taskTarget';

/** Ticks or clears the box of a task: the one in the tree, or the one the cursor is in. */
export const toggleTask: Command = {
  name: 'toggleTask',
  title: 'Toggle Task',
  icon: 'tasklist',
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('task'), group: '2_write@1' },
    {
      menu: 'editor/context',
      when: inTasksDocument,
      group: '1_modification@90',
    },
  ],
  keys: [
    {
      key: 'shift+alt+t x',
      mac: 'ctrl+alt+t x',
      when: 'editorTextFocus && resourceFilename == tasks.md',
      onRow: true,
    },
  ],
  create: (app) => async (argument) => {
    const target = await findTarget(app, argument);
    if (!target) return undefined;
    const handle = await handleOf(app, target.spec);
    const task = taskAt(handle, target);
    if (!task) throw new Error('There is no task here. Put the cursor on one, or go to one in the tree.');
    const outcome = await handle.setTask(task.identity, task.state === 'done' ? 'open' : 'done');
    report(outcome);
    return outcome;
  },
};
