import type { TriggerKind } from './trigger';

export const postFileSave: TriggerKind = {
  name: 'PostFileSave',
  title: 'On save',
  happened: 'a file was saved',
  aliases: ['fileEdited', 'fileSaved', 'on_save', 'file_saved', 'file_save'],
  blocking: false,
  about: 'files',
  help: 'A file was saved or changed, by anyone: editor, agent, git, another program.',
  gathers: true,
};
