import type { TriggerKind } from './trigger';

export const sessionEnd: TriggerKind = {
  name: 'SessionEnd',
  title: 'Session end',
  happened: 'a session of an agent has ended',
  aliases: ['sessionEnd', 'session_ended', 'on_session_end'],
  blocking: false,
  about: 'nothing',
  help: 'A session of an agent is over, once: planned, built or reported, not after each answer.',
  gathers: false,
};
