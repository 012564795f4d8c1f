import { showRun } from '../app';
import { reportRun } from '../runs/outcome';
import { type Command, hasFolder, inTasksDocument, onNode } from './command';
import { findTask } from './taskTarget';

/** Has the agent build one task. */
export const startTask: Command = {
  name: 'startTask',
  title: 'Start Task',
  icon: 'play',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('task', 'startable'), group: 'inline@1' },
    { menu: 'view/item/context', when: onNode('task', 'startable'), group: '1_run@1' },
    { menu: 'editor/context', when: inTasksDocument, group: '1_modification@91' },
  ],
  keys: [
    { key: 'shift+alt+t b', mac: 'ctrl+alt+t b', when: 'editorTextFocus && resourceFilename == tasks.md', onRow: true },
  ],
  create: (app) => async (argument) => {
    const found = await findTask(app, argument);
    if (!found) return undefined;
    const started = found.runs.start({ what: 'task', identity: found.task.identity });
    showRun(app, found.spec);
    return reportRun(await started);
  },
};
