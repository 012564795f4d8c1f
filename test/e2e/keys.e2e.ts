/** The keys of the specs view act on the row that has the focus, whatever is selected or open beside it. */
import { expect } from 'vitest';
import { type Editor, editorTest, until } from './driver';
import { changedCharacters, chord, focusedRow, focusRow, focusTree, panelOf, put, treeRow, untilFile } from './user';

const tasks = `# Implementation Plan

## Tasks

- [ ] 1. Lists
  - [ ] 1.1 Write the handler
  - [ ] 1.2 Write the tests
- [ ] 2. Check everything
`;

const apples = '.kiro/specs/apples/tasks.md';
const pears = '.kiro/specs/pears/tasks.md';

editorTest('a key in the specs view acts on the row that has the focus', {}, async (editor) => {
  put(editor, apples, tasks);
  put(
    editor,
    pears,
    `${tasks.replaceAll('Write', 'Draw').replace('Check everything', 'Look at it')}- [ ] 3. Show it\n`,
  );
  const before = editor.read(apples);
  const { keyboard } = editor.page;

  // Another spec's row is selected, and its document is open and active.
  await focusTree(editor, 'pears');
  await focusRow(editor, 'apples', 'ArrowUp');
  // What is below tasks.md is unfolded from the start.
  await keyboard.press('ArrowRight');
  await focusRow(editor, '1.1 Write the handler');
  await keyboard.press('Enter');
  await editor.page.locator('.tab.active', { hasText: 'tasks.md' }).waitFor();

  await focusTree(editor, 'pears');
  await focusRow(editor, 'pears');
  await keyboard.press('ArrowRight');
  await focusRow(editor, '1.1 Draw the handler');
  expect(await selected(editor)).toMatch(/^1\.1 Write the handler/);
  expect(await ticked(editor)).toEqual(['- [ ] 1. Lists → -', '- [ ] 1.1 Draw the handler → x']);
  // The selection is the user's: the key leaves it as it was.
  expect(await selected(editor)).toMatch(/^1\.1 Write the handler/);
  await focusRow(editor, '2 Look at it');
  expect(await ticked(editor)).toEqual(['- [ ] 2. Look at it → x']);
  expect(await ticked(editor)).toEqual(['- [x] 2. Look at it →  ']);
  expect(editor.read(apples)).toBe(before);

  // A row that is both selected and focused.
  await keyboard.press('Enter');
  await editor.page.locator('.monaco-editor.focused').first().waitFor();
  await focusTree(editor, '2 Look at it');
  await focusRow(editor, '2 Look at it');
  expect(await selected(editor)).toMatch(/^2 Look at it/);
  expect(await ticked(editor)).toEqual(['- [ ] 2. Look at it → x']);
  expect(await selected(editor)).toMatch(/^2 Look at it/);

  // With the document of one spec open, the panel that opens is the focused row's.
  await focusRow(editor, 'apples', 'ArrowUp');
  await chord(editor, 'Shift+Alt+t', 'p');
  await panelOf(editor).shows('.app', 'apples');
  await editor.page.locator('.tab.active', { hasText: 'apples' }).waitFor();

  // One key, one command: refining has its own, whatever may be started on the row.
  await focusTree(editor, 'pears');
  await focusRow(editor, '2 Look at it');
  await chord(editor, 'Shift+Alt+t', 'r');
  await editor.page.locator('.quick-input-widget').getByText('Refine tasks').first().waitFor();

  // What it should say is typed with mentions, by keys alone.
  await keyboard.type('Shorter, as in #spec:appl');
  await editor.page.locator('.quick-input-widget .monaco-list-row.focused', { hasText: 'apples' }).waitFor();
  await keyboard.press('Enter');
  const words = editor.page.locator('.quick-input-widget input[type="text"]').first();
  await until('the mention in the words', async () => (await words.inputValue()) === 'Shorter, as in #spec:apples ');
  await editor.page.locator('.quick-input-widget .monaco-list-row.focused', { hasText: 'Refine' }).waitFor();
  await keyboard.press('Escape');
});

/** The accessible name of the row that is selected. */
async function selected(editor: Editor): Promise<string> {
  const rows = editor.page.locator('.part.sidebar .monaco-list-row.selected');
  await until('one row to be selected', async () => (await rows.count()) === 1);
  return (await rows.first().getAttribute('aria-label')) ?? '';
}

/** Presses the key that ticks, and gives what it changed in the spec with the focus. */
async function ticked(editor: Editor): Promise<readonly string[]> {
  const before = editor.read(pears) ?? '';
  await treeRow(editor, 'pears').waitFor();
  const box = () => focusedRow(editor).locator('[role="checkbox"]').getAttribute('aria-checked', { timeout: 1000 });
  const shown = await box();
  await chord(editor, 'Shift+Alt+t', 'x');
  const after = await untilFile(editor, pears, (text) => text !== before);
  await until('the row to show it', async () => (await box()) !== shown);
  return changedCharacters(before, after);
}
