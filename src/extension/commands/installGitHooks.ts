import { join } from 'node:path';
import * as vscode from 'vscode';
import { type Command, hasFolder } from './command';
import { hookIn, onHook } from './hookTarget';
import { findRoot } from './target';

/** Lets git call Tracewright before commits and pushes, beside the hooks that are there; done a second time, takes it away. */
export const installGitHooks: Command = {
  name: 'installGitHooks',
  title: 'Install or Remove Git Hooks',
  icon: 'git-commit',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/title', when: `view == tracewright.hooks && ${hasFolder}`, group: '2_more@2' },
    { menu: 'view/item/context', when: onHook('uncalled'), group: 'inline@0' },
    { menu: 'view/item/context', when: onHook('uncalled'), group: '0_run@0' },
  ],
  create: (app) => async (argument) => {
    const row = hookIn(app, argument);
    const root = row?.root ?? (await findRoot(argument instanceof vscode.Uri ? argument : undefined));
    if (root === undefined) return undefined;
    const { git } = app.part().hooks;
    const state = await git.state(root);
    if (state === undefined) throw new Error(`${root} is in no git repository.`);
    const install = 'Install';
    const remove = 'Remove';
    const there = state.missing.length === 0;
    const chosen = await vscode.window.showInformationMessage(
      there ? 'Git calls Tracewright here.' : 'Let git call Tracewright here?',
      {
        modal: true,
        detail: there
          ? `Its hooks stand in ${state.folder}. Removing them gives every file its bytes back.`
          : `Thin hooks are put into ${state.folder} for ${state.missing.join(', ')}. Hooks that are there go on as they do. What git calls trusts this folder as this window does.`,
      },
      there ? remove : install,
    );
    if (chosen === install) {
      await (await app.engine()).trustInTerminal(root);
      await git.install(root, {
        node: process.execPath,
        electron: process.versions.electron !== undefined,
        cli: join(app.context.extensionPath, 'dist', 'cli.js'),
      });
    }
    if (chosen === remove) await git.uninstall(root);
    // Whether git calls them stands in the rows of hooks.
    if (chosen !== undefined) for (const each of app.hooks.window.folders()) await app.hooks.window.reload(each.root);
    return chosen;
  },
};
