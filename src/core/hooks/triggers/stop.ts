import type { TriggerKind } from './trigger';

export const stop: TriggerKind = {
  name: 'Stop',
  title: 'Agent stopped',
  happened: 'an agent has finished its answer',
  aliases: ['agentStop', 'stop', 'on_stop', 'agent_stopped'],
  blocking: true,
  about: 'nothing',
  help: 'The agent has finished answering; a hook that blocks lets it go on, with the reason.',
  gathers: false,
};
