import * as vscode from 'vscode';
import type { Shared } from '../app';
import { type ContextQuery, contextUri } from '../effectiveContext';
import { pathOf, rootOf, workspaceRoots } from '../paths';
import { askPrompt } from '../promptBox';
import { type Command, hasFolder, onNode } from './command';
import { targetOf } from './target';

/** Opens what the model would see: of the spec or task that it was called on, else of words that the user gives. */
export const showContext: Command = {
  name: 'showContext',
  title: 'Show What the Model Sees',
  icon: 'eye',
  palette: hasFolder,
  menus: [
    { menu: 'view/title', when: `view == tracewright.context && ${hasFolder}`, group: 'navigation@3' },
    { menu: 'view/item/context', when: onNode('spec'), group: '3_versions@3' },
    { menu: 'view/item/context', when: onNode('task'), group: '3_versions@3' },
  ],
  create: (app) => async (argument) => {
    const shown = app.contextView.visible() ? app.contextView.subject()?.query : undefined;
    const query = argument === undefined && shown !== undefined ? shown : await queryOf(app, argument);
    if (query === undefined) return;
    const document = await vscode.workspace.openTextDocument(contextUri(query));
    await vscode.window.showTextDocument(document, { preview: true });
  },
};

async function queryOf(app: Shared, argument: unknown): Promise<ContextQuery | undefined> {
  const target = targetOf(argument);
  if (target !== undefined) {
    const { spec, task } = target;
    const root = rootOf(spec);
    return root === undefined ? undefined : { root, prompt: '', files: [], spec, ...(task !== undefined && { task }) };
  }
  const open = vscode.window.activeTextEditor?.document.uri;
  const file = open?.scheme === 'file' ? pathOf(open) : undefined;
  const [first] = workspaceRoots();
  const root = (file === undefined ? undefined : rootOf(file)) ?? first?.path;
  if (root === undefined) return undefined;
  const prompt = await askPrompt(
    app,
    { roots: [root] },
    {
      title: 'Show What the Model Sees',
      placeholder: 'The words of a request. Nothing is sent.',
      act: 'Show',
      empty: 'what every prompt holds',
    },
  );
  if (prompt === undefined) return undefined;
  return { root, prompt, files: file?.startsWith(`${root}/`) === true ? [file.slice(root.length + 1)] : [] };
}
