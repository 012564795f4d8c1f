import { constants } from 'node:fs';
import { access, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { mark, posixShim, windowsShim } from '../cliShim';
import type { Command } from './command';

/**
 * Puts `tracewright` where the shells of this machine find it: a small script that starts the newest installed version.
 * "This machine" is the one the extension runs on, which in a remote window is the remote one.
 */
export const installCli: Command = {
  name: 'installCli',
  title: 'Install CLI',
  icon: 'terminal',
  create: (app) => async () => {
    const windows = process.platform === 'win32';
    const folder = windows
      ? join(process.env.LOCALAPPDATA ?? homedir(), 'Tracewright', 'bin')
      : join(homedir(), '.local', 'bin');
    const file = join(folder, windows ? 'tracewright.cmd' : 'tracewright');
    await refuseForeign(file);
    const from = {
      extension: app.context.extensionPath,
      development: app.context.extensionMode !== vscode.ExtensionMode.Production,
      editorNode: process.execPath,
    };
    await mkdir(folder, { recursive: true });
    await writeFile(file, windows ? windowsShim(from) : posixShim(from));
    if (!windows) await chmod(file, 0o755);
    void tell(file, folder);
    return file;
  },
};

/** Throws where a `tracewright` stands that we did not write. */
async function refuseForeign(file: string): Promise<void> {
  const there = await access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
  if (there && !(await readFile(file, 'utf8')).includes(mark)) {
    throw new Error(`${file} is there already and is not ours. Nothing was changed; move it away first.`);
  }
}

async function tell(file: string, folder: string): Promise<void> {
  const onPath = (process.env.PATH ?? '').split(delimiter).includes(folder);
  if (onPath) {
    void vscode.window.showInformationMessage(`Wrote ${file}. Run "tracewright --help" in a new terminal.`);
    return;
  }
  const copy = 'Copy the Line';
  const windows = process.platform === 'win32';
  const line = windows ? `setx PATH "%PATH%;${folder}"` : `export PATH="${folder}:$PATH"`;
  const sentence = `Wrote ${file}. Its folder is not on PATH yet: add it to your shell's start-up file.`;
  if ((await vscode.window.showInformationMessage(sentence, copy)) === copy) await vscode.env.clipboard.writeText(line);
}
