import type { TriggerKind } from './trigger';

export const buildFinish: TriggerKind = {
  name: 'BuildFinish',
  title: 'After build',
  happened: 'a build has ended',
  aliases: ['buildFinished', 'on_build', 'build_finished'],
  blocking: false,
  about: 'nothing',
  help: 'A build or another task of the editor has finished, well or not; what runs tests is `on_test`.',
  gathers: false,
};
