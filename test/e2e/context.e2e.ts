/** The views of steering and context, looked at in every theme and worked with by keys alone. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from '../../scripts/lib/places.mjs';
import { design, requirements, tasks } from './bedrockAnswers';
import { editorTest } from './driver';
import { chooseTheme, chord, focusRow, focusTree, openSidebar, themes, treeRow } from './user';

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
    await focusRow(editor, 'product.md');
    await chord(editor, 'Shift+Alt+t', 'o');
    await treeRow(editor, 'product.md, off').waitFor();
    await editor.screenshot('45-context-switched-off');
    await editor.runCommand('Tracewright: Copy the Whole Context');
    await editor.page.locator('.notification-toast', { hasText: 'is on the clipboard' }).waitFor();
    await editor.reload();
    await openSidebar(editor);
    await focusTree(editor, 'todos-with-accounts, ', 'Context');
    await treeRow(editor, 'product.md, off').waitFor();
  },
);
