import type { TriggerKind } from './trigger';

export const postToolUse: TriggerKind = {
  name: 'PostToolUse',
  title: 'After tool use',
  happened: 'an agent has used a tool',
  aliases: ['postToolUse', 'after_tool'],
  blocking: false,
  about: 'tool',
  help: 'After an agent has used a tool; what a command prints becomes context.',
  gathers: false,
};
