import * as vscode from 'vscode';
import type { SpecHandle } from '../../core/flows/service';
import type { DocumentSnapshot } from '../../core/flows/snapshot';
import { report } from '../outcome';
import { uriOf } from '../paths';
import { documentNoun } from '../words';
import { type Command, hasFolder, inSpecDocument, onNode } from './command';
import { findDocument } from './target';

const approvable = (document: DocumentSnapshot): boolean =>
  document.hash !== undefined && document.state !== 'approved' && document.state !== 'locked';

/**
 * Approves a document. Where the hash of what is shown comes along (the lens above the text), that is what is approved;
 * else the document is opened first and the approval is asked for beside it.
 */
export const approve: Command = {
  name: 'approve',
  title: 'Approve Document',
  icon: 'check',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('document', 'approvable'), group: 'inline@1' },
    { menu: 'view/item/context', when: onNode('document', 'approvable'), group: '2_write@1' },
    { menu: 'editor/title', when: inSpecDocument, group: '2_tracewright@1' },
  ],
  create: (app) => async (argument) => {
    const none = 'Nothing waits for approval here.';
    const found = await findDocument(app, argument, approvable, none);
    if (!found) return undefined;
    const { target, handle, document } = found;
    const hash = target.hash ?? (await askBeside(handle, document));
    if (hash === undefined) return undefined;
    const outcome = await handle.approve(document.name, hash);
    if (report(outcome)) void offerNext(handle, document);
    return outcome;
  },
};

/** Shows the document and asks; the hash is that of what was shown when the question came up. */
async function askBeside(handle: SpecHandle, document: DocumentSnapshot): Promise<string | undefined> {
  await vscode.window.showTextDocument(uriOf(`${handle.path}/${document.name}`), { preview: true });
  const shown = handle.snapshot().documents.find((each) => each.name === document.name)?.hash;
  const title = handle.snapshot().title;
  const chosen = await vscode.window.showInformationMessage(
    `Approve the ${documentNoun(document.name)} of ${title} as shown?`,
    'Approve',
  );
  return chosen === 'Approve' ? shown : undefined;
}

async function offerNext(handle: SpecHandle, approved: DocumentSnapshot): Promise<void> {
  const next = handle.snapshot().documents.find((document) => document.state === 'absent');
  const done = `Approved the ${documentNoun(approved.name)} of ${handle.snapshot().title}.`;
  if (!next) {
    void vscode.window.showInformationMessage(done);
    return;
  }
  const write = `Write ${documentNoun(next.name)}`;
  if ((await vscode.window.showInformationMessage(done, write)) !== write) return;
  await vscode.commands.executeCommand('tracewright.generate', { spec: handle.path, document: next.name });
}
