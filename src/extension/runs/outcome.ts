/** Tells the user how a run ended where nobody watches: refusals as one sentence, the rest is in panel and tree. */
import * as vscode from 'vscode';
import type { RunOutcome } from '../../core/runs/service';

/** Shows why something was refused or left out; gives the outcome on. */
export function reportRun(outcome: RunOutcome): RunOutcome {
  if (outcome.kind === 'refused') void tell(outcome);
  if (outcome.kind === 'done' && outcome.message !== undefined)
    void vscode.window.showInformationMessage(outcome.message);
  return outcome;
}

async function tell({ code, message }: Extract<RunOutcome, { kind: 'refused' }>): Promise<void> {
  const mend = code === 'model' ? 'Set Up a Model' : code === 'trust' ? 'Manage Workspace Trust' : undefined;
  const chosen = await vscode.window.showWarningMessage(message, ...(mend === undefined ? [] : [mend]));
  if (chosen === undefined) return;
  await vscode.commands.executeCommand(code === 'model' ? 'tracewright.setUpModel' : 'workbench.trust.manage');
}
