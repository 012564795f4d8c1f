import * as vscode from 'vscode';
import { uriOf } from '../paths';
import { type Command, hasFolder } from './command';
import { findRoot } from './target';

/** Makes a steering file, empty or from a template, and opens it. */
export const addSteering: Command = {
  name: 'addSteering',
  title: 'New Steering File',
  icon: 'add',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/title', when: `view == tracewright.steering && ${hasFolder}`, group: 'navigation@1' }],
  create: (app) => async (argument) => {
    const root = await findRoot(argument instanceof vscode.Uri ? argument : undefined);
    if (root === undefined) return undefined;
    const { steering } = await app.engine();
    const empty = { label: 'Empty', description: 'always included', name: '', text: '---\ninclusion: always\n---\n\n' };
    const offered = steering.templates.map(({ title, detail, name, text }) => ({
      label: title,
      description: detail,
      name,
      text,
    }));
    const chosen = await vscode.window.showQuickPick([empty, ...offered], {
      title: 'New steering file',
      placeHolder: 'What is it about?',
    });
    if (chosen === undefined) return undefined;
    const name = chosen.name !== '' ? chosen.name : await askName();
    if (name === undefined) return undefined;
    const path = `.kiro/steering/${name}.md`;
    const refused = await steering.write(root, { path, before: undefined, after: chosen.text });
    if (refused !== undefined) void vscode.window.showInformationMessage(`${path} is there already.`);
    await vscode.window.showTextDocument(uriOf(`${root}/${path}`));
    return path;
  },
};

async function askName(): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: 'New steering file',
    prompt: 'A name, without .md. Prompts can name it with #.',
    placeHolder: 'api-conventions',
    validateInput: (text) => (/^[\w-][\w.-]*$/u.test(text.trim()) ? undefined : 'Letters, digits, - and _ only.'),
  });
  return name?.trim().replace(/\.md$/iu, '');
}
