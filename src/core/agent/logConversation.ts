/** The conversation of a session: its messages are the log's. */
import { createHash } from 'node:crypto';
import type { Message, Usage } from '../messages';
import type { ToolSchema } from '../providers/provider';
import type { SessionEvent, UnknownEvent } from '../sessions/events';
import type { Session } from '../sessions/store';
import type { AgentEvent, Compactable, Conversation } from './types';

/**
 * Makes the conversation of a session; messages that the session holds already are its beginning. Throws where one of
 * them can't be read: a conversation with a hole in it would mean something else.
 */
export function logConversation(session: Session): Conversation & Compactable {
  let messages = conversationOf(session.id, session.events());
  let fresh = isFresh(session.events());
  let answered = isAnswered(session.events());
  return {
    messages: () => [...messages],
    async append(message: Message, usage?: Usage) {
      await session.append({ type: 'message', message, ...(usage !== undefined && { usage }) });
      messages.push(message);
      if (hasResult(message)) fresh = false;
      if (message.role === 'assistant') answered = true;
    },
    async compact(summary, from, usage) {
      if (usage.input + usage.output + usage.cacheRead + usage.cacheWrite > 0)
        await session.append({ type: 'spent', usage });
      await session.append({ type: 'compacted', message: summary, from });
      messages = [summary, ...messages.slice(from)];
      fresh = true;
    },
    justCompacted: () => fresh,
    answered: () => answered,
  };
}

/** Somebody has answered since the session began, or since it was forked. */
function isAnswered(events: readonly (SessionEvent | UnknownEvent)[]): boolean {
  const forked = events.findLastIndex((event) => event.type === 'note' && event.note.type === 'forked');
  return events.slice(forked + 1).some((event) => event.type === 'message' && event.message.role === 'assistant');
}

/** The last thing of the log that is a compaction or holds a tool's answer is a compaction. */
function isFresh(events: readonly (SessionEvent | UnknownEvent)[]): boolean {
  const last = events.findLast(
    (event) => event.type === 'compacted' || (event.type === 'message' && hasResult(event.message)),
  );
  return last?.type === 'compacted';
}

function hasResult({ content }: Message): boolean {
  return content.some(({ type }) => type === 'tool_result');
}

/** The messages that events make: what a resumed session goes on from. Throws as `logConversation` does. */
export function conversationOf(id: string, events: readonly (SessionEvent | UnknownEvent)[]): Message[] {
  let messages: Message[] = [];
  for (const event of events) {
    if (event.type === 'message') messages.push(event.message);
    if (event.type === 'compacted') messages = [event.message, ...messages.slice(event.from)];
    if (event.type === 'unknown' && (event.original.type === 'message' || event.original.type === 'compacted')) {
      throw new Error(
        `Message ${event.seq} of the session ${id} was written by another version and can't be read. Start a new session.`,
      );
    }
  }
  return messages;
}

/** What the requests of a session begin with. */
export interface Prefix {
  /** `provider/model` */
  readonly model: string;
  readonly system: readonly string[];
  readonly tools: readonly ToolSchema[];
}

/**
 * Records what requests begin with, where it is not what the log says already; true if so. `reason` says why the cache
 * can't hold from here on: "start", "model changed".
 */
export async function recordPrefix(session: Session, prefix: Prefix, reason: string): Promise<boolean> {
  const { model, system, tools } = prefix;
  const sum = createHash('sha256')
    .update(JSON.stringify([model, system, tools]))
    .digest('hex');
  const last = session.events().findLast((event) => event.type === 'prefix');
  if (last?.type === 'prefix' && last.sum === sum) return false;
  await session.append({
    type: 'prefix',
    reason,
    sum,
    model,
    system: [...system],
    tools: tools.map((tool) => ({ ...tool })),
  });
  return true;
}

/**
 * A listener that writes down what the loop tells and no message holds: tool runs with their times, retries. Writing
 * goes on behind the loop, in order; `failed` hears of the first event that could not be written.
 */
export function recordEvents(session: Session, failed: (error: unknown) => void): (event: AgentEvent) => void {
  return (event) => {
    const body = bodyOf(event);
    if (body !== undefined) session.append(body).catch(failed);
  };
}

function bodyOf(event: AgentEvent): Parameters<Session['append']>[0] | undefined {
  switch (event.type) {
    case 'tool_run':
      return { type: 'tool_run', call: event.call.id, name: event.call.name, label: event.label };
    case 'tool_done':
      return { type: 'tool_done', call: event.call.id, isError: event.result.isError, ms: event.ms };
    case 'waiting': {
      const { attempt, of, delayMs, reason } = event;
      return { type: 'waiting', attempt, of, delayMs, reason };
    }
    default:
      return undefined;
  }
}
