/** Panel, tree and notification in the themes that people have, with a spec that somebody else wrote. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from '../../scripts/lib/places.mjs';
import { design, requirements, tasks } from './bedrockAnswers';
import { editorTest } from './driver';
import { chooseTheme, expectAccessible, openSidebar, panelOf, themes, treeRow } from './user';

const workspace = join(temporaryFolder('themes'), 'daybook');
const spec = join(workspace, '.kiro/specs/todos-with-accounts');
cpSync(join(root, 'media/sample'), workspace, { recursive: true });
mkdirSync(spec, { recursive: true });
writeFileSync(join(spec, 'requirements.md'), requirements);
writeFileSync(join(spec, 'design.md'), design);
// One reference leads nowhere, so that a problem is shown.
writeFileSync(join(spec, 'tasks.md'), tasks.replace('_Requirements: 2.4_', '_Requirements: 2.4, 7.1_'));

editorTest('the panel, the tree and a notification in every theme', { workspace }, async (editor) => {
  const panel = panelOf(editor);
  await openSidebar(editor);
  await treeRow(editor, '2.1 Write down').waitFor();
  await editor.runCommand('Tracewright: Open Panel');
  await panel.shows('.req', 'Accounts');
  for (const { name, file, kind } of themes) {
    await chooseTheme(editor, name, kind);
    await editor.runCommand('Tracewright: Check All Specs');
    await editor.page.locator('.notification-toast', { hasText: '1 error' }).waitFor();
    for (const step of ['Requirements', 'Tasks']) {
      await (await panel.shows('.step', step)).click();
      await panel.shows('.dochead h2', step);
      await editor.screenshot(`40-${file}-${step.toLowerCase()}`);
      await expectAccessible(editor, panel, `${name}, ${step}`);
    }
  }
});
