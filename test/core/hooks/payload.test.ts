/** What a hook's command is told, in both generations of Kiro: JSON on stdin, and the environment. */
import { expect, it } from 'vitest';
import { environmentOf, stdinOf } from '../../../src/core/hooks/actions/payload';
import { fillCommand, fillText } from '../../../src/core/hooks/actions/placeholders';
import type { HookEvent } from '../../../src/core/hooks/model';

const event = (more: Partial<HookEvent>): HookEvent => ({
  ...{ id: '1', at: '', trigger: 'Manual', root: '/w', cause: { by: 'user', chain: [] }, files: [] },
  ...more,
});
const tool = { name: 'write_file', input: { path: 'a.ts', text: 'x' } };
const about = event({
  ...{
    trigger: 'PostToolUse',
    session: 's',
    agent: 'main',
    files: [{ path: 'a b.ts', from: 'old.ts' }, { path: 'c.ts' }],
  },
  ...{ tool: { ...tool, response: 'Written.', ok: true }, prompt: 'Do it', response: 'Done.', argument: 'now' },
  ...{ spec: '/w/.kiro/specs/pay', document: 'tasks', task: { id: '1.2', text: 'Build it' }, branch: 'main' },
  ...{ previousBranch: 'side', outcome: { ok: false, code: 3, output: 'red' }, commit: { hash: 'abc', message: 'm' } },
});

it('the JSON has Kiro’s names, one line, and nothing that the event does not tell', () => {
  const text = stdinOf(about, about.files);
  expect(text.endsWith('\n') && text.indexOf('\n') === text.length - 1).toBe(true);
  expect(JSON.parse(text)).toEqual({
    hook_event_name: 'PostToolUse',
    cwd: '/w',
    session_id: 's',
    agent: 'main',
    tool_name: 'write_file',
    tool_input: tool.input,
    tool_response: 'Written.',
    tool_success: true,
    prompt: 'Do it',
    assistant_response: 'Done.',
    file_path: 'a b.ts',
    old_file_path: 'old.ts',
    file_paths: ['a b.ts', 'c.ts'],
    spec: '/w/.kiro/specs/pay',
    document: 'tasks',
    task_id: '1.2',
    task: 'Build it',
    ok: false,
    exit_code: 3,
    output: 'red',
    branch: 'main',
    previous_branch: 'side',
    commit: { hash: 'abc', message: 'm' },
    argument: 'now',
    cause: { by: 'user', chain: [] },
  });
  expect(Object.keys(JSON.parse(stdinOf(event({}), [])))).toEqual(['hook_event_name', 'cwd', 'cause']);
});

it.each<readonly [string, HookEvent, unknown]>([
  ['a prompt’s words', event({ prompt: 'Do "it"\0' }), 'Do "it"'],
  ['a tool’s use', event({ tool }), { toolName: 'write_file', toolArgs: tool.input }],
  [
    'a tool’s result',
    event({ tool: { ...tool, response: 'No.', ok: false } }),
    { toolName: 'write_file', toolArgs: tool.input, toolResult: 'No.', toolSuccess: false },
  ],
  ['nothing', event({}), ''],
])('USER_PROMPT of 0.x is %s', (_, told, expected) => {
  const { USER_PROMPT: text = '' } = environmentOf(told, 'h');
  expect(typeof expected === 'string' ? text : JSON.parse(text)).toEqual(expected);
});

it('the environment says which hook and event it is, and is not longer than a system takes', () => {
  expect(environmentOf(event({}), 'my hook')).toMatchObject({
    TRACEWRIGHT_HOOK: 'my hook',
    TRACEWRIGHT_EVENT: 'Manual',
  });
  expect(environmentOf(event({ prompt: 'x'.repeat(1e6) }), 'h').USER_PROMPT?.length).toBe(100_000);
});

const dollar = (name: string): string => ['$', '{', name, '}'].join('');

/** Every spelling with what it stands for, in a text and in a command. */
const spellings: readonly (readonly [readonly string[], string])[] = [
  [
    [
      '{file}',
      dollar('file'),
      '{{file}}',
      '{filePath}',
      dollar('filePath'),
      '{{file_path}}',
      '{{ file_path }}',
      '{path}',
    ],
    'a b.ts',
  ],
  [['{relativeFile}', '{FILE}', '{file.path}'], 'a b.ts'],
  [['{files}', '{filePaths}', '{{file_paths}}'], 'a b.ts\nc.ts'],
  [['{oldFile}', '{old_path}', '{{old_file_path}}'], 'old.ts'],
  [['{folder}', '{dir}', dollar('fileDirname')], '.'],
  [['{fileName}', dollar('fileBasename')], 'a b.ts'],
  [['{output}', '{{output}}'], 'before'],
  [['{prompt}', '{userPrompt}', '{{user_prompt}}'], 'Do it'],
  [['{argument}'], 'now'],
  [['{tool}', '{toolName}', '{{tool_name}}'], 'write_file'],
  [['{spec}'], 'pay'],
  [['{document}'], 'tasks'],
  [['{task}'], 'Build it'],
  [['{branch}'], 'main'],
  [['{root}', dollar('workspaceFolder'), '{workspaceRoot}'], '/w'],
];

it.each(spellings.flatMap(([all, value]) => all.map((each) => [each, value] as const)))('%s', (spelling, value) => {
  const source = { event: about, files: about.files, output: 'before' };
  expect(fillText(`<${spelling}>`, source)).toBe(`<${value}>`);
  const { line, env } = fillCommand(`x ${spelling} y`, source, 'posix');
  const name = /^x "\$\{(TRACEWRIGHT_\w+)\}" y$/u.exec(line)?.[1] ?? '';
  expect(env).toEqual({ [name]: value });
});

it.each(['{a}', dollar('HOME'), '$file', '{}', '{{x}}', '{f}', 'awk {print}', '{filename'])(
  '%s stands for nothing',
  (text) => {
    const source = { event: about, files: about.files, output: '' };
    expect(fillText(text, source)).toBe(text);
    expect(fillCommand(text, source, 'posix')).toEqual({ line: text, env: {} });
  },
);

it('a loop of the command’s own over files keeps its variable', () => {
  const line = `for file in a b; do echo ${dollar('file')}; done`;
  expect(fillCommand(line, { event: about, files: about.files, output: '' }, 'posix').line).toBe(line);
});
