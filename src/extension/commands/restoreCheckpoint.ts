import { pickRestore } from '../runs/restore';
import { type Command, hasFolder, onNode } from './command';
import { findRuns } from './taskTarget';

/** Puts the files back to a checkpoint, after the user has seen what will change. */
export const restoreCheckpoint: Command = {
  name: 'restoreCheckpoint',
  title: 'Restore Checkpoint',
  icon: 'history',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/item/context', when: onNode('spec', 'runnable'), group: '3_versions@3' }],
  create: (app) => async (argument) => {
    const runs = await findRuns(app, argument);
    return runs && pickRestore(runs);
  },
};
