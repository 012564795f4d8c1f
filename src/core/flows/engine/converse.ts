/** Takes one phase from its message to the model's last word, from wherever the conversation stands. */
import { openCalls, settleCalls } from '../../agent/settle';
import type { AgentEnd } from '../../agent/types';
import { render } from '../../context/render';
import {
  addUsage,
  type Block,
  type Message,
  type ModelFailure,
  noUsage,
  type ToolCall,
  type ToolResult,
  textOf,
  type Usage,
} from '../../messages';
import { openFence } from '../documents';
import { completeLines, lastCompleteLine } from '../documentText';
import { type FlowLog, offOf, type PhaseStart } from '../log';
import type { Activity } from '../snapshot';
import { answerOf } from './answer';
import { type Cell, setLive, take } from './cell';
import type { PhaseHandlers, PlanningModel } from './deps';

/** How often the rest of a document that was cut off is asked for. */
const mostParts = 3;
const tooLong: ModelFailure = {
  kind: 'other',
  message: `The document is longer than the model could write in ${mostParts + 1} answers. What arrived is kept: go on to have the rest written, or choose a model with longer answers.`,
  retryable: true,
};
/** Answer to a call that ended its phase. */
export const takenAll = 'Taken, and the document is written.';
/** Calls that may end a phase which edits (`editing.ts`) or analyzes, with what they are answered in another process. */
const endsPhase: Readonly<Record<string, string>> = {
  edit_document: takenAll,
  answer_comments: takenAll,
  report_findings: 'The findings are before the person.',
};
const mostTurns = 60;
const mostTokens = 32_000;

/** One phase, as data: what it says first and what it does with its tools. */
export interface Phase {
  readonly start: PhaseStart;
  /** The message it begins with. */
  readonly prompt: string;
  /** Answers to calls that the phase before left open, by the tool's name. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly handlers: PhaseHandlers;
  /** What the user sees while the text arrives. */
  activity(text: string): Activity;
}

/** What every phase is given: the spec, its session, and the model to ask. */
export interface PhaseWork {
  readonly cell: Cell;
  readonly log: FlowLog;
  readonly model: PlanningModel;
  readonly system: readonly string[];
  readonly signal: AbortSignal;
}

/** How the conversation of a phase ended; `tail` is everything said in it. */
export type PhaseResult =
  | { readonly kind: 'done'; readonly tail: readonly Message[] }
  | { readonly kind: 'tool'; readonly tail: readonly Message[]; readonly call: ToolCall }
  | { readonly kind: 'stopped'; readonly tail: readonly Message[]; readonly partial: string }
  | {
      readonly kind: 'failed';
      readonly tail: readonly Message[];
      readonly partial: string;
      readonly failure: ModelFailure;
    };

/** Runs a phase to its end. Resolves also where it was stopped or failed; rejects only where the log can’t be written. */
export async function converse(work: PhaseWork, phase: Phase): Promise<PhaseResult> {
  const { cell, log } = work;
  const fresh = log.messages().length === phase.start.at;
  setLive(cell, {
    activity: phase.activity(fresh ? '' : log.arriving()),
    text: '',
    ...(fresh ? { steps: [] } : {}),
  });
  const early = await bringUpToDate(work, phase);
  if (early !== undefined) return early;
  const tail = () => log.messages().slice(phase.start.at);
  let cut = isCut(work, phase);
  for (let asked = 0; ; asked += 1) {
    const last = log.messages().at(-1);
    if (last?.role === 'assistant') {
      if (!cut) return { kind: 'done', tail: tail() };
      if (asked > mostParts) return { kind: 'failed', tail: tail(), partial: '', failure: tooLong };
      const results = openCalls([last]).map((call) => failedResult(call, 'The answer was cut off before this call.'));
      await log.append({ role: 'user', content: [...results, askForRest(work, phase)] });
    }
    const end = await runOnce(work, phase);
    if (end.kind === 'tool') cell.unsent = [...end.results, end.answer];
    const result = resultOf(end, tail());
    if (result !== undefined) return result;
    cut = true;
  }
}

/** Undefined: the conversation goes on with what was last appended. */
function resultOf(end: AgentEnd, tail: readonly Message[]): PhaseResult | undefined {
  switch (end.kind) {
    case 'done':
      return { kind: 'done', tail };
    case 'tool':
      return { kind: 'tool', tail, call: end.call };
    case 'max_tokens':
      return undefined;
    case 'stopped':
      return { kind: 'stopped', tail, partial: textOf(end.partial) };
    case 'budget':
    case 'halted':
      return { kind: 'failed', tail, partial: '', failure: { kind: 'other', message: end.why, retryable: false } };
    case 'failed':
      return { kind: 'failed', tail, partial: textOf(end.partial), failure: end.failure };
  }
}

async function runOnce(work: PhaseWork, phase: Phase): Promise<AgentEnd> {
  const { cell, log, model } = work;
  const before = log.usages().length;
  const paid = (usage: Usage): void =>
    cell.deps.paid?.({ spec: cell.place.path, session: log.id, model: `${model.provider}/${model.model}`, usage });
  const end = await cell.deps.run(
    cell.place.root,
    {
      origin: { session: log.id, agent: 'main', spec: cell.place.path },
      lastWordsCount: true,
      model,
      system: work.system,
      tools: toolsOf(work, phase),
      conversation: {
        ...log,
        append: async (message, usage) => {
          await log.append(message, usage);
          if (usage !== undefined) paid(usage);
        },
      },
      maxTokens: Math.min(model.maxOutput, mostTokens),
      maxTurns: mostTurns,
      off: async () => offOf(log.notes()),
      onEvent: (event) => {
        take(cell, event);
        log.heard(event);
        if (event.type === 'text' || event.type === 'waiting')
          setLive(cell, { activity: phase.activity(cell.live.text) });
      },
    },
    work.signal,
  );
  const logged = log
    .usages()
    .slice(before)
    .reduce<Usage>((sum, each) => addUsage(sum, each.usage), noUsage);
  if (end.usage.output > logged.output || end.usage.input > logged.input) {
    const unlogged = difference(end.usage, logged);
    await log.spent(unlogged);
    paid(unlogged);
  }
  return end;
}

/** What was paid for and brought no message. */
function difference(all: Usage, logged: Usage): Usage {
  return {
    input: all.input - logged.input,
    output: all.output - logged.output,
    cacheRead: all.cacheRead - logged.cacheRead,
    cacheWrite: all.cacheWrite - logged.cacheWrite,
  };
}

function toolsOf(work: PhaseWork, phase: Phase) {
  const { deps, place } = work.cell;
  return deps.tools([place.root, ...deps.roots.filter((root) => root !== place.root)], phase.handlers);
}

/**
 * Appends what the conversation needs before the model can be asked: the phase's message, or answers to calls that
 * were cut short, or what had arrived of an answer when it was stopped.
 */
async function bringUpToDate(work: PhaseWork, phase: Phase): Promise<PhaseResult | undefined> {
  const { log } = work;
  const messages = log.messages();
  if (messages.length === phase.start.at) {
    await begin(work, phase);
    return undefined;
  }
  const calls = openCalls(messages);
  if (calls.length > 0 && !isCut(work, phase)) return runOpenCalls(work, phase, calls);
  const arrived = usable(work, phase, log.arriving());
  if (arrived !== undefined) await log.append({ role: 'assistant', content: [{ type: 'text', text: arrived }] });
  return undefined;
}

async function begin(work: PhaseWork, phase: Phase): Promise<void> {
  const { cell, log, signal } = work;
  // Vendors want the roles to take turns: a question that was never answered gets a line that says so.
  if (log.messages().at(-1)?.role === 'user') {
    await log.append({ role: 'assistant', content: [{ type: 'text', text: '(Stopped before an answer.)' }] });
  }
  const calls = openCalls(log.messages());
  const ended = log
    .notes()
    .some((note) => note.type === 'end' && note.at === phase.start.at && note.outcome === 'done');
  const known = calls.flatMap((call): ToolResult[] => {
    // A phase that ended well with these calls has taken them; in another process nobody has their results.
    const answer = phase.answers?.[call.name] ?? (ended ? endsPhase[call.name] : undefined);
    return answer === undefined ? [] : [{ ...failedResult(call, answer), isError: false }];
  });
  const results = await settleCalls(calls, [...known, ...cell.unsent], toolsOf(work, phase), signal);
  cell.unsent = [];
  await log.append({ role: 'user', content: [...results, { type: 'text', text: phase.prompt }] });
}

/** Runs the calls that a crash left without a result, as the loop would have. */
async function runOpenCalls(
  work: PhaseWork,
  phase: Phase,
  calls: readonly ToolCall[],
): Promise<PhaseResult | undefined> {
  const { log, cell, signal } = work;
  const tools = toolsOf(work, phase);
  const results: ToolResult[] = [];
  let stopping: ToolCall | undefined;
  for (const call of calls) {
    take(cell, { type: 'tool_run', call, label: tools.label(call) });
    const { result, stop } = await tools.run(call, signal);
    take(cell, { type: 'tool_done', call, result, ms: 0 });
    results.push(result);
    if (stop === true) stopping = call;
  }
  if (stopping !== undefined) cell.unsent = results;
  if (stopping !== undefined) return { kind: 'tool', tail: log.messages().slice(phase.start.at), call: stopping };
  await log.append({ role: 'user', content: results });
  return undefined;
}

function failedResult(call: ToolCall, text: string): ToolResult {
  return { type: 'tool_result', callId: call.id, content: [{ type: 'text', text }], isError: true };
}

function askForRest(work: PhaseWork, phase: Phase): Block {
  const { prompts } = work.cell.state.flow;
  const document = said(work, phase).document ?? '';
  const kept = completeLines(document);
  const fence = openFence(kept);
  const prompt = render(prompts.continue, {
    phase: phase.start.document?.replace(/\.md$/u, '') ?? phase.start.kind,
    last_line: lastCompleteLine(kept),
    dropped: document.slice(kept.length),
  });
  return { type: 'text', text: fence === undefined ? prompt : `${prompt}\n${render(prompts.insideFence, { fence })}` };
}

/** What the answers to the phase say so far. */
function said({ cell, log }: PhaseWork, { start }: Phase) {
  return answerOf(cell, start, log.messages().slice(start.at));
}

/** A document was begun and its closing tag has not come. */
function isCut(work: PhaseWork, phase: Phase): boolean {
  const { document, closed } = said(work, phase);
  return document !== undefined && !closed;
}

/** What of an answer that was cut off need not be written again: complete lines of a document, or all of it. */
function usable(work: PhaseWork, phase: Phase, partial: string): string | undefined {
  const lines = completeLines(partial);
  // What was closed before says nothing of this answer.
  const before = isCut(work, phase) ? work.log.messages().slice(phase.start.at) : [];
  const withLive = (live: string) => answerOf(work.cell, phase.start, before, { live });
  if (withLive(partial).closed) return withLive(lines).closed ? lines : partial;
  if (lines.trim() === '') return undefined;
  return lastCompleteLine(withLive(lines).document ?? '') === undefined ? undefined : lines;
}
