/** One request and what came back. */
import type { Block, Message, ModelFailure, StopReason, ToolCall, Usage } from '../messages';
import { noUsage } from '../messages';
import type { ModelRequest, ProviderEvent } from '../providers/provider';
import type { AgentRun } from './types';

/** What came back for one request. */
export interface Turn {
  /** `aborted`: the signal ended the stream, and `reason` says nothing. */
  readonly kind: 'complete' | 'aborted';
  readonly reason: StopReason;
  /** What arrived, without empty blocks. */
  readonly message: Message;
  readonly usage: Usage;
  readonly failure: ModelFailure | undefined;
}

/** Sends the conversation and reads the stream to its end, handing on every event. Never rejects. */
export async function readTurn(run: AgentRun, signal: AbortSignal): Promise<Turn> {
  let arrived = noBlocks;
  try {
    for await (const event of run.model.client.stream(requestOf(run), signal)) {
      if (signal.aborted) break;
      run.onEvent(event);
      arrived = addEvent(arrived, event);
      if (event.type === 'stop') return completed(event);
    }
  } catch (error) {
    // A provider never throws; should one do so all the same, nothing that arrived is lost.
    if (!signal.aborted) return broken(arrived, error);
  }
  if (signal.aborted)
    return { kind: 'aborted', reason: 'truncated', message: asMessage(arrived), usage: noUsage, failure: undefined };
  return { kind: 'complete', reason: 'truncated', message: asMessage(arrived), usage: noUsage, failure: undefined };
}

function requestOf(run: AgentRun): ModelRequest {
  const { model, system, tools, conversation, maxTokens } = run;
  return {
    model: model.model,
    system,
    tools: tools.schemas,
    messages: alternating(conversation.messages()),
    maxTokens: Math.min(maxTokens, model.maxOutput),
    ...(model.effort !== undefined && { effort: model.effort }),
    cache: true,
  };
}

/**
 * Neighbouring messages of one role as one: a run that was stopped, and steering, leave the user speaking twice, which
 * not every vendor takes. Block by block the conversation stays what it is, so the prefix holds.
 */
function alternating(messages: readonly Message[]): readonly Message[] {
  const merged: Message[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role !== message.role) merged.push(message);
    else merged[merged.length - 1] = { role: last.role, content: [...last.content, ...message.content] };
  }
  return merged;
}

function completed(stop: Extract<ProviderEvent, { type: 'stop' }>): Turn {
  const { reason, usage, failure } = stop;
  const message: Message = { role: 'assistant', content: stop.message.content.filter(isFilled) };
  return { kind: 'complete', reason, message, usage, failure };
}

function broken(arrived: Arrived, error: unknown): Turn {
  const message = `The connection to the model failed: ${error instanceof Error ? error.message : String(error)}. Try again.`;
  return {
    kind: 'complete',
    reason: 'failed',
    message: asMessage(arrived),
    usage: noUsage,
    failure: { kind: 'other', message, retryable: true },
  };
}

/** Vendors refuse empty text. */
function isFilled(block: Block): boolean {
  return block.type !== 'text' || block.text.trim() !== '';
}

/** What a stream has brought so far: texts in order, and calls that were complete. */
interface Arrived {
  readonly blocks: readonly (string | ToolCall)[];
}

const noBlocks: Arrived = { blocks: [] };

/** Reasoning is left out: without the signature that ends it no vendor takes it back. */
function addEvent({ blocks }: Arrived, event: ProviderEvent): Arrived {
  switch (event.type) {
    case 'waiting':
      return noBlocks;
    case 'text': {
      const last = blocks.at(-1);
      return typeof last === 'string'
        ? { blocks: [...blocks.slice(0, -1), last + event.text] }
        : { blocks: [...blocks, event.text] };
    }
    case 'tool_end':
      return { blocks: [...blocks, event.call] };
    default:
      return { blocks };
  }
}

function asMessage({ blocks }: Arrived): Message {
  return {
    role: 'assistant',
    content: blocks
      .map((block): Block => (typeof block === 'string' ? { type: 'text', text: block } : block))
      .filter(isFilled),
  };
}
