/** The views of steering and context, looked at in every theme and worked with by keys alone. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from '../../scripts/lib/places.mjs';
import { design, requirements, tasks } from './bedrockAnswers';
import { editorTest } from './driver';
import {
  chooseTheme,
  chord,
  commandByKeyboard,
  focusRow,
  focusTree,
  intoRow,
  openSidebar,
  themes,
  treeRow,
} from './user';

const workspace = join(temporaryFolder('context'), 'daybook');
const spec = join(workspace, '.kiro/specs/todos-with-accounts');
const steering = join(workspace, '.kiro/steering');
cpSync(join(root, 'media/sample'), workspace, { recursive: true });
for (const folder of [spec, steering]) mkdirSync(folder, { recursive: true });
writeFileSync(join(spec, 'requirements.md'), requirements);
writeFileSync(join(spec, 'design.md'), design);
writeFileSync(join(spec, 'tasks.md'), tasks);
writeFileSync(
  join(steering, 'api.md'),
  '---\ninclusion: fileMatch\nfileMatchPattern: "src/api/**"\n---\nAnswer JSON.\n',
);

editorTest(
  'what the model sees, in every theme and by keys',
  { workspace, viewport: { width: 1400, height: 1000 } },
  async (editor) => {
    const { keyboard } = editor.page;
    await openSidebar(editor);
    await editor.openFile('.kiro/specs/todos-with-accounts/requirements.md');
    await editor.runCommand('Tracewright: Choose What the Context Is Of');
    await editor.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'What I look at' }).first().waitFor();
    await keyboard.press('Enter');
    await treeRow(editor, 'todos-with-accounts, ').waitFor();
    // A list draws only the rows that there is room for.
    for (const title of ['Specs', 'Steering'])
      await editor.page.locator(`.part.sidebar .pane-header[aria-label^="${title}"][aria-expanded="true"]`).click();
    await treeRow(editor, 'product.md, in').waitFor();
    for (const { name, file, kind } of themes) {
      await chooseTheme(editor, name, kind);
      await treeRow(editor, 'product.md, in').waitFor();
      await editor.screenshot(`45-${file}-context`);
    }
    await focusTree(editor, 'todos-with-accounts, ', 'Context');
    await focusRow(editor, 'Sent to ');
    await intoRow(editor);
    // To the row above, and folded again.
    for (let press = 0; press < 2; press++) await keyboard.press('ArrowLeft');
    await focusRow(editor, 'Tools');
    await intoRow(editor);
    await focusRow(editor, 'read_file');
    await keyboard.press('Enter');
    await editor.page.locator('.tab.active', { hasText: 'read_file.json' }).waitFor();
    await editor.screenshot('45-context-tool');
    await focusTree(editor, 'todos-with-accounts, ', 'Context');
    await focusRow(editor, 'product.md');
    await keyboard.press('Enter');
    await editor.page.locator('.tab.active', { hasText: 'product.md' }).waitFor();
    await editor.openFile('.kiro/specs/todos-with-accounts/requirements.md');
    await focusTree(editor, 'todos-with-accounts, ', 'Context');
    await focusRow(editor, 'product.md');
    for (const state of ['off', 'in', 'off']) {
      await chord(editor, 'Shift+Alt+t', 'o');
      await treeRow(editor, `product.md, ${state}`).waitFor();
    }
    await editor.screenshot('45-context-switched-off');
    await commandByKeyboard(editor, 'Tracewright: Copy the Whole Context');
    await editor.page.locator('.notification-toast', { hasText: 'is on the clipboard' }).waitFor();
    await editor.reload();
    await openSidebar(editor);
    // Which tabs come back is what the editor last had time to write down.
    await editor.openFile('.kiro/specs/todos-with-accounts/requirements.md');
    await focusTree(editor, 'todos-with-accounts, ', 'Context');
    await treeRow(editor, 'product.md, off').waitFor();
  },
);
