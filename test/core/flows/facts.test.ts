/** What the asking phase brings besides questions: facts, and what was read. */
import { describe, expect, test } from 'vitest';
import {
  approved,
  askTurn,
  created,
  designText,
  documentTurn,
  harness,
  lastAsked,
  opened,
  requirementsText,
  spec,
  withRequirements,
} from '../../support/flowHarness';
import type { ScriptedTurn } from '../../support/scriptedClient';

describe('facts', () => {
  const fact = { file: 'src/todos/list.ts', line: 1, today: 'Gives every todo.', callers: [] };
  const { line: _, ...whole } = fact;
  const sentBack = 'These facts name files that are not there.';

  test.each<[string, object, object | undefined, string]>([
    ['a line that is there', fact, fact, ''],
    ['the file as a whole', { ...fact, line: 0 }, whole, ''],
    ['a folder', { ...whole, file: 'src/todos/' }, { ...whole, file: 'src/todos/' }, ''],
    [
      'a name with the folder before it',
      { ...fact, file: 'todo/src/todos/list.ts' },
      { ...fact, file: 'todo/src/todos/list.ts' },
      '',
    ],
    ['a line past the end', { ...fact, line: 2 }, whole, ''],
    [
      'a file that is not there',
      { ...fact, file: 'src/no.ts' },
      undefined,
      'src/no.ts: there is nothing at this path.',
    ],
    [
      'a file outside',
      { ...fact, file: '../todo/README.md' },
      undefined,
      '../todo/README.md: there is nothing at this path.',
    ],
  ])('%s', async (_name, given, kept, wrong) => {
    const turn = askTurn({ facts: [given] });
    const made = harness(wrong === '' ? [turn] : [turn, turn]);
    const handle = await created(made.workspace);
    expect(handle.snapshot().facts).toEqual(kept === undefined ? [] : [kept]);
    const asked = JSON.stringify(made.client.requests.at(-1)?.messages.at(-1));
    expect(asked.includes(sentBack)).toBe(wrong !== '');
    expect(asked).toContain(wrong);
    made.client.assertDone();
  });

  test('stand in the conversation once, until they change', async () => {
    const made = await withRequirements(documentTurn(designText), { text: 'Because.' }, { text: 'So.' });
    const { handle, host } = made;
    const factsIn = () => /<facts>\n([\s\S]*?)\n<\/facts>/u.exec(lastAsked(made))?.[1];
    expect(factsIn()).toContain('src/todos/list.ts:1 | listTodos() gives every todo');
    await approved(handle, 'requirements.md');
    await handle.generate('design.md');
    expect(factsIn()).toBe('(above, unchanged)');
    const record = `${spec}/.tracewright/spec.json`;
    host.put(record, (host.text(record) ?? '').replace('gives every todo', 'gives some todos'));
    await handle.refine('design.md', 'Why?');
    expect(factsIn()).toContain('gives some todos');
    await handle.refine('design.md', 'Why so?');
    expect(factsIn()).toBe('(above, unchanged)');
  });
});

describe('what was read beside a question', () => {
  const readme = '/code/todo/README.md';
  const reads: ScriptedTurn = {
    calls: [{ name: 'read_file', input: { path: 'README.md' } }, ...(askTurn().calls ?? [])],
  };

  test.each([
    ['is sent as it was read', false, '# Todo'],
    ['is read again only after a crash', true, '# Changed since'],
  ])('%s', async (_name, crash, expected) => {
    const first = harness([reads, documentTurn(requirementsText)]);
    const asking = await created(first.workspace);
    first.host.put(readme, '# Changed since\n');
    const second = harness([documentTurn(requirementsText)], { host: first.host });
    const handle = crash ? await opened(second.workspace) : asking;
    expect(await handle.answer([])).toEqual({ kind: 'done' });
    const last = (crash ? second : first).client.requests.at(-1)?.messages.at(-1)?.content ?? [];
    const results = last.filter((block) => block.type === 'tool_result');
    expect(results).toHaveLength(2);
    expect(JSON.stringify(results[0])).toContain(expected);
    expect(JSON.stringify(results[1])).toContain('filtered');
  });
});
