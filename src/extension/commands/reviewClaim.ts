import * as vscode from 'vscode';
import type { DocumentSnapshot } from '../../core/flows/snapshot';
import { report } from '../outcome';
import { documentNoun } from '../words';
import { type Command, hasFolder, onNode } from './command';
import { findDocument } from './target';

/** Decides about an approval that this machine can't vouch for: accept its author, approve it oneself, or leave it. */
export const reviewClaim: Command = {
  name: 'reviewClaim',
  title: 'Review Claimed Approval',
  icon: 'question',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('document', 'claimed'), group: 'inline@0' },
    { menu: 'view/item/context', when: onNode('document', 'claimed'), group: '2_write@0' },
  ],
  create: (app) => async (argument) => {
    const { specs } = await app.engine();
    // The author of a claim is who committed it, perhaps a moment ago.
    await specs.refresh();
    const none = 'No approval is claimed here.';
    const found = await findDocument(app, argument, (document) => document.state === 'claimed', none);
    if (!found) return;
    const { handle, document } = found;
    const choice = await ask(document);
    if (choice === 'own') {
      await vscode.commands.executeCommand('tracewright.approve', { spec: handle.path, document: document.name });
    }
    const author = document.approval?.author;
    if (choice === 'author' && author) {
      report(await specs.acceptAuthor(handle.snapshot().root, author.email));
    }
  },
};

async function ask(document: DocumentSnapshot): Promise<'author' | 'own' | undefined> {
  const author = document.approval?.author;
  const accept = author && {
    label: `Accept approvals of ${author.name}`,
    detail: `Every approval that ${author.email} commits opens its gate in this folder, on this machine.`,
    choice: 'author' as const,
  };
  const own = {
    label: 'Approve it yourself',
    detail: `Opens the ${documentNoun(document.name)} first.`,
    choice: 'own' as const,
  };
  const title = `${document.label}: claimed by ${document.approval?.by ?? 'somebody'}`;
  const placeHolder = document.approval?.why ?? 'This machine can not vouch for the approval.';
  const picked = await vscode.window.showQuickPick(accept ? [accept, own] : [own], { title, placeHolder });
  return picked?.choice;
}
