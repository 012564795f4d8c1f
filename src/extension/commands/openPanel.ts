import { showPanel } from '../app';
import { type Command, hasFolder, inSpecDocument, onNode, onSpecInExplorer } from './command';
import { findTarget } from './target';

/** Shows the panel of a spec. */
export const openPanel: Command = {
  name: 'openPanel',
  title: 'Open Panel',
  icon: { light: 'media/panel-light.svg', dark: 'media/panel-dark.svg' },
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('spec'), group: 'inline@9' },
    { menu: 'view/item/context', when: onNode('spec'), group: '1_open@1' },
    { menu: 'view/item/context', when: onNode('document'), group: '1_open@1' },
    { menu: 'editor/title', when: inSpecDocument, group: 'navigation@1' },
    { menu: 'explorer/context', when: onSpecInExplorer, group: '3_compare@90' },
  ],
  keys: [{ key: 'shift+alt+t p', mac: 'ctrl+alt+t p', onRow: true }],
  create: (app) => async (argument) => {
    const target = await findTarget(app, argument);
    if (target) showPanel(app, target.spec, target.document);
  },
};
