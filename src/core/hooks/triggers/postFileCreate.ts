import type { TriggerKind } from './trigger';

export const postFileCreate: TriggerKind = {
  name: 'PostFileCreate',
  title: 'On create',
  happened: 'a file was created',
  aliases: ['fileCreated', 'on_create', 'file_created'],
  blocking: false,
  about: 'files',
  help: 'A file was created, by anyone.',
  gathers: true,
};
