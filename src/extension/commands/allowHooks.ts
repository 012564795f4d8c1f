import * as vscode from 'vscode';
import { agreeQuestion } from '../hooks/words';
import { type Command, hasFolder } from './command';
import { hookIn, onHook } from './hookTarget';

/** Shows what hooks that are new or changed would run, and lets them fire from now on where the user says so. */
export const allowHooks: Command = {
  name: 'allowHooks',
  title: 'Review New Hooks',
  icon: 'shield',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onHook('new'), group: 'inline@0' },
    { menu: 'view/item/context', when: onHook('new'), group: '0_run@0' },
    { menu: 'view/title', when: `view == tracewright.hooks && ${hasFolder}`, group: '2_more@1' },
  ],
  create: (app) => async (argument) => {
    const { window } = app.hooks;
    await window.start();
    const service = await window.service();
    const named = hookIn(app, argument);
    const all = named === undefined ? window.folders() : window.folders().filter(({ root }) => root === named.root);
    let count = 0;
    for (const { root, set, unknown } of all) {
      const wanted = set.hooks.filter(({ id }) => (named === undefined ? unknown.has(id) : id === named.hook.id));
      // What their commands run is looked at now, and exactly that is agreed to.
      const asked = await service.unknown(root, wanted);
      if (asked.length === 0) continue;
      count += asked.length;
      const { message, detail, yes } = agreeQuestion(asked, app.part().hooks);
      if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) continue;
      await service.accept(root, asked);
      await window.reload(root);
    }
    if (count === 0) void vscode.window.showInformationMessage('No hook is new or changed since you saw it last.');
    return count;
  },
};
