/** Hooks as a user meets them: a save, the question what a new hook would run, a failure that an agent mends, a commit. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startFakeAnthropic } from '../support/fakeAnthropic';
import { type Editor, editorTest, until } from './driver';
import { chooseTheme, notice, openSidebar, pressInNotice, put, themes, untilFile } from './user';

const hooks = `# What happens by itself
hooks:
  - name: check the list
    trigger: on_save
    pattern: "*.txt"
    run: "cat src/proof.md && echo {file} >> checked.log"
    on_failure: { agent: "Fix what this reports: {output}", retries: 2 }
  - name: no secrets in commits
    trigger: on_commit
    scan: secrets
    on_failure: block
  - name: half a hook
    trigger: on_sav
    run: "true"
`;

const server = await startFakeAnthropic([
  { blocks: [{ tool: { id: 'c1', name: 'write_file', input: { path: 'src/proof.md', text: 'proved\n' } } }] },
  { blocks: [{ text: 'The proof was missing. It is there now.' }] },
]);

editorTest(
  'a save fires a hook once it is allowed, an agent mends what it reports, and a secret is not committed',
  {
    env: { ANTHROPIC_API_KEY: 'sk-ant-e2e' },
    machineSettings: { 'tracewright.anthropic.baseUrl': server.url },
    viewport: { width: 1500, height: 900 },
  },
  async (editor) => {
    const { page } = editor;
    spawnSync('git', ['init', '-q'], gitOptions(editor));
    put(editor, 'list.txt', 'milk\n');
    put(editor, '.kiro/hooks.yaml', hooks);
    await openSidebar(editor);
    // The view is closed until it is asked for.
    await editor.runCommand('Tracewright: Focus on Hooks View');
    const row = page.locator('.part.sidebar .monaco-list-row[aria-label^="check the list"]').first();
    await row.waitFor();
    await editor.openFile('list.txt');
    await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
    await page.keyboard.type('bread ');
    await page.keyboard.press('Control+s');
    await notice(editor, 'The hook "check the list" is new or changed');
    await until(
      'the status bar to say that a hook asks',
      async () => (await page.locator('.statusbar-item', { hasText: '1 hook asks' }).count()) === 1,
    );
    expect(editor.read('checked.log')).toBeUndefined();
    await pressInNotice(editor, 'Review');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('Then run: cat src/proof.md && echo {file} >> checked.log');
    await editor.screenshot('hooks-question');
    await dialog.locator('.monaco-button', { hasText: 'Allow' }).first().click();
    expect(await untilFile(editor, 'checked.log')).toContain('list.txt');
    expect(editor.read('src/proof.md')).toBe('proved\n');
    expect(JSON.stringify(server.requests[0]?.body)).toContain('Fix what this reports');
    await until('the result in the view', async () => (await row.getAttribute('aria-label'))?.includes('ok'));
    for (const { name, file, kind } of themes) {
      await chooseTheme(editor, name, kind);
      await editor.screenshot(`hooks-view-${file}`);
    }
    await row.click();
    await page.locator('.tab', { hasText: 'hooks.yaml' }).first().waitFor();
    await editor.screenshot('hooks-file');
    await editor.runCommand('Tracewright: New Hook from Template');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Secret scan on commit' }).waitFor();
    await editor.screenshot('hooks-templates');
    await page.keyboard.press('Escape');
    await editor.runCommand('Tracewright: Install or Remove Git Hooks');
    await dialog.locator('.monaco-button', { hasText: 'Install' }).first().click();
    await until('git to be told', async () => existsSync(join(editor.workspace, '.git/hooks/pre-commit')));
    put(
      editor,
      'keys.txt',
      `aws_access_key_id = AKIA${'QWERTYUIOPASDFGH'}\naws_secret_access_key = ${'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzAZQKQ9m1T'}\n`,
    );
    const git = (...args: readonly string[]) => spawnSync('git', args, gitOptions(editor));
    git('add', 'keys.txt');
    const commit = git('commit', '-m', 'keys');
    expect(`${commit.stderr}`).toContain('no secrets in commits');
    expect(commit.status).not.toBe(0);
    expect(git('rev-list', '--all').stdout).toBe('');
    await server.close();
  },
);

function gitOptions(editor: Editor) {
  const who = { GIT_AUTHOR_NAME: 'Ana', GIT_AUTHOR_EMAIL: 'ana@example.com', GIT_COMMITTER_NAME: 'Ana' };
  const env = { ...process.env, ...who, GIT_COMMITTER_EMAIL: 'ana@example.com', TRACEWRIGHT_STATE: editor.stateFolder };
  return { cwd: editor.workspace, env, encoding: 'utf8' } as const;
}
