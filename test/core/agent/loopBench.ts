/** One run of the loop against a script, with tools that answer with their names. */
import { expect } from 'vitest';
import { runAgent } from '../../../src/core/agent/loop';
import type {
  AgentEnd,
  AgentEvent,
  AgentRun,
  AgentSeams,
  Conversation,
  ToolOutcome,
  ToolRunner,
} from '../../../src/core/agent/types';
import { type Message, type ToolCall, toolCallsOf } from '../../../src/core/messages';
import { createScriptedClient, type ScriptedTurn, scriptedModel } from '../../support/scriptedClient';

export const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });
export const said = (text: string): Message => ({ role: 'assistant', content: [{ type: 'text', text }] });

export interface Bench {
  readonly end: AgentEnd;
  readonly messages: readonly Message[];
  readonly events: readonly AgentEvent[];
  readonly requests: ReturnType<typeof createScriptedClient>['requests'];
  readonly ran: readonly string[];
}

export type Behaviour = (call: ToolCall, signal: AbortSignal) => Promise<ToolOutcome> | ToolOutcome;

/** Tools named `read…` are read-only; each answers with its name, unless told otherwise. */
export function toolsOf(ran: string[], behave: Readonly<Record<string, Behaviour>>): ToolRunner {
  const ok: Behaviour = (call) => ({
    result: {
      type: 'tool_result',
      callId: call.id,
      content: [{ type: 'text', text: `${call.name} done` }],
      isError: false,
    },
  });
  return {
    schemas: [{ name: 'read', description: 'Reads.', inputSchema: { type: 'object' } }],
    readOnly: (call) => call.name.startsWith('read'),
    label: (call) => `Ran ${call.name}`,
    run: async (call, signal) => {
      ran.push(`${call.name} begins`);
      const outcome = await (behave[call.name] ?? ok)(call, signal);
      ran.push(`${call.name} ends`);
      return outcome;
    },
  };
}

interface Setting {
  readonly script: readonly ScriptedTurn[];
  readonly begin?: readonly Message[];
  readonly behave?: Readonly<Record<string, Behaviour>>;
  readonly seams?: AgentSeams;
  readonly maxTurns?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: AgentEvent) => void;
  /** Runs the agent; the loop itself unless told. */
  readonly run?: typeof runAgent;
}

export async function bench(setting: Setting): Promise<Bench> {
  const messages = [...(setting.begin ?? [user('Begin.')])];
  const events: AgentEvent[] = [];
  const ran: string[] = [];
  const client = createScriptedClient(setting.script);
  const conversation: Conversation = {
    messages: () => [...messages],
    append: async (message) => void messages.push(message),
  };
  const run: AgentRun = {
    model: scriptedModel(client),
    system: ['You are tested.'],
    tools: toolsOf(ran, setting.behave ?? {}),
    conversation,
    maxTokens: 1000,
    maxTurns: setting.maxTurns ?? 20,
    ...(setting.seams && { seams: setting.seams }),
    onEvent: (event) => {
      events.push(event);
      setting.onEvent?.(event);
    },
  };
  const end = await (setting.run ?? runAgent)(run, setting.signal ?? new AbortController().signal);
  client.assertDone();
  return { end, messages, events, requests: client.requests, ran };
}

/** What vendors demand: each message with calls is followed by one that answers all of them, and none is empty. */
export function expectValid(messages: readonly Message[]): void {
  for (const [at, message] of messages.entries()) {
    expect(message.content.length).toBeGreaterThan(0);
    const calls = toolCallsOf(message).map(({ id }) => id);
    if (calls.length === 0) continue;
    const answered =
      messages[at + 1]?.content.flatMap((block) => (block.type === 'tool_result' ? [block.callId] : [])) ?? [];
    expect([...answered].sort()).toEqual([...calls].sort());
  }
}

/** Design 11: with nothing but appending, each request is, block by block, the beginning of the next; roles take turns. */
export function expectPrefixes(requests: Bench['requests']): void {
  for (const [at, request] of requests.entries()) {
    const next = requests[at + 1];
    for (const [place, message] of request.messages.entries())
      expect(message.role).toBe(place % 2 === 0 ? 'user' : 'assistant');
    if (next === undefined) return;
    const blocks = request.messages.flatMap(({ content }) => content);
    expect(next.messages.flatMap(({ content }) => content).slice(0, blocks.length)).toEqual(blocks);
    expect([next.system, next.tools, next.model]).toEqual([request.system, request.tools, request.model]);
  }
}

export const stopping: Behaviour = (call) => ({
  stop: true,
  result: { type: 'tool_result', callId: call.id, content: [{ type: 'text', text: 'Asked.' }], isError: false },
});
export const texts = (message: Message | undefined) =>
  message?.content.map((block) =>
    block.type === 'tool_result'
      ? block.content.map((each) => (each.type === 'text' ? each.text : '')).join('')
      : block.type === 'text'
        ? block.text
        : block.type,
  );
