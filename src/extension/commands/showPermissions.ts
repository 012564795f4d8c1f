import * as vscode from 'vscode';
import { permissionsUri } from '../runs/permissions';
import type { Command } from './command';

/** Opens every rule that says what agents may do here. */
export const showPermissions: Command = {
  name: 'showPermissions',
  title: 'Show Effective Permissions',
  icon: 'shield',
  create: () => async () => {
    const document = await vscode.workspace.openTextDocument(permissionsUri());
    await vscode.window.showTextDocument(document, { preview: true });
  },
};
