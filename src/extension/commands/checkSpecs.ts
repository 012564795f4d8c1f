import * as vscode from 'vscode';
import { type Command, hasFolder } from './command';

/** Checks every spec of the workspace and lists what it found in the Problems view. */
export const checkSpecs: Command = {
  name: 'checkSpecs',
  title: 'Check All Specs',
  icon: 'checklist',
  palette: hasFolder,
  menus: [{ menu: 'view/title', when: 'view == tracewright.specs && tracewright.hasSpecs', group: 'navigation@2' }],
  create: (app) => async () => {
    const place = { location: { viewId: 'tracewright.specs' } };
    const found = await vscode.window.withProgress(place, () => app.findings.checkAll());
    void tell(found);
    return found;
  },
};

async function tell(found: { specs: number; errors: number; warnings: number }): Promise<void> {
  const specs = counted(found.specs, 'spec');
  if (found.errors + found.warnings === 0) {
    const sentence = found.specs === 0 ? 'There is no spec in this workspace yet.' : `Checked ${specs}: nothing found.`;
    void vscode.window.showInformationMessage(sentence);
    return;
  }
  const sentence = `Checked ${specs}: ${counted(found.errors, 'error')}, ${counted(found.warnings, 'warning')}.`;
  const show = 'Show Problems';
  const chosen = await vscode.window.showWarningMessage(sentence, show);
  if (chosen === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
