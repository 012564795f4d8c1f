import { changeHook } from '../hooks/form';
import { type Command, hasFolder } from './command';
import { findHook, onHook } from './hookTarget';

/** Asks the form's questions about a hook that is there; what is answered otherwise changes in its file, and nothing else. */
export const editHook: Command = {
  name: 'editHook',
  title: 'Edit Hook',
  icon: 'edit',
  needsTrust: true,
  palette: hasFolder,
  menus: [{ menu: 'view/item/context', when: onHook(), group: '1_hook@0' }],
  create: (app) => async (argument) => {
    const target = await findHook(app, argument, 'Edit hook');
    return target && changeHook(app, target.root, target.hook);
  },
};
