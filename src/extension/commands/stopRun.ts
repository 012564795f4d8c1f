import { type Command, onNode } from './command';
import { findRuns } from './taskTarget';

/** Ends the task that is built, at once; its changes are kept. */
export const stopRun: Command = {
  name: 'stopRun',
  title: 'Stop Run',
  icon: 'debug-stop',
  palette: 'tracewright.running',
  menus: [
    { menu: 'view/item/context', when: onNode('task', 'live'), group: 'inline@2' },
    { menu: 'view/item/context', when: onNode('task', 'live'), group: '1_run@2' },
  ],
  keys: [{ key: 'shift+alt+t shift+s', mac: 'ctrl+alt+t shift+s', when: 'tracewright.running' }],
  create: (app) => async (argument) => {
    // Without an argument it is what runs, not what is looked at.
    const running = argument === undefined ? app.runs.all().find(({ active }) => active) : undefined;
    const runs = running ? await app.runs.open(running.spec) : await findRuns(app, argument);
    await runs?.stop();
  },
};
