import type { TriggerKind } from './trigger';

export const preCompaction: TriggerKind = {
  name: 'PreCompaction',
  title: 'Before compaction',
  happened: 'a conversation is about to be made shorter',
  aliases: ['preCompaction', 'before_compaction'],
  blocking: true,
  about: 'nothing',
  help: 'Before a conversation is made shorter; a hook can keep it as it is.',
  gathers: false,
};
