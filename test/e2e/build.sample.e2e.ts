/**
 * Building with sample answers, as a user: the spec that they can build, its first task rejected and redirected, the
 * second red and corrected, all of them run, and the files put back and forth.
 */
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { ensureNode } from '../../scripts/lib/install.mjs';
import { type Editor, editorTest, until } from './driver';
import { expectAccessible, filesIn, type Panel, panelOf, specNames, untilFile } from './user';

// The sample workspace's tests are TypeScript, which Node runs as it is from 22.18 on.
const node = await ensureNode(24);

/** Each task runs the tests of the sample two to five times. */
const whileTestsRun = 180_000;

editorTest(
  'sample answers: tasks are rejected and redirected, red and corrected, all run, and restored',
  {
    // The editor takes its environment from the user's shell.
    home: (folder) => writeFileSync(join(folder, '.profile'), `export PATH="${dirname(node)}${delimiter}$PATH"\n`),
    viewport: { width: 1500, height: 1000 },
  },
  async (editor) => {
    const panel = panelOf(editor);
    const spec = await plan(editor, panel);
    await redirectFirst(editor, panel, spec);
    await runAll(editor, panel, spec);
    await restoreAndUndo(editor);
  },
  900_000,
);

/** Gives the folder of the approved spec. */
async function plan(editor: Editor, panel: Panel): Promise<string> {
  await editor.runCommand('Tracewright: New Spec');
  await panel.shows('h2', 'What do you want to build?');
  await (await panel.frame()).locator('#idea').fill('Add a /version endpoint');
  await panel.press('Start');
  for (const act of ['Approve requirements', 'Write design', 'Approve design', 'Write tasks', 'Approve tasks'])
    await panel.press(act);
  await panel.shows('.foot', 'Run all required');
  return `.kiro/specs/${specNames(editor)[0]}`;
}

/** The first task: the check is agreed to, one file is rejected with words, and the agent follows them. */
async function redirectFirst(editor: Editor, panel: Panel, spec: string): Promise<void> {
  await panel.press('Run next (1)');
  const checks = await panel.shows('#ask', 'Do these commands prove the work?');
  // The types would be looked at with a compiler from the network.
  await checks.getByRole('checkbox', { name: 'npm run types' }).uncheck();
  await panel.press('Use this command');

  await panel.shows('.foot', 'waits for your review of 3 files', whileTestsRun);
  expect(editor.read('src/server.ts')).toContain('readConfig');
  await panel.press('More for hunk 1 of src/server.ts');
  await (await panel.frame()).getByRole('menuitem', { name: 'Reject and say why' }).click();
  await (await panel.frame())
    .getByRole('textbox', { name: 'Say what should be different' })
    .fill('Say which service does not start.');
  await editor.screenshot('build-redirected');
  await expectAccessible(editor, panel, 'a rejection with its reason');
  await panel.press('Reject and send');
  await panel.shows('.app', 'Rejected');
  await panel.press('Accept all');
  await untilFile(editor, 'src/server.ts', (text) => text.includes('Daybook does not start:'));
  await panel.shows('.foot', 'waits for your review of 1 file', whileTestsRun);
  await panel.press('Accept all');
  await untilFile(editor, `${spec}/tasks.md`, (text) => text.includes('- [x] 1.'), whileTestsRun);
}

/** The others: the second is red, because it forgot a test that calls what it changed, and is corrected. */
async function runAll(editor: Editor, panel: Panel, spec: string): Promise<void> {
  await panel.press('Run all required');
  await panel.shows('.foot', 'waits for your review', whileTestsRun);
  await panel.press('Accept all');
  const red = await panel.shows('.tl', 'Verification failed', whileTestsRun);
  expect(await red.textContent()).toContain('GET /health says that the service is up');
  await editor.screenshot('build-red');
  await panel.shows('.foot', 'waits for your review of 1 file', whileTestsRun);
  await panel.press('Accept all');
  await untilFile(
    editor,
    `${spec}/tasks.md`,
    (text) => /- \[x\] 1\..*- \[x\] 2\..*- \[x\] 3\./su.test(text),
    whileTestsRun,
  );
  await panel.shows('.step', /Build.*Done/u);
  await editor.screenshot('build-all');
  const records = filesIn(editor, `${spec}/.tracewright/evidence`).map((name) =>
    JSON.parse(editor.read(`${spec}/.tracewright/evidence/${name}`) ?? ''),
  );
  expect(records.map(({ task, corrections }) => [task.id, corrections])).toEqual([
    ['1', 0],
    ['2', 1],
    ['3', 0],
  ]);
}

/** Everything goes back to where it began, and what was built comes back by the same way. */
async function restoreAndUndo(editor: Editor): Promise<void> {
  const built = editor.read('src/server.ts');
  await restore(editor, /^Before the task, 1 Read the version at the start/u, 'Restore files only');
  const tests = (...names: readonly string[]) =>
    until(`${names.join(', ')} below test`, async () => filesIn(editor, 'test').join() === names.join());
  await tests('health.test.ts');
  await until('the files of the sample', async () => !editor.read('src/config.ts')?.includes('version'));
  await restore(editor, /^Before going back to "Before the task"/u, 'Restore files only');
  await untilFile(editor, 'src/server.ts', (text) => text === built);
  await tests('health.test.ts', 'start.test.ts', 'version.test.ts');
}

async function restore(editor: Editor, checkpoint: RegExp, how: string): Promise<void> {
  await editor.runCommand('Tracewright: Restore Checkpoint');
  const rows = editor.page.locator('.quick-input-widget .monaco-list-row');
  await rows.first().waitFor();
  await editor.screenshot('build-checkpoints');
  const row = await until(`${checkpoint} among the checkpoints`, async () => {
    for (const each of await rows.all())
      if (checkpoint.test((await each.getAttribute('aria-label')) ?? '')) return each;
    return undefined;
  });
  await row.click();
  await rows.filter({ hasText: how }).first().click();
}
