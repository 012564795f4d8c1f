import { describe, expect, test } from 'vitest';
import { readManifest } from '../../scripts/lib/manifest.mjs';
import { estimateWords } from '../../src/core/runs/estimate';
import type { RunSnapshot, TaskRun, TaskRunState } from '../../src/core/runs/snapshot';
import { permissionsText } from '../../src/extension/runs/permissionsText';
import { taskOffers } from '../../src/extension/runs/taskOffers';
import { buildingWords, newsOf, runWords, shownRun, statusLook, taskMarks } from '../../src/extension/runs/words';
import { current, permission, runIn, runs, taskRun } from '../webview/gallery/runs';

const idle = { active: false } as const;

describe('what is offered for a task', () => {
  const open = { done: false, runnable: true, leaf: true };
  test.each<readonly [string, TaskRunState | undefined, Partial<typeof open>, boolean, readonly string[]]>([
    ['never run', undefined, {}, false, ['startable']],
    ['while another runs', undefined, {}, true, []],
    ['done by hand', undefined, { done: true }, false, []],
    ['no task', undefined, { runnable: false }, false, []],
    ['running', 'running', {}, true, ['live', 'ran']],
    ['waiting', 'waiting', {}, true, ['live', 'ran']],
    ['queued', 'queued', {}, true, ['queued']],
    ['failed', 'failed', {}, false, ['broken', 'ran']],
    ['paused', 'paused', {}, false, ['broken', 'ran']],
    ['skipped', 'skipped', {}, false, ['startable']],
    ['not verifiable', 'not_verifiable', {}, false, ['unproven', 'ran']],
  ])('%s', (_, state, more, active, marks) => {
    const run = state && taskRun('2.3', state);
    expect(taskMarks(run, { ...open, ...more }, active)).toEqual(marks);
  });

  const task = { state: 'open', runnable: true, children: [] } as const;
  const done = { ...task, state: 'done' } as const;
  const proved = taskRun('2.3', 'done', { evidence: 'a.json', dollars: 0 });
  test.each<readonly [string, Parameters<typeof taskOffers>[0], TaskRun | undefined, boolean, readonly string[]]>([
    ['never run', task, undefined, false, ['startTask', 'runFromHere']],
    ['while another runs', task, undefined, true, []],
    ['running', task, taskRun('2.3', 'running'), true, ['watchRun', 'stopRun']],
    ['reviewed by the user', task, taskRun('2.3', 'reviewing'), true, ['watchRun', 'stopRun']],
    ['queued', task, taskRun('2.3', 'queued', { position: 2 }), true, ['skipTask']],
    ['failed', task, taskRun('2.3', 'failed'), false, ['showChanges', 'retryTask']],
    ['stopped', task, taskRun('2.3', 'stopped'), false, ['showChanges', 'retryTask']],
    ['not verifiable', task, taskRun('2.3', 'not_verifiable'), false, ['showChanges', 'markReviewed', 'retryTask']],
    ['done', done, proved, false, ['showChanges', 'showEvidence']],
    ['ticked by hand after it failed', done, taskRun('2.3', 'failed'), false, []],
  ])('above it in tasks.md: %s', (_, about, run, active, commands) => {
    const offers = taskOffers(about, run, { active }, true);
    expect(offers.map(({ command }) => command)).toEqual(commands);
    expect(offers.map(({ title }) => title).filter((title) => title.trim() === '')).toEqual([]);
    expect(taskOffers(about, run, { active, closed: 'Design is not approved.' }, true)).toEqual(
      offers.filter(({ command }) => !['startTask', 'runFromHere'].includes(command)),
    );
    expect(taskOffers(about, run, { active }, false).map(({ command }) => command)).not.toContain('startTask');
  });

  test.each([
    ['startTask', 'startable'],
    ['stopRun', 'live'],
    ['retryTask', 'broken'],
    ['retryTask', 'unproven'],
    ['skipTask', 'queued'],
    ['showChanges', 'ran'],
    ['showEvidence', 'evidence'],
    ['markReviewed', 'unproven'],
  ])('on its row in the side bar: %s where it is %s', (command, mark) => {
    const rows: readonly { readonly command: string; readonly when: string; readonly group: string }[] = Object(
      readManifest().contributes,
    ).menus['view/item/context'];
    const shows = ({ when }: { readonly when: string }) => {
      const [kind, marks] = [...when.matchAll(/viewItem =~ \/(.+?)\/(?= |$)/gu)].map(
        ([, text]) => new RegExp(text ?? '', 'u'),
      );
      return kind?.test(`task;${mark}`) === true && marks?.test(`task;${mark}`) === true;
    };
    const shown = rows.filter((each) => each.command === `tracewright.${command}` && shows(each));
    expect(shown.map(({ group }) => group.split('@')[0])).toEqual(expect.arrayContaining(['inline']));
  });

  test('a finished one has its evidence', () =>
    expect(taskMarks(taskRun('1.1', 'done', { evidence: 'a.json' }), { ...open, done: true }, false)).toEqual([
      'ran',
      'evidence',
    ]));

  test.each<readonly [TaskRunState, boolean, boolean]>([
    ['failed', false, true],
    ['failed', true, false],
    ['running', true, true],
    ['done', true, true],
  ])('%s with the box ticked %s shows the run: %s', (state, done, shown) =>
    expect(shownRun(taskRun('2.3', state), done) !== undefined).toBe(shown),
  );
});

test.each<readonly [TaskRunState, object, string]>([
  ['queued', { position: 2 }, 'Queued 2'],
  ['running', { dollars: 0.2 }, 'Running'],
  ['done', { dollars: 0.08 }, 'Done, $0.08'],
  ['failed', {}, 'Needs attention'],
])('%s %j reads %s', (state, more, words) => expect(runWords(taskRun('2.3', state, more))).toBe(words));

test.each([
  [
    { tasks: 7, dollars: 1.2, minutes: 30, basis: 'earlier tasks' },
    '7 tasks, about $1.20 and 30 min; from earlier tasks',
  ],
  [
    { tasks: 1, minutes: 4, basis: 'a guess, as no task was run yet' },
    '1 task, about 4 min; from a guess, as no task was run yet',
  ],
  [{ tasks: 2, dollars: 0.001, minutes: 0, basis: 'one task' }, '2 tasks, under $0.01; from one task'],
])('estimate %j', (estimate, words) => expect(estimateWords(estimate)).toBe(words));

describe('the status bar', () => {
  test.each<readonly [string, readonly RunSnapshot[], string | undefined, boolean]>([
    ['no runs', [], undefined, false],
    ['nothing runs', [runs({ ...idle, today: { dollars: 0 } })], '$(checklist) Tracewright · Supervised', false],
    ['a task runs', [runs({ mode: 'autopilot' })], '$(loading~spin) Task 2.3 · Autopilot · $3.31 today', false],
    [
      'one of two waits',
      [runs(), runIn('waiting', { permission: permission() })],
      '$(bell-dot) Task 2.3 waits for you · Supervised · $3.31 today',
      true,
    ],
  ])('%s', (_, all, text, waits) => {
    const look = statusLook(all);
    expect(look?.text).toBe(text);
    expect(look?.waits ?? false).toBe(waits);
  });
});

test.each<readonly [string, RunSnapshot | undefined, string | undefined]>([
  ['nothing known', undefined, undefined],
  ['nothing runs', runs(idle), undefined],
  ['a task runs', runs(), 'Building task 2.3'],
  ['it waits', runIn('reviewing'), 'Task 2.3 waits for you'],
])('beside the spec: %s', (_, snapshot, words) => expect(buildingWords(snapshot)).toBe(words));

describe('the user is called', () => {
  const production = permission({ judgement: { ...permission().judgement, typeToConfirm: 'prod', suggestions: [] } });
  test.each<readonly [string, RunSnapshot, string | undefined, readonly string[]]>([
    ['not while it runs', runs(), undefined, []],
    ['not for what was verified', runIn('done', {}, idle), undefined, []],
    ['not for a stop, which was the user', runIn('stopped', {}, idle), undefined, []],
    ['not where nothing ever ran', { ...runs(idle), tasks: [] }, undefined, []],
    [
      'for a permission',
      runIn('waiting', { permission: permission() }),
      'Task 2.3 asks: run "npm install zod@4.1.12" (Installing packages changes what runs later, so it asks.)',
      ['Open', 'Allow Once', 'Deny'],
    ],
    [
      'never with a button that allows production',
      runIn('waiting', { permission: production }),
      'Task 2.3 asks: run "npm install zod@4.1.12" (Installing packages changes what runs later, so it asks.)',
      ['Open', 'Deny'],
    ],
    [
      'for a question',
      runIn('waiting', { questions: [{ id: 'q', question: 'Which status?', why: '', choices: [], ifSkipped: '' }] }),
      'Task 2.3 asks: Which status?',
      ['Open'],
    ],
    ['for a review', runIn('reviewing'), 'Task 2.3 waits for your review of its changes.', ['Open']],
    [
      'for a pause',
      runIn('paused', { task: taskRun('2.3', 'paused', { message: 'The budget is used up.' }) }, idle),
      'The budget is used up.',
      ['Open', 'Raise Limit'],
    ],
    [
      'for a failure',
      runIn('failed', { task: taskRun('2.3', 'failed', { message: 'The same test failed twice.' }) }, idle),
      'The same test failed twice.',
      ['Open', 'Retry'],
    ],
  ])('%s', (_, snapshot, message, actions) => {
    const { current: _current, ...without } = snapshot;
    const news = newsOf(snapshot.tasks.length === 0 ? without : snapshot);
    expect(news?.message).toBe(message);
    expect(news?.actions ?? []).toEqual(actions);
  });

  test('once for each permission', () => {
    const first = newsOf(runIn('waiting', { permission: permission() }));
    const same = newsOf(runIn('waiting', { permission: permission(), text: 'more words' }));
    const next = newsOf(runIn('waiting', { permission: permission({ id: 'p9' }) }));
    expect(same?.key).toBe(first?.key);
    expect(next?.key).not.toBe(first?.key);
    expect(current().permission).toBeUndefined();
  });
});

test('the rules in force are a table, the strictest first, and no pattern ends a cell', () => {
  const text = permissionsText({
    rules: [
      {
        capability: 'shell',
        match: ['npm test'],
        exclude: [],
        effect: 'allow',
        scope: 'user',
        file: '/h/p.yaml',
        line: 3,
      },
      { capability: 'shell', match: ['a | b `c`'], exclude: ['x'], effect: 'deny', scope: 'managed' },
    ],
    problems: ['/h/p.yaml:9: no such capability.'],
    files: [{ path: '/h/p.yaml', scope: 'user', exists: false }],
  });
  expect(text.indexOf('## Deny')).toBeLessThan(text.indexOf('## Allow'));
  expect(text).toContain("| shell | `a \\| b 'c'` | `x` | Your organisation |");
  expect(text).toContain('| shell | `npm test` |  | You, everywhere, /h/p.yaml:3 |');
  expect(text).toContain('- /h/p.yaml:9: no such capability.');
  expect(text).toContain('- You, everywhere: /h/p.yaml (not there)');
});
