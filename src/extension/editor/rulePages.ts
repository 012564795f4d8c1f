/** The page of each rule as a read-only document that exists in no folder: a click on a finding's code opens it. */
import * as vscode from 'vscode';
import type { Shared } from '../app';

const scheme = 'tracewright-rule';

/** The address of the page for findings of a code. */
export function ruleUri(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${code.slice(code.indexOf('/') + 1)}.md`, query: code });
}

/** Shows the page for findings of a code beside what is shown. */
export async function openRulePage(code: string): Promise<void> {
  const options = { viewColumn: vscode.ViewColumn.Beside, preview: true };
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(ruleUri(code)), options);
}

/** Serves the scheme. */
export function registerRulePages(app: Shared): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ query }) =>
      app.part().rulePage(query) ?? `There is no page for \`${query}\`: no rule for specs makes it.`,
  });
}
