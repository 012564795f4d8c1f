/** The agent at work on a task, from wherever the conversation stands to its report. */
import { openCalls, settleCalls } from '../../agent/settle';
import type { AgentEnd, AgentEvent, AgentRun } from '../../agent/types';
import { type Message, noUsage, type ToolResult, textOf, type Usage } from '../../messages';
import { usageOf } from '../log';
import { criteriaOf } from '../prompt';
import cutPrompt from '../prompts/cut.md';
import { difference, enter, measure } from './budgets';
import { windowCloses } from './cell';
import { keptState, stateLimit } from './keptState';
import { recallTurn } from './lastTurn';
import { foresee, seamsOf, settleTurn, userMessage } from './turns';
import { offOf, type TaskWork } from './work';

/** How often an answer that was cut off is gone on with. */
const mostCuts = 3;
const mostTokens = 32_000;
/** Far beyond any limit of the settings. */
const mostTurns = 2_000;

/** How the agent's work ended. */
export type Worked =
  | { readonly kind: 'reported' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'paused' | 'failed'; readonly message: string };

/** Brings a conversation that was cut off to where the agent, or verification, can go on. */
export async function catchUp(work: TaskWork): Promise<void> {
  await settleOpen(work);
  recallTurn(work);
  await appendAll(work, await settleTurn(work, work.signal));
}

/** Lets the agent work until it reports or ends its turn, and what it changed last is decided. */
export async function converse(work: TaskWork): Promise<Worked> {
  const { log, signal } = work;
  for (let cuts = 0; ; ) {
    const end = await runOnce(work);
    switch (end.kind) {
      case 'stopped':
        await log.keepArriving();
        return { kind: 'stopped' };
      case 'budget':
        return { kind: 'paused', message: end.why };
      case 'halted':
        return signal.aborted ? { kind: 'stopped' } : { kind: 'failed', message: end.why };
      case 'failed':
        await log.keepArriving();
        return { kind: 'failed', message: `${end.failure.message} Everything is kept; resume to go on.` };
      case 'max_tokens':
        cuts++;
        if (cuts > mostCuts)
          return {
            kind: 'failed',
            message: `The answer was longer than the model can write, ${cuts} times running. Split the task, or choose another model.`,
          };
        await settleOpen(work);
        await log.conversation.append(userMessage(cutPrompt));
        continue;
      case 'tool':
        await log.conversation.append({ role: 'user', content: [...end.results, end.answer] });
    }
    if (end.kind === 'done') await log.note({ type: 'reported', summary: textOf(end.message).trim() });
    // A turn that changes and reports in one breath has had no review yet.
    const messages = await settleTurn(work, signal);
    await appendAll(work, messages);
    if (log.position().reported || messages.length === 0) return { kind: 'reported' };
  }
}

async function appendAll({ log }: TaskWork, messages: readonly Message[]): Promise<void> {
  for (const message of messages) await log.conversation.append(message);
}

/** Answers calls that a crash left open: a report was made, a question is asked again, the rest is not known. */
async function settleOpen(work: TaskWork): Promise<void> {
  const { log, tools, signal } = work;
  const calls = openCalls(log.conversation.messages());
  if (calls.length === 0) return;
  const known: ToolResult[] = [];
  for (const call of calls) {
    if (call.name === 'report_task' && log.position().reported) {
      const text = 'Reported. The runner runs the checks now.';
      known.push({ type: 'tool_result', callId: call.id, content: [{ type: 'text', text }], isError: false });
    }
    // The person answers the question that stood open, and the model is asked for nothing before.
    if (call.name === 'ask_user') known.push((await tools.run(call, AbortSignal.any([signal]))).result);
  }
  signal.throwIfAborted();
  await log.conversation.append({ role: 'user', content: await settleCalls(calls, known, tools, signal) });
}

async function runOnce(work: TaskWork): Promise<AgentEnd> {
  const { cell, log, model, signal } = work;
  const before = usageOf(log.events());
  const run: AgentRun = {
    origin: { session: log.id, agent: 'main', spec: cell.place.path },
    model,
    system: work.system,
    tools: work.tools,
    conversation: counted(work),
    compaction: { state: async () => stateText(work) },
    maxTokens: Math.min(model.maxOutput, mostTokens),
    maxTurns: mostTurns,
    seams: seamsOf(work),
    off: () => offOf(cell),
    onEvent: (event) => heard(work, event),
  };
  const end = await cell.deps.run(cell.place.root, run, signal, () => work.turn.files);
  const unlogged = difference(end.usage, difference(usageOf(log.events()), before));
  if (tokensOf(unlogged) > 0) {
    await log.spent(unlogged);
    enter(work, 'main', unlogged);
  }
  measure(work);
  return end;
}

/** The conversation of the log, with each paid answer entered into the ledger. */
function counted(work: TaskWork): AgentRun['conversation'] {
  const { conversation } = work.log;
  return {
    messages: conversation.messages,
    append: async (message, usage) => {
      if (staysOpen(work, message)) return;
      await conversation.append(message, usage);
      if (usage === undefined) return;
      enter(work, 'main', usage);
      noteContext(work, usage);
      measure(work);
    },
    compact: async (summary, from, usage) => {
      await conversation.compact(summary, from, usage);
      enter(work, 'main', usage);
      work.guard.reset();
    },
    justCompacted: () => conversation.justCompacted?.() ?? false,
    answered: () => conversation.answered?.() ?? false,
  };
}

/** A question that the closing window took away is not answered by that: whoever comes back is asked it again. */
function staysOpen({ log, signal }: TaskWork, { role }: Message): boolean {
  if (role !== 'user' || signal.reason !== windowCloses) return false;
  const open = openCalls(log.conversation.messages());
  return open.length > 0 && open.every(({ name }) => name === 'ask_user');
}

function noteContext({ shown, model }: TaskWork, usage: Usage): void {
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  shown.context = {
    used: prompt + usage.output,
    window: model.contextWindow,
    cached: prompt === 0 ? 0 : usage.cacheRead / prompt,
  };
}

/** What the agent tells goes to log, panel and checkpoints. */
function heard(work: TaskWork, event: AgentEvent): void {
  const { cell, log, shown } = work;
  log.heard(event);
  foresee(work, event);
  switch (event.type) {
    case 'text':
      shown.text += event.text;
      break;
    case 'start':
      shown.waiting = undefined;
      break;
    case 'waiting':
      shown.text = '';
      shown.waiting = `Waiting, attempt ${event.attempt} of ${event.of}: ${event.reason.message}`;
      break;
    case 'message':
      shown.text = '';
      break;
    case 'tool_output':
      shown.timeline.output(event.call, event.text);
  }
  cell.event(event);
  cell.changed();
}

/** What must survive when the conversation is made shorter. */
function stateText({ cell, task, shown, log, model }: TaskWork): string {
  const parts = {
    task: [
      `Task ${task.id ?? ''} ${task.title} of the spec "${cell.spec.name}" (${cell.place.path}/tasks.md)`,
      ...task.details.map(({ text }) => `- ${text}`),
    ],
    criteria: criteriaOf(cell.spec, task),
    files: shown.changes,
    events: log.events(),
  };
  return keptState(parts, stateLimit(model.contextWindow));
}

function tokensOf(usage: Usage = noUsage): number {
  return usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
}
