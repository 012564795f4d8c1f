import * as assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { basename as baseName, join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import type { TreeNode } from '../../src/extension/views/nodes';
import {
  access,
  at,
  childrenOf,
  describeInWindow,
  folder,
  fresh,
  handle,
  outline,
  put,
  requirements,
  specPath,
  tasks,
  until,
} from '../support/hostWindow';

/** Whether a row belongs to a spec. */
function isOf(row: unknown, spec: TreeNode | undefined): boolean {
  return typeof row === 'object' && row !== null && 'spec' in row && spec?.kind === 'spec' && row.spec === spec.spec;
}

describeInWindow('the specs view', () => {
  it('shows specs that somebody else writes, their documents and tasks', async () => {
    put(at('requirements.md'), requirements);
    put(at('tasks.md'), tasks);
    const lines = await until('the tasks', async () => {
      const shown = await outline();
      return shown.some((line) => line.includes('Check everything')) && shown;
    });
    assert.deepEqual(lines, [
      `${baseName(specPath())} (Requirements: draft)`,
      '  Requirements (Draft)',
      '  Design (Locked)',
      '  Tasks (Draft, 0 of 3 done)',
      '    1 Lists [ ]',
      '      1.1 Write the handler [ ]',
      '      1.2 Write the tests [ ]',
      '    2 Check everything [ ]',
    ]);
  });

  it('shows nested folders and projects as folders', async () => {
    put('.kiro/specs/_done/old/tasks.md', tasks);
    put('packages/api/.kiro/specs/limits/tasks.md', tasks);
    const names = await until('both folders', async () => {
      const shown = (await outline()).map((line) => line.replace(/ \(.*/, '').trimEnd());
      return shown.includes('  limits') && shown.includes('  old') && shown;
    });
    assert.ok(names.includes('_done') && names.includes('packages/api'), names.join('\n'));
    rmSync(join(folder(), 'packages'), { recursive: true });
  });

  it('lets go of a spec whose folder is deleted', async () => {
    put(at('requirements.md'), requirements);
    await until('the spec', async () => (await childrenOf()).length === 1);
    rmSync(specPath(), { recursive: true });
    await until('the spec to go', async () => (await childrenOf()).length === 0);
  });

  it('fires for rows of one spec, not for the spec itself, when boxes of its tasks change, and keeps ids and nodes', async () => {
    put(at('tasks.md'), tasks);
    put(`.kiro/specs/${fresh('other')}/tasks.md`, tasks);
    const [spec] = await until('both specs', async () => {
      const nodes = await childrenOf();
      return nodes.length === 2 && nodes;
    });
    const { tree } = await access();
    assert.ok(spec);
    // Only what the editor holds is drawn anew.
    await until('the rows of the spec in the view', () =>
      Promise.resolve(tree.view.reveal(spec, { expand: 3, select: false })).then(
        () => true,
        () => false,
      ),
    );
    const ids = async () => {
      const documents = await childrenOf(spec);
      const items = await Promise.all(documents.map((node) => tree.provider.getTreeItem(node)));
      const below = await Promise.all(documents.map((node) => childrenOf(node)));
      return [...items.map(({ id }) => id), ...below.flat().map((node) => (node.kind === 'task' ? node.id : ''))];
    };
    const before = await ids();
    // What the two new specs caused may still be under way: sooner or later a change draws its own spec alone.
    let ticked = tasks;
    await until('a change that draws rows of one spec', async () => {
      ticked = ticked === tasks ? tasks.replace('- [ ] 1.1', '- [x] 1.1') : tasks;
      const fired: unknown[] = [];
      const listening = tree.provider.onDidChangeTreeData?.((rows) =>
        fired.push(...(Array.isArray(rows) ? rows : [rows])),
      );
      put(at('tasks.md'), ticked);
      const shown = `      1.1 Write the handler [${ticked === tasks ? ' ' : 'x'}]`;
      await until('the tick', async () => (await outline()).includes(shown));
      // Where the rows were just asked for, they are drawn with it already.
      await until('a row to be drawn anew', () => fired.length > 0, 2000).catch(() => undefined);
      listening?.dispose();
      return fired.length > 0 && fired.every((row) => isOf(row, spec) && row !== spec);
    });
    put(at('tasks.md'), tasks.replace('- [ ] 2.', '- [x] 2.'));
    await until('the tick', async () => (await outline()).includes('    2 Check everything [x]'));
    assert.deepEqual(await ids(), before);
  });

  it('shows every one of 500 tasks', async () => {
    const many = Array.from({ length: 500 }, (_, at) => `- [ ] ${at + 1}. Task number ${at + 1}\n  - a detail\n`);
    put('.kiro/specs/large/tasks.md', `# Implementation Plan\n\n## Tasks\n\n${many.join('')}`);
    await until('the spec', async () => (await childrenOf()).length === 1);
    const shown = await outline();
    assert.equal(shown.filter((line) => line.endsWith('[ ]')).length, 500);
    const { app } = await access();
    // A snapshot a row would make the view slower with the square of its tasks.
    const spec = join(folder(), '.kiro/specs/large').replaceAll('\\', '/');
    assert.ok(app.runs.snapshot(spec));
    assert.equal(app.runs.snapshot(spec), app.runs.snapshot(spec));
  });

  it('acts on nothing where the editor lost the row that was pressed', async () => {
    const path = put(at('tasks.md'), tasks);
    await handle(specPath());
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
    const line = tasks.split('\n').findIndex((each) => each.includes('2. Check everything'));
    editor.selection = new vscode.Selection(line, 8, line, 8);
    // So it calls the command of a row that it does not know: with nothing, and the rows that are selected.
    await vscode.commands.executeCommand('tracewright.toggleTask', undefined, undefined);
    assert.equal(editor.document.getText(), tasks);
    await vscode.commands.executeCommand('tracewright.toggleTask');
    await until('the tick', () => editor.document.getText().includes('- [x] 2. Check everything'));
  });

  it('opens a document at the line of a task', async () => {
    put(at('tasks.md'), tasks);
    await handle(specPath());
    const target = { spec: specPath(), document: 'tasks.md', line: 6 };
    await vscode.commands.executeCommand('tracewright.openDocument', target);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.lineAt(editor.selection.active.line).text, '  - [ ] 1.1 Write the handler');
  });
});
