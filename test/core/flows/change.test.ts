/** What happens to documents after they are there: refine, edit by hand, follow, restore. */
import { describe, expect, test } from 'vitest';
import type { SpecHandle } from '../../../src/core/flows/service';
import { defaultSettings } from '../../../src/core/settings';
import {
  approved,
  askTurn,
  created,
  designText,
  documentTurn,
  editTurn,
  harness,
  lastAsked,
  opened,
  repository,
  requirementsText,
  settledChanges,
  spec,
  stateOf,
  tasksText,
  withAll,
  withRequirements,
} from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';
import type { ScriptedTurn } from '../../support/scriptedClient';

const requirements = `${spec}/requirements.md`;
const design = `${spec}/design.md`;
const tasks = `${spec}/tasks.md`;

function causes(handle: SpecHandle, name: Parameters<SpecHandle['approve']>[0] = 'requirements.md'): readonly string[] {
  return stateOf(handle, name).versions.map((version) => version.cause);
}

describe('refine', () => {
  test('changes what the edits say and nothing else', async () => {
    const { handle, host } = await withRequirements(editTurn('requirements.md', [['10,000', '20,000']]), {
      text: '1.2 has the new limit.',
    });
    expect(await handle.refine('requirements.md', 'limit 20,000')).toEqual({ kind: 'done' });
    expect(host.text(requirements)).toBe(requirementsText.replace('10,000', '20,000'));
    expect(causes(handle)).toEqual(['First draft', 'Refined: limit 20,000']);
    expect(handle.snapshot().reply).toBe('1.2 has the new limit.');
    const [first, second] = stateOf(handle, 'requirements.md').versions;
    expect(await handle.changesBetween('requirements.md', first?.id ?? '', second?.id ?? '')).toMatchObject([
      { kind: 'reworded', id: '1.2' },
    ]);
  });

  test('answers a question and changes nothing', async () => {
    const { handle, host } = await withRequirements({ text: '413 is what src/server.ts:18 answers elsewhere.' });
    expect(await handle.refine('requirements.md', 'Is 413 right?')).toEqual({ kind: 'done' });
    expect(host.text(requirements)).toBe(requirementsText);
    expect(causes(handle)).toEqual(['First draft']);
    expect(handle.snapshot().reply).toBe('413 is what src/server.ts:18 answers elsewhere.');
  });

  test('says what is wrong with an edit, and takes the whole document after two failures', async () => {
    const results: string[] = [];
    const note = (request: Parameters<NonNullable<ScriptedTurn['check']>>[0]) => {
      const block = request.messages.at(-1)?.content[0];
      if (block?.type === 'tool_result')
        results.push(block.content.map((each) => (each.type === 'text' ? each.text : '')).join(''));
    };
    const anew = requirementsText.replace('10,000', '30,000');
    const { handle, host } = await withRequirements(
      editTurn('requirements.md', [['not there', 'x']]),
      { ...editTurn('requirements.md', [['SHALL', 'MUST']]), check: note },
      { ...documentTurn(anew, 'Written anew.'), check: note },
    );
    expect(await handle.refine('requirements.md', 'limit 30,000')).toEqual({ kind: 'done' });
    expect(host.text(requirements)).toBe(anew);
    expect(results[0]).toContain('`old` was not found');
    expect(results[1]).toContain('occurs more than once');
    expect(results[1]).toContain('The edits failed twice. Write the whole of requirements.md anew');
  });

  test('sends a whole document back where no edit has failed', async () => {
    const { handle, host } = await withRequirements(
      documentTurn(requirementsText.replace('10,000', '30,000')),
      editTurn('requirements.md', [['10,000', '20,000']]),
      { text: 'Done.' },
    );
    expect(await handle.refine('requirements.md', 'limit 20,000')).toEqual({ kind: 'done' });
    expect(host.text(requirements)).toContain('20,000');
  });

  test('takes references along when numbers shift', async () => {
    const { handle, host } = await withAll(
      editTurn('requirements.md', [
        [/^2\. IF the filter.*\n/mu.exec(requirementsText)?.[0] ?? '', ''],
        ['3. IF the session', '2. IF the session'],
      ]),
      { text: '1.2 is gone, 1.3 is 1.2 now.' },
    );
    await handle.refine('requirements.md', 'no limit');
    expect(host.text(tasks)).toContain('_Requirements: 1.2, 1.2_');
    expect(host.text(design)).toContain('### Route (1.1, 1.2, 1.2)');
    expect(causes(handle, 'tasks.md').at(-1)).toBe('References follow the numbers of requirements.md');
    expect(handle.snapshot().documents.map((each) => each.state)).toEqual(['changed', 'changed', 'changed']);
  });

  test('never ticks a box', async () => {
    const { handle, host } = await withAll(
      editTurn('tasks.md', [
        ['- [ ] 1.1 Write rows', '- [x] 1.1 Write all rows'],
        ['None.', 'Nothing.'],
      ]),
      { text: 'Done.' },
    );
    await handle.refine('tasks.md', 'tick the first');
    expect(host.text(tasks)).toContain('- [ ] 1.1 Write all rows');
    expect(host.text(tasks)).toContain('Nothing.');
  });

  test('keeps ticks that the runner made', async () => {
    const made = await withAll(editTurn('tasks.md', [['Write rows as CSV', 'Write rows as UTF-8']]), { text: 'Done.' });
    made.host.put(tasks, tasksText.replace('- [ ] 1.1', '- [x] 1.1'));
    await made.handle.refine('tasks.md', 'UTF-8');
    expect(made.host.text(tasks)).toContain('- [x] 1.1 Write rows as UTF-8');
  });

  test('keeps CRLF, a BOM and blank lines', async () => {
    const crlf = `\ufeff${requirementsText.replaceAll('\n', '\r\n')}\r\n\r\n`;
    const made = await withRequirements(
      editTurn('requirements.md', [
        ['has no way out of the product.\n\n## Glossary', 'has no way out.\n\nYet.\n\n## Glossary'],
      ]),
      { text: 'Done.' },
    );
    made.host.put(requirements, crlf);
    await made.handle.refine('requirements.md', 'yet');
    expect(made.host.text(requirements)).toBe(
      crlf.replace('has no way out of the product.\r\n', 'has no way out.\r\n\r\nYet.\r\n'),
    );
  });
});

describe('mend', () => {
  const odd = requirementsText.replace('### Requirement 1:', '### Requirement 1 -');
  const problem = async () => {
    const made = await withRequirements();
    made.host.put(requirements, odd);
    await made.handle.reread();
    const found = stateOf(made.handle, 'requirements.md').diagnostics.find(({ fix }) => fix !== undefined);
    if (found === undefined) throw new Error('Nothing to mend was found.');
    const { code, place } = found;
    return {
      ...made,
      mend: () => made.handle.mend('requirements.md', { code, line: place.line, column: place.column }),
    };
  };
  const changed =
    'requirements.md has changed since this problem was found. Nothing was changed; look at the problem again.';

  test('puts the mend into the file, as an edit of the user', async () => {
    const { mend, handle, host } = await problem();
    expect(await mend()).toEqual({ kind: 'done' });
    expect(host.text(requirements)).toBe(requirementsText);
    expect(stateOf(handle, 'requirements.md').diagnostics.some(({ fix }) => fix !== undefined)).toBe(false);
    expect(await mend()).toMatchObject({ kind: 'refused', code: 'conflict', message: changed });
  });

  test.each(['a file that changed', 'unsaved changes'])('leaves %s alone', async (what) => {
    const { mend, handle, host } = await problem();
    const mine = `${odd.replace('### Requirement 1 -', '### Requirement 1:')}\nMine.\n`;
    if (what === 'unsaved changes') host.edit(requirements, mine);
    else host.put(requirements, mine);
    await handle.reread();
    expect(await mend()).toMatchObject({ kind: 'refused', code: 'conflict', message: changed });
    expect(host.text(requirements)).toBe(what === 'unsaved changes' ? odd : mine);
  });
});

describe('conflict', () => {
  test.each(['file', 'version'] as const)('keeps both until the user chooses the %s', async (keep) => {
    const mine = `${requirementsText}\nA line of mine.\n`;
    const made = await withRequirements(editTurn('requirements.md', [['10,000', '20,000']]), { text: 'Done.' });
    const { handle, host } = made;
    handle.subscribe({ event: (event) => void (event.type === 'tool_done' && host.put(requirements, mine)) });
    expect(await handle.refine('requirements.md', 'limit 20,000')).toMatchObject({ kind: 'refused', code: 'conflict' });
    expect(host.text(requirements)).toBe(mine);
    const conflict = stateOf(handle, 'requirements.md').conflict;
    expect(conflict?.message).toBe(
      'Requirements was changed meanwhile, so version 2 was not written. Both are kept: keep the file, or take the version.',
    );
    expect(await handle.refine('requirements.md', 'again')).toMatchObject({ kind: 'refused', code: 'conflict' });
    expect(await handle.resolveConflict('requirements.md', keep)).toEqual({ kind: 'done' });
    expect(stateOf(handle, 'requirements.md').conflict).toBeUndefined();
    expect(host.text(requirements)).toBe(keep === 'file' ? mine : requirementsText.replace('10,000', '20,000'));
    expect(causes(handle)).toContain('Edited by hand');
  });

  test('never writes over unsaved edits', async () => {
    const made = await withRequirements(editTurn('requirements.md', [['10,000', '20,000']]), { text: 'Done.' });
    made.handle.subscribe({
      event: (event) => void (event.type === 'tool_done' && made.host.edit(requirements, 'not saved')),
    });
    expect(await made.handle.refine('requirements.md', 'limit')).toMatchObject({ kind: 'refused', code: 'conflict' });
    expect(made.host.text(requirements)).toBe(requirementsText);
    expect(stateOf(made.handle, 'requirements.md').conflict?.message).toContain('has changes that are not saved');
  });
});

describe('after an approval', () => {
  test('an edit names what changed and closes the gates behind it', async () => {
    const { handle, host, workspace } = await withAll();
    host.put(requirements, requirementsText.replace('10,000', '50,000'));
    await settledChanges(workspace);
    expect(stateOf(handle, 'requirements.md')).toMatchObject({
      state: 'changed',
      changes: [{ kind: 'reworded', id: '1.2' }],
    });
    expect(stateOf(handle, 'design.md')).toMatchObject({ state: 'behind', changes: [{ kind: 'reworded', id: '1.2' }] });
    expect(stateOf(handle, 'tasks.md').state).toBe('behind');
    expect(await handle.generate('tasks.md')).toMatchObject({ kind: 'refused', code: 'gate' });
    host.put(requirements, requirementsText);
    await settledChanges(workspace);
    expect(handle.snapshot().documents.map((each) => each.state)).toEqual(['approved', 'approved', 'approved']);
  });

  test.each([
    ['a tick', (text: string) => text.replace('- [ ] 1.1', '- [x] 1.1')],
    ['line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a BOM', (text: string) => `\ufeff${text}`],
  ])('%s leaves it standing', async (_name, change) => {
    const { handle, host, workspace } = await withAll();
    host.put(tasks, change(tasksText));
    await settledChanges(workspace);
    expect(stateOf(handle, 'tasks.md').state).toBe('approved');
  });

  test('later documents follow exactly what changed', async () => {
    const made = await withAll(
      editTurn('design.md', [['| too many | route | 413 |', '| more than 50,000 | route | 413 |']]),
      { text: 'The error table follows 1.2.' },
      { text: 'Nothing in the tasks names the limit.' },
    );
    const { handle, host } = made;
    host.put(requirements, requirementsText.replace('10,000', '50,000'));
    await settledChanges(made.workspace);
    expect(await handle.updateDownstream('requirements.md')).toMatchObject({ kind: 'refused', code: 'gate' });
    await approved(handle, 'requirements.md');
    expect(await handle.updateDownstream('requirements.md')).toEqual({ kind: 'done' });
    expect(host.text(design)).toContain('more than 50,000');
    expect(lastAsked(made)).toContain('reworded 1.2 | before: IF the filter shows more than 10,000');
    expect(causes(handle, 'design.md').at(-1)).toBe('Updated after requirements.md changed');
    expect(stateOf(handle, 'design.md').state).toBe('changed');
    expect(causes(handle, 'tasks.md').at(-1)).toBe('Nothing to follow in requirements.md');
    await approved(handle, 'design.md');
    await approved(handle, 'tasks.md');
    expect(handle.snapshot().documents.map((each) => each.state)).toEqual(['approved', 'approved', 'approved']);
    expect(await handle.updateDownstream('requirements.md')).toEqual({ kind: 'done' });
    made.client.assertDone();
  });

  test('only the chosen changes are followed', async () => {
    const made = await withAll({ text: 'Nothing.' }, { text: 'Nothing.' });
    made.host.put(requirements, requirementsText.replace('10,000', '50,000').replace('answer 401', 'answer 403'));
    await settledChanges(made.workspace);
    await approved(made.handle, 'requirements.md');
    await made.handle.updateDownstream('requirements.md', ['1.3']);
    expect(lastAsked(made)).toContain('reworded 1.3');
    expect(lastAsked(made)).not.toContain('reworded 1.2');
  });
});

describe('versions', () => {
  test('a restored version is a new one, and what was edited by hand is kept', async () => {
    const { handle, host } = await withRequirements();
    host.put(requirements, `${requirementsText}\nMine.\n`);
    const [first] = stateOf(handle, 'requirements.md').versions;
    expect(await handle.restore('requirements.md', first?.id ?? '')).toEqual({ kind: 'done' });
    expect(host.text(requirements)).toBe(requirementsText);
    expect(causes(handle)).toEqual(['First draft', 'Edited by hand', 'Restored from 1']);
    const last = stateOf(handle, 'requirements.md').versions[1];
    expect(await handle.versionText(last?.id ?? '')).toBe(`${requirementsText}\nMine.\n`);
  });
});

describe('repair', () => {
  test('what the check finds goes back at most twice and is then shown', async () => {
    const broken = tasksText.replace('_Requirements: 1.1_', '_Requirements: 9.9_');
    const made = await withRequirements(
      documentTurn(designText),
      documentTurn(broken),
      editTurn('tasks.md', [['_Requirements: 9.9_', '_Requirements: 8.8_']]),
      { text: 'Mended.' },
      editTurn('tasks.md', [['_Requirements: 8.8_', '_Requirements: 7.7_']]),
      { text: 'Mended again.' },
    );
    const { handle } = made;
    await approved(handle, 'requirements.md');
    await handle.generate('design.md');
    await approved(handle, 'design.md');
    expect(await handle.generate('tasks.md')).toEqual({ kind: 'done' });
    expect(causes(handle, 'tasks.md')).toEqual(['First draft', 'Repaired, turn 1', 'Repaired, turn 2']);
    expect(stateOf(handle, 'tasks.md').diagnostics).toMatchObject([
      { code: 'tasks/unresolved-reference', severity: 'error' },
    ]);
    made.client.assertDone();
  });

  test('form is mended without a turn; a criterion that is named and is not there goes back', async () => {
    const wrong = requirementsText
      .replace('### Requirement 1:', '## Requirement 1:')
      .replace('## Glossary', '**Assumptions:**\n- One export (1.1), and no more (1.9).\n\n## Glossary');
    const { workspace, host, client } = harness([
      askTurn(),
      documentTurn(wrong),
      editTurn('requirements.md', [['(1.9)', '(1.2)']]),
      { text: 'Mended.' },
    ]);
    const handle = await created(workspace);
    await handle.answer([]);
    expect(causes(handle)).toEqual(['First draft', 'Repaired, turn 1']);
    const written = host.text(requirements) ?? '';
    expect(written).toContain('### Requirement 1:');
    expect(written).toContain('no more (1.2)');
    expect(stateOf(handle, 'requirements.md').diagnostics).toEqual([]);
    client.assertDone();
  });

  test('findings weigh what the settings say, and what is switched off is not shown', async () => {
    const made = await withRequirements();
    made.host.put(requirements, requirementsText.replace('SHALL', 'SHALL log it and SHALL'));
    const shown = async (level: 'error' | 'hint' | 'off' | undefined) => {
      const settings = { ...defaultSettings, ...(level && { 'check.severities': { 'several-shalls': level } }) };
      const handle = await opened(harness([], { host: made.host, settings }).workspace);
      return stateOf(handle, 'requirements.md').diagnostics.flatMap(({ code, severity }) =>
        code === 'requirements/several-shalls' ? [severity] : [],
      );
    };
    expect(await shown(undefined)).toEqual(['warning']);
    expect(await shown('error')).toEqual(['error']);
    expect(await shown('hint')).toEqual(['hint']);
    expect(await shown('off')).toEqual([]);
  });

  test('a missing heading goes back, too', async () => {
    const made = await withRequirements();
    void made;
    const { handle, client, host } = await (async () => {
      const other = harness([
        askTurn(),
        documentTurn(requirementsText.replace('## Glossary\n\n- **Todo_App**: the server and its list page\n\n', '')),
        editTurn('requirements.md', [
          ['## Requirements', '## Glossary\n\n- **Todo_App**: the server\n\n## Requirements'],
        ]),
        { text: 'Added.' },
      ]);
      const its = await created(other.workspace);
      await its.answer([]);
      return { ...other, handle: its };
    })();
    expect(host.text(requirements)).toContain('## Glossary');
    expect(stateOf(handle, 'requirements.md').diagnostics).toEqual([]);
    client.assertDone();
  });
});

describe('tasks', () => {
  test('a tick is one character, and parents follow', async () => {
    const { handle, host } = await withAll();
    const document = handle.spec().documents.find((each) => each.name === 'tasks.md');
    const children = document?.name === 'tasks.md' ? (document.tasks[0]?.children ?? []) : [];
    for (const child of children) expect(await handle.setTask(child.identity, 'done')).toEqual({ kind: 'done' });
    expect(host.text(tasks)).toBe(
      tasksText.replace('- [ ] 1. ', '- [x] 1. ').replace('- [ ] 1.1', '- [x] 1.1').replace('- [ ] 1.2', '- [x] 1.2'),
    );
    expect(stateOf(handle, 'tasks.md').state).toBe('approved');
    expect(await handle.setTask('9.9-000000000000', 'done')).toMatchObject({ kind: 'refused', code: 'invalid' });
  });
});

test('a document that is cut off is asked for to its end', async () => {
  const at = requirementsText.indexOf('2. IF the filter');
  const { handle, host, client } = await (async () => {
    const made = harness([
      askTurn(),
      { text: `<document>\n${requirementsText.slice(0, at + 20)}`, reason: 'max_tokens' },
      { text: `<document>\n${requirementsText.slice(at)}</document>\n` },
    ]);
    const its = await created(made.workspace);
    expect(await its.answer([])).toEqual({ kind: 'done' });
    return { ...made, handle: its };
  })();
  expect(host.text(requirements)).toBe(requirementsText);
  expect(causes(handle)).toEqual(['First draft']);
  client.assertDone();
});

test('small things need no spec, and nothing is written', async () => {
  const { workspace, host, client } = harness([
    askTurn({ size: 'none', size_reason: 'This does not need a spec.', questions: [] }),
  ]);
  const handle = await created(workspace);
  expect(handle.snapshot()).toMatchObject({ activity: { kind: 'idle' }, reply: 'This does not need a spec.' });
  expect(host.text(requirements)).toBeUndefined();
  client.assertDone();
});

test('without questions the first document follows at once', async () => {
  const { workspace, host } = harness([askTurn({ questions: [] }), documentTurn(requirementsText)]);
  await created(workspace);
  expect(host.text(requirements)).toBe(requirementsText);
});

test.each([
  ['the name in git', { identity: { name: 'Ana', email: 'ana@example.com' }, userName: 'ana7' }, 'Ana'],
  ['the name on this machine', { userName: 'ana7' }, 'ana7'],
  ['nobody by name', {}, 'somebody on this machine'],
])('an approval carries %s', async (_name, memory, by) => {
  const { workspace } = harness([askTurn({ questions: [] }), documentTurn(requirementsText)], {
    host: createMemoryHost({ files: repository, ...memory }),
  });
  const handle = await created(workspace);
  await approved(handle, 'requirements.md');
  expect(stateOf(handle, 'requirements.md').approval).toMatchObject({ by, vouched: 'key' });
});

test.each([
  ['the agent where only the sentence did', {}, 'todo-csv-export', 'Todo csv export'],
  ['the user where they did', { name: 'Ticket 12' }, 'todo-csv-export', 'Ticket 12'],
  ['the sentence where the agent has no name', {}, ' - ', 'Export todos csv file'],
])('a spec is called after %s, in the folder that it was begun in', async (_by, named, name, title) => {
  const { workspace } = harness([askTurn({ name })]);
  const handle = await workspace.specs.create({
    root: '/code/todo',
    sentence: 'Export my todos as a CSV file',
    ...named,
  });
  if ('kind' in handle) throw new Error(handle.message);
  const { path } = handle;
  await handle.settled();
  expect(handle.snapshot()).toMatchObject({ title, path });
});

test('several specs are worked on at once', async () => {
  const { workspace } = harness([askTurn(), askTurn()]);
  const handles = await Promise.all(
    ['Export todos', 'Import todos'].map((words) => workspace.specs.create({ root: '/code/todo', sentence: words })),
  );
  for (const handle of handles) {
    if ('kind' in handle) throw new Error(handle.message);
    expect(await handle.settled()).toEqual({ kind: 'asking' });
  }
  expect((await workspace.specs.list()).map((each) => each.name)).toEqual(['export-todos', 'import-todos']);
});

test('the last prompt can be read', async () => {
  const { handle } = await withRequirements();
  const text = (await handle.lastPrompt()) ?? '';
  expect(text).toMatch(/^# Last prompt to scripted\/scripted-1\n\n## System\n\nYou are Tracewright\./u);
  expect(text).toContain('# Phase: requirements');
  expect(await (await opened((await withRequirements()).workspace)).lastPrompt()).toBeDefined();
});
