import { showEvidenceOf } from '../runs/evidence';
import { type Command, hasFolder, onNode } from './command';
import { findTask } from './taskTarget';

/** Opens the record of a finished task: files, tests, commands, cost. */
export const showEvidence: Command = {
  name: 'showEvidence',
  title: 'Show Evidence of Task',
  icon: 'verified-filled',
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('task', 'evidence'), group: 'inline@4' },
    { menu: 'view/item/context', when: onNode('task', 'evidence'), group: '2_look@2' },
  ],
  create: (app) => async (argument) => {
    const found = await findTask(app, argument);
    if (found) await showEvidenceOf(found.runs, found.task.identity);
  },
};
