import type { Command } from './command';

/** Shows what Tracewright has logged. */
export const showLog: Command = {
  name: 'showLog',
  title: 'Show Log',
  icon: 'output',
  create: (app) => async () => app.log.show(),
};
