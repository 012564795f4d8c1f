/** What a document is in line with: recorded when it is written, updated or approved, and never more than was seen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTexts, parseDocument } from '../../../src/core/flows/documents';
import { itemsOf, notFollowed, withFollowed } from '../../../src/core/flows/followed';
import type { SpecHandle } from '../../../src/core/flows/service';
import type { DocumentName } from '../../../src/core/specs/model';
import {
  approved,
  designText,
  editTurn,
  type Harness,
  requirementsText,
  type Script,
  settledChanges,
  spec,
  stateOf,
  tasksText,
  withAll,
} from '../../support/flowHarness';

const limit = requirementsText.replace('10,000', '50,000');
const both = limit.replace('answer 401', 'answer 403');
const designFollows = [
  editTurn('design.md', [['| too many | route | 413 |', '| more than 50,000 | route | 413 |']]),
  { text: 'The error table follows 1.2.' },
] as const;
const nothing = { text: 'Nothing to follow.' };

type Made = Harness & { readonly handle: SpecHandle };

/** All approved a minute ago; then files change as given, and the requirements are approved again. */
async function afterEdits(files: Partial<Record<DocumentName, string>>, ...script: Script): Promise<Made> {
  const made = await withAll(...script);
  await made.host.advance(60_000);
  await edit(made, files);
  await approved(made.handle, 'requirements.md');
  await made.host.advance(60_000);
  return made;
}

async function edit({ host, workspace }: Made, files: Partial<Record<DocumentName, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) host.put(`${spec}/${name}`, text);
  await settledChanges(workspace);
}

/** "design.md: requirements.md 1.2" for each change that is not followed. */
function behind(handle: SpecHandle): readonly string[] {
  return handle
    .snapshot()
    .documents.flatMap((document) =>
      document.behind.flatMap(({ source, changes }) => changes.map(({ id }) => `${document.name}: ${source} ${id}`)),
    );
}

describe('numbers that shift by hand', () => {
  const first = /^1\. WHEN.*\n/mu.exec(requirementsText)?.[0] ?? '';
  const [second, third] = ['2.', '3.'].map(
    (number) => new RegExp(`^${number} .*\\n`, 'mu').exec(requirementsText)?.[0] ?? '',
  );
  const shifted = (second ?? '').replace('2.', '3.') + (third ?? '').replace('3.', '4.');
  const inserted = requirementsText.replace(
    `${second}${third}`,
    `2. THE Todo_App SHALL write the Export in UTF-8.\n${shifted}`,
  );
  const asked = ({ client }: Harness): string => {
    const request = client.requests.find((each) => JSON.stringify(each.messages.at(-1)).includes('# Phase: update'));
    return JSON.stringify(request?.messages.at(-1));
  };

  test('are followed in later documents before the model is asked, which sees only what else changed', async () => {
    const made = await afterEdits({ 'requirements.md': inserted }, nothing, nothing);
    await made.handle.updateDownstream('requirements.md');
    expect(made.host.text(`${spec}/design.md`)).toBe(designText.replaceAll('1.3', '1.4').replaceAll('1.2', '1.3'));
    const references = /_Requirements: .*/gu;
    expect(made.host.text(`${spec}/tasks.md`)?.match(references)).toEqual([
      '_Requirements: 1.1_',
      '_Requirements: 1.3, 1.4_',
      '_Requirements: 1.1, 1.3, 1.4_',
    ]);
    expect(stateOf(made.handle, 'design.md').versions.map(({ cause }) => cause)).toContain(
      'References follow the numbers of requirements.md',
    );
    expect(asked(made)).toContain('added 1.2');
    expect(asked(made)).not.toContain('renumbered 1.');
    expect(behind(made.handle)).toEqual([]);
  });

  test('are left to the model where a number could mean two things', async () => {
    const removed = requirementsText.replace(`${second}${third}`, (third ?? '').replace('3.', '2.'));
    const made = await afterEdits({ 'requirements.md': removed }, nothing, nothing);
    await made.handle.updateDownstream('requirements.md');
    expect(made.host.text(`${spec}/design.md`)).toBe(designText);
    expect(asked(made)).toContain('renumbered 1.3 to 1.2');
  });

  test('are left to the model where the later document was edited too', async () => {
    const known = designText.replaceAll('1.3', '1.4').replaceAll('1.2', '1.3');
    const made = await afterEdits({ 'requirements.md': inserted, 'design.md': known }, nothing, nothing);
    await made.handle.updateDownstream('requirements.md');
    expect(made.host.text(`${spec}/design.md`)).toBe(known);
    expect(asked(made)).toContain('renumbered 1.2 to 1.3');
  });

  test('the criteria of the harness are what these cases count on', () => {
    expect([first, second, third].every((line) => line !== '' && line !== undefined)).toBe(true);
  });
});

describe('after an update', () => {
  test('everything is in line, though it is still to be approved', async () => {
    const made = await afterEdits({ 'requirements.md': limit }, ...designFollows, nothing);
    expect(behind(made.handle)).toEqual(['design.md: requirements.md 1.2', 'tasks.md: requirements.md 1.2']);
    await made.handle.updateDownstream('requirements.md');
    expect(behind(made.handle)).toEqual([]);
    expect(stateOf(made.handle, 'design.md').state).toBe('changed');
    expect(stateOf(made.handle, 'tasks.md')).toMatchObject({ state: 'behind', changes: [] });
    expect(await made.handle.updateDownstream('requirements.md')).toEqual({ kind: 'done' });
    made.client.assertDone();
    await approved(made.handle, 'design.md');
    expect(behind(made.handle)).toEqual([]);
  });

  test('of some changes the others are still offered, each until it is followed', async () => {
    const made = await afterEdits({ 'requirements.md': both }, nothing, nothing, ...designFollows, nothing);
    await made.handle.updateDownstream('requirements.md', ['1.3']);
    expect(behind(made.handle)).toEqual(['design.md: requirements.md 1.2', 'tasks.md: requirements.md 1.2']);
    expect(stateOf(made.handle, 'design.md').behind[0]?.changes).toMatchObject([{ kind: 'reworded', id: '1.2' }]);
    await made.handle.updateDownstream('requirements.md');
    expect(behind(made.handle)).toEqual([]);
    made.client.assertDone();
  });

  test.each<[string, string, readonly string[]]>([
    ['another edit of what was followed', both.replace('answer 403', 'answer 404'), ['1.2', '1.3']],
    ['the first words of what was followed', both.replace('answer 403', 'answer 401'), ['1.2', '1.3']],
    ['the first words of what was not followed', both.replace('50,000', '10,000'), []],
    ['the end of what was followed', both.replace(/^3\. IF the session.*\n/mu, ''), ['1.2', '1.3']],
    ['something new', `${both}4. THE Todo_App SHALL log each export.\n`, ['1.2', '1.4']],
  ])('%s is told exactly', async (_name, text, ids) => {
    const made = await afterEdits({ 'requirements.md': both }, nothing, nothing);
    await made.handle.updateDownstream('requirements.md', ['1.3']);
    await edit(made, { 'requirements.md': text });
    const told = behind(made.handle).filter((each) => each.startsWith('design.md'));
    expect(told).toEqual(ids.map((id) => `design.md: requirements.md ${id}`));
  });

  test('a hand edit of the document between is not taken for seen', async () => {
    const byHand = designText.replace('A route beside the list.', 'A worker, not a route.');
    const made = await afterEdits({ 'requirements.md': limit, 'design.md': byHand }, nothing, nothing);
    expect(behind(made.handle)).toContain('tasks.md: design.md Overview');
    await made.handle.updateDownstream('requirements.md');
    expect(behind(made.handle)).toEqual(['tasks.md: design.md Overview']);
  });

  test('numbers that were rewritten by themselves are followed', async () => {
    const made = await withAll(
      editTurn('requirements.md', [
        [/^2\. IF the filter.*\n/mu.exec(requirementsText)?.[0] ?? '', ''],
        ['3. IF the session', '2. IF the session'],
      ]),
      { text: '1.2 is gone, 1.3 is 1.2 now.' },
    );
    await made.host.advance(60_000);
    await made.handle.refine('requirements.md', 'no limit');
    expect(stateOf(made.handle, 'design.md').behind).toMatchObject([
      { source: 'requirements.md', changes: [{ kind: 'removed', id: '1.2' }] },
    ]);
  });
});

describe('by hand', () => {
  test('an edit that is undone leaves everything in line', async () => {
    const made = await withAll();
    await edit(made, { 'requirements.md': limit });
    expect(behind(made.handle)).toHaveLength(2);
    await edit(made, { 'requirements.md': requirementsText });
    expect(behind(made.handle)).toEqual([]);
  });

  test('who brings a document in line says so by approving it', async () => {
    const made = await afterEdits({ 'requirements.md': limit });
    await edit(made, { 'design.md': designText.replace('too many', 'more than 50,000') });
    expect(behind(made.handle)).toContain('design.md: requirements.md 1.2');
    await approved(made.handle, 'design.md');
    expect(behind(made.handle).filter((each) => each.startsWith('design.md'))).toEqual([]);
    expect(behind(made.handle)).toContain('tasks.md: requirements.md 1.2');
  });

  test('an edit after the update leaves the document in line', async () => {
    const made = await afterEdits({ 'requirements.md': limit }, ...designFollows, nothing);
    await made.handle.updateDownstream('requirements.md');
    await edit(made, { 'tasks.md': tasksText.replace('None.', 'By hand.') });
    expect(behind(made.handle)).toEqual([]);
  });
});

test('a document of another branch is in line with what it was in line with there', async () => {
  const made = await afterEdits({ 'requirements.md': limit }, ...designFollows, nothing, nothing);
  await made.handle.updateDownstream('requirements.md');
  const followed = made.host.text(`${spec}/design.md`) ?? '';
  await edit(made, { 'requirements.md': requirementsText, 'design.md': designText });
  expect(behind(made.handle).filter((each) => each.startsWith('design.md'))).toEqual([]);
  await edit(made, { 'requirements.md': limit });
  expect(behind(made.handle)).toContain('design.md: requirements.md 1.2');
  // A question keeps the text as a version; what it is in line with stays the old.
  await made.handle.refine('design.md', 'Why a route?');
  expect(behind(made.handle)).toContain('design.md: requirements.md 1.2');
  await edit(made, { 'design.md': followed });
  expect(behind(made.handle).filter((each) => each.startsWith('design.md'))).toEqual([]);
});

test('a restored version is in line with what it was in line with then', async () => {
  const made = await afterEdits({ 'requirements.md': limit }, ...designFollows, nothing);
  await made.handle.updateDownstream('requirements.md');
  await made.host.advance(60_000);
  const [first] = stateOf(made.handle, 'design.md').versions;
  await made.handle.restore('design.md', first?.id ?? '');
  expect(behind(made.handle)).toContain('design.md: requirements.md 1.2');
});

const criteria = fc.array(fc.constantFrom('one', 'two', 'three', 'four', 'five', 'six'), { maxLength: 6 });

/** Requirements with these criteria, some of which may say the same. */
function requirementsOf(each: readonly string[], intro: string): string {
  const list = each.map((word, at) => `${at + 1}. THE Todo_App SHALL do ${word} things in the ${word} way.`);
  return `# Requirements Document\n\n## Introduction\n\n${intro}\n\n### Requirement 1: All\n\n#### Acceptance Criteria\n\n${list.join('\n')}\n`;
}

test('whatever was followed, exactly the rest is told', () => {
  fc.assert(
    fc.property(criteria, criteria, fc.boolean(), fc.infiniteStream(fc.boolean()), (was, is, other, picks) => {
      const base = requirementsOf(was, 'Before.');
      const now = requirementsOf(is, other ? 'After.' : 'Before.');
      const current = parseDocument('requirements.md', now);
      const items = itemsOf(parseDocument('requirements.md', base));
      const since = compareTexts('requirements.md', base, now);
      const chosen = since.filter(() => picks.next().value);
      const rest = since.filter((each) => !chosen.includes(each));
      const left = notFollowed(withFollowed(items, chosen), since, current);
      const words = (changes: typeof since) =>
        changes.map(({ id, after, before }) => `${id} ${after ?? before}`).sort();
      expect(words(left)).toEqual(words(rest));
    }),
    { numRuns: 500 },
  );
});
