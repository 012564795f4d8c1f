/** What a task's session holds besides the conversation: the notes of the run engine, and what can be told from them. */
import * as z from 'zod';
import { addUsage, noUsage, type Usage } from '../messages';
import type { SessionEvent, UnknownEvent } from '../sessions/events';
import type { Session } from '../sessions/store';
import type { SteeringCheckView, VerificationView } from './snapshot';

const outcome = z.enum(['done', 'not_verifiable', 'failed', 'stopped', 'paused']);

const check = z.object({
  line: z.string(),
  cwd: z.string(),
  state: z.enum(['running', 'passed', 'failed', 'failed_before', 'not_run']),
  code: z.exactOptional(z.number()),
  ms: z.exactOptional(z.number()),
  output: z.string(),
  failing: z.array(z.string()),
});

const verification: z.ZodType<VerificationView> = z.object({
  attempt: z.number(),
  state: z.enum(['running', 'passed', 'failed', 'not_verifiable']),
  checks: z.array(check),
  sentence: z.string(),
  warnings: z.array(z.string()),
});

const usage = z.object({ input: z.number(), output: z.number(), cacheRead: z.number(), cacheWrite: z.number() });

const steeringCheck: z.ZodType<SteeringCheckView> = z.object({
  sentence: z.string(),
  findings: z.array(
    z.object({
      rule: z.object({ file: z.string(), path: z.string(), line: z.number(), text: z.string() }),
      change: z.object({ path: z.string(), line: z.exactOptional(z.number()), text: z.string() }),
      why: z.string(),
    }),
  ),
  notes: z.array(z.string()),
  against: z.array(z.string()),
  model: z.exactOptional(z.string()),
});

const rule = z.object({
  text: z.string(),
  scope: z.enum(['builtin', 'managed', 'user', 'workspace', 'agent', 'session']),
  file: z.exactOptional(z.string()),
  line: z.exactOptional(z.number()),
});

const noteSchema = z.discriminatedUnion('type', [
  /** Which task this session is about. */
  z.object({
    type: z.literal('task'),
    identity: z.string(),
    title: z.string(),
    expected: z.enum(['green', 'red', 'none']),
  }),
  /** A state of the workspace that was kept; turn 0 is before the task, and anew where the first checks changed files. */
  z.object({ type: z.literal('checkpoint'), id: z.string(), label: z.string(), turn: z.number() }),
  z.object({ type: z.literal('baseline'), view: verification, data: z.unknown() }),
  /**
   * What a turn changed has been decided, or needed no decision; files with rejected parts, the rejected lines in short
   * with their marks, and what the user said.
   */
  z.object({
    type: z.literal('reviewed'),
    checkpoint: z.string(),
    rejected: z.number(),
    files: z.exactOptional(z.array(z.string())),
    lines: z.exactOptional(z.array(z.string())),
    said: z.exactOptional(z.array(z.string())),
  }),
  /** The agent has read or written this file as it is by now; without `sum` it is not there any more. */
  z.object({ type: z.literal('seen'), path: z.string(), sum: z.exactOptional(z.string()) }),
  z.object({ type: z.literal('told'), text: z.string() }),
  z.object({ type: z.literal('notice'), level: z.enum(['info', 'warning', 'error']), text: z.string() }),
  z.object({
    type: z.literal('decision'),
    effect: z.enum(['allow', 'deny']),
    by: z.enum(['rule', 'user']),
    what: z.string(),
    rule,
    reason: z.string(),
  }),
  z.object({ type: z.literal('sandbox'), kind: z.string(), sentence: z.string() }),
  /** The agent says that it is done; what follows is verification. */
  z.object({ type: z.literal('reported'), summary: z.string() }),
  z.object({
    type: z.literal('verified'),
    view: verification,
    verdict: z.enum(['passed', 'failed', 'not_verifiable']),
    back: z.exactOptional(z.string()),
    signature: z.exactOptional(z.string()),
  }),
  /** The failing part went back to the agent. */
  z.object({ type: z.literal('sent_back'), attempt: z.number() }),
  z.object({ type: z.literal('delegated'), id: z.string(), role: z.string(), goal: z.string(), session: z.string() }),
  z.object({
    type: z.literal('delegate_end'),
    id: z.string(),
    report: z.string(),
    usage,
  }),
  /** A limit was raised by this many times what the settings say. */
  z.object({ type: z.literal('raised'), times: z.number() }),
  z.object({ type: z.literal('ticked') }),
  /** The change was held against the steering, by a model of its own with its own price. */
  z.object({
    type: z.literal('steering_checked'),
    check: steeringCheck,
    usage,
    dollars: z.exactOptional(z.number()),
  }),
  z.object({ type: z.literal('committed'), commit: z.string() }),
  z.object({ type: z.literal('evidence'), path: z.string() }),
  /** How it ended; what is resumed has several, the last counts. */
  z.object({ type: z.literal('end'), outcome, message: z.string() }),
  z.object({ type: z.literal('resumed') }),
  /** What stands before is taken over from `session`, up to where this checkpoint was taken; `files` were put back too. */
  z.object({
    type: z.literal('forked'),
    checkpoint: z.string(),
    label: z.string(),
    session: z.string(),
    files: z.boolean(),
  }),
]);

/** The `turn` of a state that is kept while checks run: it is looked back to, and nobody is offered to go back to it. */
export const ofChecks = -2;

/** The checkpoint that a task's changes are counted from; a later one takes the place of an earlier. */
export function beforeTask(notes: readonly RunNote[]): string | undefined {
  const points = notes.flatMap((note) => (note.type === 'checkpoint' && note.turn === 0 ? [note] : []));
  return points.at(-1)?.id;
}

/** What the run engine writes into a task's session. */
export type RunNote = z.infer<typeof noteSchema>;

/** An event of a session, as the store gives it. */
export type LogEvent = SessionEvent | UnknownEvent;

/** The note that an event holds; undefined for other events and for notes of other versions. */
export function noteOf(event: LogEvent): RunNote | undefined {
  const parsed = event.type === 'note' ? noteSchema.safeParse(event.note) : undefined;
  return parsed?.success === true ? parsed.data : undefined;
}

/** The notes of a session, in order. */
export function notesOf(events: readonly LogEvent[]): readonly RunNote[] {
  return events.flatMap((event) => noteOf(event) ?? []);
}

/** Writes a note; on disk when it resolves. */
export async function writeNote(session: Session, note: RunNote): Promise<void> {
  await session.append({ type: 'note', note: { ...note } });
}

/** Where a task's session stands: all that a resumed run needs to go on. */
export interface RunPosition {
  /** The checkpoint before the task. */
  readonly since: string | undefined;
  readonly baseline: Extract<RunNote, { type: 'baseline' }> | undefined;
  /** It goes on from another session, maybe with the files as they are. */
  readonly forked: boolean;
  /** The agent was told of the task. */
  readonly begun: boolean;
  /** A checkpoint whose turn nobody has decided on. */
  readonly unreviewed: string | undefined;
  readonly turns: number;
  /** Those of them that this session was paid for: of a fork, its own. */
  readonly ownTurns: number;
  readonly corrections: number;
  readonly raised: number;
  readonly summary: string;
  /** The last verification that nothing has followed yet. */
  readonly verified: Extract<RunNote, { type: 'verified' }> | undefined;
  /** The agent has reported, and nothing has verified it yet. */
  readonly reported: boolean;
  readonly ticked: boolean;
  readonly steering: SteeringCheckView | undefined;
  readonly committed: string | undefined;
  readonly evidence: string | undefined;
  readonly usage: Usage;
}

/** Reads the position off a session's events. */
export function positionOf(events: readonly LogEvent[]): RunPosition {
  const notes = notesOf(events);
  const checkpoints = notes.filter((note) => note.type === 'checkpoint');
  const last = checkpoints.at(-1);
  const decided = notes.some((note) => note.type === 'reviewed' && note.checkpoint === last?.id);
  const step = notes.findLast(
    (note) =>
      note.type === 'reported' ||
      note.type === 'verified' ||
      note.type === 'sent_back' ||
      note.type === 'forked' ||
      (note.type === 'reviewed' && note.rejected > 0),
  );
  const verified = notes.findLast((note) => note.type === 'verified');
  const done = notesOf(sinceFork(events));
  return {
    since: beforeTask(notes),
    baseline: notes.findLast((note) => note.type === 'baseline'),
    forked: notes.some((note) => note.type === 'forked'),
    begun: events.some((event) => event.type === 'message'),
    unreviewed: last === undefined || last.turn === 0 || decided ? undefined : last.id,
    turns: turnsIn(events),
    ownTurns: turnsIn(sinceFork(events)),
    corrections: notes.filter((note) => note.type === 'sent_back').length,
    raised: notes.reduce((sum, note) => (note.type === 'raised' ? sum + note.times : sum), 0),
    summary: notes.findLast((note) => note.type === 'reported')?.summary ?? '',
    verified: step?.type === 'verified' ? verified : undefined,
    reported: step?.type === 'reported',
    ticked: done.some((note) => note.type === 'ticked'),
    steering: done.findLast((note) => note.type === 'steering_checked')?.check,
    committed: done.findLast((note) => note.type === 'committed')?.commit,
    evidence: done.findLast((note) => note.type === 'evidence')?.path,
    usage: usageOf(events),
  };
}

function turnsIn(events: readonly LogEvent[]): number {
  return events.filter((event) => event.type === 'message' && event.message.role === 'assistant').length;
}

/** Of a fork, what is its own: what another session proved and was paid for is that one's. */
function sinceFork(events: readonly LogEvent[]): readonly LogEvent[] {
  return events.slice(events.findLastIndex((event) => event.type === 'note' && event.note.type === 'forked') + 1);
}

/** Everything that the session and its helpers were paid for. */
export function usageOf(events: readonly LogEvent[]): Usage {
  return sinceFork(events).reduce<Usage>((sum, event) => {
    if (event.type === 'message') return event.usage === undefined ? sum : addUsage(sum, event.usage);
    if (event.type === 'spent') return addUsage(sum, event.usage);
    const note = noteOf(event);
    return note?.type === 'delegate_end' ? addUsage(sum, note.usage) : sum;
  }, noUsage);
}

/** What looking at the change against the steering was paid for; unknown dollars where a price was. */
export function steeringSpent(events: readonly LogEvent[]): {
  readonly usage: Usage;
  readonly dollars: number | undefined;
} {
  const checks = notesOf(sinceFork(events)).flatMap((note) => (note.type === 'steering_checked' ? [note] : []));
  return checks.reduce<{ readonly usage: Usage; readonly dollars: number | undefined }>(
    (sum, check) => ({
      usage: addUsage(sum.usage, check.usage),
      dollars: sum.dollars === undefined || check.dollars === undefined ? undefined : sum.dollars + check.dollars,
    }),
    { usage: noUsage, dollars: 0 },
  );
}
