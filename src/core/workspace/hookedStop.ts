/** Hooks of an agent that has stopped: one that blocks, or that asks the running agent for more, lets it go on. */
import type { AgentEnd } from '../agent/types';
import { addUsage, type Message, noUsage, type ToolResult, textOf } from '../messages';

/** So often an agent is sent on; then it has stopped, whatever hooks say. */
const mostTimes = 3;

/** A run whose end hooks are asked about. */
export interface StoppingRun {
  run(): Promise<AgentEnd>;
  /** Asks the hooks: what each that blocks says, and what others want said in this conversation. */
  ask(response: string): Promise<{ readonly blocked: readonly string[]; readonly posted: readonly Message[] }>;
  /** Tells the hooks, without waiting for them. */
  tell(response: string): Promise<void>;
  append(message: Message): Promise<void>;
  /** What it said last is what its caller takes, so that nothing can be said after it. */
  readonly lastWordsCount: boolean;
  readonly signal: AbortSignal;
}

/** Runs until the agent has stopped and no hook wants it to go on; the usage is that of all of it. */
export async function runToStop(stopping: StoppingRun): Promise<AgentEnd> {
  let before = noUsage;
  for (let times = 0; ; times += 1) {
    const end = await stopping.run();
    const whole = { ...end, usage: addUsage(before, end.usage) };
    const response = responseOf(end);
    if (response === undefined || stopping.signal.aborted) return whole;
    if (stopping.lastWordsCount || times === mostTimes) {
      await stopping.tell(response);
      return whole;
    }
    const { blocked, posted } = await stopping.ask(response);
    const more = [...(blocked.length === 0 ? [] : [goOn(blocked)]), ...posted];
    if (more.length === 0 || stopping.signal.aborted) return whole;
    if (end.kind === 'tool') await stopping.append({ role: 'user', content: [...end.results, refused(end.answer)] });
    for (const message of more) await stopping.append(message);
    before = whole.usage;
  }
}

/** What the agent said when it stopped; undefined where it has not: it waits for somebody, or was ended. */
function responseOf(end: AgentEnd): string | undefined {
  if (end.kind === 'done') return textOf(end.message);
  return end.kind === 'tool' && end.call.name === 'report_task' ? textOf(end.message) : undefined;
}

function goOn(blocked: readonly string[]): Message {
  const lines = blocked.join('\n').slice(0, 20_000).split('\n');
  const text = `Hooks of this workspace want you to go on before you stop:\n${lines.map((line) => `| ${line}`).join('\n')}`;
  return { role: 'user', content: [{ type: 'text', text }] };
}

/** The report was made too early: it is to be made again. */
function refused(answer: ToolResult): ToolResult {
  const text =
    'The report was not taken yet: hooks of this workspace want you to go on. Report again when that is done.';
  return { ...answer, content: [{ type: 'text', text }], isError: true };
}
