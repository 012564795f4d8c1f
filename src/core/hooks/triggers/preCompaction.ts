import type { TriggerKind } from './trigger';

export const preCompaction: TriggerKind = {
  name: 'PreCompaction',
  title: 'Before compaction',
  aliases: ['preCompaction', 'before_compaction'],
  blocking: true,
  about: 'nothing',
  help: 'Before a conversation is made shorter; a hook can keep it as it is.',
  gathers: false,
};
