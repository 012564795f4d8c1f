/** What the panel opens in the editor. */
import {
  commands,
  env,
  type Position,
  Range,
  Selection,
  Uri,
  ViewColumn,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { Outcome, SpecHandle } from '../../core/flows/service';
import type { DocumentName } from '../../core/specs/model';
import type { PanelMessage } from '../../webview/protocol';
import { linkTarget } from './links';

/** Opens a file beside the panel, at a 1-based line. */
export async function openFile(uri: Uri, line?: number): Promise<void> {
  const selection = line === undefined ? {} : { selection: new Range(line - 1, 0, line - 1, 0) };
  await window.showTextDocument(uri, { viewColumn: ViewColumn.Beside, preview: true, ...selection });
}

/** Opens where a link of a document leads; a sentence where that is nowhere. */
export async function openLink(href: string, handle: SpecHandle): Promise<string | undefined> {
  const { root } = handle.snapshot();
  const target = linkTarget(href, root, handle.path);
  if (target.kind === 'outside') {
    await env.openExternal(Uri.parse(target.url, true));
    return undefined;
  }
  if (target.kind === 'file') {
    for (const path of target.paths) {
      const uri = Uri.file(path);
      if (await exists(uri)) return void (await openFile(uri, target.line));
    }
  }
  return `"${href}" leads to nothing in this workspace folder, so nothing was opened.`;
}

/** A file named relative to the workspace folder; a sentence where there is none. */
export async function openRelative(
  file: string,
  line: number | undefined,
  handle: SpecHandle,
): Promise<string | undefined> {
  return openLink(line === undefined ? encodePath(file) : `${encodePath(file)}#${line}`, handle);
}

function encodePath(file: string): string {
  return `./${file.split('/').map(encodeURIComponent).join('/')}`;
}

/**
 * Puts the mend of a problem into the document; the user's own edit, undoable in the editor. Where an editor without
 * unsaved changes shows something else than the file, it has not noticed a change (or never will: one that saves at the
 * very moment of another program's write takes that file for its own), and the mend goes to the file.
 */
export async function applyFix(
  message: Extract<PanelMessage, { type: 'fix' }>,
  handle: SpecHandle,
): Promise<Outcome | string | undefined> {
  const shown = handle.spec().documents.find(({ name }) => name === message.document);
  const fix = handle
    .snapshot()
    .documents.find(({ name }) => name === message.document)
    ?.diagnostics.find(
      ({ code, place }) => code === message.code && place.line === message.line && place.column === message.column,
    )?.fix;
  const uri = Uri.joinPath(Uri.file(handle.path), message.document);
  const document = await workspace.openTextDocument(uri);
  if (!fix || document.getText() !== shown?.text.replace(/^\uFEFF/, '')) return handle.mend(message.document, message);
  // The editor's text has no BOM, the places count one.
  const shift = shown.text.startsWith('\uFEFF') ? 1 : 0;
  const at = (offset: number): Position => document.positionAt(offset - shift);
  const edit = new WorkspaceEdit();
  for (const { start, end, text } of fix.edits) edit.replace(uri, new Range(at(start), at(end)), text);
  await workspace.applyEdit(edit);
  await document.save();
  return undefined;
}

/** Opens a document of the spec, or its preview where the editor has one. */
export async function openDocument(handle: SpecHandle, document: DocumentName, line?: number): Promise<void> {
  const uri = Uri.joinPath(Uri.file(handle.path), document);
  const editor = await window.showTextDocument(uri, { viewColumn: ViewColumn.Beside, preview: true });
  if (line === undefined) return;
  const position = editor.document.lineAt(Math.min(line, editor.document.lineCount) - 1).range.start;
  editor.selection = new Selection(position, position);
  editor.revealRange(new Range(position, position));
}

/** Opens the editor's Markdown preview beside the panel. */
export async function openPreview(handle: SpecHandle, document: DocumentName): Promise<void> {
  await commands.executeCommand('markdown.showPreviewToSide', Uri.joinPath(Uri.file(handle.path), document));
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
