import type { TriggerKind } from './trigger';

export const postFileDelete: TriggerKind = {
  name: 'PostFileDelete',
  title: 'On delete',
  happened: 'a file was deleted',
  aliases: ['fileDeleted', 'on_delete', 'file_deleted'],
  blocking: false,
  about: 'files',
  help: 'A file was deleted, by anyone.',
  gathers: true,
};
