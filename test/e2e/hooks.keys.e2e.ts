/** The hooks view by keys alone: whatever a mouse can do in it, on the row with the focus, also while it is drawn anew. */
import { expect } from 'vitest';
import { type Editor, editorTest, until } from './driver';
import {
  asked,
  chooseTheme,
  chord,
  commandByKeyboard,
  focusedRow,
  focusRow,
  focusTree,
  intoRow,
  notice,
  put,
  themes,
  treeRow,
  untilFile,
} from './user';

const file = '.kiro/hooks.yaml';
const hooks = `# The team's hooks
hooks:
  - name: keep a list   # of what was saved
    trigger: on_save
    pattern: "*.txt"
    run: "echo {file} >> saved.log"
  - name: no long lines
    trigger: on_commit
    run: "echo 'src/upload.js:7 is longer than 120 letters.' >&2; exit 2"
  - name: spelling
    trigger: manual
    run: "echo '2 words are not known: recieve, seperate' >&2; exit 1"
  - name: rebuild the index
    trigger: manual
    run: "sleep 300"
`;
const names = ['keep a list', 'no long lines', 'spelling', 'rebuild the index'];

editorTest(
  'the hooks view does by keys whatever it does by mouse, and shows it well in every theme',
  { viewport: { width: 1500, height: 900 } },
  async (editor) => {
    const { page } = editor;
    put(editor, file, hooks);
    await focusTree(editor, 'keep a list', 'Hooks');

    // What is new is allowed from the row: one hook, and then all others.
    await onRow(editor, 'keep a list');
    await fromMenu(editor, 'Review New Hooks');
    await allow(editor, ['When: On save (*.txt)', 'Then run: echo {file} >> saved.log']);
    await standing(editor, 'keep a list', 'on, On save');
    await standing(editor, 'spelling', 'on, new · ');
    await commandByKeyboard(editor, 'Tracewright: Review New Hooks');
    await page.locator('.monaco-dialog-box').waitFor();
    await editor.screenshot('hooks-keys-review');
    await allow(editor, names.slice(1));
    await standing(editor, 'spelling', 'on, By hand');

    // Off and on again, and no other byte.
    await onRow(editor, 'spelling');
    await chord(editor, 'Shift+Alt+t', 'h');
    expect(await untilFile(editor, file, (text) => text !== hooks)).toBe(without('spelling'));
    await standing(editor, 'spelling', 'off');
    await chord(editor, 'Shift+Alt+t', 'h');
    await untilFile(editor, file, (text) => !text.includes('enabled: false'));
    await standing(editor, 'spelling', 'on');
    await whileItFires(editor);

    // Run now, its history, and what it was.
    put(editor, file, hooks);
    await standing(editor, 'spelling', 'on');
    await onRow(editor, 'keep a list');
    await fromMenu(editor, 'Run Hook');
    await notice(editor, '"keep a list" ran well.');
    await onRow(editor, 'keep a list');
    await intoRow(editor);
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'keep a list.md' }).waitFor();
    await page.locator('.view-line', { hasText: '# keep a list: ok' }).first().waitFor();
    await editor.screenshot('hooks-keys-firing');
    // Folded again: its firings leave no room for the other rows.
    await onRow(editor, 'keep a list');
    await until('the row to be folded', async () => {
      if ((await focusedRow(editor).getAttribute('aria-expanded', { timeout: 1000 })) === 'false') return true;
      await page.keyboard.press('ArrowLeft');
      return false;
    });

    // Its file, at its line. The keyboard stays in the view: a view that gets it unfolds what is selected in it.
    await focusRow(editor, 'no long lines');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'hooks.yaml' }).waitFor();
    await page.locator('.statusbar-item', { hasText: /Ln 7\b/ }).waitFor();

    // A failure is told, and its button has a key.
    await clearNotices(editor);
    await onRow(editor, 'spelling');
    await fromMenu(editor, 'Run Hook');
    await notice(editor, 'The hook "spelling" failed: 2 words are not known');
    await commandByKeyboard(editor, 'Notifications: Accept Notification Primary Action');
    await page.locator('.tab.active', { hasText: 'spelling.md' }).waitFor();
    await form(editor);
    await inThemes(editor);
  },
  600_000,
);

/** A key acts on the focused row, and on no other, while the view is drawn anew with each firing of a hook above it. */
async function whileItFires(editor: Editor): Promise<void> {
  let count = 0;
  const firing = setInterval(() => put(editor, 'fires.txt', `${count++}\n`), 150);
  try {
    await until('the hook to fire', async () => editor.read('saved.log')?.includes('fires.txt'));
    for (let press = 0; press < 4; press++) {
      await onRow(editor, 'spelling');
      const before = editor.read(file) ?? '';
      await chord(editor, 'Shift+Alt+t', 'h');
      const after = await untilFile(editor, file, (text) => text !== before);
      expect(after.match(/name: .*\n {4}enabled: false/gu) ?? []).toEqual(
        press % 2 === 0 ? ['name: spelling\n    enabled: false'] : [],
      );
      await standing(editor, 'spelling', press % 2 === 0 ? 'off' : 'on');
    }
  } finally {
    clearInterval(firing);
  }
}

/** A hook is made with the form: each question is answered by typing and Enter. */
async function form(editor: Editor): Promise<void> {
  const { page } = editor;
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type="text"]').waitFor();
  await page.keyboard.type('Tracewright: New Hook');
  // What was used lately comes first, and has a longer name.
  await until('the command', async () => {
    const label = await page.locator('.quick-input-widget .monaco-list-row.focused').getAttribute('aria-label');
    if (/^Tracewright: New Hook(?:,|$)/u.test(label ?? '')) return true;
    await page.keyboard.press('ArrowDown');
    return false;
  });
  await page.keyboard.press('Enter');
  await answer(editor, 'When does it fire', 'on_save');
  await answer(editor, 'Which files', 'README.md', false);
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: '1 file matches' }).waitFor();
  await editor.screenshot('hooks-keys-form');
  await page.keyboard.press('Enter');
  await answer(editor, 'Only if', 'Always');
  await answer(editor, 'What happens then', 'Tell me');
  await box(editor, 'The message', 'saved {file}');
  await box(editor, 'A name for lists', '');
  await answer(editor, 'Where is it written', '');
  await asked(editor, 'When: On save (README.md)');
  await editor.screenshot('hooks-keys-write');
  await page.keyboard.press('Enter');
  await untilFile(editor, file, (text) => text.includes('notify: "saved {file}"'));
  // What is written is no draft any more; the cursor goes to the new hook, and the keyboard with it.
  await until('the draft to be closed', async () => (await page.locator('.tab', { hasText: 'draft' }).count()) === 0);
  await page.locator('.statusbar-item', { hasText: /Ln 16\b/ }).waitFor();
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
}

/** View, notifications of a failure and a block, and the menu of the status bar, as they look. */
async function inThemes(editor: Editor): Promise<void> {
  const { page } = editor;
  for (const { name, file: theme, kind } of themes) {
    await chooseTheme(editor, name, kind);
    await clearNotices(editor);
    for (const [hook, words] of [
      ['spelling', 'failed'],
      ['no long lines', 'git does not call it · blocked'],
    ] as const) {
      await onRow(editor, hook);
      await fromMenu(editor, 'Run Hook');
      await standing(editor, hook, `on, ${words} `);
    }
    await notice(editor, 'The hook "no long lines" stopped it: src/upload.js:7');
    await onRow(editor, 'rebuild the index');
    await fromMenu(editor, 'Run Hook');
    await page.locator('.statusbar-item', { hasText: 'rebuild the index' }).waitFor();
    await editor.screenshot(`hooks-keys-view-${theme}`);
    await commandByKeyboard(editor, 'Tracewright: Hooks at Work');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Stop "rebuild the index"' }).waitFor();
    await editor.screenshot(`hooks-keys-menu-${theme}`);
    await page.keyboard.press('Enter');
    await standing(editor, 'rebuild the index', 'on, stopped ');
  }
}

/** The text of the file in which one hook is switched off. */
function without(name: string): string {
  return hooks.replace(`name: ${name}\n`, `name: ${name}\n    enabled: false\n`);
}

/** Puts the focus on a hook's row. */
async function onRow(editor: Editor, name: string): Promise<void> {
  await commandByKeyboard(editor, 'Tracewright: Focus on Hooks View');
  await editor.page.keyboard.press('Home');
  await focusRow(editor, name);
}

/** Chooses from the menu of the row with the focus. */
async function fromMenu(editor: Editor, label: string): Promise<void> {
  const { keyboard } = editor.page;
  const menu = editor.page.locator('.monaco-menu');
  const focused = menu.locator('.action-item.focused .action-label').first();
  await keyboard.press('Shift+F10');
  await menu.waitFor();
  await until(`"${label}" in the row's menu`, async () => {
    if ((await focused.textContent({ timeout: 500 }).catch(() => '')) === label) return true;
    await keyboard.press('ArrowDown');
    return false;
  });
  await keyboard.press('Enter');
}

/** Says yes to the question, which shows all of this. */
async function allow(editor: Editor, shown: readonly string[]): Promise<void> {
  const dialog = editor.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  const text = await dialog.textContent();
  for (const words of shown) expect(text).toContain(words);
  // The button that agrees has the focus, as in every such question of the editor.
  await dialog.locator('.monaco-button:focus', { hasText: 'Allow' }).waitFor();
  await editor.page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

/** Waits until a hook's row goes on with these words. */
async function standing(editor: Editor, name: string, words: string): Promise<void> {
  await treeRow(editor, `${name}, ${words}`).waitFor();
}

async function answer(editor: Editor, question: string, text: string, send = true): Promise<void> {
  await asked(editor, question);
  await editor.page.keyboard.type(text);
  if (!send) return;
  await editor.page.locator('.quick-input-widget .monaco-list-row.focused').waitFor();
  await editor.page.keyboard.press('Enter');
}

/** A question with a box: what stands there already is taken where nothing is typed. */
async function box(editor: Editor, prompt: string, text: string): Promise<void> {
  await editor.page.locator('.quick-input-message', { hasText: prompt }).waitFor();
  await editor.page.keyboard.type(text);
  await editor.page.keyboard.press('Enter');
}

async function clearNotices(editor: Editor): Promise<void> {
  await commandByKeyboard(editor, 'Notifications: Clear All Notifications');
  await until('no notification', async () => (await editor.page.locator('.notification-toast').count()) === 0);
}
