import type { TriggerKind } from './trigger';

export const manual: TriggerKind = {
  name: 'Manual',
  title: 'By hand',
  happened: 'it was started by hand',
  aliases: ['userTriggered', 'manual'],
  blocking: false,
  about: 'nothing',
  help: 'Only when the user runs it: palette, tree, or `tracewright hooks run`.',
  gathers: false,
};
