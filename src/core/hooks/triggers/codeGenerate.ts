import type { TriggerKind } from './trigger';

export const codeGenerate: TriggerKind = {
  name: 'CodeGenerate',
  title: 'Code generated',
  happened: 'changes of an agent have landed',
  aliases: ['codeGenerated', 'code_generated', 'on_code_generated'],
  blocking: false,
  about: 'files',
  help: 'Changes of an agent have landed.',
  gathers: false,
};
