import type { TriggerKind } from './trigger';

export const postCommit: TriggerKind = {
  name: 'PostCommit',
  title: 'After commit',
  happened: 'a commit was made',
  aliases: ['postCommit', 'after_commit', 'post_commit'],
  blocking: false,
  about: 'files',
  help: 'After git has committed.',
  gathers: false,
  byGit: true,
};
