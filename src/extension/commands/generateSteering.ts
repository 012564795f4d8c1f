import * as vscode from 'vscode';
import { draftAndShow } from '../steering/drafts';
import { type Command, hasFolder } from './command';
import { findRoot } from './target';

/** Studies the repository and drafts product.md, tech.md and structure.md. */
export const generateSteering: Command = {
  name: 'generateSteering',
  title: 'Generate Steering',
  icon: 'sparkle',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/title', when: `view == tracewright.steering && ${hasFolder}`, group: 'navigation@2' }],
  create: (app) => async (argument) => {
    const root = await findRoot(argument instanceof vscode.Uri ? argument : undefined);
    return root === undefined ? undefined : draftAndShow(app, root, { kind: 'foundation' }, 'Studying the repository');
  },
};
