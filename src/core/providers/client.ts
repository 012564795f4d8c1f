/** A model client over a connection: redaction, attempts, watchdog, assembly, and exactly one `stop`. */
import type { Message, ModelFailure, StopReason, Usage } from '../messages';
import { addUsage, noUsage } from '../messages';
import { type Assembly, assembly } from './assemble';
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
  return { stream: (request, signal) => streamed(connection, patience, redact, request, signal) };
}

async function* streamed(
  connection: Connection,
  patience: Patience,
  redact: Redact,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent, void> {
  if (signal.aborted) return;
  let sent: ModelRequest;
  try {
    sent = await redact(request);
  } catch {
    if (!signal.aborted) yield nothingSent;
    return;
  }
  let spent = noUsage;
  for (let made = 1; ; made += 1) {
    const outcome = yield* attempt(connection, patience, sent, signal);
    if (signal.aborted || outcome === undefined) return;
    spent = addUsage(spent, outcome.usage);
    const delayMs = outcome.why && retryDelay(outcome.why, made, patience.attempts, patience.clock.random());
    if (outcome.why === undefined || delayMs === undefined) {
      yield stopOf(outcome, spent);
      return;
    }
    if (outcome.why.withoutReasoning === true) sent = withoutReasoning(sent);
    const of = Math.max(patience.attempts, made + 1);
    yield { type: 'waiting', attempt: made + 1, of, delayMs, reason: outcome.why.failure };
    if (!(await slept(patience, delayMs, signal))) return;
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

/** One attempt; undefined after an abort. Leaving early, however, closes the socket. */
async function* attempt(
  connection: Connection,
  patience: Patience,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent, Outcome | undefined> {
  const inner = new AbortController();
  const gone = brokenOff(signal, inner, patience.idleMs);
  const built = assembly(request.model);
  const steps = connection.stream(request, inner.signal, gone.alive)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await Promise.race([next(steps), gone.reached]);
      if (signal.aborted) return undefined;
      if (step === undefined) break;
      gone.alive();
      if (step.type === 'error') return ended(connection, request, built, step.error);
      for (const event of built.push(step)) {
        yield event;
        if (signal.aborted) return undefined;
      }
    }
    return ended(connection, request, built, undefined);
  } finally {
    gone.stop();
    inner.abort();
    // Not awaited: a part that hangs must not hang its caller.
    Promise.resolve(steps.return?.()).catch(() => undefined);
  }
}

/** The next step; undefined at the end. A part never throws, but a failed load of it is one. */
async function next(steps: AsyncIterator<RawEvent>): Promise<RawEvent | undefined> {
  try {
    const step = await steps.next();
    return step.done === true ? undefined : step.value;
  } catch (error) {
    return { type: 'error', error: { kind: 'other', message: error instanceof Error ? error.message : '' } };
  }
}

/** Ends the wait for a step that may never come: after an abort, or when the stream went quiet. */
function brokenOff(signal: AbortSignal, inner: AbortController, idleMs: number) {
  let reach: (step: RawEvent | undefined) => void = () => undefined;
  const reached = new Promise<RawEvent | undefined>((resolve) => {
    reach = resolve;
  });
  const end = (step: RawEvent | undefined): void => {
    inner.abort();
    reach(step);
  };
  const aborted = (): void => end(undefined);
  const message = idleMs >= 1000 ? `${Math.round(idleMs / 1000)} seconds` : `${Math.round(idleMs)} ms`;
  const dog = watchdog(idleMs, () => end({ type: 'error', error: { kind: 'stalled', message } }));
  signal.addEventListener('abort', aborted, { once: true });
  const stop = (): void => {
    dog.stop();
    signal.removeEventListener('abort', aborted);
  };
  return { reached, alive: dog.alive, stop };
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
