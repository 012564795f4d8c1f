import * as vscode from 'vscode';
import type { App } from '../app';
import { needsUser, statusLook } from '../runs/words';
import type { Command } from './command';

interface Entry extends vscode.QuickPickItem {
  readonly command: string;
  readonly argument?: unknown;
}

/** What the status bar item offers: open the run, stop it, switch the mode. */
export const runMenu: Command = {
  name: 'runMenu',
  title: 'Show Run Menu',
  icon: 'list-selection',
  create: (app) => async () => {
    const chosen = await vscode.window.showQuickPick(entries(app), { title: 'Tracewright' });
    if (chosen) await vscode.commands.executeCommand(`tracewright.${chosen.command}`, chosen.argument);
  },
};

function entries(app: App): readonly Entry[] {
  const all = app.runs.all();
  const about = statusLook(all)?.spec ?? all[0]?.spec;
  const now = all.find(({ spec }) => spec === about);
  const argument = about === undefined ? undefined : { spec: about };
  return [
    ...(now?.active && needsUser(now) ? [{ label: '$(bell-dot) Go to what waits for you', command: 'answerRun' }] : []),
    ...(now?.active
      ? [
          { label: '$(eye) Open the run', command: 'watchRun', argument },
          { label: '$(debug-stop) Stop', command: 'stopRun', argument },
        ]
      : now?.closed === undefined && now?.next
        ? [
            {
              label: `$(play) Run next task${now.next.id === null ? '' : ` (${now.next.id})`}`,
              command: 'runNext',
              argument,
            },
            { label: '$(run-all) Run all required tasks', command: 'runAll', argument },
          ]
        : []),
    {
      label:
        now?.mode === 'autopilot'
          ? '$(person) Switch to supervised or autopilot'
          : '$(rocket) Switch to autopilot or supervised',
      description: now?.mode === 'autopilot' ? 'Autopilot now' : 'Supervised now',
      command: 'switchMode',
      argument,
    },
    { label: '$(history) Restore a checkpoint', command: 'restoreCheckpoint', argument },
    { label: '$(shield) Show effective permissions', command: 'showPermissions' },
    { label: '$(checklist) Open the panel', command: 'openPanel', argument },
  ];
}
