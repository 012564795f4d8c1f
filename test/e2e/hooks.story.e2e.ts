/**
 * The hooks of a team in a project that needs them: a save, approved tasks, a commit from the Source Control view, and
 * two hooks that start each other.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from '../../scripts/lib/places.mjs';
import { type FakeTurn, startFakeAnthropic } from '../support/fakeAnthropic';
import { design, requirements, tasks } from './bedrockAnswers';
import { type Editor, editorTest, until } from './driver';
import { focusRow, focusTree, intoRow, notice, openSidebar, panelOf, treeRow, untilFile } from './user';

const hooks = `hooks:
  - name: keep tests in step
    trigger: on_save            # aliases of PostFileSave, ...
    pattern: "src/components/**/*.tsx"
    action: "regenerate unit tests for this component"   # a sentence is an agent action
  - trigger: on_commit
    scan: secrets               # built in, no download, no network
    on_failure: block
  - trigger: spec_approved
    if: { document: tasks }
    steps:
      - run: "npm run lint -- --fix"
      - run: "npm test"
        on_failure: { agent: "Fix what these tests report: {output}", retries: 2 }
      - agent: "Write a draft pull request description from the spec with the acceptance criteria as a checklist"
`;

/** Each writes what the other waits for. */
const loop = `hooks:
  - name: there
    trigger: on_save
    pattern: "here/*.txt"
    run: "date +%s%N > there/list.txt"
  - name: and back
    trigger: on_save
    pattern: "there/*.txt"
    run: "date +%s%N > here/list.txt"
`;

const secret = `AKIA${'QWERTYUIOPASDFGH'}`;

/** A linter that mends two blanks at a line's end, and a test that the sum of nothing fails. */
const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'sums',
    private: true,
    type: 'module',
    scripts: { lint: 'node scripts/lint.js', test: 'node test/sum.js' },
  }),
  'scripts/lint.js': `import { readFileSync, writeFileSync } from 'node:fs';
const text = readFileSync('src/sum.js', 'utf8');
const clean = text.replace(/[ \\t]+$/gm, '');
if (process.argv.includes('--fix')) writeFileSync('src/sum.js', clean);
else if (clean !== text) throw new Error('src/sum.js has blanks at the end of a line.');
`,
  'src/sum.js': 'export const sum = (numbers) => numbers.reduce((a, b) => a + b);  \n',
  'test/sum.js': `import { strictEqual } from 'node:assert';
import { sum } from '../src/sum.js';
strictEqual(sum([1, 2]), 3);
strictEqual(sum([]), 0);
console.log('2 tests passed');
`,
  'src/components/Total.tsx': 'export const Total = () => <b>0</b>;\n',
  'here/list.txt': 'milk\n',
  // What is made is no save.
  'there/list.txt': 'milk\n',
  '.kiro/hooks.yaml': hooks,
  '.kiro/hooks/loop.yaml': loop,
  '.kiro/specs/todos/requirements.md': requirements,
  '.kiro/specs/todos/design.md': design,
  '.kiro/specs/todos/tasks.md': tasks,
};

const tests = 'src/components/Total.test.tsx';
const draft = 'docs/pull-request.md';
const call = (name: string, input: unknown): FakeTurn => ({ blocks: [{ tool: { id: name, name, input } }] });
const say = (text: string): FakeTurn => ({ blocks: [{ text }] });
const server = await startFakeAnthropic([
  call('write_file', { path: tests, text: 'it("shows 0");\n' }),
  say('Total has a test now.'),
  call('read_file', { path: 'src/sum.js' }),
  call('edit_file', { path: 'src/sum.js', edits: [{ old: 'a + b)', new: 'a + b, 0)' }] }),
  say('The sum of nothing is 0.'),
  call('write_file', { path: draft, text: '# Todos\n\n- [ ] 1.1 A todo is kept\n' }),
  say('The draft is in docs/pull-request.md.'),
]);

const workspace = join(temporaryFolder('hooks-story'), 'sums');
for (const [name, text] of Object.entries(files)) write(join(workspace, name), text);
const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
git(workspace, 'init', '-q', '-b', 'main');
git(workspace, 'add', '-A');
git(workspace, 'commit', '-q', '-m', 'Sums');

const onSave = 'keep tests in step';
const onCommit = 'Before commit: scan for secrets';
const onApproval = 'Spec approved (tasks): npm run lint -- --fix';

editorTest(
  'hooks keep tests in step, bring a spec to a green draft, stop a secret in Source Control, and never run in a circle',
  {
    workspace,
    env: { ANTHROPIC_API_KEY: 'sk-ant-e2e' },
    machineSettings: { 'tracewright.anthropic.baseUrl': server.url },
    viewport: { width: 1500, height: 1500 },
  },
  async (editor) => {
    await openSidebar(editor);
    await editor.runCommand('Tracewright: Focus on Hooks View');
    for (const name of [onSave, onCommit, onApproval, 'there', 'and back']) await treeRow(editor, name).waitFor();
    await allowAll(editor);
    await saveComponent(editor);
    await approveTasks(editor);
    await server.close();
    await commitSecret(editor);
    await onlyHooks(editor);
    await startCircle(editor);
    // What git's hook did in a process of its own is in the view, too.
    await result(editor, onCommit, 'blocked');
  },
  600_000,
);

/** What is new is shown whole, once; what only looks needs no agreement. */
async function allowAll(editor: Editor): Promise<void> {
  await editor.runCommand('Tracewright: Review New Hooks');
  const dialog = editor.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  const text = (await dialog.textContent()) ?? '';
  for (const shown of ['npm run lint -- --fix', 'Fix what these tests report: {output}', 'date +%s%N > here/list.txt'])
    expect(text).toContain(shown);
  expect(text).not.toContain(onCommit);
  await editor.screenshot('hooks-story-review');
  await dialog.locator('.monaco-button', { hasText: 'Allow' }).first().click();
  await until('nothing to be new', async () => {
    const rows = editor.page.locator('.part.sidebar .monaco-list-row[aria-label*=", new · "]');
    return (await rows.count()) === 0;
  });
}

async function saveComponent(editor: Editor): Promise<void> {
  const { page } = editor;
  await editor.openFile('src/components/Total.tsx');
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  await page.keyboard.type('// The sum of all. ');
  await page.keyboard.press('Control+s');
  expect(await untilFile(editor, tests)).toBe('it("shows 0");\n');
  await result(editor, onSave, 'ok');
  const first = JSON.stringify(server.requests[0]?.body);
  expect(first).toContain('regenerate unit tests for this component');
  expect(first).toContain('src/components/Total.tsx');
  const shown = await lastFiring(editor, onSave);
  expect(shown).toContain(`# ${onSave}: ok`);
  expect(shown).toContain('Total has a test now.');
  await editor.screenshot('hooks-story-save');
}

/** The last gate of the spec opens: lint mends, the test fails, an agent mends it, the second try passes, a draft is written. */
async function approveTasks(editor: Editor): Promise<void> {
  const panel = panelOf(editor);
  await editor.runCommand('Tracewright: Open Panel');
  for (const document of ['requirements', 'design', 'tasks'])
    await panel.press(new RegExp(`^(Approve|Go to) ?.*${document}`, 'i'));
  await panel.shows('.step', /Tasks.*Approved/);
  expect(await untilFile(editor, draft)).toContain('- [ ] 1.1 A todo is kept');
  await result(editor, onApproval, 'ok');
  expect(editor.read('src/sum.js')).toBe('export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);\n');
  const [fix, last] = [2, 5].map((at) => JSON.stringify(server.requests[at]?.body));
  // What the test printed is what the agent was told.
  expect(fix).toContain('Fix what these tests report: ');
  expect(fix).toContain('Reduce of empty array with no initial value');
  expect(last).toContain('Write a draft pull request description');
  const shown = await lastFiring(editor, onApproval);
  expect(shown.match(/## .*/gu)).toEqual([
    '## npm run lint -- --fix',
    '## npm test',
    '## Ask an agent: Fix what these tests report: {output}',
    '## npm test',
    '## Ask an agent: Write a draft pull request description from the spec with t…',
  ]);
  expect(shown).toContain('2 tests passed');
  await editor.screenshot('hooks-story-approved');
}

async function commitSecret(editor: Editor): Promise<void> {
  const { page } = editor;
  const dialog = page.locator('.monaco-dialog-box');
  await editor.runCommand('Tracewright: Install or Remove Git Hooks');
  await dialog.locator('.monaco-button', { hasText: 'Install' }).first().click();
  await untilFile(editor, '.git/hooks/pre-commit');
  write(join(editor.workspace, 'src/upload.js'), `export const region = 'eu-west-1';\nconst key = '${secret}';\n`);
  await editor.runCommand('Source Control: Focus on Changes View');
  const row = page.locator('.scm-view .monaco-list-row', { hasText: 'upload.js' }).first();
  await row.waitFor();
  await row.hover();
  await row.locator('.action-label[aria-label^="Stage Changes"]').click();
  await until('the file to be staged', async () => git(editor.workspace, 'diff', '--cached', '--name-only') !== '');
  await page.locator('.scm-view .scm-editor .monaco-editor').first().click();
  await page.keyboard.type('Upload the sums');
  await page.locator('.scm-view .monaco-button', { hasText: 'Commit' }).first().click();
  await dialog.waitFor();
  expect(await dialog.textContent()).toContain(`The hook "${onCommit}" stopped it: src/upload.js:2 aws access key`);
  expect(await dialog.textContent()).not.toContain(secret);
  await editor.screenshot('hooks-story-commit');
  await page.keyboard.press('Escape');
  expect(git(editor.workspace, 'log', '--format=%s').trim()).toBe('Sums');
}

async function startCircle(editor: Editor): Promise<void> {
  const { page } = editor;
  await editor.openFile('here/list.txt');
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  await page.keyboard.type('bread ');
  await page.keyboard.press('Control+s');
  await notice(editor, 'The hook "there" did not fire: A cycle was stopped: "there" → "and back" → "there"');
  await result(editor, 'and back', 'ok');
  await result(editor, 'there', 'not fired');
  expect(await lastFiring(editor, 'there')).toContain('A cycle was stopped: "there" → "and back" → "there".');
  await editor.screenshot('hooks-story-circle');
}

/** Gives the hooks the height of the other views, so that all their rows are drawn. */
async function onlyHooks(editor: Editor): Promise<void> {
  await editor.runCommand('Tracewright: Focus on Hooks View');
  for (const view of ['Specs', 'Steering', 'Context']) {
    const header = editor.page.locator(`.part.sidebar .pane-header[aria-label^="${view}"]`).first();
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }
}

/** Waits until the hooks view says how a hook ended last. */
async function result(editor: Editor, hook: string, words: string): Promise<void> {
  await editor.runCommand('Tracewright: Focus on Hooks View');
  const row = treeRow(editor, hook);
  await until(`"${hook}" to be ${words}`, async () =>
    (await row.getAttribute('aria-label'))?.startsWith(`${hook}, on, ${words} `),
  );
}

/** Opens the newest firing below a hook's row, and gives what the editor then shows. */
async function lastFiring(editor: Editor, hook: string): Promise<string> {
  const { page } = editor;
  await focusTree(editor, hook, 'Hooks');
  await page.keyboard.press('Home');
  await focusRow(editor, hook);
  await intoRow(editor);
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: `${hook}.md` }).waitFor();
  // An editor draws only the lines that fit.
  const size = page.viewportSize() ?? { width: 1500, height: 1500 };
  await page.setViewportSize({ ...size, height: 3000 });
  const lines = page.locator('.editor-instance .view-lines .view-line');
  const text = await until('the firing as text', async () => {
    const shown = await lines.evaluateAll((all) =>
      all
        .map((line) => ({ top: Number.parseFloat((line as HTMLElement).style.top), text: line.textContent ?? '' }))
        .sort((one, other) => one.top - other.top)
        .map((line) => line.text.replaceAll('\u00a0', ' ')),
    );
    return shown[0] === undefined || !shown[0].startsWith(`# ${hook}`) ? undefined : shown.join('\n');
  });
  await page.setViewportSize(size);
  return text;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
