import * as vscode from 'vscode';
import { handleOf } from '../app';
import { promptUri } from '../lastPrompt';
import { type Command, hasFolder, onNode } from './command';
import { findTarget } from './target';

/** Opens the last request to the model as it was sent, read-only. */
export const showLastPrompt: Command = {
  name: 'showLastPrompt',
  title: 'Show Last Prompt',
  icon: 'output',
  palette: hasFolder,
  menus: [{ menu: 'view/item/context', when: onNode('spec'), group: '3_versions@2' }],
  create: (app) => async (argument) => {
    const target = await findTarget(app, argument);
    if (!target) return;
    const handle = await handleOf(app, target.spec);
    if ((await handle.lastPrompt()) === undefined) {
      throw new Error(`Nothing has been sent to a model for ${handle.snapshot().title} yet.`);
    }
    const document = await vscode.workspace.openTextDocument(promptUri(target.spec, Date.now()));
    await vscode.window.showTextDocument(document, { preview: true });
  },
};
