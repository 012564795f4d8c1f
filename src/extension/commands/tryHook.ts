import { tryOut } from '../hooks/reviewDraft';
import { type Command, hasFolder } from './command';
import { findHook, onHook } from './hookTarget';

/** Shows for which files a hook would fire and what it would run; nothing is run. */
export const tryHook: Command = {
  name: 'tryHook',
  title: 'Try Out Hook',
  icon: 'beaker',
  palette: hasFolder,
  menus: [{ menu: 'view/item/context', when: onHook(), group: '1_hook@1' }],
  create: (app) => async (argument) => {
    const target = await findHook(app, argument, 'Try out hook');
    if (target !== undefined) await tryOut(app, target.root, target.hook);
  },
};
