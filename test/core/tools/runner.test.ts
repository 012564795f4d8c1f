import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createToolContext } from '../../../src/core/tools/context';
import { tools } from '../../../src/core/tools/index';
import { createToolRunner } from '../../../src/core/tools/runner';
import { type Tool, ToolError } from '../../../src/core/tools/tool';
import { createMemoryHost } from '../../support/memoryHost';

const context = createToolContext(createMemoryHost(), ['/w'], {});
const signal = new AbortController().signal;
const asking = {
  reading: 'Export todos.',
  size: 'small',
  name: 'todo-export',
  questions: [
    {
      id: 'a',
      question: 'Which?',
      why: 'Decides.',
      kind: 'single',
      choices: [
        { label: 'One', detail: '' },
        { label: 'Two', detail: '' },
      ],
      default: ['One'],
      if_skipped: 'One.',
    },
  ],
};
const finding = {
  kind: 'ambiguity',
  severity: 'costs',
  criterion: '1.1',
  evidence: [{ where: '1.1', quote: 'soon' }],
  consequence: 'Two readings.',
  action: 'replace',
  wording: 'THE x SHALL y.',
  question: '',
};

async function ask(
  name: string,
  input: unknown,
  phase: Parameters<typeof createToolContext>[2] = {},
  inputText?: string,
) {
  const call = { type: 'tool_call' as const, id: 'c', name, input, ...(inputText !== undefined && { inputText }) };
  const { result, stop } = await createToolRunner(tools, { ...context, phase }).run(call, signal);
  return {
    text: result.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    isError: result.isError,
    stop: stop ?? false,
  };
}

describe('the runner', () => {
  it('shows every tool with a schema of an object', () => {
    const { schemas } = createToolRunner(tools, context);
    expect(schemas.map(({ name }) => name)).toEqual([
      'list_directory',
      'find_files',
      'search_text',
      'read_file',
      'ask_user',
      'edit_document',
      'answer_comments',
      'report_findings',
    ]);
    for (const { inputSchema, description } of schemas) {
      expect(inputSchema).toMatchObject({ type: 'object' });
      expect(inputSchema).not.toHaveProperty('$schema');
      expect(description.length).toBeGreaterThan(30);
    }
    expect(JSON.stringify(createToolRunner(tools, context).schemas)).toBe(JSON.stringify(schemas));
  });

  it.each<[string, unknown, string | undefined, RegExp]>([
    ['delete_everything', {}, undefined, /^There is no tool delete_everything\. There are: list_directory, /u],
    [
      'read_file',
      undefined,
      '{"path": "a',
      /^The input of read_file is not readable JSON: .*Call it again with one complete JSON object\.$/u,
    ],
    [
      'read_file',
      {},
      undefined,
      /^read_file was called with an input that does not fit:\n- path: .*\nNothing was done\. Call it again with the input mended\.$/u,
    ],
    ['read_file', { path: 'a', from_line: 0 }, undefined, /- from_line: /u],
    ['read_file', 'a.ts', undefined, /- the input: /u],
    [
      'ask_user',
      { ...asking, questions: Array.from({ length: 6 }, (_, at) => ({ ...asking.questions[0], id: String(at) })) },
      undefined,
      /- questions: /u,
    ],
    [
      'ask_user',
      { ...asking, questions: [{ ...asking.questions[0], choices: [] }] },
      undefined,
      /needs at least two choices/u,
    ],
    [
      'ask_user',
      { ...asking, questions: [{ ...asking.questions[0], default: ['Three'] }] },
      undefined,
      /default must hold labels/u,
    ],
    [
      'ask_user',
      { ...asking, questions: [asking.questions[0], asking.questions[0]] },
      undefined,
      /the ids must differ/u,
    ],
    ['ask_user', { ...asking, facts: [{ file: '', today: 'x' }] }, undefined, /- facts\.0\.file: /u],
    ['edit_document', { document: 'package.json', edits: [{ old: 'a', new: 'b' }] }, undefined, /- document: /u],
    ['edit_document', { document: 'design.md', edits: [] }, undefined, /- edits: /u],
    [
      'report_findings',
      { findings: [{ ...finding, wording: ' ' }], checked: 'all' },
      undefined,
      /wording must hold the new text/u,
    ],
    [
      'report_findings',
      { findings: Array.from({ length: 21 }, () => finding), checked: 'all' },
      undefined,
      /- findings: /u,
    ],
    ['ask_user', asking, undefined, /^ask_user has no effect now\. It can be used in the phase that asks/u],
    [
      'edit_document',
      { document: 'design.md', edits: [{ old: 'a', new: 'b' }] },
      undefined,
      /^edit_document has no effect now/u,
    ],
  ])('%s %j %s', async (name, input, inputText, expected) => {
    const answer = await ask(name, input, {}, inputText);
    expect(answer).toEqual({ text: expect.stringMatching(expected), isError: true, stop: false });
  });

  it('a phase gets the checked input and answers', async () => {
    const seen: unknown[] = [];
    const answer = await ask('ask_user', asking, {
      ask_user: async (input) => ({ text: `asked ${seen.push(input)}`, stop: true }),
    });
    expect(answer).toEqual({ text: 'asked 1', isError: false, stop: true });
    expect(seen).toEqual([{ ...asking, spec_type: 'feature', size_reason: '', parts: [], assumptions: [], facts: [] }]);
  });
  it('a refusal of a phase is an error result', async () => {
    const edits = { document: 'design.md', edits: [{ old: 'a', new: 'b' }] };
    expect(
      await ask('edit_document', edits, { edit_document: async () => ({ text: 'Not found.', isError: true }) }),
    ).toEqual({ text: 'Not found.', isError: true, stop: false });
  });

  it.each<[string, () => Promise<never>, string]>([
    ['a ToolError', async () => Promise.reject(new ToolError('There is no such thing.')), 'There is no such thing.'],
    [
      'another error',
      async () => Promise.reject(new Error('EIO: i/o error')),
      'probe failed: EIO: i/o error. Try another way, or go on without it.',
    ],
    ['something thrown', async () => Promise.reject('odd'), 'probe failed: odd. Try another way, or go on without it.'],
    [
      'an abort',
      async () => Promise.reject(new DOMException('x', 'AbortError')),
      'probe was stopped before it had finished.',
    ],
  ])('%s becomes a result', async (_, run, expected) => {
    const probe: Tool = {
      name: 'probe',
      description: '',
      input: z.object({}),
      readOnly: true,
      label: () => 'Probed',
      run,
    };
    const runner = createToolRunner([probe], context);
    const { result } = await runner.run({ type: 'tool_call', id: 'c', name: 'probe', input: {} }, signal);
    expect(result).toEqual({
      type: 'tool_result',
      callId: 'c',
      content: [{ type: 'text', text: expected }],
      isError: true,
    });
  });

  it.each<[string, unknown, string]>([
    ['read_file', { path: 'src/a.ts' }, 'Read src/a.ts'],
    ['list_directory', {}, 'Listed the workspace folder'],
    ['search_text', { pattern: 'x' }, 'Searched for x'],
    ['find_files', { pattern: '*.ts' }, 'Looked for *.ts'],
    ['ask_user', asking, 'Asked a question'],
    ['ask_user', { ...asking, questions: [] }, 'Found nothing to ask'],
    [
      'edit_document',
      {
        document: 'design.md',
        edits: [
          { old: 'a', new: 'b' },
          { old: 'c', new: 'd' },
        ],
      },
      'Edited design.md in 2 places',
    ],
    ['report_findings', { findings: [finding], checked: 'all' }, 'Reported a finding'],
    ['read_file', {}, 'Called read_file'],
    ['nothing', {}, 'Called nothing'],
  ])('label of %s %j', (name, input, expected) => {
    expect(createToolRunner(tools, context).label({ type: 'tool_call', id: 'c', name, input })).toBe(expected);
  });
});
