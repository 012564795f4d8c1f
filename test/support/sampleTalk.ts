/** Talks to the sample server as a flow would: phase by phase, one conversation that only grows. */
import { readFileSync } from 'node:fs';

export interface Said {
  readonly text: string;
  readonly uses: readonly { readonly id: string; readonly name: string; readonly input: Record<string, unknown> }[];
  readonly stopReason: string;
  readonly usage: Record<string, number>;
  /** How many pieces it came in. */
  readonly pieces: number;
}

export interface Refused {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

type Block = Record<string, unknown>;

const toolNames = [
  'list_directory',
  'find_files',
  'search_text',
  'read_file',
  'ask_user',
  'edit_document',
  'report_findings',
];

/** A conversation; `ask` sends a user message, `results` the results of the last answer's tool calls. */
export function talkTo(url: string, tools: readonly string[] = toolNames) {
  const messages: { role: string; content: readonly Block[] }[] = [];
  let open: Said['uses'] = [];

  async function send(content: readonly Block[]): Promise<Said | Refused> {
    messages.push({ role: 'user', content });
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'any' },
      body: JSON.stringify({
        model: 'sample',
        max_tokens: 32_000,
        stream: true,
        system: [{ type: 'text', text: 'You are Tracewright.' }],
        tools: tools.map((name) => ({ name, description: name, input_schema: { type: 'object' } })),
        messages,
      }),
    });
    if (!response.ok) {
      messages.pop();
      const { error } = (await response.json()) as { error: { type: string; message: string } };
      return { status: response.status, ...error };
    }
    const said = readStream(await response.text());
    const blocks: Block[] = said.text === '' ? [] : [{ type: 'text', text: said.text }];
    messages.push({
      role: 'assistant',
      content: [...blocks, ...said.uses.map((use) => ({ type: 'tool_use', ...use }))],
    });
    open = said.uses;
    return said;
  }

  const resultsOf = (
    answer: (name: string, input: Record<string, unknown>) => { text: string; isError?: boolean },
  ): Block[] =>
    open.map(({ id, name, input }) => {
      const { text, isError = false } = answer(name, input);
      return {
        type: 'tool_result',
        tool_use_id: id,
        content: [{ type: 'text', text }],
        ...(isError ? { is_error: true } : {}),
      };
    });

  return {
    /** Sends a phase's message, after results for calls that are still open. */
    say: (text: string, answer: Parameters<typeof resultsOf>[0] = () => ({ text: 'Noted.' })) =>
      send([...resultsOf(answer), { type: 'text', text }]),
    results: (answer: Parameters<typeof resultsOf>[0]) => send(resultsOf(answer)),
  };
}

/** Puts together what a stream of server-sent events says; throws where it does not end as it must. */
export function readStream(body: string): Said {
  const blocks: { type: string; text: string; use?: { id: string; name: string } }[] = [];
  let stopReason = '';
  let usage: Record<string, number> = {};
  let pieces = 0;
  let stopped = false;
  for (const event of body.split('\n\n').filter((part) => part !== '')) {
    const data = JSON.parse(/^data: (.*)$/mu.exec(event)?.[1] ?? '') as Record<string, never> & { type: string };
    const { type, index, content_block, delta, message } = data as unknown as {
      type: string;
      index: number;
      content_block: { type: string; id: string; name: string };
      delta: { text?: string; partial_json?: string; stop_reason?: string };
      message: { usage: Record<string, number> };
    };
    if (type === 'message_start') usage = message.usage;
    if (type === 'content_block_start') {
      blocks[index] = {
        type: content_block.type,
        text: '',
        ...(content_block.type === 'tool_use' ? { use: content_block } : {}),
      };
    }
    const block = blocks[index];
    if (type === 'content_block_delta' && block !== undefined) {
      block.text += delta.text ?? delta.partial_json ?? '';
      pieces += 1;
    }
    if (type === 'message_delta') stopReason = delta.stop_reason ?? '';
    if (type === 'message_stop') stopped = true;
  }
  if (!stopped) throw new Error('The stream did not end with message_stop.');
  return {
    text: blocks
      .filter((block) => block.type === 'text')
      .map((block) => block.text)
      .join(''),
    uses: blocks.flatMap((block) =>
      block.use === undefined
        ? []
        : [{ id: block.use.id, name: block.use.name, input: JSON.parse(block.text) as Record<string, unknown> }],
    ),
    stopReason,
    usage,
    pieces,
  };
}

/** The document of an answer, as a flow takes it out. */
export function documentIn(text: string): string {
  const document = /^<document>\n([\s\S]*?)^<\/document>/mu.exec(text)?.[1];
  if (document === undefined) throw new Error('The answer holds no document.');
  return document;
}

/** Applies exact replacements; throws where one is missing or not unique. */
export function withEdits(document: string, input: Record<string, unknown>): string {
  const edits = input.edits as readonly { old: string; new: string }[];
  const spans = edits.map((edit) => {
    const at = document.indexOf(edit.old);
    if (at < 0) throw new Error(`not found: ${edit.old}`);
    if (document.indexOf(edit.old, at + 1) >= 0) throw new Error(`not unique: ${edit.old}`);
    return { at, end: at + edit.old.length, text: edit.new };
  });
  spans.sort((a, b) => b.at - a.at);
  spans.forEach((span, index) => {
    const next = spans[index + 1];
    if (next !== undefined && next.end > span.at) throw new Error('edits overlap');
  });
  return spans.reduce((text, span) => text.slice(0, span.at) + span.text + text.slice(span.end), document);
}

/** Answers a read tool from a folder, in the form of `read_file` and `list_directory`. */
export function readFrom(folder: string) {
  return (name: string, input: Record<string, unknown>) => {
    if (name !== 'read_file') return { text: 'src/\ntest/' };
    try {
      const lines = readFileSync(`${folder}/${String(input.path)}`, 'utf8').split('\n');
      return { text: lines.map((line, at) => `${at + 1}\t${line}`).join('\n') };
    } catch {
      return { text: `${String(input.path)} is not there.`, isError: true };
    }
  };
}
