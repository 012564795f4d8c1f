import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import { acting } from '../support/actor';
import {
  askTurn,
  documentTurn,
  finding,
  findingsTurn,
  repository,
  requirementsText,
  root,
  type Script,
  sentence,
  spec,
} from '../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../support/memoryHost';
import { recordedTerminal } from '../support/recordedTerminal';
import { createScriptedClient, scriptedModel } from '../support/scriptedClient';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

function world(env: Readonly<Record<string, string>> = {}, files: Readonly<Record<string, string>> = {}): MemoryHost {
  return createMemoryHost({
    files: { ...repository, [`${root}/.git/HEAD`]: '', ...files },
    env,
    identity: { name: 'Ana', email: 'ana@example.com' },
  });
}

/** Runs a command in the folder of the sources, as a user might stand there. */
async function cli(
  host: MemoryHost,
  argv: readonly string[],
  script: Script = acting,
  replies?: readonly string[],
): Promise<Ran> {
  const waiting = [...(replies ?? [])];
  const { terminal, out, notes } = recordedTerminal(
    replies === undefined ? undefined : async () => waiting.shift() ?? '',
  );
  const model = scriptedModel(createScriptedClient(script));
  const code = await run(argv, { host, terminal, cwd: `${root}/src`, version: '1.2.3', model: async () => model });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

describe('approvals of a team', () => {
  test('a workspace asks for two; approve and show say what is lacking, and the next document waits', async () => {
    const settings = '{\n  // of the team\n  "tracewright.approvals.needed": { "*": 2 },\n}\n';
    const host = world(
      {},
      { [`${spec}/requirements.md`]: requirementsText, [`${root}/.vscode/settings.json`]: settings },
    );
    const approved = await cli(host, ['spec', 'approve', spec, 'requirements']);
    expect(approved).toMatchObject({ code: 0, notes: '1 of 2 approvals, by Ana. One more is needed.' });
    expect(await cli(host, ['spec', 'approve', spec, 'requirements'])).toMatchObject({ code: 4 });
    const shown = await cli(host, ['spec', 'show', spec]);
    expect(shown.out).toContain('requirements.md: draft');
    expect(shown.out).toContain('1 of 2 approvals, by Ana. One more is needed.');
    const gone = await cli(host, ['spec', 'continue', spec, '--until', 'design']);
    expect(gone.code).toBe(4);
    expect(gone.notes).toContain('One more is needed');
  });

  test('whoever has said yes where others are lacking is not told to approve again', async () => {
    const settings = '{ "tracewright.approvals.needed": { "*": 2 } }';
    const host = world(
      {},
      { [`${spec}/requirements.md`]: requirementsText, [`${root}/.vscode/settings.json`]: settings },
    );
    const asked = await cli(host, ['spec', 'continue', spec, '--until', 'design'], acting, ['no']);
    expect(asked).toMatchObject({ code: 4 });
    expect(asked.notes).toContain('Approve it with "tracewright spec approve');
    const ran = await cli(host, ['spec', 'continue', spec, '--until', 'design'], acting, ['yes']);
    expect(ran).toMatchObject({ code: 4 });
    expect(ran.notes).toContain('1 of 2 approvals, by Ana. One more is needed. When it is approved, go on with');
    expect(ran.notes).not.toContain('spec approve');
  });

  test('what else a workspace’s settings say is not read', async () => {
    const hostile = '{ "tracewright.check.severities": { "no-shall": "off" }, "tracewright.approvals.needed": 7 }';
    const host = world(
      {},
      { [`${spec}/requirements.md`]: requirementsText, [`${root}/.vscode/settings.json`]: hostile },
    );
    const ran = await cli(host, ['spec', 'approve', spec, 'requirements']);
    expect(ran.code).toBe(0);
    expect(ran.notes).toContain('tracewright.approvals.needed is not used');
    expect((await cli(host, ['spec', 'show', spec])).out).toContain('requirements.md: approved by Ana');
  });
});

describe('spec new', () => {
  test('writes the requirements and says where they are', async () => {
    const host = world();
    const ran = await cli(host, ['spec', 'new', sentence]);
    expect(ran).toMatchObject({ code: 0, out: `${spec}/requirements.md: draft` });
    expect(host.text(`${spec}/requirements.md`)).toBe(requirementsText);
    expect(ran.notes).toContain('one question is skipped');
  });

  test('a request that needs no spec gets the agent’s word, and a document only when asked for', async () => {
    const host = world();
    const word = 'This does not need a spec. The label is in src/todos/list.ts. One look at the page shows it.';
    const ran = await cli(
      host,
      ['spec', 'new', sentence],
      [askTurn({ size: 'none', size_reason: word, questions: [] })],
    );
    expect(ran).toMatchObject({ code: 0, out: '' });
    expect(ran.notes).toContain(word);
    expect(ran.notes).toContain('tracewright spec continue');
    expect(host.text(`${spec}/requirements.md`)).toBeUndefined();
    expect((await cli(host, ['spec', 'continue', spec], [documentTurn(requirementsText)])).code).toBe(0);
    expect(host.text(`${spec}/requirements.md`)).toBe(requirementsText);
  });

  test('a closed gate ends with 4 and says how to open it', async () => {
    const host = world();
    const ran = await cli(host, ['spec', 'new', sentence, '--name', 'My export', '--until', 'tasks']);
    expect(ran.code).toBe(4);
    expect(ran.notes).toContain('spec approve');
    expect((await cli(host, ['spec', 'approve', 'my-export', 'requirements'])).code).toBe(0);
    expect((await cli(host, ['spec', 'continue', 'my-export', '--until', 'tasks'])).code).toBe(4);
    expect((await cli(host, ['spec', 'approve', 'my-export', 'design'])).code).toBe(0);
    expect((await cli(host, ['spec', 'continue', 'my-export', '--until', 'tasks'])).code).toBe(0);
    expect((await cli(host, ['spec', 'show', 'my-export'])).out).toContain('tasks.md: draft');
  });

  test('a person in a terminal answers and approves', async () => {
    const host = world();
    const ran = await cli(host, ['spec', 'new', sentence, '--until', 'design'], acting, ['2', 'yes']);
    expect(ran.code).toBe(0);
    expect(JSON.parse(host.text(`${spec}/.tracewright/spec.json`) ?? '{}')).toMatchObject({
      answers: [{ id: 'filtered', answer: ['All of the user'], source: 'user' }],
    });
  });

  test('answers come from a file', async () => {
    const answers = JSON.stringify({
      answers: [{ match: 'which todos', answer: 'all of the user' }],
      otherwise: 'skip',
    });
    const host = world({}, { [`${root}/src/a.json`]: answers });
    expect((await cli(host, ['spec', 'new', sentence, '--answers', 'a.json'])).code).toBe(0);
    expect(host.text(`${spec}/.tracewright/spec.json`)).toContain('All of the user');
  });

  test('--json prints the events of the session log', async () => {
    const host = world();
    const { out } = await cli(host, ['spec', 'new', sentence, '--json']);
    const events = out.split('\n').map((line) => JSON.parse(line));
    expect(events.map((event) => event.seq)).toEqual(events.map((_, at) => at + 1));
    expect(events[0].type).toBe('start');
    expect(events.at(-1).type).toBe('close');
    expect(events.map((event) => event.type)).toContain('message');
  });

  test.each([
    ['an empty sentence', ['spec', 'new', ' '], 2],
    ['no sentence', ['spec', 'new'], 2],
    ['a folder that is not there', ['spec', 'new', 'x', '--root', '/nowhere'], 2],
    ['an answers file that is not there', ['spec', 'new', 'x', '--answers', 'none.json'], 2],
    ['a command that does not exist', ['spce'], 2],
    ['a spec that is not there', ['spec', 'show', 'none'], 2],
    ['a document that is not there', ['spec', 'new', 'x', '--until', 'poem'], 2],
    ['help', ['--help'], 0],
    ['version', ['--version'], 0],
  ])('%s', async (_name, argv, code) => {
    expect((await cli(world(), argv)).code).toBe(code);
  });

  test('a model that fails ends with 6', async () => {
    const failure = { kind: 'key', message: 'The key is not valid.', retryable: false } as const;
    const ran = await cli(world(), ['spec', 'new', sentence], [{ reason: 'failed', failure }]);
    expect(ran).toMatchObject({ code: 6 });
    expect(ran.notes).toContain('The key is not valid.');
  });
});

describe('spec approve', () => {
  test('is refused in a process that an agent started', async () => {
    const host = world({ TRACEWRIGHT_AGENT: '1' });
    await cli(host, ['spec', 'new', sentence], [askTurn(), documentTurn(requirementsText)]);
    const ran = await cli(host, ['spec', 'approve', spec, 'requirements']);
    expect(ran).toMatchObject({ code: 5, out: '' });
  });

  test('is refused where the hash is another', async () => {
    const host = world();
    await cli(host, ['spec', 'new', sentence]);
    expect((await cli(host, ['spec', 'approve', spec, 'requirements', '--hash', '000000000000'])).code).toBe(1);
  });

  test('is given in sight of what changed since the last one, and of nothing where nothing did', async () => {
    const host = world({}, { [`${spec}/requirements.md`]: requirementsText });
    const approve = ['spec', 'approve', spec, 'requirements'];
    expect(await cli(host, approve)).toMatchObject({ code: 0, notes: '' });
    host.put(`${spec}/requirements.md`, requirementsText.replace('413', '422'));
    const again = await cli(host, approve);
    expect(again.out).toMatch(/requirements\.md: approved [0-9a-f]{12}$/u);
    expect(again.notes).toMatch(
      /as approved .* as it stands .*\n {2}reworded criterion 1\.2\n {4}- IF .*413.*\n {4}\+ IF .*422/u,
    );
    host.put(`${spec}/requirements.md`, requirementsText.replace('413', '429'));
    const script = await cli(host, [...approve, '--json']);
    expect(script.notes).toBe('');
    expect(JSON.parse(script.out)).toMatchObject({
      state: 'approved',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/u),
      changes: [{ kind: 'reworded', id: '1.2', of: 'criterion' }],
    });
  });

  test('asked for on the way to the next document, what changed is shown, too', async () => {
    const host = world({}, { [`${spec}/requirements.md`]: requirementsText });
    expect((await cli(host, ['spec', 'approve', spec, 'requirements'])).code).toBe(0);
    host.put(`${spec}/requirements.md`, requirementsText.replace('413', '422'));
    const ran = await cli(host, ['spec', 'continue', spec, '--until', 'design'], acting, ['no']);
    expect(ran).toMatchObject({ code: 4 });
    expect(ran.notes).toContain('  reworded criterion 1.2');
  });
});

test('versions are listed, compared, shown and restored', async () => {
  const host = world();
  await cli(host, ['spec', 'new', sentence]);
  expect((await cli(host, ['spec', 'refine', spec, 'requirements', 'limit 20,000'])).code).toBe(0);
  const versions = ['spec', 'versions', spec, 'requirements'];
  expect((await cli(host, versions)).out).toMatch(/^1 .* First draft\n2 .* Refined: limit 20,000$/u);
  expect((await cli(host, [...versions, '--compare', '1', '2'])).out).toContain('reworded 1.2');
  expect((await cli(host, [...versions, '--show', '1'])).out).toBe(requirementsText.trimEnd());
  expect((await cli(host, [...versions, '--restore', '1'])).code).toBe(0);
  expect(host.text(`${spec}/requirements.md`)).toBe(requirementsText);
  expect((await cli(host, [...versions, '--restore', '9'])).code).toBe(2);
});

test('steering of a folder is loaded after it is trusted', async () => {
  const host = world({}, { [`${root}/AGENTS.md`]: 'Always use tabs.' });
  const steering = async (argv: readonly string[]) => {
    const seen: string[] = [];
    await cli(host, argv, [
      { ...askTurn({ questions: [] }), check: (request) => void seen.push(request.system.join('\n')) },
      documentTurn(requirementsText),
    ]);
    return seen[0]?.includes('Always use tabs.');
  };
  expect(await steering(['spec', 'new', 'one'])).toBe(false);
  expect(await steering(['spec', 'new', 'two', '--trust'])).toBe(true);
  expect((await cli(host, ['trust', root])).code).toBe(0);
  expect(await steering(['spec', 'new', 'three'])).toBe(true);
  expect((await cli(host, ['trust', root, '--undo'])).code).toBe(0);
  expect(await steering(['spec', 'new', 'four'])).toBe(false);
});

describe('spec diff', () => {
  test('says criterion by criterion what changed since the approval, for people and as JSON', async () => {
    const host = world({}, { [`${spec}/requirements.md`]: requirementsText });
    expect((await cli(host, ['spec', 'diff', spec])).code).toBe(2);
    expect((await cli(host, ['spec', 'approve', spec, 'requirements'])).code).toBe(0);
    expect((await cli(host, ['spec', 'diff', spec])).out).toContain('nothing changed');
    host.put(`${spec}/requirements.md`, requirementsText.replace('413', '422'));
    const people = await cli(host, ['spec', 'diff', spec]);
    expect(people.out).toContain('  reworded criterion 1.2\n    - IF the filter');
    const json = await cli(host, ['spec', 'diff', spec, '--from', '1', '--to', 'draft', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      diffs: [
        { document: 'requirements.md', from: { label: 'version 1' }, changes: [{ kind: 'reworded', id: '1.2' }] },
      ],
    });
    expect(await cli(host, ['spec', 'diff', spec, '--from', 'nope'])).toMatchObject({ code: 2 });
  });
});

describe('spec comment and comments', () => {
  test('keeps a comment, lists it where it stands now, and withdraws it', async () => {
    const host = world({}, { [`${spec}/requirements.md`]: requirementsText });
    const { code, out: id } = await cli(host, ['spec', 'comment', spec, 'requirements', '1.2', 'Enough?']);
    expect(code).toBe(0);
    host.put(
      `${spec}/requirements.md`,
      requirementsText.replace('1. WHEN', '1. THE Todo_App SHALL log.\n2. WHEN').replace('2. IF', '3. IF'),
    );
    expect((await cli(host, ['spec', 'comments', spec])).out).toMatch(
      /^requirements-\w+ {2}requirements.md 1\.3:\d+ \(was 1\.2\) {2}Ana: Enough\?$/u,
    );
    expect(await cli(host, ['spec', 'comment', spec, 'requirements', '7.7', 'x'])).toMatchObject({ code: 2 });
    const ended = await cli(host, ['spec', 'comments', spec, '--withdraw', id, '--json']);
    expect(JSON.parse(ended.out)).toMatchObject({ comments: [{ id, answer: { outcome: 'withdrawn' } }] });
    expect((await cli(host, ['spec', 'comments', spec])).out).toBe('');
  });

  test('a finding is shown with what is to be decided', async () => {
    const host = world({}, { [`${spec}/requirements.md`]: requirementsText });
    const open = { ...finding, question: 'Todos or rows?' };
    await cli(host, ['spec', 'analyze', spec, 'requirements'], [findingsTurn(open), { text: 'One.' }]);
    const { out } = await cli(host, ['spec', 'analyze', spec, 'requirements', '--list']);
    expect(out.split('\n').slice(1)).toEqual([
      '    1.2: "a message that names the limit"',
      '    to decide: Todos or rows?',
      `    replace: ${finding.wording}`,
    ]);
    expect(out).toMatch(/^f-\w+ {2}open {2}blocks {2}1\.2 ambiguity: One builder would count todos, another rows\.$/mu);
  });

  test.each([
    ['comments --send', ['comments', spec, '--send', 'requirements']],
    ['analyze', ['analyze', spec, 'requirements']],
  ])('%s that breaks off says how to go on', async (_what, argv) => {
    const host = world({}, { [`${spec}/requirements.md`]: requirementsText });
    await cli(host, ['spec', 'comment', spec, 'requirements', '1.2', 'Enough?']);
    const failure = { kind: 'access', message: 'No access.', retryable: false } as const;
    const ran = await cli(host, ['spec', ...argv], [{ reason: 'failed', failure }]);
    expect(ran.code).toBe(6);
    expect(ran.notes).toContain('No access. Go on with: tracewright spec continue ');
  });

  test('a finding is dismissed with a reason only', async () => {
    const host = world({}, { [`${spec}/requirements.md`]: requirementsText });
    expect(await cli(host, ['spec', 'analyze', spec, 'requirements', '--dismiss', 'f-1'])).toMatchObject({ code: 2 });
    expect((await cli(host, ['spec', 'analyze', spec, 'requirements', '--list', '--json'])).out).toBe(
      '{"findings":[]}',
    );
  });
});
