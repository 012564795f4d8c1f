import * as vscode from 'vscode';
import { makeHook } from '../hooks/form';
import { type Command, hasFolder } from './command';
import { findRoot } from './target';

/** Makes a hook with a form: trigger, files, condition, action, and a look at it before it is written. */
export const newHook: Command = {
  name: 'newHook',
  title: 'New Hook',
  icon: 'add',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/title', when: `view == tracewright.hooks && ${hasFolder}`, group: 'navigation@1' }],
  create: (app) => async (argument) => {
    const root = await findRoot(argument instanceof vscode.Uri ? argument : undefined);
    return root === undefined ? undefined : makeHook(app, root, {});
  },
};
