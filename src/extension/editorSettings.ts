/** Settings as the user gave them. What a workspace says about machine-scoped ones is not used, and named once. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { RawSettings } from './engine';
import { settingKeys } from './settingKeys';

/** The configuration of the window, and what workspace files say that the editor itself does not hand out. */
export async function readEditorSettings(keys: readonly string[]): Promise<RawSettings> {
  const configuration = vscode.workspace.getConfiguration('tracewright');
  const user: Record<string, unknown> = {};
  const workspace: Record<string, unknown> = {};
  for (const key of keys) {
    const found = configuration.inspect(key);
    user[key] = found?.globalValue;
    workspace[key] = found?.workspaceFolderValue ?? found?.workspaceValue;
  }
  // The editor drops machine-scoped settings of a workspace in silence, so its files are looked at to name them.
  for (const key of await keysInWorkspaceFiles()) workspace[key] ??= 'set';
  return { user, workspace };
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
