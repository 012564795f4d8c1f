/** Reviewing in the panel: comments typed, kept, sent and answered; findings decided; two sides of a document compared. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CommentView } from '../../src/core/flows/snapshot';
import type { PanelMessage } from '../../src/webview/protocol';
import { launchBrowser } from '../support/browser';
import { findings, messages, snapshot, spec } from './gallery/fixtures';
import { type Gallery, openGallery, type PanelPage } from './gallery/page';
import { comments, reviewScenes, sinceApproval } from './gallery/reviewScenes';
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

async function openScene(name: string, state?: object): Promise<PanelPage> {
  const scene = [...scenes, ...reviewScenes].find((each) => each.name === name);
  if (!scene) throw new Error(`There is no scene ${name}.`);
  const panel = await gallery.open(browser, { width: 1100, state: state ?? scene.state ?? {} });
  await panel.send(...scene.messages);
  return panel;
}

async function asked(panel: PanelPage): Promise<readonly PanelMessage[]> {
  return (await panel.sent()).filter(({ type }) => type !== 'ready' && type !== 'diff' && type !== 'commits');
}

const hash = spec.documents[0]?.hash;
const focusedId = ({ page }: PanelPage) => page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? '');

describe('a comment', () => {
  test('C opens it, Escape leaves it as a draft, Ctrl+Enter keeps it with the spec, once', async () => {
    const panel = await openScene('requirements', {});
    const { page } = panel;
    await page.locator('[data-row][data-id="1.2"]').focus();
    await page.keyboard.press('c');
    await page.getByPlaceholder('What should change here').waitFor();
    await page.keyboard.type('In which zone?');
    await page.keyboard.press('Escape');
    await expect.poll(() => focusedId(panel)).toBe('1.2');
    expect(await asked(panel)).toEqual([]);
    await page.keyboard.press('c');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('c');
    await page.keyboard.press('Control+Enter');
    const sent = { type: 'comment', document: 'requirements.md', hash, at: { id: '1.2' }, text: 'In which zone?' };
    await expect.poll(() => asked(panel)).toEqual([sent]);
    const kept: CommentView = { ...comments[0], target: '1.2', was: '1.2', text: 'In which zone?' } as CommentView;
    await panel.send(...messages(snapshot({ comments: [kept] })));
    await expect.poll(() => page.getByPlaceholder('What should change here').count()).toBe(0);
    await page.getByRole('button', { name: 'Send 1 comment' }).click();
    expect((await asked(panel)).at(-1)).toEqual({ type: 'sendComments', document: 'requirements.md' });
  });

  test('what was refused can be sent again, and what was typed is still there after a reload', async () => {
    const panel = await openScene('requirements', {
      drafts: [{ document: 'requirements.md', target: '1.2', text: 'In which zone?' }],
    });
    await panel.page.getByRole('button', { name: 'Comment', exact: true }).click();
    expect(await panel.page.getByRole('button', { name: 'Comment', exact: true }).isDisabled()).toBe(true);
    await panel.send({ type: 'refused', message: 'Another window works on this spec.' });
    await panel.page.getByRole('button', { name: 'Comment', exact: true }).click();
    expect(await asked(panel)).toHaveLength(2);
    await expect.poll(async () => JSON.stringify((await panel.kept())?.drafts)).toContain('In which zone?');
  });

  test.each([
    ['requirements.md', 'Comment on line 5', { line: 5 }],
    ['design.md', 'Comment on property 2', { id: '2' }],
    ['tasks.md', 'Comment on task 2.1', { id: '2.1' }],
  ])('on %s: %s', async (document, button, at) => {
    const panel = await openScene('comments', { shown: document });
    await panel.page.getByRole('button', { name: button, exact: true }).first().click({ force: true });
    await panel.page.keyboard.type('Why?');
    await panel.page.keyboard.press('Control+Enter');
    await expect.poll(() => asked(panel)).toMatchObject([{ type: 'comment', document, at, text: 'Why?' }]);
  });

  test('the blocks of the design are rows: arrows reach them, C comments', async () => {
    const panel = await openScene('comments', { shown: 'design.md' });
    await panel.page.locator('#doc [data-row][tabindex="0"]').focus();
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('c');
    await panel.page.getByPlaceholder('What should change here').waitFor();
    await panel.page.keyboard.type('Why?');
    await panel.page.keyboard.press('Control+Enter');
    await expect.poll(() => asked(panel)).toMatchObject([{ type: 'comment', document: 'design.md', text: 'Why?' }]);
  });

  test('an answer stands below it; it can be withdrawn; the list leads to it', async () => {
    const panel = await openScene('comments');
    const { page } = panel;
    const answered = page.getByRole('region', { name: 'Comment on 2.1 by Ada Example' });
    expect(await answered.innerText()).toContain('2.1 now names the owner');
    expect(await page.getByRole('region', { name: 'Comment on 3.1 by Ada Example' }).innerText()).toContain(
      'Not changed',
    );
    await page.getByRole('button', { name: 'Withdraw comment on 1.4' }).click({ force: true });
    expect(await asked(panel)).toEqual([{ type: 'withdrawComment', id: comments[0]?.id }]);
    await page.locator('#section-comments .li', { hasText: 'Drop this' }).click();
    await expect.poll(() => focusedId(panel)).toBe('3.1');
  });
});

describe('a finding', () => {
  test('is dismissed for a reason, and then stands in the list with it', async () => {
    const panel = await openScene('requirements-covered');
    const { page } = panel;
    await page.getByRole('button', { name: 'Dismiss finding on 1.3' }).click();
    const dismiss = page.getByRole('button', { name: 'Dismiss', exact: true });
    expect(await dismiss.isDisabled()).toBe(true);
    await page.keyboard.type('The load test has the number.');
    await dismiss.click();
    const reason = 'The load test has the number.';
    expect(await asked(panel)).toEqual([{ type: 'decideFinding', id: 'f1', decision: 'dismissed', reason }]);
    const decided = findings.map((each) => ({
      ...each,
      document: 'requirements.md' as const,
      state: 'dismissed' as const,
      reason,
    }));
    await panel.send(...messages(snapshot({ findings: decided })));
    await page.locator('#section-findings summary').click();
    expect(await page.locator('#section-findings .li').innerText()).toContain(`Dismissed: ${reason}`);
  });
});

describe('two sides of a document', () => {
  test('a version is compared with the one before, the sides can be chosen, and the text is one click away', async () => {
    const panel = await openScene('requirements', {});
    const { page } = panel;
    const diffs = async () => (await panel.sent()).filter(({ type }) => type === 'diff');
    await page.getByRole('button', { name: 'Compare version 4 with 3' }).click();
    await expect.poll(diffs).toEqual([{ type: 'diff', document: 'requirements.md', from: 'v3', to: 'v4' }]);
    await page.getByLabel('From').selectOption({ label: 'Version 1: First draft' });
    await expect.poll(async () => (await diffs()).at(-1)).toMatchObject({ from: 'v1', to: 'v4' });
    await page.getByRole('button', { name: 'Swap the sides' }).click();
    await expect.poll(async () => (await diffs()).at(-1)).toMatchObject({ from: 'v4', to: 'v1' });
    await page.getByRole('button', { name: 'Compare as text' }).click();
    expect(await asked(panel)).toEqual([{ type: 'compare', document: 'requirements.md', from: 'v4', to: 'v1' }]);
    await page.getByRole('button', { name: 'Close the comparison' }).click();
    expect(await page.locator('.crit').count()).toBeGreaterThan(0);
  });

  test('what a change touches leads to it', async () => {
    const { page } = await openScene('comparison');
    const row = page.locator('.chg', { hasText: '200 characters' });
    expect(await row.innerText()).toContain('Finished work');
    await row.getByRole('button', { name: /^Property 2/ }).click();
    expect(await page.getByRole('heading', { level: 2 }).textContent()).toBe('Design');
  });

  test('an approval of what changed is given in sight of exactly that', async () => {
    const panel = await openScene('stale-traced');
    expect(await panel.page.locator('.chg', { hasText: '200' }).first().innerText()).toContain('Error Handling');
    expect(sinceApproval).toMatchObject({ to: 'draft' });
    await expect
      .poll(async () => (await panel.sent()).filter(({ type }) => type === 'diff'))
      .toEqual([{ type: 'diff', document: 'requirements.md', from: 'approved', to: 'draft' }]);
    await panel.page
      .getByRole('button', { name: /^Approve/ })
      .first()
      .click();
    expect((await asked(panel)).at(-1)).toMatchObject({ type: 'approve', hash });
  });
});
