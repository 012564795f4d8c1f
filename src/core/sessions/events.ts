/**
 * Every kind of event that a session log may hold: a type and the schema of what it carries. A new kind is a line here.
 * Events of a kind that this version does not know stay in the log and in its chain, and are read as `unknown`.
 */
import * as z from 'zod';
import type { Message } from '../messages';

const usage = z.object({ input: z.number(), output: z.number(), cacheRead: z.number(), cacheWrite: z.number() });

const text = z.object({ type: z.literal('text'), text: z.string() });
const image = z.object({ type: z.literal('image'), mediaType: z.string(), base64: z.string() });
const block = z.discriminatedUnion('type', [
  text,
  image,
  z.object({
    type: z.literal('reasoning'),
    text: z.string(),
    signature: z.exactOptional(z.string()),
    redacted: z.exactOptional(z.string()),
  }),
  z.object({
    type: z.literal('tool_call'),
    id: z.string(),
    name: z.string(),
    // Absent in JSON where the model's input could not be read.
    input: z.unknown().default(undefined),
    inputText: z.exactOptional(z.string()),
  }),
  z.object({
    type: z.literal('tool_result'),
    callId: z.string(),
    content: z.array(z.discriminatedUnion('type', [text, image])),
    isError: z.boolean(),
  }),
]);

const message: z.ZodType<Message> = z.object({ role: z.enum(['user', 'assistant']), content: z.array(block) });

const failure = z.object({ kind: z.string(), message: z.string(), retryable: z.boolean() });

export const eventSchemas = {
  /** The first event of every session. */
  start: z.object({
    /** What runs: `planning`, `task`, `sub-agent`. */
    kind: z.string(),
    /** Absolute path of the spec folder, where there is one. */
    spec: z.exactOptional(z.string()),
    /** Id of the session that started this one. */
    parent: z.exactOptional(z.string()),
    /** Of a fork: the event of its parent up to which it took the conversation over. */
    forkedAt: z.exactOptional(z.number()),
    /** Version of Tracewright. */
    product: z.exactOptional(z.string()),
  }),
  /** What every following request begins with, until the next event of this kind. */
  prefix: z.object({
    reason: z.string(),
    /** SHA-256 of what follows. */
    sum: z.string(),
    /** `provider/model` */
    model: z.string(),
    system: z.array(z.string()),
    tools: z.array(
      z.object({ name: z.string(), description: z.string(), inputSchema: z.record(z.string(), z.unknown()) }),
    ),
  }),
  /** A message of the conversation; `usage` where a model was paid for it. */
  message: z.object({ message, usage: z.exactOptional(usage) }),
  /** The conversation was made shorter: it is `message` and what stood from index `from` on. */
  compacted: z.object({ message, from: z.number() }),
  /**
   * More text of an answer that is still arriving; `from` characters of it came before, and 0 begins anew. The answer's
   * message takes its place, a retry voids it.
   */
  arriving: z.object({ from: z.number(), text: z.string() }),
  tool_run: z.object({ call: z.string(), name: z.string(), label: z.string() }),
  tool_done: z.object({ call: z.string(), isError: z.boolean(), ms: z.number() }),
  /** A retry that was waited for. */
  waiting: z.object({ attempt: z.number(), of: z.number(), delayMs: z.number(), reason: failure }),
  /** What a request used that brought no message: aborted or failed. */
  spent: z.object({ usage, dollars: z.exactOptional(z.number()) }),
  failure: z.object({ failure }),
  /** A note of whoever runs the session (a flow, a run), in its own words. */
  note: z.object({ note: z.looseObject({ type: z.string() }) }),
  /** A process went on with the session; `dropped` bytes at the end were an event that a crash had cut off. */
  resume: z.object({ dropped: z.number() }),
  /** The session was closed and sealed after this many events; it may be resumed all the same. */
  close: z.object({ after: z.number() }),
} as const;

/** The kinds of events this version knows. */
export type EventType = keyof typeof eventSchemas;

/** An event's type and what it carries. */
export type EventBody = {
  readonly [Type in EventType]: { readonly type: Type } & Readonly<z.infer<(typeof eventSchemas)[Type]>>;
}[EventType];

interface Stamp {
  /** From 1, without gaps. */
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
}

/** An event as it stands in the log. */
export type SessionEvent = Stamp & EventBody;

/** An event of a kind, or in a shape, that this version does not know. */
export type UnknownEvent = Stamp & { readonly type: 'unknown'; readonly original: Readonly<Record<string, unknown>> };

const stamp = z.object({ seq: z.number(), at: z.string(), type: z.string() });

/** Reads an event from its JSON; undefined only where not even number, time and type are there. */
export function readEvent(json: unknown): SessionEvent | UnknownEvent | undefined {
  const stamped = stamp.loose().safeParse(json);
  if (!stamped.success) return undefined;
  const { seq, at, type } = stamped.data;
  const body = isEventType(type) ? eventSchemas[type].safeParse(json) : undefined;
  if (body?.success !== true) return { seq, at, type: 'unknown', original: stamped.data };
  // The registry ties type and body together; the compiler can't follow that through an index.
  return { seq, at, type, ...body.data } as SessionEvent;
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventSchemas, type);
}
