import { handleOf } from '../app';
import { type Command, onNode } from './command';
import { findTarget } from './target';

/** Ends what a spec is doing; what has arrived is kept as a draft version. */
export const stop: Command = {
  name: 'stop',
  title: 'Stop',
  icon: 'debug-stop',
  palette: 'tracewright.working',
  menus: [
    { menu: 'view/item/context', when: onNode('spec', 'working'), group: 'inline@1' },
    { menu: 'view/item/context', when: onNode('spec', 'working'), group: '2_write@1' },
  ],
  keys: [{ key: 'shift+alt+t s', mac: 'ctrl+alt+t s', when: 'tracewright.working', onRow: 'tracewright.working' }],
  create: (app) => async (argument) => {
    const target = await findTarget(app, argument);
    if (target) await (await handleOf(app, target.spec)).stop();
  },
};
