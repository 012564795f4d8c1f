/**
 * The agent loop: ask the model, run what it calls, ask again. It knows no flow, hook or permission; those come in as
 * tools and seams. A request's system, tools and messages are always a prefix of the next request's.
 */
import { addUsage, type Message, type ModelFailure, noUsage, toolCallsOf, type Usage } from '../messages';
import { isAcknowledgement, nudge, twiceEmpty } from './acknowledgement';
import { compact, isTight, nextRequestTokens, stillFull } from './compaction';
import { settleCalls } from './settle';
import { type CallsDone, callsAbandoned, runCalls } from './toolCalls';
import { readTurn, type Turn } from './turn';
import type { AgentEnd, AgentRun, TurnDone } from './types';

/** What changes from turn to turn. */
interface Progress {
  usage: Usage;
  turns: number;
  toolsRun: number;
  nudged: boolean;
  /** What the last request took, and how many messages it and its answer were. */
  last: { readonly usage: Usage; readonly counted: number } | undefined;
  /** The conversation was made shorter, and no tool has run since. */
  compacted: boolean;
}

type Step = { readonly kind: 'go_on' } | { readonly kind: 'end'; readonly end: AgentEnd };

const nothing: Message = { role: 'assistant', content: [] };
const goOn: Step = { kind: 'go_on' };

/**
 * Runs until the model ends its turn, a tool stops the run, a limit is met, the signal is aborted or the model fails.
 * Never rejects for any of these; rejects only where the conversation can't be stored.
 *
 * A conversation that ends with calls nobody answered (a crash) is completed first, see `settleCalls`.
 */
export async function runAgent(run: AgentRun, signal: AbortSignal): Promise<AgentEnd> {
  await completeLastTurn(run, signal);
  const progress: Progress = {
    usage: noUsage,
    turns: 0,
    toolsRun: 0,
    nudged: false,
    last: undefined,
    compacted: run.conversation.justCompacted?.() ?? false,
  };
  for (;;) {
    if (signal.aborted) return { kind: 'stopped', partial: nothing, usage: progress.usage };
    const step = await takeTurn(run, progress, signal);
    if (step.kind === 'end') return step.end;
  }
}

async function completeLastTurn(run: AgentRun, signal: AbortSignal): Promise<void> {
  const last = run.conversation.messages().at(-1);
  const open = last?.role === 'assistant' ? toolCallsOf(last) : [];
  if (open.length > 0) await append(run, { role: 'user', content: await settleCalls(open, [], run.tools, signal) });
}

async function takeTurn(run: AgentRun, progress: Progress, signal: AbortSignal): Promise<Step> {
  await bringContext(run);
  if (run.compaction !== undefined && isTight(run, nextRequestTokens(run, progress.last))) {
    const room = await makeRoom(run, progress, signal);
    if (room?.kind === 'end') return room;
    // What was brought may be among what went.
    if (room !== undefined) await bringContext(run);
  }
  progress.turns++;
  run.onEvent({ type: 'turn', number: progress.turns });
  const turn = await readTurn(run, signal);
  progress.usage = addUsage(progress.usage, turn.usage);
  if (turn.kind === 'aborted') return ended({ kind: 'stopped', partial: turn.message, usage: progress.usage });
  const failure = failureOf(turn);
  if (failure?.kind === 'context_full' && run.compaction !== undefined) {
    return (
      (await makeRoom(run, progress, signal)) ??
      ended({ kind: 'failed', failure, partial: turn.message, usage: progress.usage })
    );
  }
  if (failure !== undefined) return ended({ kind: 'failed', failure, partial: turn.message, usage: progress.usage });
  if (turn.message.content.length > 0) await append(run, turn.message, turn.usage);
  progress.last = { usage: turn.usage, counted: run.conversation.messages().length };
  const calls = toolCallsOf(turn.message);
  if (calls.length > 0) return afterCalls(run, progress, turn, signal);
  return afterWords(run, progress, turn);
}

async function bringContext(run: AgentRun): Promise<void> {
  for (const message of (await run.seams?.context?.()) ?? []) await append(run, message);
}

/** Makes the conversation shorter; undefined where nothing of it could go. Without work in between it is of no use twice. */
async function makeRoom(run: AgentRun, progress: Progress, signal: AbortSignal): Promise<Step | undefined> {
  if (progress.compacted) return ended({ kind: 'failed', failure: stillFull, partial: nothing, usage: progress.usage });
  const result = await compact(run, signal);
  progress.usage = addUsage(progress.usage, result.usage);
  progress.last = undefined;
  if (result.kind === 'aborted') return ended({ kind: 'stopped', partial: nothing, usage: progress.usage });
  if (result.kind === 'impossible') return undefined;
  progress.compacted = true;
  return goOn;
}

/** A turn that called tools: run them, and go on unless one of them, a limit or the user says otherwise. */
async function afterCalls(run: AgentRun, progress: Progress, turn: Turn, signal: AbortSignal): Promise<Step> {
  const { message } = turn;
  const done = await runCalls(run, toolCallsOf(message), signal);
  progress.toolsRun += done.results.length;
  progress.compacted = false;
  if (done.stop !== undefined && !signal.aborted) {
    return ended({ kind: 'tool', ...done.stop, results: done.results, message, usage: progress.usage });
  }
  await append(run, {
    role: 'user',
    content: done.stop === undefined ? done.results : [...done.results, callsAbandoned(done.stop.call)],
  });
  const verdict = signal.aborted ? undefined : await run.seams?.turnEnd?.(turnDone(progress, message, done), signal);
  if (signal.aborted) return ended({ kind: 'stopped', partial: nothing, usage: progress.usage });
  if (verdict?.kind === 'halt') return ended({ kind: 'halted', why: verdict.why, usage: progress.usage });
  for (const added of verdict?.append ?? []) await append(run, added);
  return limitMet(run, progress) ?? goOn;
}

function turnDone({ turns }: Progress, message: Message, { results }: CallsDone): TurnDone {
  return { number: turns, message, results };
}

/** A turn of words only ends the run, unless the words are a mere "Understood". */
async function afterWords(run: AgentRun, progress: Progress, turn: Turn): Promise<Step> {
  const { message } = turn;
  const { usage } = progress;
  if (turn.reason === 'max_tokens') return ended({ kind: 'max_tokens', message, usage });
  if (!isAcknowledgement(message, progress.toolsRun > 0)) return ended({ kind: 'done', message, usage });
  if (progress.nudged) return ended({ kind: 'failed', failure: twiceEmpty, partial: nothing, usage });
  progress.nudged = true;
  await append(run, nudge);
  return limitMet(run, progress) ?? goOn;
}

function limitMet(run: AgentRun, progress: Progress): Step | undefined {
  const { usage, turns } = progress;
  const budget = run.seams?.budget?.(usage, turns) ?? true;
  if (budget !== true) return ended({ kind: 'budget', why: budget, usage });
  if (turns < run.maxTurns) return undefined;
  return ended({ kind: 'budget', why: `The limit of ${run.maxTurns} turns is reached.`, usage });
}

function failureOf(turn: Turn): ModelFailure | undefined {
  switch (turn.reason) {
    case 'end':
    case 'tool_use':
    case 'max_tokens':
      return undefined;
    case 'refusal':
      return (
        turn.failure ?? {
          kind: 'other',
          message: 'The model declined to answer. Word the request differently, or choose another model.',
          retryable: false,
        }
      );
    case 'context_full':
      return (
        turn.failure ?? {
          kind: 'context_full',
          message: 'The conversation no longer fits the model. Choose a model with a larger window.',
          retryable: false,
        }
      );
    case 'truncated':
      return (
        turn.failure ?? { kind: 'network', message: 'The answer broke off before its end. Try again.', retryable: true }
      );
    case 'failed':
      return (
        turn.failure ?? { kind: 'other', message: 'The model failed without saying why. Try again.', retryable: true }
      );
  }
}

async function append(run: AgentRun, message: Message, usage?: Usage): Promise<void> {
  await run.conversation.append(message, usage);
  run.onEvent({ type: 'message', message });
}

function ended(end: AgentEnd): Step {
  return { kind: 'end', end };
}
