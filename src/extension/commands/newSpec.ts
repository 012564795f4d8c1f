import * as vscode from 'vscode';
import { workspaceRoots } from '../paths';
import { type Command, hasFolder } from './command';

/** Opens the start screen, where a sentence becomes a spec. */
export const newSpec: Command = {
  name: 'newSpec',
  title: 'New Spec',
  icon: 'add',
  needsTrust: true,
  menus: [{ menu: 'view/title', when: `view == tracewright.specs && ${hasFolder}`, group: 'navigation@1' }],
  keys: [{ key: 'shift+alt+t n', mac: 'ctrl+alt+t n' }],
  create: (app) => async (argument) => {
    if (workspaceRoots().length === 0) return offerFolder();
    app.panels.openStart(typeof argument === 'string' ? argument : undefined);
  },
};

async function offerFolder(): Promise<void> {
  const [open, sample] = ['Open Folder', 'Open Sample'];
  const chosen = await vscode.window.showInformationMessage('Specs live in a folder, and none is open.', open, sample);
  if (chosen === open) await vscode.commands.executeCommand('workbench.action.files.openFolder');
  if (chosen === sample) await vscode.commands.executeCommand('tracewright.openSample');
}
