import * as vscode from 'vscode';
import type { Command } from './command';

/**
 * Opens a copy of the sample workspace. The copy lies in our own storage on the machine the extension runs on, so that
 * it works remotely too; one that is there already is opened as it was left, unless the user wants a fresh one.
 */
export const openSample: Command = {
  name: 'openSample',
  title: 'Open Sample',
  icon: 'beaker',
  menus: [{ menu: 'view/title', when: 'view == tracewright.specs', group: '2_setup@3' }],
  create: (app) => async () => {
    const store = vscode.Uri.joinPath(app.context.globalStorageUri, 'samples');
    const folder = await chooseFolder(store);
    if (!folder) return undefined;
    if (!(await exists(folder))) await copySample(app.context.extensionUri, folder);
    const forceNewWindow = (vscode.workspace.workspaceFolders ?? []).length > 0;
    await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
    return folder;
  },
};

/** The newest copy or the next free name; undefined when the user leaves the question. */
async function chooseFolder(store: vscode.Uri): Promise<vscode.Uri | undefined> {
  const numbers = (await copies(store)).sort((a, b) => a - b);
  const last = numbers.at(-1);
  if (last === undefined) return vscode.Uri.joinPath(store, 'todo-service-1');
  const go = { label: 'Continue', detail: 'Opens the sample as it was left.', number: last };
  const fresh = { label: 'Start over', detail: 'Opens a fresh copy. The old one is kept.', number: last + 1 };
  const existing = 'You have a copy of the sample already.';
  const picked = await vscode.window.showQuickPick([go, fresh], { title: 'Open sample', placeHolder: existing });
  return picked && vscode.Uri.joinPath(store, `todo-service-${picked.number}`);
}

async function copies(store: vscode.Uri): Promise<number[]> {
  if (!(await exists(store))) return [];
  const entries = await vscode.workspace.fs.readDirectory(store);
  return entries.flatMap(([name]) => {
    const number = /^todo-service-(\d+)$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

async function copySample(extension: vscode.Uri, folder: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(folder, '..'));
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(extension, 'media', 'sample'), folder);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
