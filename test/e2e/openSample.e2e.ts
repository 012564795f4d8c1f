/** "Open Sample" from a window that has a folder open, and again when a copy is there. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { root } from '../../scripts/lib/places.mjs';
import { type Editor, editorTest, until } from './driver';
import { asked, choose } from './user';

const question = 'You have a copy';

editorTest('Open Sample opens a copy in a window of its own, and keeps what was done in it', {}, async (editor) => {
  const store = join(editor.dataFolder, 'User/globalStorage/tracewright.tracewright/samples');
  await opened(editor, 'todo-service-1', () => editor.runCommand('Tracewright: Open Sample'));
  const copy = join(store, 'todo-service-1');
  expect(readdirSync(copy).sort()).toEqual(readdirSync(join(root, 'media/sample')).sort());

  writeFileSync(join(copy, 'mine.md'), '# Mine\n');
  await editor.runCommand('Tracewright: Open Sample');
  await asked(editor, question);
  await editor.page.keyboard.press('Escape');
  await opened(editor, 'todo-service-1', async () => {
    await editor.runCommand('Tracewright: Open Sample');
    await choose(editor, question, 'Continue');
  });
  await opened(editor, 'todo-service-2', async () => {
    await editor.runCommand('Tracewright: Open Sample');
    await choose(editor, question, 'Start over');
  });
  expect(existsSync(join(copy, 'mine.md'))).toBe(true);
  expect(existsSync(join(store, 'todo-service-2/mine.md'))).toBe(false);
});

/** Acts, and waits until a new window shows this folder. */
async function opened(editor: Editor, folder: string, act: () => Promise<void>): Promise<void> {
  const [page] = await Promise.all([editor.page.waitForEvent('popup'), act()]);
  await until(`a window with ${folder}`, () => shows(page, folder));
  await page.close();
}

async function shows(page: Page, folder: string): Promise<boolean> {
  const title = await page.locator('.explorer-folders-view .monaco-list-row, .pane-header .title').allTextContents();
  return (await page.title()).includes(folder) || title.some((text) => text.includes(folder));
}
