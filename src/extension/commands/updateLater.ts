import { showPanel } from '../app';
import { report } from '../outcome';
import { type Command, hasFolder, onNode } from './command';
import { findDocument } from './target';

/** Brings the later documents in line with exactly what changed in this one. */
export const updateLater: Command = {
  name: 'updateLater',
  title: 'Update Later Documents',
  icon: 'sync',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/item/context', when: onNode('document', 'changed'), group: '2_write@3' }],
  create: (app) => async (argument) => {
    const none = 'Nothing has changed since it was approved.';
    const found = await findDocument(app, argument, (document) => document.changes.length > 0, none);
    if (!found) return undefined;
    showPanel(app, found.target.spec, found.document.name);
    const outcome = await found.handle.updateDownstream(found.document.name);
    report(outcome);
    return outcome;
  },
};
