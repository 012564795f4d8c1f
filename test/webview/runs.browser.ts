/** Runs under the hands of a user: what each button asks, the keyboard, what is read out, and runs of a great size. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunStep } from '../../src/core/runs/snapshot';
import { parseDocument } from '../../src/core/specs/document';
import { viewOf } from '../../src/extension/panel/documentView';
import type { HostMessage, RunAsk } from '../../src/webview/protocol';
import { launchBrowser } from '../support/browser';
import { eventually } from '../support/eventually';
import { type Gallery, openGallery, type PanelPage, playScene, root } from './gallery/page';
import { runScenes } from './gallery/runScenes';
import { changes, current, identityOf, permission, runIn, runMessages, runs, steps } from './gallery/runs';

let browser: Browser;
let gallery: Gallery;

beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), openGallery()]);
});

afterEach(() => gallery.closePages());

afterAll(async () => {
  await browser.close();
  await gallery.close();
});

async function openScene(name: string, width = 1100): Promise<PanelPage> {
  const scene = runScenes.find((each) => each.name === name);
  if (!scene) throw new Error(`There is no scene ${name}.`);
  const panel = await gallery.open(browser, { width, ...(scene.state ? { state: scene.state } : {}) });
  await playScene(panel, scene);
  return panel;
}

/** What was asked of the runs. */
async function asked(panel: PanelPage): Promise<readonly RunAsk[]> {
  return (await panel.sent()).flatMap((message) => (message.type === 'run' ? [message.ask] : []));
}

/** Presses buttons one after the other and gives what that asked. */
async function pressed(scene: string, ...names: readonly (string | RegExp)[]): Promise<readonly RunAsk[]> {
  const panel = await openScene(scene);
  for (const name of names) await panel.page.getByRole('button', { name, exact: true }).first().click();
  return asked(panel);
}

const identity = identityOf('2.3');
const file = { path: 'src/todos/routes.ts' };

describe('each button asks for one thing', () => {
  test.each<readonly [string, readonly (string | RegExp)[], RunAsk]>([
    ['run-permission', ['Allow once'], { do: 'decide', permission: 'p1', answer: { kind: 'allow', remember: 'once' } }],
    [
      'run-permission',
      ['Allow for this session'],
      {
        do: 'decide',
        permission: 'p1',
        answer: { kind: 'allow', remember: 'session', pattern: 'npm install zod@4.1.12' },
      },
    ],
    ['run-permission', ['Deny'], { do: 'decide', permission: 'p1', answer: { kind: 'deny' } }],
    [
      'run-permission',
      [/your rules, line 12/],
      { do: 'rule', file: '/home/ada/.kiro/settings/permissions.yaml', line: 12 },
    ],
    ['run-permission', ['Stop'], { do: 'stop' }],
    [
      'run-review',
      [`Accept hunk 1 of ${file.path}`],
      { do: 'review', decision: { accept: true, ...file, hunk: 'h1' } },
    ],
    [
      'run-review',
      [`Reject hunk 1 of ${file.path}`],
      { do: 'review', decision: { accept: false, ...file, hunk: 'h1' } },
    ],
    [
      'run-review',
      [`Undo accepting hunk 2 of ${file.path}`],
      { do: 'review', decision: { accept: false, ...file, undo: true, hunk: 'h2' } },
    ],
    [
      'run-review',
      ['Accept package-lock.json'],
      { do: 'review', decision: { accept: true, path: 'package-lock.json' } },
    ],
    ['run-review', ['Accept all'], { do: 'review', decision: { accept: true } }],
    ['run-review', ['Reject all'], { do: 'review', decision: { accept: false } }],
    [
      'run-review',
      [`Open hunk 1 of ${file.path} in the diff editor`],
      { do: 'diff', identity, path: file.path, line: 14 },
    ],
    ['run-review', ['Open all'], { do: 'diff', identity }],
    ['run-questions', [/^409/], { do: 'answer', question: 'q1', answer: '409' }],
    [
      'run-confirm',
      ['Use these 2 commands'],
      {
        do: 'confirm',
        lines: [
          { line: 'npm test', cwd: '/workspace/server' },
          { line: 'npm run lint', cwd: '/workspace/server' },
        ],
      },
    ],
    ['run-confirm', ['Nothing proves it'], { do: 'confirm', lines: [] }],
    ['run-paused', ['Raise limit'], { do: 'raise' }],
    ['run-paused', ['Retry'], { do: 'retry', identity }],
    ['run-paused', ['Skip'], { do: 'skip', identity }],
    ['run-restore', ['Restore'], { do: 'restore', checkpoint: 'c1', conversation: true }],
    ['run-restore', ['Cancel', 'Restore: Before turn 1'], { do: 'preview', checkpoint: 'c1' }],
    ['run-restore', ['Cancel', 'Fork from here: Before turn 1'], { do: 'preview', checkpoint: 'c1' }],
    ['run-restore', ['Cancel', 'Go on'], { do: 'resume' }],
    ['run-restore', ['Run next (2.4)'], { do: 'start', request: { what: 'next' } }],
    ['run-restore', ['Run all required'], { do: 'start', request: { what: 'all' } }],
    ['run-restore', ['Clear'], { do: 'clear' }],
    ['tasks-runs', ['Evidence of task 1.1'], { do: 'evidence', identity: identityOf('1.1') }],
    ['tasks-runs', ['Mark reviewed'], { do: 'reviewed', identity: identityOf('2.2') }],
    ['tasks-runs', ['Stop task 2.3'], { do: 'stop' }],
    ['tasks-runs', ['Skip task 2.4'], { do: 'skip', identity: identityOf('2.4') }],
    ['tasks-runs', ['Retry'], { do: 'retry', identity: identityOf('3.2') }],
    ['tasks-ready', ['Start task 3.1'], { do: 'start', request: { what: 'task', identity: identityOf('3.1') } }],
  ])('%s: %j', async (scene, names, ask) => expect(await pressed(scene, ...names)).toEqual([ask]));
});

describe('what needs words', () => {
  test('reject a hunk and say why', async () => {
    const panel = await openScene('run-review');
    const { page } = panel;
    await page.getByRole('button', { name: `More for hunk 1 of ${file.path}` }).click();
    await page.getByRole('menuitem', { name: 'Reject and say why' }).click();
    await page.getByRole('textbox', { name: 'Say what should be different' }).fill('Keep the old name.');
    await page.keyboard.press('Control+Enter');
    expect(await asked(panel)).toEqual([
      { do: 'review', decision: { accept: false, ...file, hunk: 'h1', tell: 'Keep the old name.' } },
    ]);
  });

  test('learn a rule from a rejected hunk, with the reason that was said', async () => {
    const panel = await openScene('run-review');
    const { page } = panel;
    await page.getByRole('button', { name: `More for hunk 1 of ${file.path}` }).click();
    await page.getByRole('menuitem', { name: 'Reject and say why' }).click();
    await page.getByRole('textbox', { name: 'Say what should be different' }).fill('Keep the old name.');
    await page.keyboard.press('Control+Enter');
    const rejected = changes.map((each) =>
      each.path === file.path
        ? {
            ...each,
            hunks: each.hunks.map((hunk) => ({
              ...hunk,
              state: hunk.id === 'h1' ? ('rejected' as const) : ('open' as const),
            })),
          }
        : each,
    );
    await panel.send({ type: 'runChanges', changes: rejected });
    await page.getByRole('button', { name: `Learn a rule from rejecting hunk 1 of ${file.path}` }).click();
    const hunk = changes.find(({ path }) => path === file.path)?.hunks.find(({ id }) => id === 'h1');
    const [first] = hunk?.lines ?? [];
    const last = (await asked(panel)).at(-1);
    expect(last).toMatchObject({ do: 'learn', path: file.path, comment: 'Keep the old name.' });
    expect(last?.do === 'learn' ? last.change.split('\n').slice(0, 2) : []).toEqual([
      `${file.path}:`,
      `${{ same: ' ', added: '+', removed: '-' }[first?.kind ?? 'same']}${first?.text}`,
    ]);
  });

  test('deny and say why', async () => {
    const panel = await openScene('run-permission');
    await panel.page.getByRole('button', { name: 'Deny and say why' }).click();
    await panel.page.getByRole('textbox', { name: 'Say what to do instead' }).fill('Use the validator that is there.');
    await panel.page.getByRole('button', { name: 'Deny and send' }).click();
    expect(await asked(panel)).toEqual([
      { do: 'decide', permission: 'p1', answer: { kind: 'deny', say: 'Use the validator that is there.' } },
    ]);
  });

  test('always allow offers exact scopes, the narrowest first, and the rule can be changed', async () => {
    const panel = await openScene('run-permission');
    const { page } = panel;
    await page.getByRole('button', { name: 'Always allow...' }).click();
    expect(await page.getByRole('menuitem').allTextContents()).toEqual(['npm install zod@4.1.12', 'npm install *']);
    await page.getByRole('menuitem', { name: 'npm install *' }).click();
    await page.getByRole('textbox', { name: 'Rule for commands' }).fill('npm install zod*');
    await page.getByLabel('Where the rule holds').selectOption('user');
    await page.getByRole('button', { name: 'Always allow', exact: true }).click();
    expect(await asked(panel)).toEqual([
      {
        do: 'decide',
        permission: 'p1',
        answer: { kind: 'allow', remember: 'always', pattern: 'npm install zod*', scope: 'user' },
      },
    ]);
  });

  test('while a task is at work the mode can be switched, and no second press of Stop starts anything', async () => {
    const panel = await openScene('run-permission');
    const mode = panel.page.getByLabel('How far the agent goes by itself');
    const now = await mode.inputValue();
    const other = now === 'autopilot' ? 'supervised' : 'autopilot';
    await mode.selectOption(other);
    expect(await asked(panel)).toEqual([{ do: 'mode', mode: other }]);
    const stop = await panel.page.getByRole('button', { name: 'Stop', exact: true }).boundingBox();
    const idle = await openScene('run-restore');
    for (const name of ['Run next (2.4)', 'Run all required']) {
      const start = await idle.page.getByRole('button', { name, exact: true }).boundingBox();
      if (!stop || !start) throw new Error('A button is not shown.');
      const apart = stop.y + stop.height <= start.y || stop.x + stop.width <= start.x;
      expect(apart, name).toBe(true);
    }
  });

  test('the rule that is to be kept takes the focus, and the whole command is in sight', async () => {
    const { page } = await openScene('run-permission');
    await page.getByRole('button', { name: 'Always allow...' }).click();
    await page.getByRole('menuitem').first().click();
    expect(await page.evaluate(() => document.activeElement?.matches('.always input'))).toBe(true);
    await page.locator('.out.cmd').evaluate((element) => {
      element.textContent = 'long '.repeat(100);
    });
    expect(await page.locator('.out.cmd').evaluate((e) => e.scrollWidth <= e.clientWidth)).toBe(true);
  });

  test('production is allowed only with its name typed, and nothing of it is remembered', async () => {
    const panel = await openScene('run-production');
    const { page } = panel;
    const allow = page.getByRole('button', { name: 'Allow once' });
    expect(await allow.isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: /session|Always/ }).count()).toBe(0);
    await page.getByLabel('Type prod-eu to allow this once').fill('prod');
    expect(await allow.isDisabled()).toBe(true);
    await page.getByLabel('Type prod-eu to allow this once').fill('prod-eu');
    await allow.click();
    expect(await asked(panel)).toEqual([
      { do: 'decide', permission: 'p3', answer: { kind: 'allow', remember: 'once', typed: 'prod-eu' } },
    ]);
  });

  test('another answer than those offered, and another command that proves the work', async () => {
    const questions = await openScene('run-questions');
    const field = questions.page.getByRole('textbox', { name: 'Something else' });
    await field.pressSequentially('400, as in #lim');
    const complete = async () => (await questions.sent()).findLast((message) => message.type === 'complete');
    await eventually('it asks what can be mentioned', async () => (await complete())?.query === 'lim');
    const choices = [
      { kind: 'file', label: 'limits.ts', detail: 'src/limits.ts', text: '#file:src/limits.ts' },
    ] as const;
    await questions.send({ type: 'completions', ask: (await complete())?.ask ?? 0, choices });
    await questions.page.getByRole('option', { name: /limits/ }).waitFor();
    await questions.page.keyboard.press('Enter');
    await expect.poll(() => field.inputValue()).toBe('400, as in #file:src/limits.ts ');
    expect(await asked(questions)).toEqual([]);
    await questions.page.keyboard.press('Enter');
    expect(await asked(questions)).toEqual([
      { do: 'answer', question: 'q1', answer: '400, as in #file:src/limits.ts' },
    ]);
    const checks = await openScene('run-confirm');
    await checks.page.getByRole('checkbox', { name: /lint/ }).click();
    await checks.page.getByRole('textbox', { name: 'Another command' }).fill('make check');
    await checks.page.getByRole('button', { name: 'Use these 2 commands' }).click();
    expect(await asked(checks)).toEqual([
      {
        do: 'confirm',
        lines: [
          { line: 'npm test', cwd: '/workspace/server' },
          { line: 'make check', cwd: '/workspace/server' },
        ],
      },
    ]);
  });

  test('what is told goes to the agent, and outlives a reload until it is sent', async () => {
    const panel = await openScene('run');
    const { page } = panel;
    await page.locator('#tell').fill('Trim it first.');
    expect(await panel.kept()).toMatchObject({ tell: 'Trim it first.', run: true });
    await page.locator('#tell').press('Control+Enter');
    expect(await asked(panel)).toEqual([{ do: 'tell', text: 'Trim it first.' }]);
    expect(await page.locator('#tell').inputValue()).toBe('');
  });

  test('what the agent has not heard yet is shown as such, and the model is the one that builds', async () => {
    const { page, send } = await openScene('run');
    const chip = page.locator('.head .chip');
    const planning = await chip.textContent();
    const told = { unheard: ['Trim it first.'], model: { label: 'Builder 5', sample: false } };
    await send(...runMessages(runIn('reviewing', told)));
    const waiting = page.locator('.tl > li', { hasText: 'Trim it first.' });
    expect(await waiting.textContent()).toContain('The agent hears it with its next turn.');
    expect(await chip.textContent()).toBe('Builder 5');
    await page.getByRole('button', { name: /^Tasks/ }).click();
    expect(await chip.textContent()).toBe(planning);
  });

  test('the mode is switched while it runs', async () => {
    const panel = await openScene('tasks-runs');
    await panel.page.getByLabel('How far the agent goes by itself').selectOption('autopilot');
    expect(await asked(panel)).toEqual([{ do: 'mode', mode: 'autopilot' }]);
  });
});

test('nothing can be started where runs are closed, and the reason stands beside the buttons', async () => {
  const { page } = await openScene('tasks-closed');
  for (const name of ['Run next (2.4)', 'Run all required', 'Start task 3.1'])
    expect(await page.getByRole('button', { name }).isDisabled(), name).toBe(true);
  expect(await page.getByText('Nothing is started until you trust this workspace.').isVisible()).toBe(true);
});

test('a run opens where it was started from the panel, and only then', async () => {
  const panel = await openScene('tasks-ready');
  const { page } = panel;
  const build = page.getByRole('navigation', { name: 'Steps of this spec' }).getByRole('button', { name: /^Build/ });
  await panel.send(...runMessages(runs()));
  expect(await page.getByRole('heading', { level: 2 }).textContent()).toBe('Tasks');
  await build.click();
  expect(await page.getByRole('heading', { level: 2 }).textContent()).toContain('POST /todos with validation');
  await page.getByRole('button', { name: /^Tasks/ }).click();
  await panel.send(...runMessages(runs({ active: false })));
  await page.getByRole('button', { name: 'Start task 3.1' }).click();
  await panel.send(...runMessages(runs()));
  expect(await page.getByRole('heading', { level: 2 }).textContent()).toContain('POST /todos with validation');
});

test('evidence is shown from the checklist, and leads back', async () => {
  const panel = await openScene('tasks-runs');
  await panel.send({ type: 'runEvidence', identity, markdown: 'Verified by `npm test`.' });
  const record = panel.page.getByRole('article', { name: 'Evidence' });
  expect(await record.textContent()).toContain('Verified by npm test.');
  await record.getByRole('button', { name: 'Back to the run' }).click();
  expect(await record.count()).toBe(0);
  expect(await panel.page.getByRole('list', { name: 'Steps of this run' }).count()).toBe(1);
});

test('criteria of the task are set as in the document: code as code, keywords apart', async () => {
  const { page } = await openScene('run-review');
  const criterion = page.getByRole('button', {
    name: /^1\.1 WHEN a caller sends POST \/todos, THE Todo_API SHALL store/,
  });
  await criterion.locator('code', { hasText: 'POST /todos' }).waitFor();
  expect(await criterion.locator('.kw').allTextContents()).toEqual(expect.arrayContaining(['WHEN', 'SHALL']));
});

test('what was refused says why below the command', async () => {
  const ending = 'Running git push was refused. The user said: never push.';
  const step = { id: 'e1', at: 0, kind: 'command', line: 'git push', state: 'failed', ms: 900, output: '' } as const;
  const panel = await openScene('run');
  await panel.send({ type: 'runSteps', from: 0, steps: [{ ...step, ending, where: 'sandboxed' }] });
  expect(await panel.page.locator('.ev p', { hasText: ending }).count()).toBe(1);
  expect(await panel.page.locator('.ev .r', { hasText: 'refused' }).count()).toBe(0);
});

test('the editor leads to what waits', async () => {
  const panel = await openScene('tasks-runs');
  await panel.send(...runMessages(runIn('waiting', { permission: permission() })));
  await panel.send({ type: 'reveal', target: { document: 'tasks.md', run: 'ask' } });
  await expect.poll(() => panel.page.evaluate(() => document.activeElement?.id)).toBe('ask');
});

describe('keyboard', () => {
  const focusedText = (panel: PanelPage): Promise<string> =>
    panel.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id ?? '');

  test('a permission takes no focus; F6 goes to it; Shift+Escape stops; Escape does not', async () => {
    const panel = await openScene('run');
    await panel.page.locator('#tell').focus();
    await panel.send(...runMessages(runIn('waiting', { permission: permission() })));
    expect(await focusedText(panel)).toBe('tell');
    await panel.page.keyboard.press('F6');
    expect(await focusedText(panel)).toBe('ask');
    await panel.page.keyboard.press('Escape');
    expect(await asked(panel)).toEqual([]);
    await panel.page.keyboard.press('Shift+Escape');
    expect(await asked(panel)).toEqual([{ do: 'stop' }]);
  });

  test('F7 goes through what is open, and around', async () => {
    const panel = await openScene('run-review');
    await panel.page.getByRole('button', { name: 'Accept package-lock.json' }).waitFor();
    const seen: string[] = [];
    for (const key of ['F7', 'F7', 'F7', 'Shift+F7']) {
      await panel.page.keyboard.press(key);
      seen.push(await focusedText(panel));
    }
    const [first, second] = [`hunk 1 of ${file.path}, open`, 'package-lock.json, open'];
    expect(seen).toEqual([first, second, first, second]);
  });

  test('the timeline is one tab stop, and arrows go into a row', async () => {
    const { page } = await openScene('run-restore');
    expect(await page.locator('.tl > [data-row][tabindex="0"]').count()).toBe(1);
    await page.locator('.tl > [data-row][tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Restore: Before turn 1',
    );
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Changed by commands');
  });

  test('Escape leaves a reason, and what was asked for has the focus', async () => {
    const panel = await openScene('run-permission');
    await panel.page.getByRole('button', { name: 'Deny and say why' }).click();
    expect(await focusedText(panel)).toBe('Say what to do instead');
    await panel.page.keyboard.press('Escape');
    expect(await panel.page.getByRole('button', { name: 'Deny', exact: true }).isVisible()).toBe(true);
    const restore = await openScene('run-restore');
    expect(await focusedText(restore)).toBe('restore');
  });
});

test.each([
  [false, 'The files stay as they are.', 0],
  [true, 'What is there now is kept as a checkpoint first', 1],
] as const)('a fork, with the files put back: %s', async (files, words, lists) => {
  const panel = await openScene('run-fork');
  const { page } = panel;
  const card = page.locator('#restore');
  await page.waitForSelector('#restore:focus');
  expect(await card.getByRole('heading').textContent()).toContain('Fork from "Before turn 1"?');
  // By the keyboard alone.
  await page.keyboard.press('Tab');
  if (files) await page.keyboard.press('Space');
  expect(await card.textContent()).toContain(words);
  expect(await card.locator('ul.files').count()).toBe(lists);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect((await asked(panel)).at(-1)).toEqual({ do: 'fork', checkpoint: 'c1', files });
  expect(await card.count()).toBe(0);
});

test('a permission is read out at once; what the agent says never is', async () => {
  const panel = await openScene('run');
  const alert = panel.page.locator('.sr[role=alert]');
  await panel.send(...runMessages(runIn('running', { text: 'A secret plan' })));
  expect(await alert.textContent()).toBe('');
  await panel.send(...runMessages(runIn('waiting', { permission: permission() })));
  await expect.poll(() => alert.textContent()).toBe('Waiting for you: Run this command? npm install zod@4.1.12');
  expect(await panel.page.locator('.sr[role=status]').textContent()).not.toContain('secret');
});

test('output follows its end only while the user is there', async () => {
  const panel = await openScene('run');
  const output = (lines: number): readonly RunStep[] => [
    ...steps.slice(0, -1),
    {
      id: 'e14',
      at: 0,
      kind: 'command',
      line: 'npm run dev',
      state: 'running',
      ms: 0,
      output: Array.from({ length: lines }, (_, at) => `line ${at}`).join('\n'),
      where: 'sandboxed',
    },
  ];
  const box = panel.page.getByRole('region', { name: 'Output of npm run dev' });
  const gap = (): Promise<number> => box.evaluate((each) => each.scrollHeight - each.scrollTop - each.clientHeight);
  for (const lines of [50, 80]) await panel.send({ type: 'runSteps', from: 0, steps: output(lines) });
  expect(await gap()).toBeLessThan(2);
  await box.evaluate((each) => each.scrollTo(0, 0));
  await expect.poll(gap).toBeGreaterThan(100);
  await panel.send({ type: 'runSteps', from: 0, steps: output(120) });
  expect(await box.evaluate((each) => each.scrollTop)).toBe(0);
});

test('whatever commands, files and the agent say, nothing of it runs or loads', async () => {
  const evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>[x](javascript:window.hit=1)';
  const [firstFile] = changes;
  if (!firstFile) throw new Error('The sample has no changes.');
  const all: readonly RunStep[] = [
    { id: '1', at: 0, kind: 'said', text: evil },
    { id: '2', at: 0, kind: 'command', line: evil, state: 'failed', ms: 1, output: evil, where: 'free', ending: evil },
    { id: '3', at: 0, kind: 'looked', labels: [evil, evil], running: false, ms: 1 },
    { id: '4', at: 0, kind: 'told', text: evil },
    { id: '5', at: 0, kind: 'notice', level: 'error', text: evil },
    { id: '6', at: 0, kind: 'delegated', role: evil, goal: evil, running: false, report: evil },
    { id: '7', at: 0, kind: 'checkpoint', checkpoint: 'c', label: evil },
    { id: '9', at: 0, kind: 'reviewed', what: evil, said: evil },
    { id: '8', at: 0, kind: 'decision', effect: 'deny', by: 'rule', what: evil, rule: { text: evil, scope: 'user' } },
  ];
  const lines = [{ kind: 'added', text: evil }] as const;
  const hostile = {
    ...firstFile,
    path: evil,
    hunks: [{ id: 'h', oldStart: 1, newStart: 1, lines, state: 'open' }],
  } as const;
  const request = permission({ action: { ...permission().action, line: evil } as never, why: evil });
  const panel = await openScene('run');
  await panel.send(
    ...runMessages(
      runIn('waiting', { steps: all, changes: [hostile], text: evil, permission: request, design: [evil] }),
    ),
    { type: 'runEvidence', identity, markdown: evil },
    {
      type: 'runPreview',
      preview: { checkpoint: { id: 'c', label: evil, at: evil }, files: [hostile], byUser: [evil], notHeld: [evil] },
    },
  );
  await panel.page.getByText(evil.slice(0, 20)).first().waitFor();
  expect(await panel.page.evaluate(() => 'hit' in window)).toBe(false);
  expect(await panel.page.locator('img[src="x"], script:not([nonce]), a[href^="javascript"]').count()).toBe(0);
  expect(panel.faults).toEqual([]);
});

describe('size', () => {
  const many = (count: number): readonly RunStep[] =>
    Array.from({ length: count }, (_, at): RunStep => {
      const step = steps[at % steps.length];
      if (!step) throw new Error('The sample has no steps.');
      return { ...step, id: `s${at}` };
    });
  const measured: Record<string, number> = {};
  afterAll(() => {
    mkdirSync(join(root, 'test-output'), { recursive: true });
    writeFileSync(join(root, 'test-output/panel-runs.json'), `${JSON.stringify(measured, undefined, 2)}\n`);
  });

  /** Milliseconds from a message to the next frame that shows it. */
  const drawn = (panel: PanelPage, messages: readonly HostMessage[]): Promise<number> =>
    panel.page.evaluate(async (all) => {
      const before = performance.now();
      for (const message of all)
        window.dispatchEvent(new MessageEvent('message', { data: message, origin: window.origin }));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - before;
    }, messages as HostMessage[]);

  test('a step more in a timeline of 2,000 draws no other anew', async () => {
    const panel = await openScene('run');
    const all = many(2000);
    measured['2,000 steps, first drawing, ms'] = await drawn(
      panel,
      runMessages(runs({ current: current({ steps: all }) })),
    );
    await expect.poll(() => panel.page.locator('.tl > li').count(), { timeout: 30_000 }).toBe(2001);
    await panel.page.evaluate(() => {
      const seen = { changed: 0 };
      Object.assign(window, { seen });
      const list = document.querySelector('.tl');
      if (list) {
        new MutationObserver((records) => {
          seen.changed += records.length;
        }).observe(list, { childList: true, subtree: true, characterData: true });
      }
    });
    const next: RunStep = { id: 'new', at: 0, kind: 'told', text: 'One more' };
    measured['one step more, ms'] = await drawn(panel, [{ type: 'runSteps', from: 2000, steps: [next] }]);
    expect(await panel.page.getByText('One more').count()).toBe(1);
    const changed = await panel.page.evaluate(() => (window as unknown as { seen: { changed: number } }).seen.changed);
    expect(changed).toBeLessThan(10);
  });

  test('500 tasks: a change of one run leaves the other rows as they are', async () => {
    const text = Array.from({ length: 500 }, (_, at) => `- [ ] ${at + 1}. Task number ${at + 1}\n`).join('');
    const list = parseDocument('tasks.md', text);
    if (list.name !== 'tasks.md') throw new Error('This is no list of tasks.');
    const panel = await openScene('tasks-ready');
    await panel.send({ type: 'document', name: 'tasks.md', view: viewOf(list) });
    expect(await panel.page.locator('.task').count()).toBe(500);
    const [first] = list.tasks;
    if (!first) throw new Error('There is no task.');
    const task = { ...current().task, identity: first.identity, id: '1', title: 'Task number 1' };
    await panel.page.evaluate(() => {
      const seen = new Set<Node>();
      Object.assign(window, { seen });
      const shown = document.querySelector('#doc');
      if (shown) {
        new MutationObserver((records) => {
          for (const { target } of records) {
            const row = (target instanceof Element ? target : target.parentElement)?.closest('.task');
            if (row) seen.add(row);
          }
        }).observe(shown, { childList: true, subtree: true, characterData: true });
      }
    });
    measured['500 tasks, one failed, ms'] = await drawn(
      panel,
      runMessages(
        runs({ active: false, tasks: [{ ...task, state: 'failed', message: 'The same test failed twice.' }] }),
      ),
    );
    expect(await panel.page.locator('.task', { hasText: 'The same test failed twice.' }).count()).toBe(1);
    expect(await panel.page.evaluate(() => (window as unknown as { seen: Set<Node> }).seen.size)).toBeLessThan(10);
  });
});
