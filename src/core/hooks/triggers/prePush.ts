import type { TriggerKind } from './trigger';

export const prePush: TriggerKind = {
  name: 'PrePush',
  title: 'Before push',
  happened: 'a push is about to be made',
  aliases: ['prePush', 'on_push', 'before_push', 'pre_push'],
  blocking: true,
  about: 'files',
  help: 'Before git pushes; a hook can stop the push.',
  gathers: false,
  byGit: true,
};
