/** Planning without an editor: stop at the questions, go on with answers, and hear of exactly what happened. */
import { describe, expect, test } from 'vitest';
import { parseAnswers } from '../../src/cli/answers';
import { run } from '../../src/cli/run';
import { acting } from '../support/actor';
import {
  askTurn,
  documentTurn,
  questions,
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

const name = 'export-todos-csv-file';
const shownPath = `.kiro/specs/${name}`;

function world(): MemoryHost {
  return createMemoryHost({
    files: { ...repository, [`${root}/.git/HEAD`]: '' },
    identity: { name: 'Ana', email: 'ana@example.com' },
  });
}

async function cli(host: MemoryHost, argv: readonly string[], script: Script = acting) {
  const { terminal, out, notes } = recordedTerminal();
  const client = createScriptedClient(script);
  const model = scriptedModel(client);
  const code = await run(argv, { host, terminal, cwd: root, version: '1.2.3', model: async () => model });
  return { code, out: out.join('\n'), notes: notes.join('\n'), asked: client.requests.length };
}

describe('--until questions', () => {
  const second = {
    ...questions[0],
    id: 'limit',
    question: 'Which limit do the filtered todos have?',
    kind: 'text',
    choices: [],
    default: ['10,000'],
  };
  const twoQuestions = [askTurn({ questions: [questions[0], second] })];

  test('prints the questions and a file that answers them, and writes nothing', async () => {
    const host = world();
    const ran = await cli(host, ['spec', 'new', sentence, '--until', 'questions'], twoQuestions);
    expect(ran).toMatchObject({ code: 0, asked: 1 });
    expect(host.text(`${spec}/requirements.md`)).toBeUndefined();
    expect(parseAnswers(ran.out)).toEqual({
      answers: [
        { match: 'filtered', answer: 'The filtered ones' },
        { match: 'limit', answer: '10,000' },
      ],
      otherwise: 'default',
    });
    expect(ran.notes).toContain('filtered: Which todos does the file hold when a filter is set?');
    expect(ran.notes).toContain('- All of the user: The filter is ignored.');
    expect(ran.notes).toContain(`tracewright spec continue ${shownPath} --answers <file>`);
    const shown = await cli(host, ['spec', 'show', name]);
    expect(shown.out).toContain(`waits for answers: tracewright spec continue ${shownPath}`);
    expect(shown.out).toContain('limit: Which limit do the filtered todos have?');
    expect((await cli(host, ['spec', 'continue', name, '--until', 'questions'])).out).toBe(ran.out);

    host.put(`${root}/a.json`, ran.out.replace('The filtered ones', 'All of the user').replace('10,000', '500'));
    const later = await cli(host, ['spec', 'continue', name, '--answers', 'a.json'], [documentTurn(requirementsText)]);
    expect(later).toMatchObject({ code: 0, out: `${shownPath}/requirements.md: draft` });
    expect(JSON.parse(host.text(`${spec}/.tracewright/spec.json`) ?? '{}')).toMatchObject({
      answers: [
        { id: 'filtered', answer: ['All of the user'], source: 'user' },
        { id: 'limit', answer: ['500'], source: 'user' },
      ],
    });
    const none = await cli(host, ['spec', 'continue', name, '--until', 'questions']);
    expect(none).toMatchObject({ code: 0, asked: 0, out: `${shownPath}/requirements.md: draft` });
    expect(none.notes).toContain('There are no questions to answer.');
  });

  test('with --json they are one line behind the events', async () => {
    const { out } = await cli(world(), ['spec', 'new', sentence, '--until', 'questions', '--json'], twoQuestions);
    const lines = out.split('\n').map((line) => JSON.parse(line));
    expect(lines.filter(({ type }) => type === 'questions')).toEqual([
      {
        type: 'questions',
        spec: shownPath,
        questions: [expect.objectContaining({ id: 'filtered' }), expect.objectContaining({ id: 'limit' })],
        answers: expect.objectContaining({ otherwise: 'default' }),
      },
    ]);
  });

  test('where there is nothing to ask, the first document is written as without it', async () => {
    const host = world();
    const script = [askTurn({ questions: [] }), documentTurn(requirementsText)];
    const ran = await cli(host, ['spec', 'new', sentence, '--until', 'questions'], script);
    expect(ran).toMatchObject({ code: 0, out: `${shownPath}/requirements.md: draft` });
    expect(ran.notes).toContain('There are no questions to answer.');
  });
});

test('a call that was sent back is told as failed, and no more than once', async () => {
  const missing = { file: 'src/no.ts', line: 1, today: 'Lists.', callers: [] };
  const { notes } = await cli(
    world(),
    ['spec', 'new', sentence],
    [askTurn({ facts: [missing] }), askTurn(), documentTurn(requirementsText)],
  );
  const asked = notes.split('\n').filter((line) => line.startsWith('  Asked'));
  expect(asked).toEqual(['  Asked a question: failed', '  Asked a question']);
});

test('a model that answers without a document ends with an exit code, a sentence and the way on', async () => {
  const host = world();
  const words = 'I would rather talk first.';
  const ran = await cli(
    host,
    ['spec', 'new', sentence],
    [askTurn({ questions: [] }), { text: words }, { text: words }],
  );
  expect(ran).toMatchObject({ code: 6, out: '' });
  expect(ran.notes).toContain('answered twice without a document');
  expect(ran.notes).toContain(words);
  expect(ran.notes).toContain(`Go on with: tracewright spec continue ${shownPath}`);
});

describe('spec update', () => {
  async function withDesign(): Promise<MemoryHost> {
    const host = world();
    await cli(host, ['spec', 'new', sentence]);
    await cli(host, ['spec', 'approve', name, 'requirements']);
    await cli(host, ['spec', 'continue', name, '--until', 'design']);
    return host;
  }

  test('tells what it does itself, not what was done before', async () => {
    const host = await withDesign();
    expect((await cli(host, ['spec', 'refine', name, 'requirements', 'limit 20,000'])).notes).toContain('  Edited');
    const closed = await cli(host, ['spec', 'update', name, 'requirements']);
    expect(closed.code).toBe(4);
    expect(closed.notes).not.toContain('Edited');
    await cli(host, ['spec', 'approve', name, 'requirements']);
    const ran = await cli(host, ['spec', 'update', name, 'requirements'], [{ text: 'Nothing follows from 1.2.' }]);
    expect(ran.notes).not.toContain('Edited');
    expect(ran.notes).toContain('design.md: Nothing to follow in requirements.md (version 2)');
    expect(ran.notes).toContain('Nothing follows from 1.2.');
    const again = await cli(host, ['spec', 'update', name, 'requirements'], []);
    expect(again.notes).toContain('Nothing had to follow requirements.md.');
    expect(again.notes).not.toContain('Nothing follows from 1.2.');
  });

  test('says that numbers were rewritten where no model was asked', async () => {
    const host = await withDesign();
    const second = /^2\. IF.*\n/mu.exec(requirementsText)?.[0] ?? '';
    const third = /^3\. IF.*\n/mu.exec(requirementsText)?.[0] ?? '';
    const swapped = requirementsText.replace(second + third, third.replace('3.', '2.') + second.replace('2.', '3.'));
    host.put(`${spec}/requirements.md`, swapped);
    await cli(host, ['spec', 'approve', name, 'requirements']);
    const ran = await cli(host, ['spec', 'update', name, 'requirements'], []);
    expect(ran).toMatchObject({ code: 0, asked: 0 });
    expect(ran.notes).toContain('design.md: References follow the numbers of requirements.md (version 2)');
    expect(ran.notes).not.toContain('Look at the limit first.');
  });
});
