/** The hands and eyes of a user of the spec panel and the sidebar. Every act waits until it can be done. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { type Editor, until } from './driver';

/** The sentence that the story begins with. */
export const sentence =
  'Build a REST API for a todo list with CRUD operations, user authentication, and PostgreSQL storage';

/** The spec panel, wherever its frame is at the moment: a reload gives it a new one. */
export interface Panel {
  frame(): Promise<Frame>;
  /** A button by its accessible name; visible and enabled. */
  button(name: string | RegExp): Promise<Locator>;
  press(name: string | RegExp): Promise<void>;
  /** Waits until the panel shows an element that holds this text; longer than usual where something runs meanwhile. */
  shows(selector: string, text: string | RegExp, timeoutMs?: number): Promise<Locator>;
  /** Writes into the refine box and sends it. */
  refine(request: string): Promise<void>;
  /** What the panel's document says now. */
  text(): Promise<string>;
}

export function panelOf(editor: Editor): Panel {
  const frame = () => editor.webviewFrame('.app');
  const shows: Panel['shows'] = async (selector, text, timeoutMs) => {
    const shown = async () => {
      const found = (await frame()).locator(selector).filter({ hasText: text }).first();
      return (await found.isVisible()) && found;
    };
    return until(`"${text}" in the panel (${selector})`, shown, timeoutMs);
  };
  const button: Panel['button'] = async (name) =>
    until(`the button "${name}" in the panel`, async () => {
      const found = (await frame()).getByRole('button', { name, exact: typeof name === 'string' }).first();
      return (await found.isVisible()) && (await found.isEnabled()) && found;
    });
  return {
    frame,
    shows,
    button,
    press: async (name) => (await button(name)).click(),
    refine: async (request) => {
      const box = (await frame()).locator('#say');
      await box.fill(request);
      await (await button('Send')).click();
    },
    text: async () => (await (await frame()).locator('#doc').textContent()) ?? '',
  };
}

/** A row of the sidebar's tree whose accessible name begins with `name`. */
export function treeRow(editor: Editor, name: string): Locator {
  return editor.page.locator(`.part.sidebar .monaco-list-row[aria-label^="${name}"]`).first();
}

/** Opens the sidebar of Tracewright; a click on its icon while it is open would close it. */
export async function openSidebar(editor: Editor): Promise<void> {
  const title = editor.page.locator('.part.sidebar .title-label', { hasText: 'Tracewright' }).first();
  await until('the sidebar of Tracewright', async () => {
    if (await title.isVisible()) return true;
    await editor.page.locator('.part.activitybar .action-label[aria-label^="Tracewright"]').click({ timeout: 5000 });
    await title.waitFor({ timeout: 5000 });
    return true;
  });
}

/** Names of the specs on disk. */
export function specNames(editor: Editor): readonly string[] {
  const folder = join(editor.workspace, '.kiro/specs');
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** The files of a folder in the workspace, sorted; empty where there is none. */
export function filesIn(editor: Editor, folder: string): readonly string[] {
  const path = join(editor.workspace, folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
}

/**
 * The characters that differ between two texts of the same length, each as the line that it stood in and what it became.
 */
export function changedCharacters(before: string, after: string): readonly string[] {
  expect(Buffer.byteLength(after)).toBe(Buffer.byteLength(before));
  return [...before].flatMap((character, at) => {
    if (character === after[at]) return [];
    const start = before.lastIndexOf('\n', at) + 1;
    const line = before.slice(start, before.indexOf('\n', at)).trim();
    return [`${line} → ${after[at]}`];
  });
}

/** The approval records of a document, as they lie beside the spec. */
export function recordsOf(editor: Editor, spec: string, document: string): readonly unknown[] {
  const folder = `${spec}/.tracewright/approvals`;
  return filesIn(editor, folder)
    .filter((name) => name.startsWith(`${document}-`))
    .map((name) => JSON.parse(editor.read(`${folder}/${name}`) ?? ''));
}

/** Selects a text that stands once in the file that has the focus, without a mouse. */
export async function selectInEditor(editor: Editor, text: string): Promise<void> {
  const { keyboard } = editor.page;
  const find = editor.page.locator('.editor-widget.find-widget.visible .find-part textarea').first();
  await until('the find widget', async () => {
    // The tab is there before its editor takes keys.
    await editor.page.locator('.editor-instance .monaco-editor.focused').first().waitFor({ timeout: 2000 });
    await keyboard.press('Control+f');
    await find.waitFor({ timeout: 2000 });
    return true;
  });
  await find.fill(text);
  await editor.page.locator('.find-widget.visible .matchesCount', { hasText: '1 of 1' }).waitFor();
  await keyboard.press('Escape');
}

/** Types over what follows `before` in the file that has the focus; the file on disk is what the editor shows. */
export async function replaceInEditor(editor: Editor, before: string, old: string, replacement: string): Promise<void> {
  const { keyboard } = editor.page;
  await selectInEditor(editor, before + old);
  // The match is selected: from its end back over what is to go.
  await keyboard.press('ArrowRight');
  for (const _ of old) await keyboard.press('Backspace');
  await keyboard.type(replacement);
}

/** Writes a file of the workspace, with the folders around it. */
export function put(editor: Editor, path: string, text: string): void {
  const file = join(editor.workspace, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Waits until a file of the workspace says what is wanted, and gives its text. */
export function untilFile(
  editor: Editor,
  path: string,
  says: (text: string) => boolean = () => true,
  timeoutMs?: number,
): Promise<string> {
  const said = async () => {
    const text = editor.read(path);
    // The editor empties a file before it writes it anew.
    return text !== undefined && text !== '' && says(text) && text;
  };
  return until(`${path} on disk`, said, timeoutMs);
}

/** Fails with what axe-core has against the panel as it is shown now. */
export async function expectAccessible(editor: Editor, panel: Panel, where: string): Promise<void> {
  expect(await editor.axe(await panel.frame()), `axe: ${where}`).toEqual([]);
}

/** A command of the palette, found and run without a mouse; `between` is done before each look but the first. */
export async function commandByKeyboard(
  editor: Editor,
  title: string,
  between?: () => Promise<unknown>,
): Promise<void> {
  const { page } = editor;
  const input = page.locator('.quick-input-widget input[type="text"]');
  const first = page.locator('.quick-input-widget .monaco-list-row.focused');
  await until(`"${title}" as the first row of the palette`, async () => {
    if (!(await input.isVisible())) await page.keyboard.press('F1');
    await input.waitFor({ timeout: 2000 });
    await page.keyboard.press('Control+a');
    await page.keyboard.type(`>${title}`);
    const label = await first.first().getAttribute('aria-label', { timeout: 2000 });
    if (label?.startsWith(title)) return true;
    if (between !== undefined) {
      await page.keyboard.press('Escape');
      await between();
    }
    return false;
  });
  await page.keyboard.press('Enter');
}

/** Puts the keyboard into a view of the sidebar, once it shows a row whose name begins with `name`. */
export async function focusTree(editor: Editor, name: string, view = 'Specs'): Promise<void> {
  await commandByKeyboard(editor, `Tracewright: Focus on ${view} View`);
  await treeRow(editor, name).waitFor();
  // A view that was empty when it got the focus has no row to begin from.
  await commandByKeyboard(editor, `Tracewright: Focus on ${view} View`);
}

/** The row of the sidebar that keys act on: each view remembers one of its own. */
export function focusedRow(editor: Editor): Locator {
  return editor.page.locator('.part.sidebar .monaco-list:focus .monaco-list-row.focused').first();
}

/** Presses `key` in a view of the sidebar until the row whose name begins with `name` has the focus. */
export async function focusRow(editor: Editor, name: string, key = 'ArrowDown'): Promise<void> {
  const focused = focusedRow(editor);
  // A folded row has no rows below it before they are loaded.
  await treeRow(editor, name).waitFor();
  const label = async () => (await focused.getAttribute('aria-label', { timeout: 1000 }).catch(() => '')) ?? '';
  await until(`the row "${name}" to have the focus`, async () => {
    const before = await label();
    if (before.startsWith(name)) return true;
    await editor.page.keyboard.press(key);
    // The next look is at a row that the key led to, so that none is passed by.
    await until('the focus to move', async () => (await label()) !== before, 2000).catch(() => undefined);
    return false;
  });
}

/** Unfolds the row that has the focus, and goes on to the first row below it. */
export async function intoRow(editor: Editor): Promise<void> {
  const focused = focusedRow(editor);
  const level = async () => Number(await focused.getAttribute('aria-level', { timeout: 1000 }));
  const before = await level();
  // The first press unfolds; once the rows below are there, a further one leads to them.
  await until('the first row below', async () => {
    if ((await level()) > before) return true;
    await editor.page.keyboard.press('ArrowRight');
    return false;
  });
}

/** A keybinding of two strokes. */
export async function chord(editor: Editor, first: string, second: string): Promise<void> {
  await editor.page.keyboard.press(first);
  await editor.page.keyboard.press(second);
}

/** As many stops as a panel can have before something is wrong with their order. */
const mostStops = 120;

/** Presses Tab until the element of the panel with this id, label or text has the focus. */
export async function tabTo(editor: Editor, panel: Panel, name: string): Promise<void> {
  for (let stops = 0; stops < mostStops; stops++) {
    const names = await (await panel.frame()).evaluate(() => {
      const element = document.activeElement;
      return [element?.id, element?.getAttribute('aria-label'), element?.textContent?.trim()];
    });
    if (names.includes(name)) return;
    await editor.page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to "${name}" within ${mostStops} stops.`);
}

const quickInput = '.quick-input-widget';

/** Waits for the question that begins with `question`. */
export async function asked(editor: Editor, question: string): Promise<void> {
  await editor.page.locator(`${quickInput} input[placeholder^="${question}"]`).waitFor();
}

/** Takes the row that begins with `label`, once the question that begins with `question` is asked. */
export async function choose(editor: Editor, question: string, label: string): Promise<void> {
  await asked(editor, question);
  await editor.page.locator(`${quickInput} .monaco-list-row[aria-label^="${label}"]`).first().click();
}

/** Types an answer to the question whose field shows `placeholder`, and sends it. */
export async function typeIn(editor: Editor, placeholder: string, text: string): Promise<void> {
  await editor.page.locator(`${quickInput} input[placeholder^="${placeholder}"]`).fill(text);
  await editor.page.keyboard.press('Enter');
}

/** So long another notification may hide that this one has gone behind the bell without being shown. */
const bellAfterMs = 5000;

/** Waits for a notification that says this: shown by itself, or behind the bell where it went when others came. */
export async function notice(editor: Editor, text: string | RegExp): Promise<void> {
  const since = Date.now();
  await until(`a notification "${text}"`, async () => {
    const shown = notifications(editor).filter({ hasText: text }).first();
    if (await shown.isVisible()) return true;
    // Toasts go after a while, and come one by one, or not at all beside one that stays; the bell has them all.
    if (await editor.page.locator('.notifications-center').isVisible()) return false;
    const bell = editor.page.locator('.statusbar [id="status.notifications"] a');
    const alone = (await notifications(editor).count()) === 0;
    if (alone || Date.now() - since > bellAfterMs) await bell.first().click({ timeout: 1000 });
    return false;
  });
}

/** Presses a button of the newest notification that has it. */
export async function pressInNotice(editor: Editor, button: string): Promise<void> {
  await notifications(editor).locator('.monaco-button', { hasText: button }).first().click();
}

function notifications(editor: Editor): Locator {
  return editor.page.locator('.notifications-toasts, .notifications-center').locator('.notification-list-item');
}

/** As the list of themes calls them, with the class that the window then has. */
export const themes = [
  { name: 'Dark Modern', file: 'dark', kind: 'vs-dark' },
  { name: 'Light Modern', file: 'light', kind: 'vs' },
  { name: 'Dark High Contrast', file: 'high-contrast', kind: 'hc-black' },
] as const;

/** Chooses a theme as a user does, and waits until the window has it. */
export async function chooseTheme(editor: Editor, name: string, kind: string): Promise<void> {
  const { page } = editor;
  await editor.runCommand('Preferences: Color Theme');
  const input = page.locator('.quick-input-widget input[type="text"]');
  const focused = page.locator('.quick-input-widget .monaco-list-row.focused');
  await until(`${name} in the list of themes`, async () => {
    await input.fill(name, { timeout: 2000 });
    return (await focused.first().getAttribute('aria-label', { timeout: 2000 }))?.startsWith(name);
  });
  await page.keyboard.press('Enter');
  await page.locator(`.monaco-workbench.${kind}`).first().waitFor();
}
