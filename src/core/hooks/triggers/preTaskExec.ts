import type { TriggerKind } from './trigger';

export const preTaskExec: TriggerKind = {
  name: 'PreTaskExec',
  title: 'Before task',
  happened: 'a task is about to begin',
  aliases: ['preTaskExecution', 'task_started', 'on_task_start', 'before_task'],
  blocking: true,
  about: 'nothing',
  help: 'Before a task of a spec begins; a hook can keep it from beginning.',
  gathers: false,
};
