import type { TriggerKind } from './trigger';

export const postTaskExec: TriggerKind = {
  name: 'PostTaskExec',
  title: 'After task',
  happened: 'a task has ended',
  aliases: ['postTaskExecution', 'task_finished', 'on_task_finish', 'after_task'],
  blocking: false,
  about: 'nothing',
  help: 'A task of a spec has finished, done or not.',
  gathers: false,
};
