/**
 * Checking specs as a user meets it: while they type, in the Problems view, in the panel, before an approval of a team,
 * and from the built command line in a repository.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root, temporaryFolder } from '../../scripts/lib/places.mjs';
import { editorTest, until } from './driver';
import { documents, folder, putSpec } from './listsSpec';
import { expectAccessible, openSidebar, panelOf, put, recordsOf, replaceInEditor, treeRow, untilFile } from './user';

const file = `${folder}/requirements.md`;
const sound = documents['requirements.md'] ?? '';

editorTest(
  'a spec is checked as it is typed, mended by the keyboard and in the panel, and approved by more than one',
  { settings: { 'tracewright.approvals.needed': { '*': 2 } } },
  async (editor) => {
    putSpec(editor);
    await editor.openFile(file);
    await replaceInEditor(editor, 'posts a title, THE Service ', 'SHALL', 'must');
    const fixes = editor.page.locator('.action-widget .monaco-list-row', { hasText: 'Write SHALL' });
    await until('the quick fix', async () => {
      // What is typed is checked a moment later, and a menu that is open does not look again.
      await editor.page.keyboard.press('Escape');
      await editor.page.keyboard.press('Control+.');
      await fixes.first().waitFor({ timeout: 3000 });
      return true;
    });
    await editor.screenshot('check-quick-fix');
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Control+s');
    await untilFile(editor, file, (text) => text.includes('THE Service must store'));
    await editor.runCommand('Problems: Focus on Problems View');
    await editor.page
      .locator('.markers-panel .monaco-list-row', { hasText: '"must" does not oblige as SHALL does.' })
      .first()
      .waitFor();
    await editor.screenshot('check-problems');

    // The same in the panel: the page of its rule, and the mend.
    await openSidebar(editor);
    const spec = treeRow(editor, 'lists');
    await spec.waitFor();
    await spec.hover();
    await spec.locator('.action-label[aria-label^="Open Panel"]').click();
    const panel = panelOf(editor);
    const problem = await panel.shows('[data-problem]', '"must" does not oblige as SHALL does.');
    await expectAccessible(editor, panel, 'a problem');
    await editor.screenshot('check-panel');
    await problem.getByRole('button', { name: 'Write SHALL' }).click();
    expect(await untilFile(editor, file, (text) => text.includes('THE Service SHALL store'))).toBe(sound);

    put(editor, file, sound.replace('### Requirement 1:', '### Requirement 1 -'));
    const heading = await panel.shows('[data-problem]', 'Kiro does not read this as a requirement.');
    await heading.getByRole('button', { name: 'requirements/malformed-requirement-heading' }).click();
    await editor.page.locator('.tab', { hasText: 'malformed-requirement-heading.md' }).first().waitFor();
    await (await panel.shows('[data-problem]', 'Kiro does not read this as a requirement.'))
      .getByRole('button', { name: 'Write "### Requirement 1: Keep lists"' })
      .click();
    await untilFile(editor, file, (text) => text === sound);
    // What the panel has not shown yet, it does not approve.
    const mended = (await panel.frame()).locator('[data-problem]', { hasText: 'Kiro does not read this' });
    await mended.waitFor({ state: 'detached' });

    await panel.press(/^Approve requirements/);
    await panel.shows('.app', 'One more is needed');
    expect(recordsOf(editor, folder, 'requirements')).toHaveLength(1);
    await editor.screenshot('check-team');
  },
);

interface Ran {
  readonly code: number | null;
  readonly out: string;
}

/** A repository with these files in one commit, and the command line in it. */
function repository(files: Readonly<Record<string, string>>) {
  const workspace = temporaryFolder('check');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const git = (...args: readonly string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false', ...args],
      {
        cwd: workspace,
      },
    );
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'Specs');
  const env = { PATH: process.env.PATH, HOME: workspace, TRACEWRIGHT_STATE: temporaryFolder('state'), NO_COLOR: '1' };
  const check = (...args: readonly string[]): Ran => {
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'check', ...args], {
      cwd: workspace,
      env,
      encoding: 'utf8',
    });
    return { code: status, out: stdout };
  };
  return { check, write, read: (path: string) => readFileSync(join(workspace, path), 'utf8') };
}

test('in a repository: every format, only what changed, mends, and exit codes', () => {
  const all = Object.fromEntries(Object.entries(documents).map(([name, text]) => [`${folder}/${name}`, text]));
  const other = '.kiro/specs/other/tasks.md';
  const { check, write, read } = repository({ ...all, [other]: '# Implementation Plan\n\n## Tasks\n\n- [X] 1. A\n' });

  expect(check('--changed', 'HEAD')).toMatchObject({ code: 0 });
  expect(check()).toMatchObject({ code: 1 });
  write(`${folder}/tasks.md`, (documents['tasks.md'] ?? '').replace('_Requirements: 1.1_', '_Requirements: 1.9_'));
  const changed = check('--changed', 'HEAD', '--format', 'json');
  expect(changed.code).toBe(1);
  const told: {
    readonly specs: readonly { path: string }[];
    readonly diagnostics: readonly { code: string; severity: string }[];
  } = JSON.parse(changed.out);
  expect(told.specs.map(({ path }) => path)).toEqual([folder]);
  expect(told.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
    'tasks/unresolved-reference',
  ]);
  expect(JSON.parse(check('--format', 'sarif').out)).toMatchObject({ version: '2.1.0', runs: [{ tool: {} }] });
  expect(check('--format', 'github').out).toContain('title=tasks/unresolved-reference::There is no criterion 1.9');
  expect(check('--format', 'xml')).toMatchObject({ code: 2, out: '' });
  expect(check('--changed', 'no-such-commit')).toMatchObject({ code: 2 });
  expect(check(folder, '--severity', 'unresolved-reference=off')).toMatchObject({ code: 0 });
  expect(check('--kiro-strict', folder, '--severity', 'unresolved-reference=off').code).toBe(1);
  expect(check('--explain', 'no-shall').out).toContain('# no-shall');

  expect(check('.kiro/specs/other', '--fix')).toMatchObject({ code: 0 });
  expect(read(other)).toContain('- [x] 1. A');
});
