/** Comments stay with the text, are sent as one revision, and each is answered by the change or by a reason. */
import { describe, expect, test } from 'vitest';
import { editTurn, harness, opened, requirementsText, spec, withRequirements } from '../../support/flowHarness';

const requirements = `${spec}/requirements.md`;
const inserted = requirementsText
  .replace('1. WHEN a signed-in', '1. THE Todo_App SHALL log each download with its time.\n2. WHEN a signed-in')
  .replace('2. IF the filter shows more than 10,000 todos', '3. IF the filter shows more than 20,000 todos')
  .replace('3. IF the session', '4. IF the session');

async function commented() {
  const made = await withRequirements();
  const { handle } = made;
  expect(await handle.comment('requirements.md', { id: '1.2' }, 'Is 10,000 enough?')).toEqual({ kind: 'done' });
  expect(await handle.comment('requirements.md', { line: 5 }, 'Say which page.')).toEqual({ kind: 'done' });
  return { ...made, ids: handle.snapshot().comments.map(({ id }) => id) };
}

test.each([
  ['moved and reworded', inserted, { target: '1.3', was: '1.2' }],
  ['removed', requirementsText.replace(/2\. IF the filter.*\n/u, '').replace('3. IF', '2. IF'), { was: '1.2' }],
  ['unchanged', requirementsText, { target: '1.2', was: '1.2' }],
])('a comment follows its criterion where it is %s, in a new window too', async (_what, text, place) => {
  const { host } = await commented();
  host.put(requirements, text);
  const [first] = (await opened(harness([], { host }).workspace)).snapshot().comments;
  expect(first).toMatchObject({ text: 'Is 10,000 enough?', by: 'Ana', ...place });
  expect(first?.target).toBe('target' in place ? place.target : undefined);
});

test('a comment on a line follows the line', async () => {
  const { host } = await commented();
  host.put(requirements, requirementsText.replace('## Introduction', 'A line before.\n\n## Introduction'));
  const [, second] = (await opened(harness([], { host }).workspace)).snapshot().comments;
  expect(second).toMatchObject({ quote: 'The list page has no way out of the product.', line: 7 });
});

test.each([
  ['before a paragraph', 4, { quote: 'The list page has no way out of the product.', line: 5 }],
  ['at the end', 0, { quote: requirementsText.trimEnd().split('\n').at(-1) }],
])('a comment on an empty line belongs to the text beside it: %s', async (_what, line, expected) => {
  const { host } = await withRequirements();
  host.put(requirements, `${requirementsText.trimEnd()}\n\n\n`);
  const handle = await opened(harness([], { host }).workspace);
  const at = { line: line === 0 ? requirementsText.trimEnd().split('\n').length + 2 : line };
  expect(await handle.comment('requirements.md', at, 'Why?')).toEqual({ kind: 'done' });
  expect(handle.snapshot().comments).toMatchObject([expected]);
});

test.each<[string, (text: string) => string, readonly number[]]>([
  ['in the same text', (text) => text, [1, 2, 3]],
  ['where a line comes before', (text) => text.replace('## Notes', 'A line.\n\n## Notes'), [1, 2, 3]],
  ['where there are fewer now', (text) => text.replace(/\nSame words\.\n$/u, ''), [1, 2, 2]],
])('comments on lines with the same words stay apart %s', async (_what, change, expected) => {
  const { host } = await withRequirements();
  const text = `${requirementsText}\n## Notes\n\nSame words.\n\nSame words.\n\nSame words.\n`;
  const equal = (of: string) => of.split('\n').flatMap((line, at) => (line === 'Same words.' ? [at + 1] : []));
  host.put(requirements, text);
  const handle = await opened(harness([], { host }).workspace);
  for (const line of equal(text))
    expect(await handle.comment('requirements.md', { line }, `On ${line}`)).toEqual({ kind: 'done' });
  const now = change(text);
  host.put(requirements, now);
  await handle.reread();
  const lines = handle.snapshot().comments.map(({ text: said, line }) => [said, equal(now).indexOf(line ?? 0) + 1]);
  expect(lines.sort()).toEqual(equal(text).map((line, at) => [`On ${line}`, expected[at]]));
});

test.each([
  [{ id: '9.9' }, 'x', 'There is nothing at 9.9 of requirements.md to comment on.'],
  [{ line: 4000 }, 'x', 'There is nothing at line 4000 of requirements.md to comment on.'],
  [{ id: '1.1' }, '  ', 'Say in words what the comment is.'],
])('%j with %j is refused', async (at, text, message) => {
  const { handle } = await withRequirements();
  expect(await handle.comment('requirements.md', at, text)).toMatchObject({ kind: 'refused', message });
});

describe('one revision', () => {
  const answers = (list: readonly (readonly [string, string, string])[]) => ({
    calls: [
      {
        name: 'answer_comments',
        input: { answers: list.map(([comment, outcome, reason]) => ({ comment, outcome, reason })) },
      },
    ],
  });
  const edit = (source: string) => ({
    calls: [
      {
        name: 'edit_document',
        input: {
          document: 'requirements.md',
          edits: [{ old: 'more than 10,000 todos', new: 'more than 50,000 todos', concerns: ['1.2'], source }],
        },
      },
    ],
  });

  test('each comment is answered by the change or by a reason, and claims without an edit go back', async () => {
    const { host, ids } = await commented();
    const [limit = '', page = ''] = ids;
    const { workspace, client } = harness(
      [
        edit(limit),
        answers([[page, 'changed', 'Done.']]),
        answers([
          [limit, 'changed', '1.2 has 50,000.'],
          [page, 'reason', ' '],
        ]),
        answers([
          [limit, 'changed', '1.2 has 50,000.'],
          [page, 'reason', 'There is one page only.'],
        ]),
        { text: 'Both are answered.' },
      ],
      { host },
    );
    const handle = await opened(workspace);
    expect(await handle.sendComments('requirements.md')).toEqual({ kind: 'done' });
    const sent = JSON.stringify(client.requests);
    expect(sent).toContain('Is 10,000 enough?');
    expect(sent).toContain(`${page}: no edit names it as its source.`);
    expect(sent).toContain(`These comments have no answer: ${limit}.`);
    expect(sent).toContain(`${page}: say what changed, or why nothing did.`);
    expect(host.text(requirements)).toContain('50,000');
    expect(handle.snapshot().comments.map(({ answer }) => [answer?.outcome, answer?.reason])).toEqual([
      ['changed', '1.2 has 50,000.'],
      ['reason', 'There is one page only.'],
    ]);
    expect(await handle.sendComments('requirements.md')).toMatchObject({ kind: 'refused' });
  });

  test('a model that answers nothing is asked once, and the comments stay open', async () => {
    const { host, ids } = await commented();
    const { workspace, client } = harness(
      [editTurn('requirements.md', [['10,000', '20,000']]), { text: 'Done.' }, { text: 'No.' }],
      {
        host,
      },
    );
    const handle = await opened(workspace);
    expect(await handle.sendComments('requirements.md')).toEqual({ kind: 'done' });
    expect(JSON.stringify(client.requests)).toContain(`no answer yet: ${ids.join(', ')}`);
    expect(handle.snapshot().comments.map(({ answer }) => answer)).toEqual([undefined, undefined]);
    expect(await handle.withdrawComment(ids[0] ?? '', 'Settled.')).toEqual({ kind: 'done' });
    expect(handle.snapshot().comments[0]?.answer).toMatchObject({ outcome: 'withdrawn', reason: 'Settled.' });
  });
});
