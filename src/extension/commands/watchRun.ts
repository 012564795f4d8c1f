import { showRun } from '../app';
import { type Command, onNode } from './command';
import { findRuns } from './taskTarget';

/** Shows the run in the panel. */
export const watchRun: Command = {
  name: 'watchRun',
  title: 'Watch Run',
  icon: 'eye',
  palette: 'tracewright.running',
  menus: [
    { menu: 'view/item/context', when: onNode('task', 'live'), group: 'inline@1' },
    { menu: 'view/item/context', when: onNode('task', 'live'), group: '1_run@1' },
  ],
  create: (app) => async (argument) => {
    const running = argument === undefined ? app.runs.all().find(({ active }) => active)?.spec : undefined;
    const spec = running ?? (await findRuns(app, argument))?.snapshot().spec;
    if (spec !== undefined) showRun(app, spec);
  },
};
