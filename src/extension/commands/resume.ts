import { handleOf, showPanel } from '../app';
import { report } from '../outcome';
import { type Command, hasFolder, onNode } from './command';
import { findTarget } from './target';

/** Goes on where a stop, a failure or a crash ended a spec's work. */
export const resume: Command = {
  name: 'resume',
  title: 'Resume',
  icon: 'debug-continue',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('spec', 'stopped'), group: 'inline@1' },
    { menu: 'view/item/context', when: onNode('spec', 'stopped'), group: '2_write@1' },
  ],
  create: (app) => async (argument) => {
    const target = await findTarget(app, argument);
    if (!target) return undefined;
    const handle = await handleOf(app, target.spec);
    if (handle.snapshot().activity.kind !== 'stopped') throw new Error('Nothing was stopped here.');
    showPanel(app, target.spec);
    const outcome = await handle.resume();
    report(outcome);
    return outcome;
  },
};
