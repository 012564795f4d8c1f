import { describe, expect, test } from 'vitest';
import type { PermissionRequest } from '../../../src/core/permissions/types';
import type { BudgetMeter, FileReview, HunkReview, RunStep } from '../../../src/core/runs/snapshot';
import { askReach, askSubject, askTitle, ruleSource } from '../../../src/webview/model/asking';
import { runAnnouncements } from '../../../src/webview/model/runNews';
import {
  attemptWords,
  counts,
  estimateWords,
  hunkTitle,
  lastEdits,
  looksInWords,
  meterLook,
  reviewWords,
  rowRunsOf,
  span,
} from '../../../src/webview/model/runs';
import type { RunView } from '../../../src/webview/protocol';
import { changes, current, failed, hunk, permission, runIn, runs, steps, taskRun } from '../gallery/runs';

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [252_000, '4 min 12 s'],
  [3_900_000, '1 h 5 min'],
])('%d ms is %s', (ms, words) => expect(span(ms)).toBe(words));

test.each([
  [['Read a.ts'], 'Read a.ts'],
  [['Read a.ts', 'Read b.ts', 'Searched for "x"', 'Searched for "y"'], 'Read 2 files, searched twice'],
  [['Listed src', 'Looked for *.ts'], 'Listed 1 folder, looked once'],
])('%j is told as %s', (labels, words) => expect(looksInWords(labels)).toBe(words));

test.each<readonly [BudgetMeter, string, string, number | undefined]>([
  [{ name: 'money', of: 'task', used: 0.31, limit: 0.6 }, 'Money', '$0.31 of $0.60', 52],
  [{ name: 'money', of: 'day', used: 5, limit: 4 }, 'Today', '$5.00 of $4.00', 100],
  [{ name: 'tokens', of: 'spec', used: 12_400, limit: 100_000 }, 'Spec, tokens', '12k of 100k', 12],
  [{ name: 'turns', of: 'task', used: 9 }, 'Turns', '9', undefined],
])('%j', (meter, label, text, share) => expect(meterLook(meter)).toEqual({ label, text, share }));

test.each([
  [{ name: 'money', used: 0.51, earlier: 0.2, limit: 0.6 }, '$0.20 by earlier tries'],
  [{ name: 'turns', used: 9, earlier: 4 }, '4 by earlier tries'],
  [{ name: 'minutes', used: 9, earlier: 0.4 }, undefined],
] as const)('what tries before used stands beside it: %j', (meter, earlier) =>
  expect(meterLook({ of: 'task', ...meter }).earlier).toBe(earlier),
);

test.each([
  [{ tasks: 7, dollars: 1.2, minutes: 3, basis: '' }, '7 left, about $1.20'],
  [{ tasks: 2, minutes: 8.4, basis: '' }, '2 left, about 8 min'],
  [{ tasks: 1, dollars: 0.002, minutes: 1, basis: '' }, '1 left, under $0.01'],
])('%j', (estimate, words) => expect(estimateWords(estimate)).toBe(words));

test.each([
  [0, 'passed', 3, 'Before the task'],
  [1, 'failed', 3, 'Correction 1 of 3'],
  [4, 'failed', 3, 'After 3 corrections'],
  [2, 'passed', 3, 'After 1 correction'],
  [1, 'passed', 3, ''],
] as const)('attempt %d, %s of %d: %s', (attempt, state, limit, words) =>
  expect(attemptWords(attempt, state, limit)).toBe(words),
);

describe('changes', () => {
  const file = (hunks: readonly HunkReview[], state: FileReview['state']): FileReview => ({
    path: 'src/a.ts',
    root: '/w',
    kind: 'changed',
    added: 1,
    removed: 0,
    state,
    hunks,
  });
  test('in words', () => {
    expect(reviewWords(file([hunk('1', 1, 'open', '+a'), hunk('2', 9, 'accepted', '+b')], 'mixed'))).toBe(
      '1 hunk open',
    );
    expect(reviewWords(file([], 'open'))).toBe('open');
    expect(reviewWords(file([], 'conflict'))).toBe('changed since');
    expect(hunkTitle(hunk('1', 14, 'open', ' a\n-b\n+c\n+d'))).toBe('@@ 14,3');
    expect(counts({ added: 3, removed: 0 })).toBe('+3');
  });

  const edited = (id: string, path: string, more: object = {}): RunStep => ({
    id,
    at: 0,
    kind: 'edited',
    label: '',
    path,
    added: 1,
    removed: 0,
    running: false,
    ...more,
  });
  test.each<readonly [string, readonly RunStep[], readonly (readonly [string, string])[]]>([
    ['the last of two edits', [edited('a', 'src/a.ts'), edited('b', 'src/a.ts')], [['b', 'src/a.ts']]],
    ['not one that failed', [edited('a', 'src/a.ts'), edited('b', 'src/a.ts', { failed: 'No.' })], [['a', 'src/a.ts']]],
    ['whatever the model wrote before it', [edited('a', './src/a.ts')], [['a', 'src/a.ts']]],
    ['an absolute path', [edited('a', '/w/src/a.ts')], [['a', 'src/a.ts']]],
    ['no other file of the same ending', [edited('a', 'x/src/b.ts')], []],
  ])('are shown below %s', (_, all, wanted) => {
    const found = lastEdits(all, [file([], 'open')]);
    expect([...found].map(([id, { path }]) => [id, path])).toEqual(wanted);
  });
  test('every file of the sample that was edited has a place', () =>
    expect([...lastEdits(steps, changes).values()].map(({ path }) => path).sort()).toEqual([
      'src/todos/routes.ts',
      'test/todos/routes.test.ts',
    ]));
});

test('a row says what came of its run', () => {
  const rows = rowRunsOf(viewOf(runs()));
  expect(rows.map(({ state, summary, current: shown }) => [state, summary, shown])).toEqual([
    ['done', '4 turns, $0.08', false],
    ['not_verifiable', '', false],
    ['running', '', true],
    ['queued', '', false],
    ['failed', '7 turns, $0.22, 2 corrections', false],
  ]);
});

describe('a permission in words', () => {
  const of = (action: PermissionRequest['action']): PermissionRequest => permission({ action });
  test.each<readonly [PermissionRequest, string, string, string]>([
    [permission(), 'Run this command?', 'npm install zod@4.1.12', 'In /workspace/server. Inside.'],
    [
      of({ kind: 'command', line: 'ls', cwd: '/w', shell: 'posix', sandboxed: false }),
      'Run this command outside the sandbox?',
      'ls',
      'In /w. Outside the sandbox: everything that you can reach.',
    ],
    [of({ kind: 'write', path: '/w/a.ts', how: 'delete' }), 'Delete a.ts?', '/w/a.ts', 'This one file.'],
    [
      of({ kind: 'network', host: 'example.com', port: 443 }),
      'Let commands reach example.com:443?',
      'example.com:443',
      'All commands of this session, unless rules of a helper say otherwise, to example.com:443 only.',
    ],
    [of({ kind: 'read', path: '/etc/hosts' }), 'Read hosts?', '/etc/hosts', 'Reading only.'],
    [
      of({ kind: 'delegate', role: 'test' }),
      'Start a test helper?',
      'test',
      'The same rules, a share of the same budget.',
    ],
  ])('%#', (request, title, subject, reach) => {
    const sandbox = { kind: 'bubblewrap', sentence: 'Inside.', doors: [] };
    expect([askTitle(request), askSubject(request), askReach(request, sandbox)]).toEqual([title, subject, reach]);
  });
  test('rules', () => {
    expect(ruleSource({ text: '', scope: 'user', line: 12 })).toBe('your rules, line 12');
    expect(ruleSource({ text: '', scope: 'builtin' })).toBe('built in');
  });
});

/** A snapshot as the panel has it. */
function viewOf(snapshot: ReturnType<typeof runs>): RunView {
  const { current: now, ...rest } = snapshot;
  if (!now) return rest;
  const { steps: _, changes: __, ...shown } = now;
  return { ...rest, current: shown };
}

describe('what is read out', () => {
  const running = viewOf(runs());
  const over = viewOf(runs({ current: current({ budget: [{ name: 'money', of: 'task', used: 0.5, limit: 0.6 }] }) }));
  const asking = viewOf(runIn('waiting', { permission: permission() }));
  test.each<readonly [string, RunView | undefined, RunView, readonly (readonly [string, boolean])[]]>([
    ['nothing at first', undefined, asking, []],
    ['nothing of another spec', { ...running, spec: '/other' }, asking, []],
    ['a permission, at once', running, asking, [['Waiting for you: Run this command? npm install zod@4.1.12', true]]],
    ['each permission once', asking, asking, []],
    [
      'a stop, at once',
      running,
      viewOf(runIn('stopped', { task: taskRun('2.3', 'stopped', { message: 'Stopped. Changes are kept.' }) })),
      [['Task 2.3: Stopped. Changes are kept.', true]],
    ],
    ['a task that was verified', running, viewOf(runIn('done')), [['Task 2.3: Done', false]]],
    ['a budget from 80 % on', running, over, [['Money: $0.50 of $0.60 used', false]]],
    [
      'a correction',
      viewOf(runs({ current: withoutVerification() })),
      running,
      [[`Correction 1 of 3. ${failed.sentence}`, false]],
    ],
    ['never what the agent says', running, viewOf(runs({ current: current({ text: 'I look around.' }) })), []],
  ])('%s', (_, before, now, news) =>
    expect(runAnnouncements(before, now).map(({ text, assertive }) => [text, assertive])).toEqual(news),
  );
});

function withoutVerification(): ReturnType<typeof current> {
  const { verification: _, ...rest } = current();
  return rest;
}
