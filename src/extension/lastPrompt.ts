/** The last request to a model as a read-only document that exists in no folder. */
import * as vscode from 'vscode';
import { handleOf, type Shared } from './app';
import { quietly } from './boundary';
import { baseName } from './paths';

const scheme = 'tracewright-prompt';

/** Its address; `at` makes each opening a document of its own, so that it never shows an old one. */
export function promptUri(spec: string, at: number): vscode.Uri {
  const path = `/${baseName(spec)}/Last prompt.md`;
  return vscode.Uri.from({ scheme, path, query: JSON.stringify({ spec, at }) });
}

/** Serves the scheme; the engine is asked only when such a document opens. */
export function registerLastPrompt(app: Shared): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => quietly(app.log, `Reading ${uri.path}`, () => textOf(app, uri), ''),
  });
}

async function textOf(app: Shared, uri: vscode.Uri): Promise<string> {
  const query: unknown = JSON.parse(uri.query);
  if (typeof query !== 'object' || query === null || !('spec' in query) || typeof query.spec !== 'string') return '';
  const prompt = await (await handleOf(app, query.spec)).lastPrompt();
  return prompt ?? 'Nothing has been sent to a model for this spec yet.';
}
