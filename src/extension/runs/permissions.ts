/** What agents may do here, as a read-only document: every rule in force with where it stands, and what is wrong with them. */
import * as vscode from 'vscode';
import type { Shared } from '../app';
import { quietly } from '../boundary';
import { permissionsText } from './permissionsText';

const scheme = 'tracewright-permissions';

/** Its address; each opening is a document of its own, so that it never shows older rules. */
export function permissionsUri(): vscode.Uri {
  return vscode.Uri.from({ scheme, path: '/Effective permissions.md', query: String(Date.now()) });
}

/** Serves the scheme; the engine is asked only when such a document opens. */
export function registerPermissionsText(app: Shared): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: () =>
      quietly(app.log, 'The permissions', async () => permissionsText(await (await app.engine()).permissions()), ''),
  });
}
