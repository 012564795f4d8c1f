import type { App } from '../app';
import type { Command } from './command';
import { findHook, onHook } from './hookTarget';

/** Stops what a hook is doing. */
export const stopHook: Command = {
  name: 'stopHook',
  title: 'Stop Hook',
  icon: 'debug-stop',
  palette: false,
  menus: [
    { menu: 'view/item/context', when: onHook('running'), group: 'inline@3' },
    { menu: 'view/item/context', when: onHook('running'), group: '0_run@2' },
  ],
  create: (app) => async (argument) => {
    const running = (id: string) =>
      app.hooks.window.firings().filter((each) => each.hook === id && each.result.kind === 'running');
    const target = await findHook(app, argument, 'Stop hook', ({ hook }) => running(hook.id).length > 0);
    if (target === undefined) return;
    for (const { id, event } of running(target.hook.id)) await stopFiring(app, event.root, id);
  },
};

/** Stops one firing. */
export async function stopFiring(app: App, root: string, firing: string): Promise<void> {
  (await (await app.hooks.window.service()).engine(root)).stop(firing);
}
