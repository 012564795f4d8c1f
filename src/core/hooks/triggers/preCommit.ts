import type { TriggerKind } from './trigger';

export const preCommit: TriggerKind = {
  name: 'PreCommit',
  title: 'Before commit',
  happened: 'a commit is about to be made',
  aliases: ['preCommit', 'on_commit', 'before_commit', 'pre_commit'],
  blocking: true,
  about: 'files',
  help: 'Before git commits; a hook can stop the commit. Needs `tracewright hooks install`.',
  gathers: false,
  byGit: true,
};
