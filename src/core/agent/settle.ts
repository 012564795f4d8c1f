import type { Message, ToolCall, ToolResult } from '../messages';
import { toolCallsOf } from '../messages';
import { errorResult } from './toolCalls';
import type { ToolRunner } from './types';

/** The calls of the last message that nobody has answered; none where the last message is not the model's. */
export function openCalls(messages: readonly Message[]): readonly ToolCall[] {
  const last = messages.at(-1);
  return last?.role === 'assistant' ? toolCallsOf(last) : [];
}

/**
 * Results for calls whose own were lost when the process ended: those in `known` as they are (the user's answers to
 * `ask_user`), read-only ones run again, and the rest answered with the fact that nobody knows what they did. One
 * result for each call, in order, as vendors demand.
 */
export async function settleCalls(
  calls: readonly ToolCall[],
  known: readonly ToolResult[],
  tools: ToolRunner,
  signal: AbortSignal,
): Promise<readonly ToolResult[]> {
  return Promise.all(
    calls.map(async (call) => {
      const result = known.find(({ callId }) => callId === call.id);
      if (result !== undefined) return result;
      if (tools.readOnly(call)) return (await tools.run(call, AbortSignal.any([signal]))).result;
      return errorResult(
        call,
        `${call.name} was interrupted, and what it did is not known. Look before you call it again.`,
      );
    }),
  );
}
