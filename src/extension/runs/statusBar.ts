/** What runs, in the status bar: the mode, the task, what was spent today. It appears with the first spec that has tasks. */
import * as vscode from 'vscode';
import type { WindowRuns } from './windowRuns';
import { statusLook } from './words';

/** The item; `update` is called whenever runs changed. */
export function runStatusBar(runs: WindowRuns): vscode.Disposable & { update(): void } {
  let item: vscode.StatusBarItem | undefined;
  const make = (): vscode.StatusBarItem => {
    const made = vscode.window.createStatusBarItem('tracewright.run', vscode.StatusBarAlignment.Left, 5);
    made.name = 'Tracewright: runs';
    made.command = 'tracewright.runMenu';
    return made;
  };
  return {
    update: () => {
      const look = statusLook(runs.all());
      if (!look) return item?.hide();
      item ??= make();
      item.text = look.text;
      item.tooltip = look.tooltip;
      item.accessibilityInformation = { label: `Tracewright. ${look.tooltip}`, role: 'button' };
      item.backgroundColor = look.waits ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
      item.show();
    },
    dispose: () => item?.dispose(),
  };
}
