import * as vscode from 'vscode';
import { withoutIcons } from '../hooks/words';
import type { Command } from './command';
import { stopFiring } from './stopHook';

/** What stands behind the status bar: questions of hooks, what runs, the view. */
export const hookMenu: Command = {
  name: 'hookMenu',
  title: 'Hooks at Work',
  icon: 'zap',
  create: (app) => async () => {
    const { questions, window } = app.hooks;
    const running = window.firings().filter(({ result }) => result.kind === 'running');
    const items: (vscode.QuickPickItem & { readonly act: () => Promise<unknown> })[] = [
      ...questions.waiting().map((question) => ({
        label: `$(bell-dot) ${withoutIcons(question.message)}`,
        act: () => question.open(),
      })),
      ...running.map(({ id, hookName, why, event }) => ({
        label: `$(debug-stop) Stop "${withoutIcons(hookName)}"`,
        description: why,
        act: () => stopFiring(app, event.root, id),
      })),
      {
        label: '$(zap) Show all hooks',
        act: async () => vscode.commands.executeCommand('tracewright.hooks.focus'),
      },
    ];
    const chosen = await vscode.window.showQuickPick(items, {
      title: 'Hooks',
      placeHolder: 'What hooks ask, and what they do now',
    });
    await chosen?.act();
  },
};
