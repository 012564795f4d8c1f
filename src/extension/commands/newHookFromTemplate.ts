import * as vscode from 'vscode';
import { makeHook } from '../hooks/form';
import { review } from '../hooks/reviewDraft';
import { type Command, hasFolder } from './command';
import { findRoot } from './target';

/** Makes a hook from one that is ready, as it is or changed in the form. */
export const newHookFromTemplate: Command = {
  name: 'newHookFromTemplate',
  title: 'New Hook from Template',
  icon: 'library',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/title', when: `view == tracewright.hooks && ${hasFolder}`, group: '1_new@1' }],
  create: (app) => async (argument) => {
    const root = await findRoot(argument instanceof vscode.Uri ? argument : undefined);
    if (root === undefined) return undefined;
    const { form } = app.part().hooks;
    const change = { iconPath: new vscode.ThemeIcon('edit'), tooltip: 'Change it first' };
    const items = form.templates.map((template) => ({
      label: template.title,
      detail: template.detail,
      buttons: [change],
      template,
    }));
    const chosen = await pickWithChange(items);
    if (chosen === undefined) return undefined;
    const { draft } = chosen.item.template;
    return chosen.change ? makeHook(app, root, draft) : review(app, root, { item: form.yamlItem(draft) });
  },
};

/** The chosen item, and whether its button was pressed. */
function pickWithChange<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
): Promise<{ readonly item: Item; readonly change: boolean } | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = 'New hook from template';
  pick.placeholder = 'What should happen by itself? The pencil lets you change it first.';
  pick.items = items;
  pick.matchOnDetail = true;
  return new Promise((resolve) => {
    const end = (item: Item | undefined, change: boolean): void => {
      resolve(item && { item, change });
      pick.hide();
    };
    pick.onDidAccept(() => end(pick.selectedItems[0], false));
    pick.onDidTriggerItemButton(({ item }) => end(item, true));
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
