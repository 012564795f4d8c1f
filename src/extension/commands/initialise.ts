import * as vscode from 'vscode';
import { uriOf } from '../paths';
import { type Command, hasFolder } from './command';
import { findRoot } from './target';

/** Writes the templates of `.kiro/` that are not there yet. */
export const initialise: Command = {
  name: 'initialise',
  title: 'Initialise Folder',
  icon: 'new-folder',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/title', when: `view == tracewright.specs && ${hasFolder}`, group: '2_setup@1' }],
  create: (app) => async (argument) => {
    const root = await findRoot(argument);
    if (root === undefined) return undefined;
    const done = await (await app.engine()).initialise(root);
    void tell(root, done.created, done.kept);
    return done;
  },
};

async function tell(root: string, created: readonly string[], kept: readonly string[]): Promise<void> {
  const [first] = created;
  const open = 'Open';
  const hooks = 'Add Hooks…';
  const chosen = await vscode.window.showInformationMessage(
    wordsOf(created, kept),
    ...(first === undefined ? [] : [open]),
    hooks,
  );
  if (chosen === hooks) await vscode.commands.executeCommand('tracewright.newHookFromTemplate', uriOf(root));
  if (chosen !== open || first === undefined) return;
  const steering = created.find((path) => path.includes('steering')) ?? first;
  await vscode.window.showTextDocument(uriOf(`${root}/${steering}`));
}

function wordsOf(created: readonly string[], kept: readonly string[]): string {
  if (created.length === 0) return 'Everything was there already. Nothing was changed.';
  const files = created.length === 1 ? created[0] : `${created.length} files below .kiro`;
  const one = kept.length === 1;
  const untouched = one ? ' One that was there is unchanged.' : ` ${kept.length} that were there are unchanged.`;
  return `Wrote ${files}.${kept.length === 0 ? '' : untouched}`;
}
