/** The main job with sample answers, as a user: one sentence becomes approved requirements, design and tasks. */
import { expect } from 'vitest';
import { type Editor, editorTest, until } from './driver';
import {
  changedCharacters,
  expectAccessible,
  filesIn,
  openSidebar,
  type Panel,
  panelOf,
  recordsOf,
  replaceInEditor,
  sentence,
  specNames,
  treeRow,
  untilFile,
} from './user';

editorTest(
  'sample answers: one sentence becomes an approved spec',
  {},
  async (editor) => {
    const panel = panelOf(editor);
    await beginSpec(editor, panel);
    await answerQuestions(editor, panel);
    const spec = await watchRequirements(editor, panel);
    await refineAndLookBack(editor, panel, spec);
    await approveRequirements(editor, panel, spec);
    await writeDesign(editor, panel, spec);
    await writeTasks(editor, panel, spec);
    await tickInSidebar(editor, panel, spec);
    await editByHand(editor, panel, spec);
    await bringUpToDate(editor, panel, spec);
    await lookAtAll(editor, panel);
    await lookAtLastPrompt(editor);
  },
  300_000,
);

async function beginSpec(editor: Editor, panel: Panel): Promise<void> {
  await editor.runCommand('Tracewright: New Spec');
  await panel.shows('h2', 'What do you want to build?');
  await panel.shows('.notice', 'You will see sample answers');
  await editor.screenshot('01-new-spec');
  await expectAccessible(editor, panel, 'start');
  // A panel is opened and nothing is written yet.
  expect(specNames(editor)).toEqual([]);
  await (await panel.frame()).locator('#idea').fill(sentence);
  await panel.press('Start');
}

async function answerQuestions(editor: Editor, panel: Panel): Promise<void> {
  await panel.shows('h2', 'A few questions first');
  await editor.screenshot('02-questions');
  await expectAccessible(editor, panel, 'questions');
  const frame = await panel.frame();
  await frame.getByLabel('Kept for 30 days').check();
  await frame.getByLabel('Notes').check();
  await panel.press('Skip question 1');
  await panel.shows('.q.skipped', 'Skipped. People sign in with their e-mail address');
  await panel.shows('[role=status]', '3 answered, 1 skipped');
  await editor.screenshot('03-answered');
  await panel.press('Write requirements');
}

/** Gives the folder of the spec, relative to the workspace. */
async function watchRequirements(editor: Editor, panel: Panel): Promise<string> {
  // The first requirement is there to read while the last is not, and nothing is in the file yet.
  await panel.shows('.req', 'Have an account');
  expect(await panel.text()).not.toContain('Answers that can be relied on');
  const [name = ''] = specNames(editor);
  const spec = `.kiro/specs/${name}`;
  expect(specNames(editor)).toHaveLength(1);
  expect(editor.read(`${spec}/requirements.md`)).toBeUndefined();
  await editor.screenshot('04-requirements-arrive');

  await panel.button('Approve requirements');
  await panel.shows('.req', 'Answers that can be relied on');
  const requirements = await untilFile(editor, `${spec}/requirements.md`);
  // What was answered, and what was skipped.
  expect(requirements).toMatch(/restores a Todo of theirs within 30 days/);
  expect(requirements).toContain('People sign in with their e-mail address and a password');
  expect(JSON.parse(editor.read(`${spec}/.config.kiro`) ?? '')).toMatchObject({
    specType: 'feature',
    workflowType: 'requirements-first',
  });
  const record = JSON.parse(editor.read(`${spec}/.tracewright/spec.json`) ?? '');
  expect(record).toMatchObject({ sentence });
  expect(JSON.stringify(record)).toContain('Kept for 30 days');
  await editor.screenshot('05-requirements');
  await expectAccessible(editor, panel, 'requirements');
  return spec;
}

/** Refines, compares the versions, goes back to the first and forward again. */
async function refineAndLookBack(editor: Editor, panel: Panel, spec: string): Promise<void> {
  const file = `${spec}/requirements.md`;
  await panel.refine('Limit titles to 200 characters');
  await panel.shows('#doc', '1 to 200 characters, not counting');
  await untilFile(editor, file, (text) => text.includes('empty or longer than 200 characters'));
  await panel.button('Compare version 2 with 1');
  await editor.screenshot('06-refined');

  await panel.press('Compare version 2 with 1');
  await panel.shows('.comparison .chg', /500.*200/s);
  await editor.screenshot('07-compare-criteria');
  await panel.press('Compare as text');
  await editor.page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();
  await editor.page.locator('.monaco-diff-editor .char-insert, .monaco-diff-editor .line-insert').first().waitFor();
  await editor.screenshot('07-compare');
  await editor.runCommand('View: Close Editor');
  await panel.press('Close the comparison');

  await panel.press('Restore version 1');
  await untilFile(editor, file, (text) => text.includes('empty or longer than 500 characters'));
  await panel.press('Restore version 2');
  await untilFile(editor, file, (text) => text.includes('empty or longer than 200 characters'));
  await panel.shows('#doc', '1 to 200 characters, not counting');
}

async function approveRequirements(editor: Editor, panel: Panel, spec: string): Promise<void> {
  expect(recordsOf(editor, spec, 'requirements')).toEqual([]);
  await panel.press('Approve requirements');
  await panel.button('Write design');
  const [approval] = recordsOf(editor, spec, 'requirements');
  expect(approval).toMatchObject({ document: 'requirements.md' });
  await panel.shows('.step', /Requirements.*Approved/);
  await editor.screenshot('08-requirements-approved');
}

async function writeDesign(editor: Editor, panel: Panel, spec: string): Promise<void> {
  await panel.press('Write design');
  await panel.button('Stop');
  await panel.button('Approve design');
  const diagram = await panel.shows('figure.diagram', '');
  const image = diagram.locator('img');
  await until('the diagram to be drawn', async () => {
    const size = await image.evaluate((element) => (element instanceof HTMLImageElement ? element.naturalWidth : 0));
    return size > 100;
  });
  expect(await image.getAttribute('src')).toMatch(/^data:image\/svg\+xml/);
  expect(editor.read(`${spec}/design.md`)).toContain('```mermaid');
  await image.scrollIntoViewIfNeeded();
  await editor.screenshot('09-design');
  await expectAccessible(editor, panel, 'design');
  await panel.press('Approve design');
  await panel.button('Write tasks');
  expect(recordsOf(editor, spec, 'design')).toHaveLength(1);
}

async function writeTasks(editor: Editor, panel: Panel, spec: string): Promise<void> {
  await panel.press('Write tasks');
  await panel.button('Approve tasks');
  // The first answer names a criterion that is not there; the repair turn mends it before the user sees it.
  expect(await untilFile(editor, `${spec}/tasks.md`)).not.toContain(', 2.9');
  await panel.shows('#section-waves', 'Wave');
  await editor.screenshot('10-tasks');
  await expectAccessible(editor, panel, 'tasks');
  await panel.press('Approve tasks');
  await panel.shows('.step', /Tasks.*Approved/);
  expect(recordsOf(editor, spec, 'tasks')).toHaveLength(1);
  expect(filesIn(editor, spec)).toEqual(['.config.kiro', '.tracewright', 'design.md', 'requirements.md', 'tasks.md']);
}

async function tickInSidebar(editor: Editor, panel: Panel, spec: string): Promise<void> {
  const file = `${spec}/tasks.md`;
  await openSidebar(editor);
  await treeRow(editor, '4.1 Write down').waitFor();
  await editor.screenshot('11-sidebar');
  const tick = async (task: string): Promise<readonly string[]> => {
    const before = editor.read(file) ?? '';
    const box = treeRow(editor, task).getByRole('checkbox');
    await box.click();
    const after = await untilFile(editor, file, (text) => text !== before);
    await until(`the box of ${task} to be ticked`, async () => (await box.getAttribute('aria-checked')) === 'true');
    return changedCharacters(before, after);
  };
  // A parent follows its children: with the first of them it is under way.
  expect(await tick('4.1 Write down')).toEqual(['- [ ] 4. The todos → -', '- [ ] 4.1 Write down and read todos → x']);
  await treeRow(editor, 'Tasks, Approved by Ada Lovelace, 1 of 11 done').waitFor();
  expect(await tick('4.2 List the todos')).toEqual(['- [ ] 4.2 List the todos → x']);
  await panel.shows('.task.done', 'List the todos');
  await panel.shows('.step', /Tasks.*Approved/);
  await treeRow(editor, 'Tasks, Approved by Ada Lovelace, 2 of 11 done').waitFor();
  await editor.screenshot('12-ticked');
}

async function editByHand(editor: Editor, panel: Panel, spec: string): Promise<void> {
  const file = `${spec}/requirements.md`;
  await editor.openFile(file);
  await replaceInEditor(editor, 'empty or longer than ', '200', '120');
  await replaceInEditor(editor, '**Title**: 1 to ', '200', '120');
  await editor.page.keyboard.press('Control+s');
  await untilFile(editor, file, (text) => text.includes('empty or longer than 120 characters'));
  await treeRow(editor, 'Requirements, Changed since approval').waitFor();
  await editor.screenshot('13-edited-by-hand');
  await editor.runCommand('Tracewright: Open Panel');
  await (await panel.shows('.step', 'Requirements')).click();
  const changes = await panel.shows('.notice.warn', 'changed since');
  expect(await changes.textContent()).toContain('3.2');
  await changes.scrollIntoViewIfNeeded();
  await editor.screenshot('14-changed');
  await expectAccessible(editor, panel, 'changed');
}

/** Approves what was edited; design and tasks follow exactly that. */
async function bringUpToDate(editor: Editor, panel: Panel, spec: string): Promise<void> {
  const tasks = editor.read(`${spec}/tasks.md`) ?? '';
  await panel.press(/^Approve and update/);
  const design = await untilFile(editor, `${spec}/design.md`, (text) => /varchar\(120\)/.test(text));
  expect(design).not.toMatch(/varchar\(200\)/);
  const updated = await untilFile(editor, `${spec}/tasks.md`, (text) => text !== tasks);
  expect(updated).toContain('- [x] 4.2 List the todos');
  expect(recordsOf(editor, spec, 'requirements')).toHaveLength(2);
  for (const step of ['Design', 'Tasks']) {
    await (await panel.shows('.step', step)).click();
    await panel.shows('.dochead h2', step);
    // Both are in line already, so that nothing but the approval is offered.
    await panel.press(`Approve ${step.toLowerCase()}`);
    await panel.shows('.step', new RegExp(`${step}.*Approved`));
  }
  await editor.screenshot('15-up-to-date');
}

/** The picture of the README: everything approved, each criterion with its tasks. */
async function lookAtAll(editor: Editor, panel: Panel): Promise<void> {
  await (await panel.shows('.step', 'Requirements')).click();
  await panel.shows('.dochead h2', 'Requirements');
  const requirement = await panel.shows('.req', 'Write down a todo');
  await requirement.evaluate((element) => {
    element.closest('#doc')?.scrollBy(0, element.getBoundingClientRect().top - 160);
  });
  await editor.page.mouse.move(0, 0);
  await editor.screenshot('16-everything-approved');
}

async function lookAtLastPrompt(editor: Editor): Promise<void> {
  await editor.runCommand('Tracewright: Show Last Prompt');
  await editor.page.locator('.tab.active', { hasText: 'Last prompt.md' }).waitFor();
  await editor.page.locator('.monaco-editor .view-line').first().waitFor();
  await editor.screenshot('17-last-prompt');
}
