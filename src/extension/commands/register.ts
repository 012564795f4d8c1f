import * as vscode from 'vscode';
import type { App } from '../app';
import { guarded } from '../boundary';
import type { Command } from './command';
import { commands } from './index';

/** Registers every command, each behind the one catch. */
export function registerCommands(app: App): readonly vscode.Disposable[] {
  return commands.map((command) => {
    const handle = command.create(app);
    return vscode.commands.registerCommand(`tracewright.${command.name}`, (argument: unknown) =>
      guarded(app.log, command.title, async () => {
        await requireTrust(command);
        return handle(argument);
      }),
    );
  });
}

async function requireTrust(command: Command): Promise<void> {
  if (!command.needsTrust || vscode.workspace.isTrusted) return;
  const manage = 'Manage Workspace Trust';
  const sentence = `"${command.title}" waits until you trust this workspace. Until then, specs can be read.`;
  void vscode.window.showWarningMessage(sentence, manage).then((chosen) => {
    if (chosen === manage) void vscode.commands.executeCommand('workbench.trust.manage');
  });
  throw new vscode.CancellationError();
}
