import type { TriggerKind } from './trigger';

export const apiChange: TriggerKind = {
  name: 'ApiChange',
  title: 'API changed',
  happened: 'exported signatures changed',
  aliases: ['apiChanged', 'on_api_change', 'api_changed'],
  blocking: false,
  about: 'files',
  help: 'Exported signatures differ from the last known; comments and bodies do not count.',
  gathers: true,
};
