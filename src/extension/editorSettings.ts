/** Settings as the user gave them. What a workspace says about machine-scoped ones is not used, and named once. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { RawSettings } from './engine';
import { rawSettings, settingKeys } from './settingKeys';

/** The configuration of the window, and what workspace files say that the editor itself does not hand out. */
export async function readEditorSettings(keys: readonly string[], folderKeys: readonly string[]): Promise<RawSettings> {
  const inspected = (folder?: vscode.Uri) => {
    const configuration = vscode.workspace.getConfiguration('tracewright', folder);
    return (key: string) => configuration.inspect(key);
  };
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => inspected(uri));
  return rawSettings(keys, folderKeys, inspected(), folders, await keysInWorkspaceFiles());
}

async function keysInWorkspaceFiles(): Promise<readonly string[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const files = [
    ...folders.map(({ uri }) => vscode.Uri.joinPath(uri, '.vscode', 'settings.json')),
    ...(vscode.workspace.workspaceFile ? [vscode.workspace.workspaceFile] : []),
  ].filter(({ scheme }) => scheme === 'file');
  const texts = await Promise.all(files.map(({ fsPath }) => readFile(fsPath, 'utf8').catch(() => '')));
  return [...new Set(texts.flatMap(settingKeys))];
}
