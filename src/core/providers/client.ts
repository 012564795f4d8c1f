/** A model client over a connection: redaction, attempts, watchdog, assembly, and exactly one `stop`. */
import type { Message, ModelFailure, StopReason, Usage } from '../messages';
import { addUsage, noUsage } from '../messages';
import { type Assembly, assembly } from './assemble';
import { channel } from './channel';
import { emptyAnswer, failure, refusedAnswer } from './failures';
import type { Connection, Explained, ModelClient, ModelRequest, Patience, ProviderEvent } from './provider';
import { retryDelay } from './retry';
import { watchdog } from './watchdog';
import type { RawEvent, WireError } from './wire';

/** Takes secrets out of a request; rejects where it can't, and then nothing is sent. */
export type Redact = (request: ModelRequest) => Promise<ModelRequest>;

type Stop = Extract<ProviderEvent, { readonly type: 'stop' }>;

interface Outcome {
  readonly reason: StopReason;
  readonly message: Message;
  readonly usage: Usage;
  readonly why?: Explained;
}

/** A client whose streams end with exactly one `stop`, or with nothing after an abort. It never throws. */
export function createClient(connection: Connection, patience: Patience, redact: Redact): ModelClient {
  return {
    stream: (request, signal) =>
      channel<ProviderEvent>(
        signal,
        (emit, left) => streamed({ connection, patience, redact, emit, left }, request),
        joined,
      ),
  };
}

/** Pieces of one text that came together are one piece: an answer has thousands of a few letters each. */
function joined(before: ProviderEvent, event: ProviderEvent): ProviderEvent | undefined {
  if (event.type === 'text' && before.type === 'text') return { type: 'text', text: before.text + event.text };
  if (event.type === 'reasoning' && before.type === 'reasoning')
    return { type: 'reasoning', text: before.text + event.text };
  if (event.type === 'tool_input' && before.type === 'tool_input' && before.id === event.id)
    return { ...event, json: before.json + event.json };
  return undefined;
}

/** One stream: where its events go, and the signal that ends it, by the caller's abort or when its reader leaves. */
interface Streaming {
  readonly connection: Connection;
  readonly patience: Patience;
  readonly redact: Redact;
  readonly emit: (event: ProviderEvent) => void;
  readonly left: AbortSignal;
}

async function streamed(streaming: Streaming, request: ModelRequest): Promise<void> {
  const { patience, redact, emit, left } = streaming;
  let sent: ModelRequest;
  try {
    sent = await redact(request);
  } catch {
    emit(nothingSent);
    return;
  }
  let spent = noUsage;
  for (let made = 1; ; made += 1) {
    const outcome = await attempt(streaming, sent);
    if (left.aborted || outcome === undefined) return;
    spent = addUsage(spent, outcome.usage);
    const delayMs = outcome.why && retryDelay(outcome.why, made, patience.attempts, patience.clock.random());
    if (outcome.why === undefined || delayMs === undefined) {
      emit(stopOf(outcome, spent));
      return;
    }
    if (outcome.why.withoutReasoning === true) sent = withoutReasoning(sent);
    const of = Math.max(patience.attempts, made + 1);
    emit({ type: 'waiting', attempt: made + 1, of, delayMs, reason: outcome.why.failure });
    if (!(await slept(patience, delayMs, left))) return;
  }
}

/** False when it was aborted meanwhile. */
async function slept(patience: Patience, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    if (ms > 0 && !signal.aborted) await patience.clock.sleep(ms, signal);
  } catch {
    return false;
  }
  return !signal.aborted;
}

/** One attempt; undefined after an abort. */
async function attempt(
  { connection, patience, emit, left }: Streaming,
  request: ModelRequest,
): Promise<Outcome | undefined> {
  const inner = new AbortController();
  const gone = brokenOff(left, patience.idleMs);
  const built = assembly(request.model);
  let over = false;
  const event = (raw: RawEvent) => {
    // What comes after the end of an attempt is of no interest to the next one.
    if (over) return;
    gone.alive();
    if (raw.type === 'error') return gone.end(raw.error);
    for (const each of built.push(raw)) emit(each);
  };
  try {
    const error = await Promise.race([
      connection.stream(request, inner.signal, { alive: gone.alive, event }).then(() => undefined, failedLoad),
      gone.reached,
    ]);
    if (left.aborted) return undefined;
    return ended(connection, request, built, error);
  } finally {
    over = true;
    gone.stop();
    // Closes the socket. Not awaited: a part that hangs must not hang its caller.
    inner.abort();
  }
}

/** A part never rejects, but a failed load of it does. */
function failedLoad(error: unknown): WireError {
  return { kind: 'other', message: error instanceof Error ? error.message : '' };
}

/** Ends the wait for a stream that may never end: after an abort or an error, or when it went quiet. */
function brokenOff(left: AbortSignal, idleMs: number) {
  let end: (error: WireError | undefined) => void = () => undefined;
  const reached = new Promise<WireError | undefined>((resolve) => {
    end = resolve;
  });
  const aborted = (): void => end(undefined);
  const message = idleMs >= 1000 ? `${Math.round(idleMs / 1000)} seconds` : `${Math.round(idleMs)} ms`;
  const dog = watchdog(idleMs, () => end({ kind: 'stalled', message }));
  left.addEventListener('abort', aborted, { once: true });
  const stop = (): void => {
    dog.stop();
    left.removeEventListener('abort', aborted);
  };
  return { reached, alive: dog.alive, end, stop };
}

/** What an attempt came to. After the end mark nothing can spoil an answer any more. */
function ended(connection: Connection, request: ModelRequest, built: Assembly, error: WireError | undefined): Outcome {
  const base = { message: built.message(), usage: built.usage() };
  const reason = built.finished();
  if (reason === undefined) {
    const cause: WireError = error ?? { kind: 'truncated', message: 'no end mark' };
    const broke = built.started() && ['network', 'truncated', 'stalled'].includes(cause.kind);
    const asked = broke && cause.kind === 'network' ? { ...cause, kind: 'truncated' as const } : cause;
    return { ...base, reason: broke ? 'truncated' : 'failed', why: connection.explain(asked, request.model) };
  }
  if (reason === 'failed') {
    const cause: WireError = { kind: 'malformed', message: 'the model wrote what its vendor could not read' };
    return { ...base, reason, why: connection.explain(cause, request.model) };
  }
  if (reason === 'context_full') return { ...base, reason, why: { failure: contextFull } };
  if (reason === 'refusal') return { ...base, reason, why: { failure: refusedAnswer } };
  if (reason === 'end' && !saysAnything(base.message))
    return { ...base, reason: 'failed', why: { failure: emptyAnswer } };
  return { ...base, reason };
}

function saysAnything(message: Message): boolean {
  return message.content.some((block) => block.type === 'text' && block.text.trim() !== '');
}

function stopOf(outcome: Outcome, usage: Usage): Stop {
  const { reason, message } = outcome;
  // An answer that can't be taken because the conversation is too long has a stop reason of its own.
  const settled = outcome.why?.failure.kind === 'context_full' ? 'context_full' : reason;
  return { type: 'stop', reason: settled, message, usage, ...(outcome.why ? { failure: outcome.why.failure } : {}) };
}

function withoutReasoning(request: ModelRequest): ModelRequest {
  const messages = request.messages.map((message) => ({
    ...message,
    content: message.content.filter((block) => block.type !== 'reasoning'),
  }));
  return { ...request, messages: messages.filter((message) => message.content.length > 0) };
}

const contextFull: ModelFailure = failure(
  'context_full',
  'The conversation no longer fits into the model. Start a new one, or choose a model with a larger context.',
);

const nothingSent: Stop = {
  type: 'stop',
  reason: 'failed',
  message: { role: 'assistant', content: [] },
  usage: noUsage,
  failure: failure(
    'other',
    'The request could not be checked for secrets, so nothing was sent. Reinstall Tracewright if this stays.',
  ),
};
