/** A mention while it is typed: what is offered, and who has the keys. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import { eventually } from '../support/eventually';
import { type Gallery, openGallery, type PanelPage } from './gallery/page';
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

async function openScene(name: string): Promise<PanelPage> {
  const scene = scenes.find((each) => each.name === name);
  if (!scene) throw new Error(`There is no scene ${name}.`);
  const panel = await gallery.open(browser, {});
  await panel.send(...scene.messages);
  return panel;
}

const offered = (page: Page): Locator => page.getByRole('listbox', { name: 'Mentions' });

const focused = (panel: PanelPage): Promise<string> => panel.page.evaluate(() => document.activeElement?.id ?? '');

describe('a mention', () => {
  const choices = [
    { kind: 'file', label: 'app.ts', detail: 'src/app.ts', text: '#file:src/app.ts' },
    { kind: 'file', label: 'a b.ts', detail: 'src/a b.ts', text: '#file:"src/a b.ts"' },
    { kind: 'word', label: 'file', detail: 'A file', text: '#file:' },
  ] as const;
  /** The panel's last question, once it has this query. */
  const asks = async (panel: PanelPage, query: string): Promise<number> => {
    const last = async () => (await panel.sent()).findLast((message) => message.type === 'complete');
    await eventually(`it asks for ${query}`, async () => (await last())?.query === query);
    return (await last())?.ask ?? 0;
  };
  test('is completed with the keyboard alone, at the caret', async () => {
    const panel = await openScene('start');
    const { page, send } = panel;
    const field = page.locator('#idea');
    await field.fill('Extend  please');
    await field.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(7, 7));
    await page.getByRole('button', { name: 'Mention a file' }).click();
    await asks(panel, '');
    await page.keyboard.type('ap');
    await send({ type: 'completions', ask: await asks(panel, 'ap'), choices });
    const options = offered(page).getByRole('option');
    await expect.poll(() => options.count()).toBe(3);
    const active = async () =>
      page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`).textContent();
    await expect.poll(active).toContain('src/app.ts');
    await page.keyboard.press('ArrowUp');
    await expect.poll(active).toContain('A file');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(active).toContain('src/a b.ts');
    await page.keyboard.press('Tab');
    await expect.poll(() => field.inputValue()).toBe('Extend #file:"src/a b.ts" please');
    expect(await options.count()).toBe(0);
    expect(await focused(panel)).toBe('idea');
  });
  test('goes on behind a kind, closes with Escape, and then the keys are the field’s again', async () => {
    const panel = await openScene('requirements');
    const { page, send } = panel;
    const field = page.locator('#say');
    await field.focus();
    await page.keyboard.type('See @fi');
    await send({ type: 'completions', ask: await asks(panel, 'fi'), choices: [choices[2]] });
    await expect.poll(() => offered(page).getByRole('option').count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => field.inputValue()).toBe('See #file:');
    await send({ type: 'completions', ask: await asks(panel, 'file:'), choices });
    await expect.poll(() => offered(page).getByRole('option').count()).toBe(3);
    await page.keyboard.press('Escape');
    await expect.poll(() => offered(page).getByRole('option').count()).toBe(0);
    expect(await focused(panel)).toBe('say');
    await page.keyboard.press('Enter');
    await expect.poll(() => field.inputValue()).toBe('See #file:\n');
  });
  test('an answer to an older question is dropped, and so is one that comes after the field was left', async () => {
    const panel = await openScene('start');
    const { page, send } = panel;
    await page.locator('#idea').pressSequentially('#a');
    const older = await asks(panel, 'a');
    await page.keyboard.type('p');
    const newer = await asks(panel, 'ap');
    await send({ type: 'completions', ask: older, choices });
    expect(await offered(page).getByRole('option').count()).toBe(0);
    await send({ type: 'completions', ask: newer, choices });
    await expect.poll(() => offered(page).getByRole('option').count()).toBe(3);
    await page.keyboard.type('q');
    const last = await asks(panel, 'apq');
    await page.getByRole('radio', { name: /Bugfix/ }).focus();
    await expect.poll(() => offered(page).getByRole('option').count()).toBe(0);
    await send({ type: 'completions', ask: last, choices });
    expect(await offered(page).getByRole('option').count()).toBe(0);
  });
  test('is chosen with the mouse', async () => {
    const panel = await openScene('start');
    const { page, send } = panel;
    await page.locator('#idea').pressSequentially('#a');
    await send({ type: 'completions', ask: await asks(panel, 'a'), choices });
    await offered(page)
      .getByRole('option', { name: /src\/app.ts/ })
      .click();
    await expect.poll(() => page.locator('#idea').inputValue()).toBe('#file:src/app.ts ');
    expect(await focused(panel)).toBe('idea');
  });
});
