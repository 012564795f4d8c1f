import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../../src/core/messages';
import type { EvidenceFacts } from '../../../../src/core/runs/deps';
import { createEvidenceBook, criteriaOf } from '../../../../src/core/runs/evidence/book';
import { flattenTasks, readSpec } from '../../../../src/core/specs/index';
import { createMemoryHost, type MemoryHost } from '../../../support/memoryHost';

const root = '/w';
const spec = `${root}/.kiro/specs/cart`;
const requirements = `# Requirements Document

## Requirements

### Requirement 1: Totals

#### Acceptance Criteria

1. WHEN a line is added THE Cart SHALL show its total
2. WHEN a line is removed THE Cart SHALL show its total

### Requirement 2: Tax

#### Acceptance Criteria

1. THE Cart SHALL add tax
`;
const tasks = `# Implementation Plan

## Tasks

- [ ] 1. Totals
  - [ ] 1.1 Add totals
    - _Requirements: 1.1, 2_
`;

async function rig(files: Readonly<Record<string, string>> = {}) {
  const host = createMemoryHost({
    files: {
      [`${spec}/requirements.md`]: requirements,
      [`${spec}/tasks.md`]: tasks,
      [`${root}/src/total.ts`]: 'export const total = 1;\n',
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])),
    },
  });
  const book = createEvidenceBook({ files: host.files, search: host.search, clock: host.clock, roots: [root] });
  const parsed = await readSpec(host.files, spec);
  const document = parsed.documents.find(({ name }) => name === 'tasks.md');
  const [, task] = document?.name === 'tasks.md' ? [...flattenTasks(document.tasks)] : [];
  if (task === undefined) throw new Error('There is no task.');
  const facts: EvidenceFacts = {
    spec: parsed,
    task,
    session: 'task-1',
    model: 'anthropic/claude',
    files: [
      { path: 'src/total.ts', root, kind: 'changed', added: 1, removed: 1, hunks: [], state: 'accepted' },
      { path: 'src/old.ts', root, kind: 'deleted', added: 0, removed: 9, hunks: [], state: 'accepted' },
    ],
    expected: 'green',
    verification: {
      attempt: 2,
      state: 'passed',
      checks: [{ line: 'npm test', cwd: root, state: 'passed', code: 0, ms: 900, output: '', failing: [] }],
      sentence: 'Passed: npm test.',
      warnings: ['test/a.test.ts: 1 test is deleted.'],
    },
    reviewed: false,
    summary: 'Totals are shown.',
    corrections: 1,
    turns: 7,
    usage: { ...noUsage, input: 100, cacheRead: 900 },
    dollars: 0.314,
    ms: 61_000,
    sandbox: { kind: 'none', sentence: 'Each command asks.', doors: [] },
  };
  return { host, book, facts, task };
}

describe('a record', () => {
  it('is one file with the name of the task, and holds what was proven how', async () => {
    const { host, book, facts, task } = await rig();
    const path = await book.write(facts);
    expect(path).toBe(`.tracewright/evidence/${task.identity}.json`);
    expect(JSON.parse(host.text(`${spec}/${path}`) ?? '')).toMatchObject({
      version: 1,
      spec: 'cart',
      task: { id: '1.1', title: 'Add totals' },
      outcome: 'verified',
      requirements: ['1.1', '2.1'],
      files: [
        { path: 'src/total.ts', sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) },
        { path: 'src/old.ts', kind: 'deleted', sha256: null },
      ],
      commands: [{ line: 'npm test', state: 'passed', code: 0 }],
      corrections: 1,
      dollars: 0.314,
    });
    expect(host.writes.at(-1)?.grant.kind).toBe('evidence');
  });
  it('is never rewritten: a further one has a name of its own, and is the one that is shown', async () => {
    const { host, book, facts } = await rig();
    const first = await book.write(facts);
    const kept = host.text(`${spec}/${first}`);
    await host.advance(1000);
    const second = await book.write({ ...facts, summary: 'Totals again.', reviewed: true });
    expect(second).toMatch(/^\.tracewright\/evidence\/1\.1-[0-9a-f]{12}\.json$/u);
    expect(host.text(`${spec}/${first}`)).toBe(kept);
    expect((await book.list(spec)).map(({ summary }) => summary)).toEqual(['Totals are shown.', 'Totals again.']);
    expect(await book.markdown(spec, facts.task.identity)).toContain('Totals again.');
  });
  describe('of an earlier task says what became of its files since', () => {
    const earlier = async (change: (host: MemoryHost) => void) => {
      const { host, book, facts } = await rig();
      await book.write(facts);
      change(host);
      const [found] = await book.earlier(spec, 'another', 12);
      return found?.since;
    };
    const file = `${root}/src/total.ts`;
    it.each([
      ['nothing', () => undefined, {}],
      ['a change', (host: MemoryHost) => host.put(file, 'else'), { 'src/total.ts': 'changed since' }],
      ['a change that was taken back', (host: MemoryHost) => host.put(file, 'export const total = 1;\n'), {}],
      ['a removal', (host: MemoryHost) => host.drop(file), { 'src/total.ts': 'gone since' }],
      ['a return', (host: MemoryHost) => host.put(`${root}/src/old.ts`, ''), { 'src/old.ts': 'there again' }],
    ])('%s', async (_name, change, expected) => expect(await earlier(change)).toEqual(expected));
    it('names the later task that did it, and no other', async () => {
      const { host, book, facts } = await rig();
      await book.write(facts);
      await host.advance(1000);
      host.put(file, 'by 1\n');
      const document = facts.spec.documents.find(({ name }) => name === 'tasks.md');
      const [later] = document?.name === 'tasks.md' ? document.tasks : [];
      if (later === undefined) throw new Error('There is no other task.');
      await book.write({ ...facts, task: later, files: facts.files.slice(0, 1) });
      const since = async () => (await book.earlier(spec, 'another', 12)).map((each) => each.since);
      expect(await since()).toEqual([{ 'src/total.ts': 'changed by 1 since' }, {}]);
      host.put(file, 'by hand\n');
      expect(await since()).toEqual([{ 'src/total.ts': 'changed since' }, { 'src/total.ts': 'changed since' }]);
      expect((await book.earlier(spec, later.identity, 12)).map(({ id }) => id)).toEqual(['1.1']);
      expect(await book.earlier(spec, 'another', 1)).toMatchObject([{ id: '1' }]);
    });
    it('has the last record of a task that was built twice', async () => {
      const { host, book, facts } = await rig();
      await book.write(facts);
      await host.advance(1000);
      await book.write({ ...facts, summary: 'Totals again.', session: 'task-2' });
      expect((await book.earlier(spec, 'another', 12)).map(({ summary }) => summary)).toEqual(['Totals again.']);
    });
  });
  it('is readable', async () => {
    const { book, facts, task } = await rig({ 'test/total.test.ts': '// @spec cart#1.1\n' });
    await book.write(facts);
    const text = await book.markdown(spec, task.identity);
    expect(text).toMatch(
      /^# Evidence: 1\.1 Add totals\n\nVerified on 2026-01-05 09:00 UTC, spec cart\. Passed: npm test\.\n/u,
    );
    for (const part of [
      '- 1.1: `test/total.test.ts:1`',
      '- 2.1: no test names it',
      '`src/old.ts` deleted',
      '`npm test` passed, exit 0',
      '1 test is deleted.',
      '7 turns, 1 correction, 1000 tokens (900 from the cache), $0.31, 61 s.',
      'Each command asks.',
    ])
      expect(text).toContain(part);
  });
  it('tells what earlier tries of the task cost apart', async () => {
    const { host, book, facts, task } = await rig();
    const earlier = { turns: 1, usage: { ...noUsage, input: 50 }, dollars: 0.1, ms: 4_000 };
    const path = await book.write({ ...facts, earlier });
    expect(JSON.parse(host.text(`${spec}/${path}`) ?? '')).toMatchObject({ dollars: 0.314, earlier });
    expect(await book.markdown(spec, task.identity)).toContain(
      '$0.31, 61 s. Earlier tries of the task took 1 turn, 50 tokens (0 from the cache), $0.10, 4 s.\n',
    );
  });
  it.each(['', '{', '[]', '{"version":2}', 'null'])('%j is passed over', async (text) => {
    const { host, book, facts } = await rig({ '.kiro/specs/cart/.tracewright/evidence/1.1-000000000000.json': text });
    expect(await book.list(spec)).toEqual([]);
    await book.write(facts);
    expect(await book.list(spec)).toHaveLength(1);
    expect(host.text(`${spec}/.tracewright/evidence/1.1-000000000000.json`)).toBe(text);
  });
});

describe('tests that name a criterion', () => {
  const cases: readonly (readonly [string, string, string, Readonly<Record<string, readonly string[]>>])[] = [
    ['a comment', 'test/a.test.ts', '\n// @spec cart#1.1 and more\n', { '1.1': ['test/a.test.ts:2'] }],
    [
      'a title',
      'src/a.py',
      "def test(): 'adds @spec cart#1.1 @spec cart#2.1'",
      { '1.1': ['src/a.py:1'], '2.1': ['src/a.py:1'] },
    ],
    ['another spec', 'test/a.test.ts', '// @spec cart-two#1.1', {}],
    ['a longer number', 'test/a.test.ts', '// @spec cart#1.12', {}],
    [
      'Kiro’s comment',
      'test/a.test.ts',
      '// **Validates: Requirements 1.1, 2.1**',
      { '1.1': ['test/a.test.ts:1'], '2.1': ['test/a.test.ts:1'] },
    ],
    ['Kiro’s comment in no test', 'src/a.ts', '// Validates: Requirements 1.1', {}],
    ['the spec itself', '.kiro/specs/cart/design.md', '@spec cart#1.1', {}],
  ];
  it.each(cases)('%s', async (_name, path, text, expected) => {
    const { book } = await rig({ [path]: text });
    expect(await book.tests(spec, ['1.1', '2.1'])).toEqual({ '1.1': [], '2.1': [], ...expected });
  });
});

it('criteria of a task are those it names, whole requirements included, and those of its children', async () => {
  const { facts, task } = await rig();
  const tasksOf = facts.spec.documents.find(({ name }) => name === 'tasks.md');
  const parent = tasksOf?.name === 'tasks.md' ? tasksOf.tasks[0] : undefined;
  expect(criteriaOf(facts.spec, task)).toEqual(['1.1', '2.1']);
  expect(parent && criteriaOf(facts.spec, parent)).toEqual(['1.1', '2.1']);
});
