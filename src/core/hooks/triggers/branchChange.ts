import type { TriggerKind } from './trigger';

export const branchChange: TriggerKind = {
  name: 'BranchChange',
  title: 'Branch changed',
  happened: 'another branch was checked out',
  aliases: ['branchChanged', 'on_branch_change', 'on_checkout', 'branch_changed'],
  blocking: false,
  about: 'nothing',
  help: 'Another branch was checked out.',
  gathers: false,
  byGit: true,
};
