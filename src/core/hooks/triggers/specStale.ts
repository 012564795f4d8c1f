import type { TriggerKind } from './trigger';

export const specStale: TriggerKind = {
  name: 'SpecStale',
  title: 'Spec stale',
  happened: 'an approved document was changed',
  aliases: ['specStale', 'spec_stale', 'on_stale'],
  blocking: false,
  about: 'nothing',
  help: 'An approved document no longer stands as it was approved.',
  gathers: false,
};
