/** The floor: the vendor's SDK alone, with the least loop that does the same work. */
import Anthropic from '@anthropic-ai/sdk';
import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { measured, note, system, tool } from './shape';

const client = new Anthropic({ apiKey: 'bench', baseURL: process.argv[2] ?? '', maxRetries: 0, logLevel: 'off' });

async function session(first: (ms: number) => void): Promise<void> {
  const messages: MessageParam[] = [{ role: 'user', content: 'Begin.' }];
  for (;;) {
    const from = performance.now();
    let heard = false;
    const stream = client.messages.stream({
      model: 'm',
      max_tokens: 8000,
      system,
      tools: [{ name: tool.name, description: tool.description, input_schema: tool.schema }],
      messages,
    });
    stream.on('text', () => {
      if (!heard) first(performance.now() - from);
      heard = true;
    });
    const message = await stream.finalMessage();
    messages.push({ role: 'assistant', content: message.content });
    const calls = message.content.filter((block) => block.type === 'tool_use');
    if (calls.length === 0) return;
    messages.push({
      role: 'user',
      content: calls.map(({ id, input }) => ({
        type: 'tool_result',
        tool_use_id: id,
        content: note(String(Object(input).name)),
      })),
    });
  }
}

void measured(session).then((report) => process.stdout.write(JSON.stringify(report)));
