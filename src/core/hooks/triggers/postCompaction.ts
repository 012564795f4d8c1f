import type { TriggerKind } from './trigger';

export const postCompaction: TriggerKind = {
  name: 'PostCompaction',
  title: 'After compaction',
  happened: 'a conversation was made shorter',
  aliases: ['postCompaction', 'after_compaction'],
  blocking: false,
  about: 'nothing',
  help: 'After a conversation was made shorter.',
  gathers: false,
};
