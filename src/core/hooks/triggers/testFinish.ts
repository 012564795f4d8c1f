import type { TriggerKind } from './trigger';

export const testFinish: TriggerKind = {
  name: 'TestFinish',
  aliases: ['testsFinished', 'on_test', 'on_tests', 'tests_finished'],
  blocking: false,
  about: 'nothing',
  help: 'A test run has finished, well or not.',
  untold: true,
  gathers: false,
};
