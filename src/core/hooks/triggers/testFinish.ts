import type { TriggerKind } from './trigger';

export const testFinish: TriggerKind = {
  name: 'TestFinish',
  title: 'After tests',
  happened: 'tests have ended',
  aliases: ['testsFinished', 'on_test', 'on_tests', 'tests_finished'],
  blocking: false,
  about: 'nothing',
  help: 'Tests have finished, well or not: a task of the editor or a command in its terminal.',
  gathers: false,
};
