import type { TriggerKind } from './trigger';

export const preToolUse: TriggerKind = {
  name: 'PreToolUse',
  title: 'Before tool use',
  happened: 'an agent is about to use a tool',
  aliases: ['preToolUse', 'before_tool', 'on_tool'],
  blocking: true,
  about: 'tool',
  help: 'Before an agent uses a tool; a hook can refuse it. Also inside sub-agents and task runs.',
  gathers: false,
};
