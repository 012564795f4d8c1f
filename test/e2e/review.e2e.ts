/**
 * A review with sample answers, as a user: comments typed in the panel and in the editor, without a mouse; one revision
 * that answers them; an analysis decided on; the versions compared.
 */
import { expect } from 'vitest';
import { type Editor, editorTest, until } from './driver';
import {
  chooseTheme,
  commandByKeyboard,
  expectAccessible,
  type Panel,
  panelOf,
  selectInEditor,
  sentence,
  specNames,
  themes,
  untilFile,
} from './user';

editorTest(
  'sample answers: comments become one revision, findings are decided, versions are compared',
  {},
  async (editor) => {
    const panel = panelOf(editor);
    const file = await writeRequirements(editor, panel);
    await commentInPanel(editor, panel);
    await commentInEditor(editor, file);
    await sendComments(editor, panel, file);
    await decideFindings(editor, panel, file);
    await compare(editor, panel);
  },
  420_000,
);

/** Gives the path of the document, relative to the workspace. */
async function writeRequirements(editor: Editor, panel: Panel): Promise<string> {
  await editor.runCommand('Tracewright: New Spec');
  await panel.shows('h2', 'What do you want to build?');
  await (await panel.frame()).locator('#idea').fill(sentence);
  await panel.press('Start');
  await panel.press('Write requirements');
  await panel.button('Approve requirements');
  const [name = ''] = specNames(editor);
  return `.kiro/specs/${name}/requirements.md`;
}

async function commentInPanel(editor: Editor, panel: Panel): Promise<void> {
  const row = await panel.shows('[data-row]', 'empty or longer than');
  await row.focus();
  await editor.page.keyboard.press('c');
  await (await panel.frame()).getByPlaceholder('What should change here').waitFor();
  await editor.page.keyboard.type('Titles of 200 characters are enough.');
  await editor.page.keyboard.press('Control+Enter');
  await panel.shows('.thread .said', 'Titles of 200 characters are enough.');
  await panel.button('Send 1 comment');
}

/** The thread that the editor itself draws, on the line that the cursor is in. */
async function commentInEditor(editor: Editor, file: string): Promise<void> {
  await editor.openFile(file);
  const { page } = editor;
  await selectInEditor(editor, '## Glossary');
  // The editor looks whether a line can be commented on when the cursor moves, not when its ranges come in.
  await commandByKeyboard(editor, 'Comments: Add Comment on Current Selection', async () => {
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
  });
  await page.locator('.review-widget .monaco-editor.focused').first().waitFor();
  await page.keyboard.type('Is this the word that sales uses?');
  await page.keyboard.press('Control+Enter');
  await thread(editor, 'Waits for an answer', 'Is this the word that sales uses?');
}

/** The thread of the editor under this heading, with this in it. */
async function thread(editor: Editor, heading: string, text: string): Promise<void> {
  const widget = editor.page.locator('.review-widget').filter({ hasText: heading });
  await widget.locator('.comment-body', { hasText: text }).first().waitFor();
}

/** One revision for both: one is answered by the change, the other by a reason, in the panel as in the editor. */
async function sendComments(editor: Editor, panel: Panel, file: string): Promise<void> {
  await editor.runCommand('Tracewright: Open Panel');
  await panel.press('Send 2 comments');
  await untilFile(editor, file, (text) => text.includes('empty or longer than 200 characters'));
  for (const [said, word] of [
    ['Titles of 200 characters are enough.', 'Changed'],
    ['Is this the word that sales uses?', 'Not changed'],
  ] as const) {
    const found = await panel.shows('.thread', said);
    await until(`"${said}" to be answered`, async () => (await found.locator('.tag').textContent()) === word);
    expect(await found.locator('.answer .said').textContent()).not.toBe('');
  }
  await panel.button('Compare version 2 with 1');
  await expectAccessible(editor, panel, 'answered comments');
  await editor.screenshot('review-answered');
  await editor.openFile(file);
  await selectInEditor(editor, '## Glossary');
  await commandByKeyboard(editor, 'Comments: Go to Next Comment');
  for (const { name, file: theme, kind } of themes) {
    await chooseTheme(editor, name, kind);
    await editor.screenshot(`review-thread-${theme}`);
  }
  await editor.runCommand('Tracewright: Open Panel');
}

/** What an analysis finds: one is accepted and goes in, one is dismissed and not raised again. */
async function decideFindings(editor: Editor, panel: Panel, file: string): Promise<void> {
  await panel.press('Analyze');
  await panel.button(/^Dismiss finding on/u);
  const frame = await panel.frame();
  const accepts = frame.getByRole('button', { name: /^Accept finding on/u });
  const before = await accepts.count();
  expect(before).toBeGreaterThan(1);
  await accepts.first().click();
  await panel.shows('.finding', 'Accepted. It goes in with what you send next.');
  await frame
    .getByRole('button', { name: /^Dismiss finding on/u })
    .first()
    .click();
  await editor.page.keyboard.type('Settled with support.');
  await editor.screenshot('review-findings');
  await expectAccessible(editor, panel, 'findings');
  await panel.press('Dismiss');
  const text = editor.read(file);
  await panel.press('Send 1 finding');
  await untilFile(editor, file, (now) => now !== text);
  await panel.button('Compare version 3 with 2');
  await panel.press('Analyze');
  await until('the analysis to end', async () => (await panel.button('Analyze')) !== undefined);
  expect(await panel.shows('#section-findings', 'Settled with support.')).toBeDefined();
}

async function compare(editor: Editor, panel: Panel): Promise<void> {
  await panel.press('Compare version 2 with 1');
  await panel.shows('.comparison .chg', /500.*200/su);
  await editor.screenshot('review-comparison');
  await expectAccessible(editor, panel, 'a comparison');
  await panel.press('Close the comparison');
}
