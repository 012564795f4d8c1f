import type { TriggerKind } from './trigger';

export const specGenerate: TriggerKind = {
  name: 'SpecGenerate',
  title: 'Spec generated',
  happened: 'a document was generated',
  aliases: ['specGenerated', 'spec_generated', 'on_spec_generated'],
  blocking: false,
  about: 'nothing',
  help: 'A document of a spec was generated.',
  gathers: false,
};
