/** The tool calls of one turn: reads side by side, and helpers; everything else in order. */
import type { ToolCall, ToolResult } from '../messages';
import type { AgentRun, ToolOutcome } from './types';

/** What came of the calls of one turn. */
export interface CallsDone {
  /** In the order of the calls, that of `stop` left out. */
  readonly results: readonly ToolResult[];
  /** The call that asked to end the run, and what it answered. */
  readonly stop?: { readonly call: ToolCall; readonly answer: ToolResult };
}

/** Runs the calls of one turn. Never rejects: a failure is an error result, and after an abort every call has one. */
export async function runCalls(run: AgentRun, calls: readonly ToolCall[], signal: AbortSignal): Promise<CallsDone> {
  const results: ToolResult[] = [];
  let stop: CallsDone['stop'];
  for (const group of grouped(calls, run)) {
    const outcomes = await Promise.all(group.map((call) => runUnless(stop, run, call, signal)));
    for (const [at, outcome] of outcomes.entries()) {
      const call = group[at];
      if (outcome.stop === true && stop === undefined && call !== undefined) stop = { call, answer: outcome.result };
      else results.push(outcome.result);
    }
  }
  return stop === undefined ? { results } : { results, stop };
}

/** Neighbouring read-only calls make one group, and so do those of a tool that allows it; every other call is alone. */
function grouped(calls: readonly ToolCall[], { tools }: AgentRun): readonly (readonly ToolCall[])[] {
  const groups: ToolCall[][] = [];
  let before: string | undefined;
  for (const call of calls) {
    const kind = tools.readOnly(call) ? 'reads' : tools.sideBySide?.(call) === true ? `tool ${call.name}` : undefined;
    const last = groups.at(-1);
    if (kind !== undefined && kind === before && last !== undefined) last.push(call);
    else groups.push([call]);
    before = kind;
  }
  return groups;
}

async function runUnless(
  stop: CallsDone['stop'],
  run: AgentRun,
  call: ToolCall,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  if (signal.aborted) return { result: callsAbandoned(call) };
  // A signal of its own: reads of one turn run side by side, and each listens more than once.
  if (stop === undefined) return runCall(run, call, AbortSignal.any([signal]));
  return {
    result: errorResult(call, `Not run: ${stop.call.name} ended the turn. Call it again if it is still wanted.`),
  };
}

/** Before, run, after: the three steps of one call, with the events around them. */
async function runCall(run: AgentRun, call: ToolCall, signal: AbortSignal): Promise<ToolOutcome> {
  const { tools, seams, onEvent } = run;
  onEvent({ type: 'tool_run', call, label: tools.label(call) });
  const output = (text: string) => onEvent({ type: 'tool_output', call: call.id, text });
  const waited = () => seams?.waited?.() ?? 0;
  const started = performance.now() - waited();
  const replaced = await seams?.beforeTool?.(call);
  const outcome: ToolOutcome =
    replaced === undefined ? await guarded(tools.run(call, signal, output), call, signal) : { result: replaced };
  const result = (await seams?.afterTool?.(call, outcome.result)) ?? outcome.result;
  onEvent({ type: 'tool_done', call, result, ms: Math.max(0, Math.round(performance.now() - waited() - started)) });
  return { ...outcome, result };
}

/** A tool that ignores the signal is not waited for. */
async function guarded(running: Promise<ToolOutcome>, call: ToolCall, signal: AbortSignal): Promise<ToolOutcome> {
  let stopWaiting: (() => void) | undefined;
  const aborted = new Promise<ToolOutcome>((resolve) => {
    stopWaiting = () => resolve({ result: callsAbandoned(call) });
    if (signal.aborted) stopWaiting();
    signal.addEventListener('abort', stopWaiting, { once: true });
  });
  try {
    return await Promise.race([running, aborted]);
  } catch (error) {
    return {
      result: errorResult(call, `${call.name} failed: ${error instanceof Error ? error.message : String(error)}.`),
    };
  } finally {
    if (stopWaiting !== undefined) signal.removeEventListener('abort', stopWaiting);
  }
}

/** The result of a call that the user's stop overtook. */
export function callsAbandoned(call: ToolCall): ToolResult {
  return errorResult(call, `${call.name} was stopped by the user before it had finished.`);
}

/** A result that tells the model in one sentence what went wrong. */
export function errorResult(call: ToolCall, text: string): ToolResult {
  return { type: 'tool_result', callId: call.id, content: [{ type: 'text', text }], isError: true };
}
