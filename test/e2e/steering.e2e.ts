/** Rules for files in a task that is built in the editor: with the very next request after their file is touched, and only then. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startFakeAnthropic } from '../support/fakeAnthropic';
import { expectWirePrefixes, says, wireCall, wireRequests } from '../support/wireModel';
import { type Editor, editorTest, until } from './driver';
import { approveAll, folder, putSpec } from './listsSpec';
import { chooseTheme, openSidebar, put, selectInEditor, themes, treeRow, untilFile } from './user';

const fileMatch = (pattern: string, text: string) =>
  `---\ninclusion: fileMatch\nfileMatchPattern: "${pattern}"\n---\n${text}\n`;

const rules = {
  read: 'Handlers answer JSON, says the team.',
  changed: 'Stores are pure functions, says the team.',
  untouched: 'Pages have a title, says the team.',
} as const;

const files: Readonly<Record<string, string>> = {
  '.kiro/steering/handlers.md': fileMatch('src/{http,routes}.ts', rules.read),
  '.kiro/steering/stores.md': fileMatch('src/store/**', rules.changed),
  '.kiro/steering/pages.md': fileMatch('src/pages/**', rules.untouched),
};

const server = await startFakeAnthropic([
  wireCall('read_file', { path: 'src/config.ts' }),
  wireCall('read_file', { path: 'src/http.ts' }),
  wireCall('write_file', { path: 'src/store/lists.ts', text: 'export const lists: string[] = [];\n' }),
  wireCall('read_file', { path: 'package.json' }),
  wireCall('report_task', { summary: 'Lists are kept in an array.' }),
  wireCall('report_steering', {
    findings: [
      {
        rule_file: '.kiro/steering/stores.md',
        rule_line: 5,
        changed_file: 'src/store/lists.ts',
        changed_line: 1,
        why: 'What is exported can be changed from outside.',
      },
    ],
  }),
]);

editorTest(
  'a rule for files is in the very next request after its file is read or written, and only then',
  {
    env: { ANTHROPIC_API_KEY: 'sk-ant-e2e' },
    machineSettings: { 'tracewright.anthropic.baseUrl': server.url, 'tracewright.steering.check': true },
    viewport: { width: 1500, height: 1000 },
  },
  async (editor) => {
    for (const [name, text] of Object.entries(files)) put(editor, name, text);
    putSpec(editor);
    const panel = await approveAll(editor);
    await panel.press(/^Run next/);
    await panel.press('Nothing proves it');
    await panel.shows('.diff', 'export const lists');
    await showContext(editor);
    await panel.press('Accept all');
    await panel.press('Mark reviewed');
    await untilFile(editor, `${folder}/tasks.md`, (text) => text.includes('- [x] 1.'));
    // After the tick the change is held against the rules that applied, in a conversation of its own.
    await panel.shows('.looked', 'What is exported can be changed from outside.');
    await panel.shows('.looked', '.kiro/steering/stores.md:5');
    await editor.screenshot('46-steering-check');
    await server.close();
    const all = wireRequests(server);
    const requests = all.slice(0, -1);
    expect(
      [rules.read, rules.changed, rules.untouched].map((rule) => all.slice(-1).map((each) => says(each, rule))),
    ).toEqual([[true], [true], [false]]);
    const heard = (rule: string) => requests.map((request) => says(request, rule));
    expect(heard(rules.read)).toEqual([false, false, true, true, true]);
    expect(heard(rules.changed)).toEqual([false, false, false, true, true]);
    expect(heard(rules.untouched)).toEqual([false, false, false, false, false]);
    expectWirePrefixes(requests);
  },
);

/** The task at work is what the user looks at: its own conversation, and what its files brought, each in the cache. */
async function showContext(editor: Editor): Promise<void> {
  await onlyView(editor, 'Context');
  await treeRow(editor, 'lists, task 1, ').waitFor();
  const words = async (name: string) => (await treeRow(editor, name).getAttribute('aria-label')) ?? '';
  await until('the rule of the file that was read', async () => / · cached/.test(await words('handlers.md, in · ')));
  // What the next request will bring is not in the cache yet.
  expect(await words('stores.md, in · ')).not.toContain('cached');
  expect(await words('pages.md, out · ')).not.toBe('');
  expect(await words('Conversation so far, in · ')).toContain(' · cached');
  await editor.screenshot('46-context-task');
}

/** Gives one view of the sidebar the height of the others. */
async function onlyView(editor: Editor, name: string): Promise<void> {
  await editor.runCommand(`Tracewright: Focus on ${name} View`);
  for (const view of ['Specs', 'Steering', 'Context', 'Hooks'].filter((each) => each !== name)) {
    const header = editor.page.locator(`.part.sidebar .pane-header[aria-label^="${view}"]`).first();
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }
}

const odd = `---
inclusion: sometimes
fileMatchPattern: src/http.ts
---
Errors are JSON, too. See #[[file:docs/errors.md]].
`;

editorTest(
  'why a steering file is there, what may stand in it and what is wrong with it, in every theme',
  {
    viewport: { width: 1400, height: 900 },
    home: (folder) => {
      mkdirSync(join(folder, '.kiro/steering'), { recursive: true });
      writeFileSync(join(folder, '.kiro/steering/me.md'), 'Answer briefly.\n');
    },
  },
  async (editor) => {
    const { page } = editor;
    put(editor, '.kiro/steering/handlers.md', fileMatch('src/{http,routes}.ts', rules.read));
    put(editor, '.kiro/steering/errors.md', odd);
    put(editor, 'src/AGENTS.md', 'Modules are small.\n');
    put(editor, 'AGENTS.md', 'Be brief.\n');
    put(editor, 'CLAUDE.md', 'Run the tests.\n');
    await openSidebar(editor);
    await onlyView(editor, 'Steering');
    await editor.openFile('src/http.ts');
    await treeRow(editor, 'handlers.md, now · src/{http,routes}.ts').waitFor();
    await treeRow(editor, 'src/AGENTS.md, now · in src/ · over AGENTS.md').waitFor();
    await treeRow(editor, 'me.md, always').waitFor();
    for (const { name, file, kind } of themes) {
      await chooseTheme(editor, name, kind);
      await editor.openFile('.kiro/steering/handlers.md');
      const lens = page.locator('.codelens-decoration', { hasText: 'Included because src/http.ts matches' });
      await lens.first().waitFor();
      await editor.screenshot(`47-${file}-lens`);
      await selectInEditor(editor, 'inclusion');
      await editor.runCommand('Show or Focus Hover');
      await page.locator('.monaco-hover', { hasText: 'part of a prompt' }).first().waitFor();
      await editor.screenshot(`47-${file}-hover`);
      await editor.openFile('.kiro/steering/errors.md');
      await selectInEditor(editor, 'inclusion: ');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Control+Space');
      await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'fileMatch' }).first().waitFor();
      await editor.screenshot(`47-${file}-completion`);
      await page.keyboard.press('Escape');
      await editor.runCommand('Problems: Focus on Problems View');
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'There is no file docs/errors.md.' }).waitFor();
      await editor.screenshot(`47-${file}-problems`);
    }
  },
);
