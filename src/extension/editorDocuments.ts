/**
 * Documents through the editor. Where one is open, its text counts and a change is one undo step there; what the editor
 * can't write to the letter (mixed line ends) goes to the file, from which the editor loads it again.
 */
import * as vscode from 'vscode';
import type { Documents, Grant, Host, OpenDocument, ReplaceResult } from '../core/host';
import type { EnginePart } from './engine';
import { pathOf } from './paths';
import { difference } from './textDifference';

/** How long an editor may take to show what was written to the file behind it. */
const reloadMs = 1500;

/** The documents port of an editor over Node's. Rejects where the editor can't save; every grant is checked. */
export function editorDocuments(node: Pick<Host, 'documents'>, assertGrant: EnginePart['assertGrant']): Documents {
  const open = async (path: string): Promise<OpenDocument | undefined> => {
    const shown = shownDocument(path);
    if (!shown) return node.documents.open(path);
    if (shown.isDirty) return { text: await textAsFile(shown, node), dirty: true };
    // Without unsaved changes the file has the last word: the editor may not have noticed a change yet.
    return isUtf8(shown) ? node.documents.open(path) : { text: shown.getText(), dirty: false };
  };
  const replace = async (
    grant: Grant,
    path: string,
    text: string,
    expected: string | undefined,
  ): Promise<ReplaceResult> => {
    assertGrant(grant, ['document', 'tick', 'agent_write', 'template', 'sidecar'], path);
    const shown = shownDocument(path);
    if (!shown) return node.documents.replace(grant, path, text, expected);
    const current = await open(path);
    if (shown.isDirty || current?.text !== expected) return { kind: 'conflict', current };
    // A file that is gone may still stand in an editor, with nothing in it that was not saved.
    if (expected === undefined || !(await canWrite(shown, expected, text))) {
      const result = await node.documents.replace(grant, path, text, expected);
      if (result.kind === 'written') await reloaded(shown, text);
      return result;
    }
    if (!(await editInOneStep(shown, expected, text)) || !(await shown.save())) {
      throw new Error(`${shown.fileName} could not be saved. The change is in the editor; save it there or undo it.`);
    }
    // Formatting on save must not touch what nobody asked to change.
    const saved = isUtf8(shown) ? (await node.documents.open(path))?.text : text;
    return saved === undefined || saved === text
      ? { kind: 'written' }
      : node.documents.replace(grant, path, text, saved);
  };
  return { open, replace };
}

function shownDocument(path: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    (document) => document.uri.scheme === 'file' && !document.isClosed && pathOf(document.uri) === path,
  );
}

function isUtf8(document: vscode.TextDocument): boolean {
  return document.encoding === 'utf8' || document.encoding === 'utf8bom';
}

/** What the file would hold if the editor saved now: the editor's text has lost a BOM. */
async function textAsFile(shown: vscode.TextDocument, node: Pick<Host, 'documents'>): Promise<string> {
  const onDisk = await node.documents.open(pathOf(shown.uri));
  const bom = onDisk?.text.startsWith('\uFEFF') ? '\uFEFF' : '';
  return bom + shown.getText();
}

/** Whether the editor shows what the file holds, and would save exactly the new text. */
async function canWrite(shown: vscode.TextDocument, expected: string, text: string): Promise<boolean> {
  if (!isUtf8(shown)) return true;
  await reloaded(shown, expected);
  const lineEnd = shown.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  return !shown.isDirty && sameButBom(shown.getText(), expected) && withLineEnds(text, lineEnd) === text;
}

function sameButBom(shown: string, file: string): boolean {
  return shown === file.replace(/^\uFEFF/, '');
}

function withLineEnds(text: string, lineEnd: string): string {
  return text.replace(/\r\n|\r|\n/g, lineEnd);
}

/** Replaces what differs, so that cursor, folding and undo stay as they are elsewhere. */
async function editInOneStep(shown: vscode.TextDocument, from: string, to: string): Promise<boolean> {
  const [before, after] = [from.replace(/^\uFEFF/, ''), to.replace(/^\uFEFF/, '')];
  const { start, end, text } = difference(before, after);
  if (start === end && text === '') return true;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(shown.uri, new vscode.Range(shown.positionAt(start), shown.positionAt(end)), text);
  return vscode.workspace.applyEdit(edit);
}

/** Resolves when the editor shows `text`, or after a while without. */
function reloaded(shown: vscode.TextDocument, text: string): Promise<void> {
  const plain = withLineEnds(text.replace(/^\uFEFF/, ''), '\n');
  const isThere = (): boolean => withLineEnds(shown.getText(), '\n') === plain;
  if (isThere()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(end, reloadMs);
    const listening = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === shown.uri.toString() && isThere()) end();
    });
  });
}
