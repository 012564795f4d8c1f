/** The session of a task while it is written to. */
import { keepArriving } from '../../agent/arriving';
import { logConversation, type Prefix, recordEvents, recordPrefix } from '../../agent/logConversation';
import type { AgentEvent, Compactable, Conversation } from '../../agent/types';
import type { Clock } from '../../host';
import type { Usage } from '../../messages';
import type { Session } from '../../sessions/store';
import { type LogEvent, positionOf, type RunNote, type RunPosition, writeNote } from '../log';

/** A session that a run writes to. What is appended is on disk when the call resolves. */
export interface RunLog {
  readonly id: string;
  readonly conversation: Conversation & Compactable;
  events(): readonly LogEvent[];
  position(): RunPosition;
  note(note: RunNote): Promise<void>;
  /** Writes behind the caller, in order: for decisions and notices. */
  noteLater(note: RunNote): void;
  prefix(): Prefix | undefined;
  setPrefix(prefix: Prefix, reason: string): Promise<void>;
  /** Usage that brought no message. */
  spent(usage: Usage): Promise<void>;
  /** Takes what the agent tells while it runs; what no message holds goes into the log. */
  heard(event: AgentEvent): void;
  /** Writes what has arrived of an answer that is cut off now. */
  keepArriving(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log; `added` hears of each event once it is on disk, `failed` of those written behind that got lost. */
export function createRunLog(
  opened: Session,
  clock: Pick<Clock, 'sleep'>,
  added: (event: LogEvent) => void,
  failed: (error: unknown) => void,
): RunLog {
  const session: Session = {
    ...opened,
    append: async (body) => {
      const event = await opened.append(body);
      added(event);
      return event;
    },
  };
  const record = recordEvents(session, failed);
  const arriving = keepArriving(session, clock, failed);
  return {
    id: session.id,
    conversation: logConversation(session),
    events: () => session.events(),
    position: () => positionOf(session.events()),
    note: (note) => writeNote(session, note),
    noteLater: (note) => void writeNote(session, note).catch(failed),
    prefix: () => {
      const last = session.events().findLast((event) => event.type === 'prefix');
      return last?.type === 'prefix' ? last : undefined;
    },
    setPrefix: async (prefix, reason) => void (await recordPrefix(session, prefix, reason)),
    spent: async (usage) => void (await session.append({ type: 'spent', usage })),
    heard: (event) => {
      arriving.heard(event);
      record(event);
    },
    keepArriving: () => arriving.flush(),
    close: () => {
      arriving.drop();
      return session.close();
    },
  };
}
