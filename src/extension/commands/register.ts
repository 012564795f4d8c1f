import * as vscode from 'vscode';
import type { App } from '../app';
import { guarded } from '../boundary';
import type { Command } from './command';
import { commands } from './index';

/** Registers every command, each behind the one catch. */
export function registerCommands(app: App): readonly vscode.Disposable[] {
  return commands.map((command) => {
    const handle = command.create(app);
    return vscode.commands.registerCommand(`tracewright.${command.name}`, (...given: readonly unknown[]) =>
      guarded(app.log, command.title, async () => {
        if (isLostRow(command, given)) throw new Error('The list was drawn anew just then. Press again.');
        await requireTrust(command);
        return handle(given[0]);
      }),
    );
  });
}

/**
 * A row of a view was pressed that the editor no longer knows: it then gives nothing in the row's place, and after it
 * the rows that are selected. What else is open or selected is not what was meant.
 */
function isLostRow({ menus }: Command, given: readonly unknown[]): boolean {
  const onRows = menus?.some(({ menu }) => menu === 'view/item/context') === true;
  return onRows && given.length > 1 && (given[0] === undefined || given[0] === null);
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
