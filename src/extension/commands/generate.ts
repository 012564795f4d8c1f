import type { DocumentSnapshot } from '../../core/flows/snapshot';
import { showPanel } from '../app';
import { report } from '../outcome';
import { type Command, hasFolder, onNode } from './command';
import { findDocument } from './target';

const writable = (document: DocumentSnapshot): boolean => document.state === 'absent';

/** Writes the next document of a spec, when its gate is open. */
export const generate: Command = {
  name: 'generate',
  title: 'Write Next Document',
  icon: 'play',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('document', 'absent'), group: 'inline@1' },
    { menu: 'view/item/context', when: onNode('document', 'absent'), group: '2_write@1' },
    { menu: 'view/item/context', when: onNode('spec', 'writable'), group: '2_write@1' },
  ],
  create: (app) => async (argument) => {
    const none = 'No document can be written now: approve the one before it first.';
    const found = await findDocument(app, argument, writable, none);
    if (!found) return undefined;
    showPanel(app, found.target.spec, found.document.name);
    const outcome = await found.handle.generate(found.document.name);
    report(outcome);
    return outcome;
  },
};
