/**
 * An agent's run with hooks: sessions, tools and answers are events, the same for planning, tasks, sub-agents and agents
 * of hooks. The loop knows nothing of it; what a hook refuses or says comes in through its seams.
 */
import type { AgentRun, AgentSeams } from '../agent/types';
import type { NewEvent } from '../hooks/engine/engine';
import type { Cause, EventFile, HookEvent, TriggerName } from '../hooks/model';
import { type Message, type ToolCall, type ToolResult, textOf } from '../messages';
import type { HookService } from './hooks';
import type { SteeredRun } from './steeredRun';

const triggers: readonly TriggerName[] = [
  'PreToolUse',
  'PostToolUse',
  'SessionStart',
  'SessionEnd',
  'Stop',
  'UserPromptSubmit',
  'PreCompaction',
  'PostCompaction',
];

/** Wraps a run; without a hook that waits for its events it is the run itself. */
export function hookedRun(run: SteeredRun, hooks: () => HookService, cause: Cause): SteeredRun {
  return async (root, given, signal, changed) => {
    if (!(await hooks().listens(root, triggers))) return run(root, given, signal, changed);
    const event = (trigger: TriggerName, more: Partial<HookEvent> = {}): NewEvent => ({
      trigger,
      root,
      cause,
      files: [],
      ...more,
    });
    const waiting: string[] = [];
    const ask = async (trigger: TriggerName, more?: Partial<HookEvent>) => {
      const verdict = await hooks().ask(event(trigger, more), signal);
      waiting.push(...verdict.context);
      return verdict.blocked;
    };
    waiting.push(...hooks().taken(root));
    await ask('SessionStart');
    const onEvent: AgentRun['onEvent'] = (told) => {
      given.onEvent(told);
      if (told.type === 'compacted') void hooks().tell(event('PostCompaction'));
    };
    const end = await run(root, { ...given, seams: seamsOf(given, root, ask, waiting), onEvent }, signal, changed);
    if (end.kind === 'done') await hooks().tell(event('Stop', { response: textOf(end.message) }));
    await hooks().tell(event('SessionEnd'));
    return end;
  };
}

type Ask = (trigger: TriggerName, more?: Partial<HookEvent>) => Promise<readonly string[]>;

function seamsOf({ seams, conversation }: AgentRun, root: string, ask: Ask, waiting: string[]): AgentSeams {
  return {
    ...seams,
    beforeTool: async (call) => {
      const blocked = await ask('PreToolUse', {
        tool: { name: call.name, input: call.input },
        files: filesOf(call, root),
      });
      if (blocked.length > 0) return refusal(call, `${call.name} was not run. ${blocked.join('\n')}`);
      return seams?.beforeTool?.(call);
    },
    afterTool: async (call, result) => {
      const own = (await seams?.afterTool?.(call, result)) ?? result;
      const tool = { name: call.name, input: call.input, response: wordsOf(own), ok: !own.isError };
      await ask('PostToolUse', { tool, files: filesOf(call, root) });
      const said = waiting.splice(0);
      return said.length === 0 ? own : { ...own, content: [...own.content, { type: 'text', text: contextText(said) }] };
    },
    beforeCompaction: async () =>
      (await ask('PreCompaction')).length === 0 && (await seams?.beforeCompaction?.()) !== false,
    context: async () => {
      const own = (await seams?.context?.()) ?? [];
      // Only the user's side may grow here.
      if (waiting.length === 0 || (own.at(-1) ?? conversation.messages().at(-1))?.role !== 'user') return own;
      return [...own, message(contextText(waiting.splice(0)))];
    },
  };
}

/** Output of hooks stands behind a mark, so that it can't pass for the user's words. */
function contextText(said: readonly string[]): string {
  const lines = said
    .join('\n')
    .slice(0, 20_000)
    .split('\n')
    .map((line) => `| ${line}`);
  return `Output of hooks of this workspace:\n${lines.join('\n')}`;
}

function message(text: string): Message {
  return { role: 'user', content: [{ type: 'text', text }] };
}

function refusal(call: ToolCall, text: string): ToolResult {
  return { type: 'tool_result', callId: call.id, content: [{ type: 'text', text }], isError: true };
}

function wordsOf({ content }: ToolResult): string {
  return content
    .flatMap((block) => (block.type === 'text' ? [block.text] : []))
    .join('\n')
    .slice(0, 50_000);
}

/** The file that a tool call names, where it names one. */
function filesOf({ input }: ToolCall, root: string): readonly EventFile[] {
  if (typeof input !== 'object' || input === null || !('path' in input) || typeof input.path !== 'string') return [];
  const path = input.path.startsWith(`${root}/`) ? input.path.slice(root.length + 1) : input.path;
  return [{ path }];
}
