/** The panel under the hands of a user: mouse, keyboard, streaming, reload, and a spec of the size people complain about. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseDocument } from '../../src/core/specs/document';
import { viewOf } from '../../src/extension/panel/documentView';
import type { HostMessage, PanelMessage } from '../../src/webview/protocol';
import { launchBrowser } from '../support/browser';
import { eventually } from '../support/eventually';
import { requirements } from './gallery/documents';
import {
  documentSnapshot,
  messages,
  problems,
  questions,
  snapshot,
  spec,
  startView,
  streamed,
  unwritten,
  version,
} from './gallery/fixtures';
import { type Gallery, openGallery, type PanelPage, root } from './gallery/page';
import { scenes } from './gallery/scenes';

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

async function openScene(
  name: string,
  options: { readonly width?: number; readonly state?: object } = {},
): Promise<PanelPage> {
  const scene = scenes.find((each) => each.name === name);
  if (!scene) throw new Error(`There is no scene ${name}.`);
  const state = options.state ?? scene.state;
  const panel = await gallery.open(browser, { width: options.width ?? 1100, ...(state ? { state } : {}) });
  await panel.send(...scene.messages);
  return panel;
}

/** What the panel sent after it said it is ready. */
async function asked(panel: PanelPage): Promise<readonly PanelMessage[]> {
  return (await panel.sent()).filter(({ type }) => type !== 'ready');
}

const focused = (panel: PanelPage): Promise<string> =>
  panel.page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('data-id') ?? element?.getAttribute('aria-label') ?? element?.id ?? '';
  });

describe('start', () => {
  test('a sentence, Ctrl+Enter', async () => {
    const { page, ...panel } = await openScene('start');
    await page.getByLabel('What do you want to build?').last().fill('A todo API');
    await page.getByRole('radio', { name: /Bugfix/ }).check();
    await page.getByLabel('Folder').selectOption('/workspace/web');
    await page.locator('#idea').press('Control+Enter');
    expect(await asked({ page, ...panel })).toEqual([
      { type: 'create', root: '/workspace/web', sentence: 'A todo API', flow: 'bugfix' },
    ]);
    expect(await page.getByRole('button', { name: 'Starting' }).isDisabled()).toBe(true);
    await panel.send({ type: 'refused', message: 'Nothing was started: no model is set up.' });
    expect(await page.getByRole('alert').first().textContent()).toContain('Nothing was started');
    expect(await page.locator('#idea').inputValue()).toBe('A todo API');
  });
  test('the example sentence', async () => {
    const panel = await openScene('start');
    await panel.page.getByRole('button', { name: 'Use the example sentence' }).click();
    expect(await panel.page.locator('#idea').inputValue()).toContain('REST API for a todo list');
  });
  test('nothing starts in Restricted Mode or without a model', async () => {
    for (const name of ['start-restricted', 'start-setup']) {
      const { page } = await openScene(name);
      await page.locator('#idea').fill('A todo API');
      expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
    }
  });
});

describe('questions', () => {
  test('answer, skip one, something else, Ctrl+Enter', async () => {
    const panel = await openScene('questions', { state: {} });
    const { page } = panel;
    await page.getByLabel('Something else').first().check();
    await page.locator('#answer-1').fill('Passkeys');
    await page.getByRole('button', { name: 'Skip question 3' }).click();
    expect(await page.getByText('Skipped. The agent assumes they are deleted with the account.').isVisible()).toBe(
      true,
    );
    expect(await page.getByRole('status').first().textContent()).toBe('2 answered, 1 skipped, 1 open');
    await page.keyboard.press('Control+Enter');
    expect(await asked(panel)).toEqual([
      {
        type: 'answer',
        answers: [
          { id: 'signIn', answer: ['Passkeys'], source: 'user' },
          { id: 'fields', answer: ['Due date', 'Tags'], source: 'default' },
          { id: 'deletion', answer: [], source: 'skipped' },
          { id: 'users', answer: [], source: 'skipped' },
        ],
      },
    ]);
  });
  test('skip all', async () => {
    const panel = await openScene('questions');
    await panel.page.getByRole('button', { name: 'Skip all' }).click();
    expect(await asked(panel)).toEqual([
      { type: 'answer', answers: questions.map(({ id }) => ({ id, answer: [], source: 'skipped' })) },
    ]);
  });
});

describe('a document that is written', () => {
  const writing = snapshot({
    documents: unwritten,
    activity: { kind: 'writing', document: 'requirements.md', text: '' },
  });
  const part = (share: number): HostMessage =>
    streamed('requirements.md', requirements.slice(0, Math.round(requirements.length * share)));

  test('is followed only while the user is at its end', async () => {
    const panel = await gallery.open(browser, {});
    await panel.send(...messages(writing, []), part(0.5));
    const top = () => panel.page.locator('#doc').evaluate((element) => element.scrollTop);
    const atEnd = () =>
      panel.page
        .locator('#doc')
        .evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight < 2);
    await panel.send(part(0.9));
    expect(await atEnd()).toBe(true);
    expect(await panel.page.locator('#doc').getAttribute('aria-busy')).toBe('true');
    await panel.page.locator('#doc').evaluate((element) => element.scrollTo(0, 0));
    const newest = panel.page.getByRole('button', { name: 'Go to newest' });
    await newest.waitFor();
    await panel.send(part(1));
    expect(await top()).toBe(0);
    await newest.click();
    await newest.waitFor({ state: 'detached' });
    expect(await atEnd()).toBe(true);
  });

  test('only the open row is drawn anew', async () => {
    const panel = await gallery.open(browser, {});
    await panel.send(...messages(writing, []), part(0.6));
    await panel.page.evaluate(() => document.querySelector('.crit')?.setAttribute('data-same', 'yes'));
    await panel.send(part(0.7), part(0.8));
    expect(await panel.page.locator('.crit').first().getAttribute('data-same')).toBe('yes');
  });

  test('Shift+Escape stops, Escape does not', async () => {
    const panel = await gallery.open(browser, {});
    await panel.send(...messages(writing, []), part(0.5));
    await panel.page.keyboard.press('Escape');
    expect(await asked(panel)).toEqual([]);
    await panel.page.keyboard.press('Shift+Escape');
    expect(await asked(panel)).toEqual([{ type: 'stop' }]);
  });
});

describe('keyboard', () => {
  test('the criteria are one tab stop; arrows move, right goes into a row', async () => {
    const panel = await openScene('requirements-covered');
    const { page } = panel;
    expect(await page.locator('#doc [data-row][tabindex="0"]').count()).toBe(1);
    await page.locator('#doc [data-row][tabindex="0"]').focus();
    await expect.poll(() => focused(panel)).toBe('1.1');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(panel)).toBe('1.2');
    await page.keyboard.press('End');
    await expect.poll(() => focused(panel)).toBe('3.3');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focused(panel)).toContain('Covered by task 1.1');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => focused(panel)).toBe('1.1');
    await page.keyboard.press('Enter');
    await page.keyboard.press('e');
    expect(await asked(panel)).toEqual([
      { type: 'openDocument', document: 'requirements.md', line: 21 },
      { type: 'openDocument', document: 'requirements.md', line: 21 },
    ]);
  });

  test('F8 goes from problem to problem', async () => {
    const panel = await openScene('requirements');
    const text = () => panel.page.evaluate(() => document.activeElement?.textContent ?? '');
    await panel.page.keyboard.press('F8');
    expect(await text()).toContain('cannot be tested');
    await panel.page.keyboard.press('F8');
    expect(await text()).toContain('does not exist');
    await panel.page.keyboard.press('F8');
    expect(await text()).toContain('cannot be tested');
    await panel.page.keyboard.press('Shift+F8');
    expect(await text()).toContain('does not exist');
  });

  test('Shift+F10 opens the menu of a row, Escape gives the focus back', async () => {
    const panel = await openScene('requirements');
    await panel.page.locator('[data-row][data-id="1.2"]').focus();
    await panel.page.keyboard.press('Shift+F10');
    expect(await panel.page.getByRole('menuitem').first().textContent()).toBe('Refine 1.2');
    await panel.page.keyboard.press('Enter');
    expect(await panel.page.locator('#say').inputValue()).toBe('Criterion 1.2: ');
    await expect.poll(() => focused(panel)).toBe('say');
  });

  test('when the row with the focus disappears, the next one has it', async () => {
    const panel = await openScene('requirements');
    await panel.page.locator('[data-row][data-id="1.4"]').focus();
    const without = requirements.replace(/^4\. IF the title.*\n/m, '');
    await panel.send({
      type: 'document',
      name: 'requirements.md',
      view: viewOf(parseDocument('requirements.md', without)),
    });
    await expect.poll(() => focused(panel)).toBe('2.1');
  });

  test('tabs of a narrow panel', async () => {
    const panel = await openScene('requirements', { width: 420 });
    const { page } = panel;
    await page.getByRole('tab', { name: 'Document' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { name: /Problems/ }).getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('#doc').isVisible()).toBe(false);
    await page.locator('#section-problems .li').first().click();
    expect(await page.locator('#doc').isVisible()).toBe(true);
  });
});

describe('what the buttons send', () => {
  test('approve carries the hash of what is shown', async () => {
    const panel = await openScene('requirements');
    await panel.page.getByRole('button', { name: 'Approve requirements' }).click();
    const hash = spec.documents[0]?.hash;
    expect(await asked(panel)).toEqual([{ type: 'approve', document: 'requirements.md', hash, update: [] }]);
  });
  test('the count follows the ticks', async () => {
    const panel = await openScene('stale');
    const { page } = panel;
    await page.getByLabel('2.3 added').uncheck();
    await page.getByRole('button', { name: 'Approve and update these 2' }).click();
    expect((await asked(panel)).at(-1)).toMatchObject({ type: 'approve', update: ['1.4', '3.4'] });
  });
  test('a box, a version, a conflict, a finding', async () => {
    const tasks = await openScene('tasks');
    await tasks.page.getByRole('checkbox', { name: /3.1 Password hashing/ }).click();
    const identity = await tasks.page.locator('[data-row]', { hasText: 'Password hashing' }).getAttribute('data-id');
    expect(await asked(tasks)).toEqual([{ type: 'setTask', identity, state: 'done' }]);

    const versions = await openScene('requirements');
    await versions.page.getByRole('button', { name: 'Compare version 4 with 3' }).click();
    await versions.page.getByRole('button', { name: 'Restore version 2' }).click();
    expect(await asked(versions)).toEqual([
      { type: 'diff', document: 'requirements.md', from: 'v3', to: 'v4' },
      { type: 'commits', document: 'requirements.md' },
      { type: 'restore', document: 'requirements.md', versionId: 'v2' },
    ]);

    const conflict = await openScene('conflict');
    await conflict.page.getByRole('button', { name: 'Take version 4' }).click();
    expect(await asked(conflict)).toEqual([{ type: 'resolveConflict', document: 'requirements.md', keep: 'version' }]);

    const findings = await openScene('requirements-covered');
    await findings.page.getByRole('button', { name: 'Accept finding on 1.3' }).click();
    expect(await asked(findings)).toEqual([{ type: 'decideFinding', id: 'f1', decision: 'accepted' }]);
  });
  test('the mend of a problem, the page of its rule, its line', async () => {
    const panel = await openScene('requirements');
    const problem = panel.page.locator('[data-problem]', { hasText: '"quickly" cannot be tested.' });
    const [{ line, column } = { line: 0, column: 0 }] = problems.map(({ place }) => place);
    await problem.getByRole('button', { name: 'Replace with "within 300 ms"' }).click();
    await problem.getByRole('button', { name: 'requirements/untestable' }).click();
    await problem.getByRole('button', { name: `Line ${line}` }).click();
    expect(await asked(panel)).toEqual([
      { type: 'fix', document: 'requirements.md', code: 'requirements/untestable', line, column },
      { type: 'explain', code: 'requirements/untestable' },
      { type: 'openDocument', document: 'requirements.md', line },
    ]);
  });
  test('a refinement, and what it says while it is made', async () => {
    const panel = await openScene('requirements');
    await panel.page.locator('#say').fill('limit titles to 200');
    await panel.page.locator('#say').press('Control+Enter');
    expect(await asked(panel)).toEqual([
      { type: 'refine', document: 'requirements.md', request: 'limit titles to 200' },
    ]);
    expect(await panel.page.locator('#say').inputValue()).toBe('');
  });
  test('held by somebody else, nothing can be changed', async () => {
    const { page } = await openScene('held');
    expect(await page.locator('#say').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Approve requirements' }).count()).toBe(0);
    expect(await page.getByText('Another window works on this spec').isVisible()).toBe(true);
  });
});

describe('kept over a reload', () => {
  test('which spec, which document, where, and what was typed', async () => {
    const first = await openScene('tasks');
    await first.page.locator('#doc').evaluate((element) => element.scrollTo(0, 60));
    await eventually('the place is kept', async () => JSON.stringify((await first.kept()).scroll).includes(':60'));
    await first.page.locator('#say').fill('not sent yet');
    const state = await first.kept();
    expect(state).toMatchObject({ path: '/workspace/server/.kiro/specs/todo-api', shown: 'tasks.md' });
    const second = await openScene('tasks', { state });
    expect(await second.page.getByRole('heading', { level: 2 }).textContent()).toBe('Tasks');
    expect(await second.page.locator('#say').inputValue()).toBe('not sent yet');
    expect(await second.page.locator('#doc').evaluate((element) => element.scrollTop)).toBe(60);
  });
  test('a document that changed meanwhile begins at its top; a new version under the eyes moves nothing', async () => {
    const top = (panel: PanelPage) => panel.page.locator('#doc').evaluate((element) => element.scrollTop);
    const before = scenes.find(({ name }) => name === 'tasks')?.messages ?? [];
    const after = before.map(
      (message): HostMessage =>
        message.type === 'document' && message.view
          ? { ...message, view: { ...message.view, hash: 'b'.repeat(64) } }
          : message,
    );
    const first = await openScene('tasks');
    await first.page.locator('#doc').evaluate((element) => element.scrollTo(0, 60));
    await expect.poll(async () => JSON.stringify(await first.kept())).toContain('tasks.md');
    await expect.poll(async () => JSON.stringify((await first.kept())?.scroll)).toContain('60');
    const state = (await first.kept()) ?? {};

    const second = await gallery.open(browser, { width: 1100, state });
    await second.send(...after);
    expect(await top(second)).toBe(0);

    await first.send(...after);
    expect(await top(first)).toBe(60);
    await expect.poll(async () => JSON.stringify((await first.kept())?.scroll)).toContain('bbbb');
    const third = await gallery.open(browser, { width: 1100, state: (await first.kept()) ?? {} });
    await third.send(...after);
    await expect.poll(() => top(third)).toBe(60);
  });
  test('a state of another age breaks nothing', async () => {
    const panel = await openScene('requirements', {
      state: { answers: 7, drafts: 'x', compared: [], scroll: null, shown: 'gone.md', composer: [] },
    });
    expect(await panel.page.getByRole('heading', { level: 2 }).textContent()).toBe('Requirements');
    expect(panel.faults).toEqual([]);
  });
});

describe('diagrams', () => {
  test('one that cannot be drawn is shown as its source, with the reason and the preview', async () => {
    const panel = await gallery.open(browser, {});
    const design = '# Design\n\n## Overview\n\n```mermaid\nflowchart LR\n  A -->\n```\n';
    await panel.send(
      { type: 'document', name: 'design.md', view: viewOf(parseDocument('design.md', design)) },
      {
        type: 'spec',
        snapshot: snapshot({
          documents: [
            documentSnapshot('requirements.md', { state: 'approved' }),
            documentSnapshot('design.md', { diagnostics: [] }),
          ],
        }),
        where: '',
        trusted: true,
      },
    );
    await panel.page.getByText("This diagram can't be drawn").waitFor({ timeout: 30_000 });
    expect(await panel.page.locator('pre').textContent()).toContain('A -->');
    await panel.page.getByRole('button', { name: 'Open preview' }).click();
    expect(await asked(panel)).toEqual([{ type: 'openPreview', document: 'design.md' }]);
  });
  test('the colours follow the theme', async () => {
    const panel = await openScene('design');
    const image = panel.page.locator('.diagram img');
    await image.waitFor({ timeout: 30_000 });
    const dark = await image.getAttribute('src');
    await panel.page.evaluate(() => {
      document.body.className = 'vscode-light';
    });
    await panel.page.waitForFunction(
      (before) => document.querySelector('.diagram img')?.getAttribute('src') !== before,
      dark,
      { timeout: 30_000 },
    );
  });
});

test('screen readers hear what happened, not what streams', async () => {
  const panel = await openScene('writing');
  const done = snapshot({
    documents: [
      documentSnapshot('requirements.md', { versions: [version(1, 'First draft', 0)] }),
      ...unwritten.slice(1),
    ],
  });
  await panel.send(...messages(done, ['requirements.md']), { type: 'streamEnd' });
  await panel.page.waitForFunction(
    () => [...document.querySelectorAll('[role=status].sr')].some((each) => each.textContent?.includes('First draft')),
    undefined,
    { timeout: 5000 },
  );
});

test('200 requirements and 500 tasks are there at once', async () => {
  const criteria = [1, 2, 3, 4, 5]
    .map((n) => `${n}. WHEN a user acts ${n}, THE System SHALL answer within ${n} seconds and keep \`state\`.`)
    .join('\n');
  const large = Array.from(
    { length: 200 },
    (_, at) =>
      `### Requirement ${at + 1}: Number ${at + 1}\n\n**User Story:** As a user, I want ${at}, so that it is.\n\n#### Acceptance Criteria\n\n${criteria}\n`,
  ).join('\n');
  const plan = Array.from(
    { length: 100 },
    (_, at) =>
      `- [ ] ${at + 1}. Group\n${[1, 2, 3, 4].map((n) => `  - [ ] ${at + 1}.${n} Do a thing\n    - with a detail\n    - _Requirements: ${at + 1}.${n}_\n`).join('')}`,
  ).join('');
  const started = performance.now();
  const views = [
    viewOf(parseDocument('requirements.md', `# Requirements\n\n${large}`)),
    viewOf(parseDocument('tasks.md', `# Plan\n\n## Tasks\n\n${plan}`)),
  ];
  const built = performance.now() - started;
  const panel = await gallery.open(browser, {});
  const now = snapshot({
    documents: [
      documentSnapshot('requirements.md', { diagnostics: [] }),
      documentSnapshot('design.md'),
      documentSnapshot('tasks.md', { diagnostics: [] }),
    ],
  });
  await panel.send(...views.map((view) => ({ type: 'document', name: view.name, view }) as const));
  const timed = (message: HostMessage): Promise<number> =>
    panel.page.evaluate(async (data) => {
      const from = performance.now();
      window.postMessage(data, '*');
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      await new Promise((resolve) => setTimeout(resolve));
      return performance.now() - from;
    }, message);
  const first = await timed({ type: 'spec', snapshot: now, where: '', trusted: true });
  expect(await panel.page.locator('.crit').count()).toBe(1000);
  const again = await timed({ type: 'spec', snapshot: { ...now, title: 'Other' }, where: '', trusted: true });
  const tasks = await timed({ type: 'reveal', target: { document: 'tasks.md' } });
  expect(await panel.page.locator('.task').count()).toBe(500);
  const speed = { views: built, requirements: first, update: again, tasks };
  mkdirSync(join(root, 'test-output'), { recursive: true });
  writeFileSync(join(root, 'test-output/panel-speed.json'), `${JSON.stringify(speed, undefined, 2)}\n`);
  // Generous: the machine that runs this may be busy. Alone it takes a few hundred milliseconds.
  expect(Math.max(first, tasks)).toBeLessThan(10_000);
  expect(again).toBeLessThan(2000);
});

test('the start screen forgets its sentence when the spec is there', async () => {
  const panel = await gallery.open(browser, {});
  await panel.send({ type: 'start', start: startView({ prefill: 'From a command' }) });
  expect(await panel.page.locator('#idea').inputValue()).toBe('From a command');
  await panel.send(
    { type: 'created' },
    ...messages(snapshot({ documents: unwritten, activity: { kind: 'reading', startedAt: 0 } }), []),
  );
  expect(await panel.kept()).toMatchObject({ sentence: '', path: '/workspace/server/.kiro/specs/todo-api' });
});
