import type { TriggerKind } from './trigger';

export const sessionStart: TriggerKind = {
  name: 'SessionStart',
  title: 'Session start',
  happened: 'a session of an agent begins',
  aliases: ['agentSpawn', 'AgentSpawn', 'sessionStart', 'session_started', 'on_session_start'],
  blocking: false,
  about: 'nothing',
  help: 'A session of an agent begins, once: going on with it is no beginning. What a command prints becomes context.',
  gathers: false,
};
