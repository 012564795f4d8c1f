import { switchHookTo } from '../hooks/tree';
import { type Command, hasFolder } from './command';
import { findHook, hookIn, onHook } from './hookTarget';

/** Switches a hook off, or on again, in its file: the checkbox of its row for those who use keys, and from anywhere. */
export const switchHook: Command = {
  name: 'switchHook',
  title: 'Switch Hook Off or On',
  icon: 'circle-slash',
  palette: hasFolder,
  menus: [{ menu: 'view/item/context', when: onHook(), group: '1_hook@2' }],
  keys: [{ key: 'shift+alt+t h', mac: 'ctrl+alt+t h', onRow: true, view: 'tracewright.hooks' }],
  create: (app) => async (argument) => {
    const { tree, window } = app.hooks;
    const row = argument === undefined || hookIn(app, argument) !== undefined ? argument : await tree.focused();
    const target = await findHook(app, row, 'Switch hook off or on');
    if (target === undefined) return undefined;
    const enabled = !target.hook.enabled;
    await switchHookTo(window, target.hook, enabled);
    return enabled;
  },
};
