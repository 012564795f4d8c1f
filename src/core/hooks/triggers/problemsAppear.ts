import type { TriggerKind } from './trigger';

export const problemsAppear: TriggerKind = {
  name: 'ProblemsAppear',
  title: 'New problems',
  happened: 'new problems appeared',
  aliases: ['problemsAppeared', 'on_problems', 'problems_appeared'],
  blocking: false,
  about: 'files',
  help: 'The editor shows problems that were not there before.',
  gathers: true,
};
