import type { TriggerKind } from './trigger';

export const specApprove: TriggerKind = {
  name: 'SpecApprove',
  title: 'Spec approved',
  happened: 'a document was approved',
  aliases: ['specApproved', 'spec_approved', 'on_approve'],
  blocking: false,
  about: 'nothing',
  help: 'A document of a spec was approved; `if: { document: tasks }` says which.',
  gathers: false,
};
