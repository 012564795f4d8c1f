/**
 * The vendor of the agent's bench, in a process of its own so that only the client's work is measured: each answer is
 * many small pieces and one call, the last one words alone. It counts how much of each request stood in the one before.
 */
import { createServer } from 'node:http';
import { deltas, type Sent, turns } from './shape';

const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const sent: Sent[] = [];
let before: readonly string[] = [];
let served = 0;

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    if (request.method === 'GET') {
      response.end(JSON.stringify({ sent }));
      sent.length = 0;
      before = [];
      served = 0;
      return;
    }
    sent.push(repeated(JSON.parse(Buffer.concat(parts).toString('utf8'))));
    served += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of answer(served)) response.write(piece);
    response.end();
  });
});
// Nobody closes an idle connection while the clients take turns.
server.keepAliveTimeout = 300_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});

/** How much of this request stood in the one before as its beginning, cache marks left out. */
function repeated(body: { system?: unknown; tools?: unknown; messages?: { content: unknown }[] }): Sent {
  const blocks = [body.tools, body.system, ...(body.messages ?? []).flatMap(({ content }) => content)].map((block) =>
    JSON.stringify(block, (key, value: unknown) => (key === 'cache_control' ? undefined : value)),
  );
  const differs = blocks.findIndex((block, at) => block !== before[at]);
  const same = differs === -1 ? blocks.length : differs;
  const length = (list: readonly string[]) => list.reduce((sum, each) => sum + (each?.length ?? 0), 0);
  const found = { repeated: length(blocks.slice(0, same)), length: length(blocks), whole: same >= before.length };
  before = blocks;
  return found;
}

/** One answer in a few writes, as a network would bring it. */
function answer(number: number): readonly string[] {
  const usage = { input_tokens: 10, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  const message = { id: `msg_${number}`, type: 'message', role: 'assistant', model: 'm', content: [], usage };
  const last = number % turns === 0;
  const events = [
    event('message_start', { message: { ...message, stop_reason: null, stop_sequence: null } }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...Array.from({ length: deltas }, (_, at) =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: ` word${at % 10}` } }),
    ),
    event('content_block_stop', { index: 0 }),
    ...(last ? [] : toolUse(number)),
    event('message_delta', {
      delta: { stop_reason: last ? 'end_turn' : 'tool_use', stop_sequence: null },
      usage: { output_tokens: deltas },
    }),
    event('message_stop', {}),
  ];
  const size = 40;
  return Array.from({ length: Math.ceil(events.length / size) }, (_, at) =>
    events.slice(at * size, (at + 1) * size).join(''),
  );
}

function toolUse(number: number): readonly string[] {
  const call = { type: 'tool_use', id: `call_${number}`, name: 'read_note', input: {} };
  return [
    event('content_block_start', { index: 1, content_block: call }),
    event('content_block_delta', {
      index: 1,
      delta: { type: 'input_json_delta', partial_json: JSON.stringify({ name: `note ${number}` }) },
    }),
    event('content_block_stop', { index: 1 }),
  ];
}
