import type { Command } from './command';
import { findHook, onHook, showHook } from './hookTarget';

/** Opens the file of a hook at the line where it begins. */
export const openHook: Command = {
  name: 'openHook',
  title: 'Open Hook',
  icon: 'go-to-file',
  palette: false,
  menus: [
    { menu: 'view/item/context', when: onHook(), group: 'inline@2' },
    { menu: 'view/item/context', when: onHook(), group: '1_hook@3' },
  ],
  create: (app) => async (argument) => {
    const target = await findHook(app, argument, 'Open hook');
    if (target !== undefined) await showHook(target.hook);
  },
};
