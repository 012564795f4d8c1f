import type { TriggerKind } from './trigger';

export const userPromptSubmit: TriggerKind = {
  name: 'UserPromptSubmit',
  title: 'On prompt',
  happened: 'a prompt was sent',
  aliases: ['promptSubmit', 'userPromptSubmit', 'on_prompt', 'prompt_submitted'],
  blocking: true,
  about: 'prompt',
  help: 'The user sends a prompt to an agent; a hook can hold it back or add context.',
  gathers: false,
};
