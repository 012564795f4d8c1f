import type { TriggerKind } from './trigger';

export const runFinish: TriggerKind = {
  name: 'RunFinish',
  title: 'After run',
  happened: 'a run has ended',
  aliases: ['runFinished', 'run_finished', 'on_run_finish'],
  blocking: false,
  about: 'nothing',
  help: 'The queue of tasks of a spec has come to its end.',
  gathers: false,
};
