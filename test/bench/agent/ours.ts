/** The same session with everything of ours: loop, provider, redaction, watchdog, and a session log on disk. */
import * as z from 'zod';
import { logConversation, recordEvents, recordPrefix } from '../../../src/core/agent/logConversation';
import { runAgent } from '../../../src/core/agent/loop';
import type { AgentEvent, AgentRun } from '../../../src/core/agent/types';
import type { ToolCall } from '../../../src/core/messages';
import { stateFiles } from '../../../src/core/permissions/stateFiles';
import { isResolved, resolveModel, resolveSource } from '../../../src/core/providers/resolve';
import { createSessionStore } from '../../../src/core/sessions/store';
import { defaultSettings } from '../../../src/core/settings';
import { createNodeHost } from '../../../src/node/host';
import { measured, note, system, tool } from './shape';

const [baseUrl = '', stateFolder = '', partsFolder = ''] = process.argv.slice(2);
const host = createNodeHost({
  stateFolder,
  partsFolder,
  env: (name) => (name === 'ANTHROPIC_API_KEY' ? 'bench' : name === 'ANTHROPIC_BASE_URL' ? baseUrl : undefined),
});
const input = z.object({ name: z.string() });
let sessions = 0;

async function session(first: (ms: number) => void): Promise<void> {
  const model = await resolveModel('building', resolveSource(host, defaultSettings));
  if (!isResolved(model)) throw new Error(model.needs);
  sessions += 1;
  const folder = `${stateFolder}/roots/0123456789abcdef/sessions`;
  const store = createSessionStore(stateFiles(host.files, stateFolder), folder, host.mac, host.clock);
  const log = await store.create(`bench-${sessions}`, { kind: 'task' });
  const conversation = logConversation(log);
  const tools = toolsOf();
  await recordPrefix(log, { model: 'anthropic/m', system: [system], tools: tools.schemas }, 'start');
  await conversation.append({ role: 'user', content: [{ type: 'text', text: 'Begin.' }] });
  const record = recordEvents(log, fail);
  const end = await runAgent(
    {
      model,
      system: [system],
      tools,
      conversation,
      compaction: { state: async () => '' },
      maxTokens: 8000,
      maxTurns: 50,
      onEvent: heard(record, first),
    },
    new AbortController().signal,
  );
  await log.close();
  if (end.kind !== 'done') throw new Error(`The run ended as ${JSON.stringify(end)}`);
}

/** From the end of a tool to the first piece: the log, the check for secrets and the request are all in between. */
function heard(record: (event: AgentEvent) => void, first: (ms: number) => void): (event: AgentEvent) => void {
  let from: number | undefined = performance.now();
  return (event) => {
    record(event);
    if (event.type === 'tool_done') from = performance.now();
    if (event.type !== 'text' || from === undefined) return;
    first(performance.now() - from);
    from = undefined;
  };
}

function toolsOf(): AgentRun['tools'] {
  return {
    schemas: [{ name: tool.name, description: tool.description, inputSchema: tool.schema }],
    readOnly: () => true,
    label: (call: ToolCall) => `Read ${call.name}`,
    run: async (call) => ({
      result: {
        type: 'tool_result',
        callId: call.id,
        content: [{ type: 'text', text: note(input.parse(call.input).name) }],
        isError: false,
      },
    }),
  };
}

function fail(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
}

void measured(session).then((report) => process.stdout.write(JSON.stringify(report)), fail);
