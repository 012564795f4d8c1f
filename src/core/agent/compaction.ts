/**
 * Makes a conversation shorter before it fills the model's window: a summary in place of everything but the last turns.
 * A new prefix begins with it, so it happens rarely and never twice without work in between.
 */
import { type Message, type ModelFailure, noUsage, textOf, toolCallsOf, type Usage } from '../messages';
import instructions from './compaction.md';
import { createContextMeter } from './contextMeter';
import { readTurn } from './turn';
import type { AgentRun, Compactable } from './types';

/** How a compaction went. */
export type CompactionResult =
  | { readonly kind: 'compacted'; readonly usage: Usage }
  | { readonly kind: 'aborted'; readonly usage: Usage }
  /** There is nothing that could go, or a seam keeps it. */
  | { readonly kind: 'impossible'; readonly usage: Usage };

/** From this share of the window on a conversation is made shorter. */
const fullAt = 0.8;
/** The share of the window that the turns kept as they are may take. */
const keptShare = 0.2;
const summaryTokens = 4_000;

/** What the run ends with when making it shorter did not help. */
export const stillFull: ModelFailure = {
  kind: 'context_full',
  message:
    'The conversation no longer fits the model, and making it shorter did not help. Split the task, or choose a model with a larger window.',
  retryable: false,
};

/**
 * Tokens that the next request takes, about: what the last one really took, and what came since.
 * `counted` is how many messages the last request and its answer had; without one everything is estimated.
 */
export function nextRequestTokens(
  run: AgentRun,
  last: { readonly usage: Usage; readonly counted: number } | undefined,
): number {
  const meter = createContextMeter();
  const messages = run.conversation.messages();
  if (last === undefined || last.counted > messages.length)
    return meter.estimate(run.system, run.tools.schemas, messages);
  const { input, output, cacheRead, cacheWrite } = last.usage;
  return input + output + cacheRead + cacheWrite + meter.estimate([], [], messages.slice(last.counted));
}

/** The next request would leave less room than an answer and a summary need. */
export function isTight(run: AgentRun, tokens: number): boolean {
  const { contextWindow } = run.model;
  return tokens + summaryTokens > contextWindow * (run.compaction?.at ?? fullAt);
}

/** Replaces what is old by a summary of the model's own; where it gives none, by the caller's state alone. */
export async function compact(run: AgentRun, signal: AbortSignal): Promise<CompactionResult> {
  const { compaction, conversation } = run;
  if (compaction === undefined || !isCompactable(conversation)) return { kind: 'impossible', usage: noUsage };
  const messages = conversation.messages();
  const from = keptFrom(messages, mostKept(run, messages));
  if (from <= 1) return { kind: 'impossible', usage: noUsage };
  if ((await run.seams?.beforeCompaction?.()) === false) return { kind: 'impossible', usage: noUsage };
  const { words, usage } = await summaryOf(run, messages, signal);
  if (signal.aborted) return { kind: 'aborted', usage };
  const summary = summaryMessage(await compaction.state(), words);
  await conversation.compact(summary, from, usage);
  run.onEvent({ type: 'compacted', kept: textOf(summary) });
  run.onEvent({ type: 'prefix', reason: 'compaction' });
  return { kind: 'compacted', usage };
}

/** A share of the window, and of what there is: a vendor may call a conversation full that we think has room. */
function mostKept(run: AgentRun, messages: readonly Message[]): number {
  const all = createContextMeter().estimate([], [], messages);
  return Math.min(run.model.contextWindow * keptShare, all / 3);
}

/**
 * Where the kept end begins: at a turn of the model, so that no result is without its call; as early as `tokens` allow,
 * and at the last turn that called tools in any case. 0 where there is no such turn.
 */
export function keptFrom(messages: readonly Message[], tokens: number): number {
  const meter = createContextMeter();
  let from = 0;
  let used = 0;
  for (let at = messages.length - 1; at > 0; at--) {
    const message = messages[at];
    if (message === undefined) break;
    used += meter.estimate([], [], [message]);
    if (from > 0 && used > tokens) break;
    if (message.role === 'assistant' && messages[at - 1]?.role === 'user') from = at;
  }
  return from;
}

/** What stands at the beginning from now on. */
export function summaryMessage(state: string, words: string): Message {
  const parts = [
    'Earlier turns of this conversation were replaced by this summary. Files may be read again where it matters.',
    `<state>\n${harmless(state)}\n</state>`,
    ...(words.trim() === '' ? [] : [`<summary>\n${harmless(words.trim())}\n</summary>`]),
    'Go on with the task from here.',
  ];
  return { role: 'user', content: [{ type: 'text', text: parts.join('\n\n') }] };
}

/** The closing tags of our own frames inside what they hold. */
function harmless(text: string): string {
  return text.replace(/<(\s*\/\s*(?:state|summary)\b)/giu, '<\\$1');
}

async function summaryOf(
  run: AgentRun,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<{ readonly words: string; readonly usage: Usage }> {
  const ask: Message = { role: 'user', content: [{ type: 'text', text: instructions.trim() }] };
  const asked = answered(messages);
  const turn = await readTurn(
    {
      ...run,
      maxTokens: Math.min(run.maxTokens, summaryTokens),
      conversation: { messages: () => [...asked, ask], append: async () => undefined },
      // What it says is not the agent's answer; only a wait for a busy model is told.
      onEvent: (event) => (event.type === 'waiting' ? run.onEvent(event) : undefined),
    },
    signal,
  );
  const complete = turn.reason === 'end' || turn.reason === 'max_tokens' || turn.reason === 'tool_use';
  return { words: complete ? textOf(turn.message) : '', usage: turn.usage };
}

/** Without calls at the end that nobody has answered: no vendor takes words after them. */
function answered(messages: readonly Message[]): readonly Message[] {
  const last = messages.at(-1);
  return last?.role === 'assistant' && toolCallsOf(last).length > 0 ? messages.slice(0, -1) : messages;
}

function isCompactable(conversation: AgentRun['conversation']): conversation is AgentRun['conversation'] & Compactable {
  return 'compact' in conversation;
}
