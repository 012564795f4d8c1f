/** Tells the user how something ended: nothing for what they can see, one sentence with its next step for the rest. */
import * as vscode from 'vscode';
import type { Outcome } from '../core/flows/service';
import type { ModelFailure } from '../core/messages';

const setUp = 'Set Up a Model';

/** Shows what a user has to know. True where the work was done or waits for answers. */
export function report(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'done':
    case 'asking':
      return true;
    case 'stopped':
      return false;
    case 'failed':
      void showFailure(outcome.failure);
      return false;
    case 'refused':
      void vscode.window.showWarningMessage(outcome.message);
      return false;
  }
}

/** A model's failure as its one sentence, with the set-up at hand where that is the mend. */
export async function showFailure(failure: ModelFailure): Promise<void> {
  const mend = ['key', 'sign_in', 'access', 'unknown_model', 'region', 'needs_model'].includes(failure.kind);
  const chosen = await vscode.window.showErrorMessage(failure.message, ...(mend ? [setUp] : []));
  if (chosen === setUp) await vscode.commands.executeCommand('tracewright.setUpModel');
}
