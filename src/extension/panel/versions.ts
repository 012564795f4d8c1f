/** Versions of documents as read-only editors: `tracewright-version:/3/requirements.md?{…}`. */
import { commands, type ExtensionContext, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import type { SpecService } from '../../core/flows/service';
import type { DocumentName } from '../../core/specs/model';

const scheme = 'tracewright-version';

/** Registers the scheme; the service is asked for only when a version is opened. */
export function registerVersions(context: ExtensionContext, specs: () => Promise<SpecService>): void {
  const provider: TextDocumentContentProvider = {
    provideTextDocumentContent: async (uri) => {
      const { spec, id } = JSON.parse(uri.query) as { spec: string; id: string };
      const handle = await (await specs()).open(spec);
      return (await handle?.versionText(id)) ?? 'This version is no longer kept.';
    },
  };
  context.subscriptions.push(workspace.registerTextDocumentContentProvider(scheme, provider));
}

/** Where a version can be read. */
export function versionUri(spec: string, document: DocumentName, id: string, number: number): Uri {
  return Uri.from({ scheme, path: `/Version ${number}/${document}`, query: JSON.stringify({ spec, id }) });
}

/** Opens the editor's diff of a version with another one or, without `to`, with the document as it stands. */
export async function compareVersions(
  spec: string,
  document: DocumentName,
  from: { readonly id: string; readonly number: number },
  to: { readonly id: string; readonly number: number } | undefined,
): Promise<void> {
  const right = to ? versionUri(spec, document, to.id, to.number) : Uri.joinPath(Uri.file(spec), document);
  const title = `${document}: version ${from.number} and ${to ? `version ${to.number}` : 'now'}`;
  await commands.executeCommand('vscode.diff', versionUri(spec, document, from.id, from.number), right, title);
}
