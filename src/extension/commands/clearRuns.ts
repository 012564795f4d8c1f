import { reportRun } from '../runs/outcome';
import { type Command, hasFolder, onNode } from './command';
import { findRuns } from './taskTarget';

/** Empties the queue and forgets what failed or was stopped; nothing that runs is touched. */
export const clearRuns: Command = {
  name: 'clearRuns',
  title: 'Clear Queue',
  icon: 'clear-all',
  palette: hasFolder,
  menus: [{ menu: 'view/item/context', when: onNode('spec', 'runnable'), group: '1_run@3' }],
  create: (app) => async (argument) => {
    const runs = await findRuns(app, argument);
    return runs && reportRun(await runs.clear());
  },
};
