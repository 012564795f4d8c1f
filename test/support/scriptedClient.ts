/** A model that says what a script tells it. A missing line and one nobody asked for both fail the test. */
import type { Block, Message, ModelFailure, StopReason, Usage } from '../../src/core/messages';
import type { ModelClient, ModelRequest, ProviderEvent, ResolvedModel } from '../../src/core/providers/provider';

/** One turn: its text, its calls, how it ends. Text streams in pieces of a few words. */
export interface ScriptedTurn {
  readonly text?: string;
  readonly calls?: readonly {
    readonly name: string;
    readonly input: unknown;
    readonly id?: string;
    readonly inputText?: string;
  }[];
  readonly reasoning?: string;
  readonly reason?: StopReason;
  readonly failure?: ModelFailure;
  readonly usage?: Partial<Usage>;
  /** Streamed and then voided by a `waiting` event before the turn proper. */
  readonly voided?: string;
  /** Called with each request's turn before it is answered; throw to fail the test. */
  readonly check?: (request: ModelRequest) => void;
  /** Called after each piece of text, to abort in the middle of a turn. */
  readonly afterPiece?: (piece: number) => void | Promise<void>;
}

export interface ScriptedClient extends ModelClient {
  /** What was asked, in order. */
  readonly requests: readonly ModelRequest[];
  /** Throws where lines of the script were not used, or where one was missing. */
  assertDone(): void;
}

/** Answers each request with the next turn of the script, or with a function of the request. */
export function createScriptedClient(
  script: readonly (ScriptedTurn | ((request: ModelRequest) => ScriptedTurn))[],
): ScriptedClient {
  const requests: ModelRequest[] = [];
  let missing = 0;
  return {
    requests,
    async *stream(request, signal) {
      // A copy: a conversation that changes afterwards must not change what was asked.
      requests.push(structuredClone(request));
      const line = script[requests.length - 1];
      if (line === undefined) {
        missing++;
        yield stop({ role: 'assistant', content: [] }, { reason: 'failed', failure: outOfScript(requests.length) });
        return;
      }
      const turn = typeof line === 'function' ? line(request) : line;
      turn.check?.(request);
      yield* play(turn, request, requests.length, signal);
    },
    assertDone() {
      if (missing > 0) throw new Error(`The script lacks ${missing} of ${requests.length} turns.`);
      if (requests.length < script.length)
        throw new Error(`Only ${requests.length} of the script's ${script.length} turns were asked for.`);
    },
  };
}

/** A resolved model that asks the client; `sample` and the like may be changed. */
export function scriptedModel(client: ModelClient, changes: Partial<ResolvedModel> = {}): ResolvedModel {
  return {
    provider: 'scripted',
    model: 'scripted-1',
    label: 'Scripted',
    sample: false,
    contextWindow: 200_000,
    maxOutput: 32_000,
    client,
    ...changes,
  };
}

async function* play(
  turn: ScriptedTurn,
  request: ModelRequest,
  number: number,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  yield { type: 'start', model: request.model };
  if (turn.voided !== undefined) {
    yield { type: 'text', text: turn.voided };
    yield {
      type: 'waiting',
      attempt: 2,
      of: 5,
      delayMs: 0,
      reason: { kind: 'overloaded', message: 'The model is busy.', retryable: true },
    };
  }
  if (turn.reasoning !== undefined) yield { type: 'reasoning', text: turn.reasoning };
  for (const [at, piece] of (turn.text?.match(/\S+\s*|\s+/gu) ?? []).entries()) {
    if (signal.aborted) return;
    yield { type: 'text', text: piece };
    await turn.afterPiece?.(at);
  }
  const message = messageOf(turn, number);
  for (const block of message.content) {
    if (signal.aborted) return;
    if (block.type !== 'tool_call') continue;
    yield { type: 'tool_start', id: block.id, name: block.name };
    yield { type: 'tool_input', id: block.id, json: block.inputText ?? JSON.stringify(block.input) };
    yield { type: 'tool_end', call: block };
  }
  if (!signal.aborted) yield stop(message, turn);
}

function messageOf(turn: ScriptedTurn, number: number): Message {
  const content: Block[] = [];
  if (turn.reasoning !== undefined)
    content.push({ type: 'reasoning', text: turn.reasoning, signature: `signature-${number}` });
  if (turn.text !== undefined) content.push({ type: 'text', text: turn.text });
  for (const [at, { name, input, id, inputText }] of (turn.calls ?? []).entries()) {
    content.push({
      type: 'tool_call',
      id: id ?? `call-${number}-${at + 1}`,
      name,
      input,
      ...(inputText !== undefined && { inputText }),
    });
  }
  return { role: 'assistant', content };
}

function stop(message: Message, turn: ScriptedTurn): ProviderEvent {
  const reason = turn.reason ?? (turn.calls !== undefined && turn.calls.length > 0 ? 'tool_use' : 'end');
  const usage: Usage = { input: 100, output: 10, cacheRead: 0, cacheWrite: 0, ...turn.usage };
  return { type: 'stop', reason, message, usage, ...(turn.failure !== undefined && { failure: turn.failure }) };
}

function outOfScript(number: number): ModelFailure {
  return { kind: 'other', message: `The script has no turn ${number}.`, retryable: false };
}
