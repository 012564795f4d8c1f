/**
 * An agent's run with hooks: sessions, tools and answers are events, the same for planning, tasks, sub-agents and agents
 * of hooks. The loop knows nothing of it; what a hook refuses or says comes in through its seams.
 */
import type { AgentRun, AgentSeams } from '../agent/types';
import type { NewEvent } from '../hooks/engine/engine';
import { triggerOfChange } from '../hooks/fileChange';
import type { Cause, EventFile, HookEvent, TriggerName } from '../hooks/model';
import type { Files } from '../host';
import type { Message, ToolCall, ToolResult } from '../messages';
import type { HookedSessions } from './hookedSessions';
import { runToStop } from './hookedStop';
import type { HookService } from './hooks';
import { filesNamed } from './placed';
import type { RunningSessions } from './runningSessions';
import type { SteeredRun } from './steeredRun';
import { trackedTools } from './trackedTools';

const triggers: readonly TriggerName[] = [
  'PreToolUse',
  'PostToolUse',
  'SessionStart',
  'SessionEnd',
  'Stop',
  'UserPromptSubmit',
  'PreCompaction',
  'PostCompaction',
  // What it changes has to find its cause.
  ...Object.values(triggerOfChange),
  'ApiChange',
];

/** What hooks are wired with. */
export interface HookedParts {
  readonly hooks: () => HookService;
  readonly running: RunningSessions;
  readonly sessions: HookedSessions;
  readonly files: Pick<Files, 'read'>;
  readonly roots: readonly string[];
}

/** Wraps a run; without a hook that waits for its events it is the run itself. `by` is what the run is caused by. */
export function hookedRun(run: SteeredRun, parts: HookedParts, by: Cause): SteeredRun {
  const { hooks, running, sessions, files, roots } = parts;
  return async (root, given, signal, changed) => {
    if (!(await hooks().listens(root, triggers))) return run(root, given, signal, changed);
    const { origin } = given;
    let { chain } = by;
    const cause = (): Cause => ({ ...by, chain, ...(origin === undefined ? {} : { session: origin.session }) });
    const event = (trigger: TriggerName, more: Partial<HookEvent> = {}): NewEvent => ({
      trigger,
      root,
      cause: cause(),
      files: [],
      ...origin,
      ...more,
    });
    const waiting: string[] = [];
    const ask = async (trigger: TriggerName, more?: Partial<HookEvent>): Promise<readonly string[]> => {
      const verdict = await hooks().ask(event(trigger, more), signal);
      waiting.push(...verdict.context);
      return verdict.blocked;
    };
    waiting.push(...hooks().taken(root));
    const session = origin && running.begin(origin.session, root);
    const posted = () =>
      (session?.take() ?? []).map((each) => {
        // From here on the agent does what the hook asks, too: the hook is not to fire on that.
        const links = each.cause.chain.filter(({ hook }) => !chain.some((known) => known.hook === hook));
        chain = [...chain, ...links];
        return each.message;
      });
    let how: 'ended' | 'stopped' = 'stopped';
    try {
      if (origin !== undefined && sessions.begins(origin.session, given.conversation, event('SessionEnd')))
        await ask('SessionStart');
      const onEvent: AgentRun['onEvent'] = (told) => {
        given.onEvent(told);
        if (told.type === 'compacted') void hooks().tell(event('PostCompaction'));
      };
      const seams = seamsOf(given, { roots, root, ask, waiting, posted });
      const tools = trackedTools(given.tools, { changes: hooks().changes, files, roots, root, cause });
      const end = await runToStop({
        run: () => run(root, { ...given, tools, seams, onEvent }, signal, changed),
        ask: async (response) => {
          const { blocked, firings } = await hooks().ask(event('Stop', { response }), signal);
          return { blocked, posted: firings.length === 0 ? [] : posted() };
        },
        tell: (response) => hooks().tell(event('Stop', { response })),
        append: async (message) => {
          await given.conversation.append(message);
          onEvent({ type: 'message', message });
        },
        lastWordsCount: given.lastWordsCount === true,
        signal,
      });
      if (end.kind !== 'stopped') how = 'ended';
      return end;
    } finally {
      session?.end(how);
    }
  };
}

interface Seams {
  readonly roots: readonly string[];
  readonly root: string;
  ask(trigger: TriggerName, more?: Partial<HookEvent>): Promise<readonly string[]>;
  /** What hooks printed, until it is said. */
  readonly waiting: string[];
  /** Requests of hooks that belong into this conversation, once. */
  posted(): readonly Message[];
}

function seamsOf({ seams, conversation }: AgentRun, { roots, root, ask, waiting, posted }: Seams): AgentSeams {
  const refused = new Set<string>();
  const filesOf = (call: ToolCall): readonly EventFile[] =>
    filesNamed(call, roots, root).map((path) => ({
      path: path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path,
    }));
  return {
    ...seams,
    beforeTool: async (call) => {
      const tool = { name: call.name, input: call.input };
      const blocked = await ask('PreToolUse', { tool, files: filesOf(call) });
      if (blocked.length === 0) return seams?.beforeTool?.(call);
      refused.add(call.id);
      return refusal(call, `${call.name} was not run. ${blocked.join('\n')}`);
    },
    afterTool: async (call, result) => {
      const own = (await seams?.afterTool?.(call, result)) ?? result;
      const tool = { name: call.name, input: call.input, response: wordsOf(own), ok: !own.isError };
      // A tool that a hook kept from running was not used.
      if (!refused.delete(call.id)) await ask('PostToolUse', { tool, files: filesOf(call) });
      const said = waiting.splice(0);
      return said.length === 0 ? own : { ...own, content: [...own.content, { type: 'text', text: contextText(said) }] };
    },
    beforeCompaction: async () =>
      (await ask('PreCompaction')).length === 0 && (await seams?.beforeCompaction?.()) !== false,
    context: async () => {
      const own = (await seams?.context?.()) ?? [];
      // Only the user's side may grow here.
      if ((own.at(-1) ?? conversation.messages().at(-1))?.role !== 'user') return own;
      const said = waiting.splice(0);
      return [...own, ...(said.length === 0 ? [] : [message(contextText(said))]), ...posted()];
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
