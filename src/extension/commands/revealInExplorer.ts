import * as vscode from 'vscode';
import { uriOf } from '../paths';
import { type Command, onNode } from './command';
import { targetOf } from './target';

/** Shows a spec's folder or a document in the explorer. */
export const revealInExplorer: Command = {
  name: 'revealInExplorer',
  title: 'Reveal in Explorer View',
  palette: false,
  menus: [
    { menu: 'view/item/context', when: onNode('spec'), group: '9_reveal@1' },
    { menu: 'view/item/context', when: onNode('document', 'exists'), group: '9_reveal@1' },
  ],
  create: () => async (argument) => {
    const target = targetOf(argument);
    if (!target) return;
    const path = target.document === undefined ? target.spec : `${target.spec}/${target.document}`;
    await vscode.commands.executeCommand('revealInExplorer', uriOf(path));
  },
};
