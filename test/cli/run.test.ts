import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import { settingsPath } from '../../src/cli/settingsPath';
import { part as shell } from '../../src/core/permissions/shell.part';
import {
  approved,
  askTurn,
  created,
  documentTurn,
  harness,
  opened,
  spec as planned,
  repository,
  requirementsText,
  root,
  type Script,
} from '../support/flowHarness';
import { createMemoryHost, type MemoryHost, type MemoryHostOptions } from '../support/memoryHost';
import { mapFile, memoryMap } from '../support/memoryMap';
import { recordedTerminal } from '../support/recordedTerminal';
import { builtFrom, spec } from '../support/runHarness';
import { createScriptedClient, scriptedModel } from '../support/scriptedClient';

const csv = 'src/todos/csv.ts';
const writes = { calls: [{ name: 'write_file', input: { path: csv, text: 'export const rows = 1;\n' } }] };
const reports = { calls: [{ name: 'report_task', input: { summary: 'Rows are written.' } }] };

async function world(parts: MemoryHostOptions['parts'] = {}): Promise<MemoryHost> {
  const host = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: { ...builtFrom, [`${root}/.git/HEAD`]: '' },
    parts: { shell, ...parts },
  });
  const handle = await opened(harness([], { host }).workspace, spec);
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  return host;
}

/** Without `replies` nobody can be asked. */
async function cli(
  host: MemoryHost,
  argv: readonly string[],
  script: Script = [],
  replies?: (question: string) => string | undefined,
) {
  const client = createScriptedClient(script);
  const reply = async (question: string) => {
    const found = replies?.(question);
    if (found === undefined) throw new Error(`Nobody expected: ${question}`);
    return found;
  };
  const { terminal, out, notes } = recordedTerminal(replies === undefined ? undefined : reply);
  const code = await run(argv, {
    host,
    terminal,
    cwd: root,
    version: '1.2.3',
    model: async () => scriptedModel(client),
  });
  return { code, out: out.join('\n'), notes: notes.join('\n'), client };
}

test('in a terminal: the checks are confirmed, the change is shown and rejected with words, the next one accepted', async () => {
  const host = await world();
  const looks = ['Name it csvRows.', ''];
  const replies = (question: string) => {
    if (/prove/u.test(question)) return '';
    return question.startsWith(csv) ? looks.shift() : undefined;
  };
  const again = { calls: [{ name: 'write_file', input: { path: csv, text: 'export const csvRows = 1;\n' } }] };
  const ran = await cli(
    host,
    ['run', 'todo-csv-export', '--task', '1.1', '--trust'],
    [writes, again, reports],
    replies,
  );
  ran.client.assertDone();
  expect(JSON.stringify(ran.client.requests[1]?.messages.at(-1))).toContain('Name it csvRows.');
  expect(host.text(`${root}/${csv}`)).toBe('export const csvRows = 1;\n');
  expect(ran.notes).toContain('+export const rows = 1;');
  // Nothing proves it here, so it is not ticked by itself.
  expect(ran.code).toBe(1);
  expect(host.text(`${spec}/tasks.md`)).toContain('- [-] 1.1');
  expect(ran.out).toMatch(/^1\.1 .+: not verifiable$/mu);
});

const beginning = ['queued', 'running', 'verifying', 'running', 'verifying'];
/** Where the checks are to be confirmed first. */
const asked = ['queued', 'running', 'waiting', ...beginning.slice(1)];

test.each([
  ['that can not be proved', ['--mode', 'autopilot'], 0, [reports], [...asked, 'not verifiable']],
  ['that stays red', [], 0, [reports], [...beginning, 'failed']],
  ['that is corrected in vain', [], 1, [reports, reports], [...beginning, 'running', 'verifying', 'failed']],
] as const)('each state of a task %s is told once, in its order', async (_, more, corrections, answers, expected) => {
  const host = await world();
  host.put(settingsPath(host), JSON.stringify({ 'tracewright.run.corrections': corrections }));
  const replies = more.length > 0 ? () => '' : undefined;
  const argv = ['run', 'todo-csv-export', '--task', '1.1', '--trust', ...more];
  const ran = await cli(host, argv, [writes, ...answers], replies);
  ran.client.assertDone();
  const states = ran.notes.split('\n').flatMap((line) => /^1\.1 .+: (.+)$/u.exec(line)?.[1] ?? []);
  expect(states).toEqual(expected);
});

test.each([
  ['all that was found', 'yes', ['npm test']],
  ['by its number', '1', ['npm test']],
  ['another', 'node check.js', ['node check.js']],
  ['none', '', []],
  ['none, in a word', 'no', []],
])('in a terminal the commands that prove the work are chosen: %s', async (_, reply, lines) => {
  const host = await world();
  host.put(`${root}/package.json`, '{"scripts":{"test":"node --test"}}');
  const replies = (question: string) => (question.startsWith('Let these prove the work?') ? reply : '');
  await cli(host, ['run', 'todo-csv-export', '--task', '1.1', '--trust'], [writes, reports], replies);
  const kept = host.paths().find((path) => path.endsWith('/checks.json')) ?? '';
  const { checks } = JSON.parse(host.text(kept) ?? '{}');
  expect(checks).toEqual(lines.map((line) => expect.objectContaining({ line, cwd: root })));
});

test('in a terminal a command is named where none is found', async () => {
  const host = await world();
  host.drop(`${root}/package.json`);
  const replies = (question: string) => (question.startsWith('Which command proves the work?') ? 'node check.js' : '');
  await cli(host, ['run', 'todo-csv-export', '--task', '1.1', '--trust'], [writes, reports], replies);
  const kept = host.paths().find((path) => path.endsWith('/checks.json')) ?? '';
  expect(JSON.parse(host.text(kept) ?? '{}').checks).toMatchObject([{ line: 'node check.js', cwd: root }]);
});

describe('a file in parts', () => {
  const list = 'src/todos/list.ts';
  const before = `${[...'abcdefghi'].join('\n')}\n`;
  const changed = `A\n${[...'bcd'].join('\n')}\nE\n${[...'fgh'].join('\n')}\nI\n`;
  const edits = { calls: [{ name: 'write_file', input: { path: list, text: changed } }] };
  const looks = { calls: [{ name: 'read_file', input: { path: list } }] };
  const of = (marks: string) => {
    const [a, e, i] = marks;
    return changed
      .replace('A', a === '+' ? 'A' : 'a')
      .replace('E', e === '+' ? 'E' : 'e')
      .replace('I', i === '+' ? 'I' : 'i');
  };
  /** What is typed at each question, and which of the three changes stay. */
  const cases: readonly (readonly [string, readonly string[], string, string])[] = [
    ['each is asked about', ['parts', '', 'no', 'y'], '+-+', '-e'],
    ['words reject one and are told', ['p', 'n', 'Keep the e.', ''], '--+', 'Keep the e.'],
    ['the rest is accepted at once', ['parts', 'no', 'a'], '-++', '-a'],
    ['the rest is rejected at once', ['parts', '', 'd'], '+--', '-i'],
    ['a decision is taken back', ['parts', 'no', '-', '', '', ''], '+++', ''],
    ['also one with words', ['parts', 'Not this.', '-', 'no', '', ''], '-++', '-a'],
    ['back to the whole file', ['parts', '-', ''], '+++', ''],
    ['as a whole', ['no'], '---', '-e'],
  ];
  test.each(cases)('%s', async (_, typed, stays, heard) => {
    const host = await world();
    host.put(`${root}/${list}`, before);
    const answers = [...typed];
    const asked: string[] = [];
    const replies = (question: string) => {
      if (/prove/u.test(question)) return '';
      asked.push(question);
      return answers.shift();
    };
    const argv = ['run', 'todo-csv-export', '--task', '1.1', '--trust'];
    const ran = await cli(host, argv, [looks, edits, reports], replies);
    ran.client.assertDone();
    expect(answers).toEqual([]);
    expect(host.text(`${root}/${list}`)).toBe(of(stays));
    expect(asked[0]).toMatch(/^src\/todos\/list\.ts: Enter accepts, "no" rejects, "parts" asks part by part, /u);
    if (typed.length > 1) expect(asked[1]).toContain('part 1 of 3');
    const last = JSON.stringify(ran.client.requests[2]?.messages.at(-1));
    if (heard === '') expect(last).not.toContain('rejected');
    else expect(last).toContain(heard);
    expect(last).not.toContain('Not this.');
  });
});

test('of a long change the beginning is shown, and all of it for the asking', async () => {
  const text = Array.from({ length: 1000 }, (_, at) => `row ${at}\n`).join('');
  const asked: string[] = [];
  const replies = (question: string) => {
    if (/prove/u.test(question)) return '';
    asked.push(question);
    return asked.length === 1 ? 'all' : '';
  };
  const long = { calls: [{ name: 'write_file', input: { path: csv, text } }] };
  const argv = ['run', 'todo-csv-export', '--task', '1.1', '--trust'];
  const ran = await cli(await world(), argv, [long, reports], replies);
  const [shown = '', more = ''] = ran.notes.split(/… \d+ lines more/u);
  expect([shown.includes('+row 100\n'), shown.includes('+row 999'), more.includes('+row 999')]).toEqual([
    true,
    false,
    true,
  ]);
  expect(asked.map((question) => question.includes('"all" shows the rest'))).toEqual([true, false]);
});

test('--json prints the events of the session, and `log` shows and verifies it', async () => {
  const host = await world();
  const ran = await cli(
    host,
    ['run', 'todo-csv-export', '--next', '--trust', '--json', '--mode', 'autopilot'],
    [writes, reports],
  );
  const events = ran.out.split('\n').map((line) => JSON.parse(line));
  expect(events[0]).toMatchObject({ type: 'start', kind: 'task', spec });
  expect(events.at(-1)).toMatchObject({ type: 'close' });
  const listed = await cli(host, ['log', 'show']);
  const session = listed.out.split('  ')[0] ?? '';
  expect(session).toMatch(/^task-[0-9a-f]{12}-1$/u);
  expect((await cli(host, ['log', 'show', session])).out).toContain('reported: Rows are written.');
  expect(await cli(host, ['log', 'verify'])).toMatchObject({ code: 0, out: expect.stringContaining('sealed') });
  const file = host.paths().find((path) => path.endsWith(`${session}.jsonl`)) ?? '';
  host.put(file, (host.text(file) ?? '').replace('Rows are written.', 'All is well done.'));
  expect(await cli(host, ['log', 'verify', session])).toMatchObject({
    code: 1,
    out: expect.stringContaining('broken'),
  });
  host.drop(file);
  expect(await cli(host, ['log', 'verify'])).toMatchObject({ code: 1, out: expect.stringContaining('missing') });
});

test.each([
  ['nothing said', ['run', 'todo-csv-export', '--trust'], 2, 'one of --task'],
  ['two things said', ['run', 'todo-csv-export', '--next', '--all', '--trust'], 2, 'one of --task'],
  ['no such task', ['run', 'todo-csv-export', '--task', '9.9', '--trust'], 2, 'There is no task 9.9'],
  ['not trusted', ['run', 'todo-csv-export', '--next'], 5, 'not trusted'],
  ['nothing to raise', ['run', 'todo-csv-export', '--raise', '--trust'], 2, 'No task is paused'],
  ['no such checkpoint', ['run', 'todo-csv-export', '--fork', 'gone', '--trust'], 2, 'no checkpoint gone'],
  ['files of no fork', ['run', 'todo-csv-export', '--next', '--put-back', '--trust'], 2, 'belongs to --fork'],
  ['nothing to resume', ['run', 'todo-csv-export', '--resume', '--trust'], 2, 'Nothing was interrupted'],
])('%s', async (_name, argv, code, words) => {
  const ran = await cli(await world(), argv);
  expect(ran.code).toBe(code);
  expect(ran.notes).toContain(words);
});

test('several tasks are estimated before the first begins', async () => {
  const host = await world();
  const ran = await cli(host, ['run', 'todo-csv-export', '--all', '--trust'], [reports, reports, reports]);
  expect(ran.notes).toMatch(/^About to run \d+ tasks, about \d+ min; from a guess, as no task was run yet\.$/mu);
});

test('a task that its budget paused goes on with as much again', async () => {
  const host = await world();
  host.put(settingsPath(host), JSON.stringify({ 'tracewright.budget.task': { turns: 1 } }));
  const paused = await cli(host, ['run', 'todo-csv-export', '--next', '--trust'], [writes]);
  expect(paused).toMatchObject({ code: 3, notes: expect.stringContaining('1 of 1 turns') });
  const raised = await cli(host, ['run', 'todo-csv-export', '--raise', '--trust'], [reports]);
  expect(raised.notes).toContain('Rows are written.');
});

test('a fork goes on from a checkpoint in a session of its own, and both logs are sound', async () => {
  const host = await world();
  host.put(settingsPath(host), JSON.stringify({ 'tracewright.run.corrections': 0 }));
  await cli(host, ['run', 'todo-csv-export', '--task', '1.1', '--trust'], [writes, reports]);
  const listed = await cli(host, ['checkpoints', 'list', '--json']);
  const points: readonly { readonly id: string; readonly label: string }[] = JSON.parse(listed.out).checkpoints;
  const id = points.find(({ label }) => label === 'Before turn 1')?.id ?? '';
  const other = { calls: [{ name: 'write_file', input: { path: 'src/todos/rows.ts', text: 'export {};\n' } }] };

  const forked = await cli(host, ['run', 'todo-csv-export', '--fork', id, '--trust'], [other, reports]);
  forked.client.assertDone();
  expect(forked.notes).toContain('Forked from "Before turn 1", with the files as they are.');
  expect(JSON.stringify(forked.client.requests[0]?.messages)).not.toContain('export const rows');
  expect(host.text(`${root}/${csv}`)).toBe('export const rows = 1;\n');

  const back = await cli(host, ['run', 'todo-csv-export', '--fork', id, '--put-back', '--trust'], [reports]);
  back.client.assertDone();
  expect(host.text(`${root}/${csv}`)).toBeUndefined();

  const logs = (await cli(host, ['log', 'show'])).out.split('\n').filter((line) => line.includes('  task  '));
  const [parent = ''] = logs.find((line) => !line.includes('forked'))?.split('  ') ?? [];
  expect(logs.filter((line) => line.includes(`forked from ${parent} at event `)).length).toBe(2);
  expect((await cli(host, ['log', 'show', `${parent}-f1`])).out).toMatch(/Session begins: task, .*, forked from/u);
  const verified = await cli(host, ['log', 'verify']);
  expect(verified.code).toBe(0);
  for (const session of [parent, `${parent}-f1`, `${parent}-f2`]) expect(verified.out).toContain(`${session}: sealed`);
});

test('a gate that is closed is exit code 4', async () => {
  const host = await world();
  host.put(`${spec}/design.md`, `${host.text(`${spec}/design.md`)}\nMore.\n`);
  const ran = await cli(host, ['run', 'todo-csv-export', '--next', '--trust']);
  expect(ran).toMatchObject({ code: 4, notes: expect.stringContaining('Design') });
});

test('headless, what nobody can be asked is denied and told to the agent, and nothing unproved is ticked', async () => {
  const host = await world();
  const push = { calls: [{ name: 'run_command', input: { command: 'git push --force' } }] };
  const ran = await cli(host, ['run', 'todo-csv-export', '--next', '--trust'], [push, reports, reports, reports]);
  expect(JSON.stringify(ran.client.requests[1]?.messages.at(-1))).toContain('refused');
  expect(ran.notes).toContain('Denied: Running git push --force (catalogue: force-push)');
  expect(ran.code).toBe(1);
  expect(host.text(`${spec}/tasks.md`)).not.toContain('[x]');
});

test('a task begins with the map of the files that matter for it, and none of what is hidden', async () => {
  const map = memoryMap([mapFile('src/todos/list.ts', ['listTodos']), mapFile('src/todos/keys.ts', ['todoKeys'])]);
  const host = await world({ map });
  host.put(`${root}/.kiroignore`, 'keys.ts\n');
  const { client } = await cli(host, ['run', 'todo-csv-export', '--task', '1.1', '--trust'], [writes, reports]);
  const [first = ''] = /<repository_map>.*<\/repository_map>/u.exec(JSON.stringify(client.requests[0]?.messages)) ?? [];
  expect(first).toMatch(/1 of 2 files, .*src\/todos\/list\.ts\\n {2}1: function listTodos\(\)/u);
  expect(first).not.toContain('eys');
});

test('`log spent` tells the task, its helper and the agent of a hook apart', async () => {
  const host = await world();
  host.put(`${root}/.kiro/hooks.yaml`, 'hooks:\n  - name: review\n    trigger: manual\n    agent: Look at it.\n');
  const part = { role: 'research', goal: 'Find the callers.' };
  const delegates = { calls: [{ name: 'delegate', input: { parts: [part] } }] };
  const found = { calls: [{ name: 'report_task', input: { summary: 'Found.' } }] };
  const argv = ['run', 'todo-csv-export', '--next', '--trust', '--mode', 'autopilot'];
  (await cli(host, argv, [delegates, found, writes, reports, reports])).client.assertDone();
  const { workspace } = harness([{ text: 'Looked at.' }], { host, headless: true });
  const { hooks } = await workspace.hooks.load(root);
  await workspace.hooks.accept(root, hooks);
  const event = { root, cause: { by: 'user', chain: [] }, files: [], trigger: 'Manual' } as const;
  expect((await workspace.hooks.ask(event, new AbortController().signal)).firings).toHaveLength(1);
  workspace.dispose();
  const listed = await cli(host, ['checkpoints', 'list']);
  expect(listed.out).toMatch(/Before the task {2}\.kiro\/specs\/todo-csv-export$/mu);
  const spent = await cli(host, ['log', 'spent']);
  expect(spent.out.split('\n')).toEqual([
    expect.stringMatching(/^\$0\.00\+ {2}440 tokens {2}task 1\.1 of todo-csv-export$/u),
    expect.stringMatching(/ 110 tokens {2}research helpers of task 1\.1 of /u),
    expect.stringMatching(/ 110 tokens {2}hook \S*review\S* \(hook-/u),
    expect.stringMatching(/ 660 tokens {2}altogether$/u),
  ]);
  const entries = (await cli(host, ['log', 'spent', '--json'])).out.split('\n').map((line) => JSON.parse(line));
  expect(entries.map(({ agent }) => agent)).toEqual(['main', 'research', 'main', 'main', 'main', 'hook']);
  expect((await cli(host, ['log', 'spent', '2020-01-01'])).notes).toContain('Nothing was spent');
  for (const day of ['2020-02-31', '2026-13-01', '2026-00-10', 'today'])
    expect(await cli(host, ['log', 'spent', day])).toMatchObject({
      code: 2,
      notes: `${day} is no day. Write it like 2026-11-24.`,
    });
});

test('drafts say what they took, and `log spent` counts them with the rest', async () => {
  const host = await world();
  const drafted = await cli(host, ['steering', 'generate', '--trust'], [{ text: 'There is nothing to say.' }]);
  expect(drafted.notes).toContain('It took 110 tokens.');
  const { workspace } = harness([{ text: 'Say when.' }], { host });
  expect((await workspace.hooks.draft(root, 'Do it.', new AbortController().signal)).kind).toBe('failed');
  workspace.dispose();
  expect((await cli(host, ['log', 'spent'])).out.split('\n')).toEqual([
    expect.stringMatching(/^\$0\.00\+ {2}110 tokens {2}draft of steering \(steering-/u),
    expect.stringMatching(/^\$0\.00\+ {2}110 tokens {2}draft of a hook \(hook-draft-/u),
    expect.stringMatching(/ 220 tokens {2}altogether$/u),
  ]);
});

test('planning is entered answer by answer, what came of nothing too, and `log spent` tells it apart', async () => {
  const host = createMemoryHost({ identity: { name: 'Ana', email: 'ana@example.com' }, files: repository });
  const failure = { kind: 'other', message: 'It broke.', retryable: false } as const;
  const broken = { failure, reason: 'failed', usage: { input: 7, output: 3 } } as const;
  const { workspace, client } = harness([askTurn(), broken, documentTurn(requirementsText)], { host });
  const handle = await created(workspace);
  await handle.answer([]);
  await handle.resume();
  workspace.dispose();
  client.assertDone();
  expect((await cli(host, ['log', 'spent'])).out.split('\n')).toEqual([
    expect.stringMatching(/^\$0\.00\+ {2}230 tokens {2}planning of export-todos-csv-file$/u),
    expect.stringMatching(/ 230 tokens {2}altogether$/u),
  ]);
  const lines = (await cli(host, ['log', 'spent', '--json'])).out.split('\n').map((line) => JSON.parse(line));
  const entered = lines.map(({ usage: { input, output }, ...entry }) => ({ ...entry, tokens: input + output }));
  const same = { agent: 'planning', spec: planned, task: '', model: 'scripted/scripted-1' };
  const at = expect.any(Number);
  const session = expect.stringMatching(/-1$/u);
  expect(entered).toEqual([110, 10, 110].map((tokens) => ({ ...same, at, session, tokens })));
  expect(handle.snapshot().cost.usage).toMatchObject({ input: 207, output: 23 });
});

const looksUp = { calls: [{ name: 'run_command', input: { command: 'npm run lint' } }] };
const ofWorkspace = /workspace-roots\/[0-9a-f]{16}\/permissions\.yaml$/u;
const ofUser = /\.kiro\/settings\/permissions\.yaml$/u;

test.each([
  ['as it is offered', ['', ''], ofWorkspace, 'npm run lint'],
  ['the wider one, everywhere', ['2', 'e'], ofUser, 'npm run *'],
  ['as the user writes it', ['npm run lint:*', ''], ofWorkspace, 'npm run lint:*'],
  ['after going back twice', ['-', 'npm run *', '-', '1', ''], ofWorkspace, 'npm run lint'],
])('in a terminal the rule of "always" can be changed before it is kept: %s', async (_, said, file, pattern) => {
  const host = await world();
  const answers = [...said];
  const replies = (question: string) => {
    if (/prove/u.test(question)) return '';
    if (question.startsWith('y = once')) return 'a';
    if (question.startsWith('The rule:')) {
      expect(question).toContain('1. npm run lint  Runs exactly npm run lint from now on.');
      return answers.shift();
    }
    return / = everywhere/u.test(question) ? answers.shift() : '';
  };
  const argv = ['run', 'todo-csv-export', '--task', '1.1', '--trust'];
  (await cli(host, argv, [looksUp, writes, reports], replies)).client.assertDone();
  expect(answers).toEqual([]);
  const kept = host.paths().filter((path) => path.endsWith('/permissions.yaml'));
  expect(kept).toEqual([expect.stringMatching(file)]);
  expect(host.text(kept[0] ?? '')).toContain(pattern);
});
