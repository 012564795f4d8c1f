import { showPanel } from '../app';
import { report } from '../outcome';
import { type Command, hasFolder, inSpecDocument } from './command';
import { findDocument } from './target';

/** Sends all open comments of a document as one revision. */
export const sendComments: Command = {
  name: 'sendComments',
  title: 'Send Comments as One Revision',
  icon: 'comment-discussion',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'editor/title', when: inSpecDocument, group: '2_tracewright@3' }],
  create: (app) => async (argument) => {
    const none = 'There is no document with a comment here.';
    const found = await findDocument(app, argument, (document) => document.hash !== undefined, none);
    if (!found) return undefined;
    const { target, handle, document } = found;
    showPanel(app, target.spec, document.name);
    const outcome = await handle.sendComments(document.name);
    report(outcome);
    return outcome;
  },
};
