import type { TriggerKind } from './trigger';

export const specStale: TriggerKind = {
  name: 'SpecStale',
  title: 'Spec stale',
  aliases: ['specStale', 'spec_stale', 'on_stale'],
  blocking: false,
  about: 'nothing',
  help: 'An approved document no longer stands as it was approved.',
  gathers: false,
};
