import * as vscode from 'vscode';
import { type Command, hasFolder } from './command';

/** Puts everything that the model sees on the clipboard, as Markdown. */
export const copyContext: Command = {
  name: 'copyContext',
  title: 'Copy the Whole Context',
  icon: 'copy',
  palette: hasFolder,
  menus: [{ menu: 'view/title', when: `view == tracewright.context && ${hasFolder}`, group: 'navigation@2' }],
  create: (app) => async () => {
    const subject = app.contextView.subject();
    if (subject === undefined) throw new Error('There is no folder open whose context could be copied.');
    const text = await (await app.engine()).context(subject.query);
    await vscode.env.clipboard.writeText(text);
    void vscode.window.showInformationMessage(`The context of ${subject.label} is on the clipboard.`);
    return text;
  },
};
