import * as vscode from 'vscode';
import type { Command } from './command';
import { decide, findChange, inReview } from './reviewTarget';

/** Takes back what the agent changed in the file of the editor, and tells it what is wanted instead. */
export const rejectChange: Command = {
  name: 'rejectChange',
  title: 'Reject Change',
  icon: 'discard',
  palette: inReview,
  menus: [
    { menu: 'editor/title', when: inReview, group: 'navigation@2' },
    { menu: 'editor/context', when: inReview, group: '1_tracewright@2' },
  ],
  create: (app) => async (argument) => {
    const target = await findChange(app, argument, 'Reject');
    if (!target) return undefined;
    const tell = await vscode.window.showInputBox({
      title: `Reject the change of ${target.what.path}`,
      prompt: 'What do you want instead? The agent is told. Enter without a word only rejects.',
    });
    if (tell === undefined) return undefined;
    return decide(target, { accept: false, ...(tell.trim() === '' ? {} : { tell }) });
  },
};
