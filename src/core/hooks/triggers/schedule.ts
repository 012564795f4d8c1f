import type { TriggerKind } from './trigger';

export const schedule: TriggerKind = {
  name: 'Schedule',
  title: 'On schedule',
  happened: 'its time has come',
  aliases: ['schedule', 'on_schedule', 'cron'],
  blocking: false,
  about: 'cron',
  help: 'At the times of `cron`, while the editor is open or `tracewright hooks watch` runs.',
  gathers: false,
};
