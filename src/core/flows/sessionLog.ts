/** The session log as the engine uses it: conversation, notes and prefix over `core/sessions`. */
import * as z from 'zod';
import { keepArriving } from '../agent/arriving';
import { logConversation, recordEvents, recordPrefix } from '../agent/logConversation';
import type { Clock } from '../host';
import type { Message, Usage } from '../messages';
import type { SessionEvent, UnknownEvent } from '../sessions/events';
import type { Session, SessionStore } from '../sessions/store';
import type { FlowLog, FlowNote, FlowRead, Prefix } from './log';
import type { AgentStep } from './snapshot';

const documentName = z.enum(['requirements.md', 'bugfix.md', 'design.md', 'tasks.md']);
const hashes = z.partialRecord(documentName, z.string());
const failure = z.object({
  kind: z.enum([
    'key',
    'sign_in',
    'access',
    'unknown_model',
    'region',
    'rate_limit',
    'overloaded',
    'network',
    'stalled',
    'malformed',
    'empty',
    'invalid_request',
    'context_full',
    'needs_model',
    'other',
  ]),
  message: z.string(),
  retryable: z.boolean(),
});

const note = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('phase'),
    id: z.string(),
    kind: z.enum(['ask', 'write', 'repair', 'refine', 'update', 'analyze']),
    document: z.exactOptional(documentName),
    request: z.exactOptional(z.string()),
    source: z.exactOptional(documentName),
    only: z.exactOptional(z.array(z.string())),
    turn: z.exactOptional(z.number()),
    base: z.exactOptional(z.string()),
    at: z.number(),
    model: z.string(),
    sample: z.boolean(),
    shows: hashes,
    says: z.exactOptional(z.record(z.string(), z.string())),
    startedAt: z.number(),
  }),
  z.object({
    type: z.literal('end'),
    id: z.string(),
    outcome: z.enum(['done', 'asking', 'stopped', 'failed', 'refused']),
    at: z.number(),
    reply: z.exactOptional(z.string()),
    message: z.exactOptional(z.string()),
    failure: z.exactOptional(failure),
    partial: z.exactOptional(z.string()),
    wrote: z.exactOptional(hashes),
  }),
  z.object({ type: z.literal('resumed'), id: z.string() }),
  z.object({ type: z.literal('overview'), text: z.string() }),
  z.object({ type: z.literal('off'), names: z.array(z.string()) }),
]);

/** A session that is only read. */
export function readFlow(id: string, events: readonly (SessionEvent | UnknownEvent)[]): FlowRead {
  return {
    id,
    messages: () => messagesOf(events),
    notes: () => notesOf(events),
    usages: () => usagesOf(events),
    prefix: () => prefixOf(events),
    arriving: () => arrivingOf(events),
    steps: () => stepsOf(events),
  };
}

/** A session to be written to; the caller holds the lock of its folder. `failed` hears of events that got lost. */
export function writeFlow(session: Session, clock: Pick<Clock, 'sleep'>, failed: (error: unknown) => void): FlowLog {
  const events = () => session.events();
  const record = recordEvents(session, failed);
  const arriving = keepArriving(session, clock, failed);
  return {
    id: session.id,
    ...logConversation(session),
    notes: () => notesOf(events()),
    usages: () => usagesOf(events()),
    prefix: () => prefixOf(events()),
    arriving: () => arrivingOf(events()),
    steps: () => stepsOf(events()),
    note: async (added: FlowNote) => void (await session.append({ type: 'note', note: { ...added } })),
    setPrefix: async (prefix) => void (await recordPrefix(session, prefix, prefix.reason)),
    spent: async (usage: Usage) => void (await session.append({ type: 'spent', usage })),
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

/** The newest of the sessions whose id is `prefix` and a number; undefined where there is none. */
export async function latestSession(store: SessionStore, prefix: string): Promise<string | undefined> {
  const numbers = (await store.list()).flatMap((id) => {
    const number = id.startsWith(`${prefix}-`) ? Number(id.slice(prefix.length + 1)) : Number.NaN;
    return Number.isInteger(number) ? [number] : [];
  });
  return numbers.length === 0 ? undefined : `${prefix}-${Math.max(...numbers)}`;
}

type Events = readonly (SessionEvent | UnknownEvent)[];

function messagesOf(events: Events): readonly Message[] {
  return events.flatMap((event) => (event.type === 'message' ? [event.message] : []));
}

function notesOf(events: Events): readonly FlowNote[] {
  return events.flatMap((event) => {
    const parsed = event.type === 'note' ? note.safeParse(event.note) : undefined;
    return parsed?.success === true ? [parsed.data] : [];
  });
}

function prefixOf(events: Events): Prefix | undefined {
  const event = events.findLast((each) => each.type === 'prefix');
  return event?.type === 'prefix' ? event : undefined;
}

/** What came since the last message; the end of a phase says it in full. */
function arrivingOf(events: Events): string {
  const from = events.findLastIndex((event) => event.type === 'message' || event.type === 'waiting');
  let text = '';
  for (const event of events.slice(from + 1)) {
    if (event.type === 'arriving') text = text.slice(0, event.from) + event.text;
    const parsed = event.type === 'note' ? note.safeParse(event.note) : undefined;
    if (parsed?.data?.type === 'end' && parsed.data.partial !== undefined) text = parsed.data.partial;
  }
  return text;
}

/** Tool calls since the last phase began; one without a result broke off. */
function stepsOf(events: Events): readonly AgentStep[] {
  const from = events.findLastIndex((event) => event.type === 'note' && event.note.type === 'phase');
  const since = events.slice(from + 1);
  const results = new Map(
    since.flatMap((event) => (event.type === 'tool_done' ? [[event.call, event.isError] as const] : [])),
  );
  return since.flatMap((event): readonly AgentStep[] =>
    event.type === 'tool_run'
      ? [{ tool: event.name, label: event.label, state: results.get(event.call) === false ? 'done' : 'failed' }]
      : [],
  );
}

function usagesOf(events: Events): readonly { readonly model: string; readonly usage: Usage }[] {
  let model = '';
  return events.flatMap((event) => {
    if (event.type === 'prefix') model = event.model;
    const usage = event.type === 'message' ? event.usage : event.type === 'spent' ? event.usage : undefined;
    return usage === undefined ? [] : [{ model, usage }];
  });
}
