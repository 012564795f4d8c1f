import * as vscode from 'vscode';
import type { Mode } from '../../core/permissions/types';
import { type Command, hasFolder } from './command';
import { findRuns } from './taskTarget';

const modes: readonly (vscode.QuickPickItem & { readonly mode: Mode })[] = [
  {
    label: 'Supervised',
    detail: 'You accept or reject the changes of each turn before the agent goes on.',
    mode: 'supervised',
  },
  {
    label: 'Autopilot',
    detail: 'The agent goes on by itself; you review at the end. Dangerous commands still ask.',
    mode: 'autopilot',
  },
];

/** How far the agent goes by itself; can be switched while it runs. */
export const switchMode: Command = {
  name: 'switchMode',
  title: 'Switch Between Supervised and Autopilot',
  icon: 'settings',
  needsTrust: true,
  palette: hasFolder,
  create: (app) => async (argument) => {
    const runs = await findRuns(app, argument);
    if (!runs) return;
    const { mode } = runs.snapshot();
    const items = modes.map((item) => (item.mode === mode ? { ...item, description: 'Now' } : item));
    const chosen = await vscode.window.showQuickPick(items, { title: 'How far the agent goes by itself' });
    if (chosen) runs.setMode(chosen.mode);
  },
};
