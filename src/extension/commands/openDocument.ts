import * as vscode from 'vscode';
import { uriOf } from '../paths';
import { type Command, onNode } from './command';
import { targetOf } from './target';

/** Opens a spec document in the editor, at a line where one is given. What the tree does on a click. */
export const openDocument: Command = {
  name: 'openDocument',
  title: 'Open Document',
  icon: 'go-to-file',
  palette: false,
  menus: [
    { menu: 'view/item/context', when: onNode('document', 'exists'), group: '1_open@2' },
    { menu: 'view/item/context', when: onNode('task'), group: '1_open@2' },
  ],
  create: () => async (argument) => {
    const target = targetOf(argument);
    if (target?.document === undefined) return;
    const at = new vscode.Position(Math.max(0, (target.line ?? 1) - 1), 0);
    const selection = target.line === undefined ? {} : { selection: new vscode.Range(at, at) };
    await vscode.window.showTextDocument(uriOf(`${target.spec}/${target.document}`), { ...selection, preview: true });
  },
};
