/** Building a task as a user does it: started from the specs view, asked for a permission, reviewed, ticked. */
import { expect } from 'vitest';
import { type FakeTurn, startFakeAnthropic } from '../support/fakeAnthropic';
import { editorTest, until } from './driver';
import { approveAll, folder, putSpec } from './listsSpec';
import { expectAccessible, openSidebar, treeRow, untilFile } from './user';

const call = (id: string, name: string, input: unknown): FakeTurn => ({ blocks: [{ tool: { id, name, input } }] });

const script: readonly FakeTurn[] = [
  call('c1', 'run_command', { command: 'git push --force origin main' }),
  call('c2', 'write_file', { path: 'src/lists.ts', text: 'export const lists: string[] = [];\n' }),
  call('c3', 'report_task', { summary: 'Lists are kept in an array.' }),
  call('c4', 'write_file', { path: 'src/store.ts', text: 'export const file = "lists.json";\n' }),
  call('c5', 'report_task', { summary: 'Lists are stored in a file.' }),
];

const server = await startFakeAnthropic(script);

editorTest(
  'a task is started from the specs view, asks, is reviewed and ticked',
  {
    env: { ANTHROPIC_API_KEY: 'sk-ant-e2e' },
    machineSettings: { 'tracewright.anthropic.baseUrl': server.url },
    viewport: { width: 1500, height: 900 },
  },
  async (editor) => {
    putSpec(editor);
    const panel = await approveAll(editor);
    await panel.shows('.foot', 'Run all required');
    await editor.screenshot('runs-ready');
    await expectAccessible(editor, panel, 'the tasks that can be run');

    const task = treeRow(editor, '1 Keep lists');
    await task.hover();
    await task.locator('.action-label[aria-label^="Start Task"]').click();
    await panel.press('Nothing proves it');
    const ask = await panel.shows('#ask', 'git push --force origin main');
    expect(await ask.textContent()).toContain('Rule');
    await until(
      'the status bar to say who is waited for',
      async () => (await editor.page.locator('.statusbar-item', { hasText: 'waits for you' }).count()) === 1,
    );
    await editor.screenshot('runs-permission');
    await expectAccessible(editor, panel, 'a permission');
    await panel.press('Deny and say why');
    await (await panel.frame()).getByRole('textbox', { name: 'Say what to do instead' }).fill('Never push.');
    await panel.press('Deny and send');

    await panel.shows('.foot', 'waits for your review');
    await panel.shows('.diff', 'export const lists');
    await editor.screenshot('runs-review');
    await expectAccessible(editor, panel, 'a review');
    await editor.openFile(`${folder}/tasks.md`);
    await editor.page.locator('.codelens-decoration', { hasText: 'Stop' }).first().waitFor();
    await editor.screenshot('runs-lenses');
    await editor.runCommand('Tracewright: Watch Run');
    await panel.press('Accept all');
    await panel.press('Mark reviewed');
    await untilFile(editor, `${folder}/tasks.md`, (text) => text.includes('- [x] 1.'));
    expect(editor.read('src/lists.ts')).toBe('export const lists: string[] = [];\n');
    await panel.press(/^Tasks/);
    await panel.press('Evidence of task 1');
    await panel.shows('.evidence', 'src/lists.ts');
    await editor.screenshot('runs-evidence');
    expect(JSON.stringify(server.requests.at(1)?.body)).toContain('Never push.');

    await panel.press(/^Run all required/);
    await panel.shows('.diff', 'lists.json');
    await editor.screenshot('runs-all');
    await expectAccessible(editor, panel, 'the run of all tasks');
    await panel.press('Accept all');
    await panel.press('Mark reviewed');
    await untilFile(editor, `${folder}/tasks.md`, (text) => text.includes('- [x] 2.'));
    await server.close();

    await editor.runCommand('Tracewright: Restore Checkpoint');
    const picks = editor.page.locator('.quick-input-widget');
    const row = (text: string) => picks.locator('.monaco-list-row', { hasText: text }).first();
    await row('Before turn 1').waitFor();
    await editor.screenshot('runs-checkpoints');
    await row('Before turn 1').click();
    await row('Fork from here').waitFor();
    await editor.screenshot('runs-fork');
    await row('Fork from here').click();
    await untilFile(editor, `${folder}/tasks.md`, (text) => text.includes('- [-] '));
    await panel.shows('.app', 'Forked from');
    await editor.screenshot('runs-forked');
  },
);

editorTest('in Restricted Mode nothing is built', { trusted: false }, async (editor) => {
  putSpec(editor);
  await editor.openFile(`${folder}/tasks.md`);
  await editor.page.locator('.codelens-decoration').first().waitFor();
  expect(await editor.page.locator('.codelens-decoration', { hasText: 'Start task' }).count()).toBe(0);
  await openSidebar(editor);
  const row = treeRow(editor, '1 Keep lists');
  await row.hover();
  expect(await row.locator('.action-label[aria-label^="Start Task"]').count()).toBe(0);
  expect(editor.read('src/lists.ts')).toBeUndefined();
});
