import type { TriggerKind } from './trigger';

export const postFileRename: TriggerKind = {
  name: 'PostFileRename',
  title: 'On rename',
  happened: 'a file was renamed',
  aliases: ['fileRenamed', 'on_rename', 'file_renamed'],
  blocking: false,
  about: 'files',
  help: 'A file was renamed or moved, by anyone.',
  gathers: true,
};
