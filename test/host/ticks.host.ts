import * as assert from 'node:assert/strict';
import { it } from 'mocha';
import * as vscode from 'vscode';
import type { Task } from '../../src/core/specs/model';
import { at, bytesOf, describeInWindow, handle, put, specPath, tasks, until } from '../support/hostWindow';

/** Ticks the task with this number and gives the outcome's kind. */
async function tick(id: string, state: 'open' | 'done' = 'done'): Promise<string> {
  const spec = await handle(specPath());
  const document = spec.spec().documents.find((each) => each.name === 'tasks.md');
  const all = (list: readonly Task[]): readonly Task[] => list.flatMap((task) => [task, ...all(task.children)]);
  const task = all(document?.name === 'tasks.md' ? document.tasks : []).find((each) => each.id === id);
  assert.ok(task, `No task ${id}.`);
  return (await spec.setTask(task.identity, state)).kind;
}

/** How many bytes differ, where the lengths are the same. */
function changedBytes(before: Buffer, after: Buffer): number {
  assert.equal(after.length, before.length);
  return before.filter((byte, at) => byte !== after[at]).length;
}

const odd = `\uFEFF${tasks.replaceAll('\n', '\r\n').replace('Write the tests', 'Write the tests   ')}`;

describeInWindow('ticking a task', () => {
  for (const [kind, text] of [
    ['plain', tasks],
    ['with CRLF, BOM and trailing spaces', odd],
    ['with mixed line ends', tasks.replace('Lists\n', 'Lists\r\n')],
  ] as const) {
    it(`changes one byte of a closed document, ${kind}`, async () => {
      put(at('tasks.md'), text);
      const before = bytesOf(at('tasks.md'));
      assert.equal(await tick('2'), 'done');
      assert.equal(changedBytes(before, bytesOf(at('tasks.md'))), 1);
    });

    it(`changes one byte of an open document, ${kind}`, async () => {
      const path = put(at('tasks.md'), text);
      const before = bytesOf(at('tasks.md'));
      const document = await vscode.workspace.openTextDocument(path);
      await vscode.window.showTextDocument(document);
      assert.equal(await tick('2'), 'done');
      assert.equal(changedBytes(before, bytesOf(at('tasks.md'))), 1);
      await until('the tick in the editor', () => document.getText().includes('- [x] 2. Check everything'));
      assert.equal(document.isDirty, false);
    });
  }

  it('is one step to undo in the editor', async () => {
    const path = put(at('tasks.md'), tasks);
    const document = await vscode.workspace.openTextDocument(path);
    await vscode.window.showTextDocument(document);
    await tick('2');
    await until('the tick in the editor', () => document.getText().includes('- [x] 2.'));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), tasks);
  });

  it('does not let the editor reformat on save', async () => {
    const spaced = tasks.replace('Write the tests', 'Write the tests   ');
    const path = put(at('tasks.md'), spaced);
    const files = vscode.workspace.getConfiguration('files');
    await files.update('trimTrailingWhitespace', true, vscode.ConfigurationTarget.Workspace);
    try {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
      const before = bytesOf(at('tasks.md'));
      assert.equal(await tick('2'), 'done');
      assert.equal(changedBytes(before, bytesOf(at('tasks.md'))), 1);
    } finally {
      await files.update('trimTrailingWhitespace', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('is refused over unsaved edits, and both sides are kept', async () => {
    const path = put(at('tasks.md'), tasks);
    const document = await vscode.workspace.openTextDocument(path);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Unsaved '));
    const before = bytesOf(at('tasks.md'));
    const spec = await handle(specPath());
    await until('the unsaved text to be known', () =>
      spec.spec().documents.some(({ text }) => text.startsWith('Unsaved')),
    );
    assert.equal(await tick('2'), 'refused');
    assert.deepEqual(bytesOf(at('tasks.md')), before);
    assert.ok(document.getText().startsWith('Unsaved '));
  });

  it('makes parents follow their children', async () => {
    put(at('tasks.md'), tasks);
    await tick('1.1');
    await tick('1.2');
    assert.ok(bytesOf(at('tasks.md')).toString().includes('- [x] 1. Lists'));
    await tick('1.2', 'open');
    assert.ok(bytesOf(at('tasks.md')).toString().includes('- [-] 1. Lists'));
  });

  it('works from the line of the cursor', async () => {
    const path = put(at('tasks.md'), tasks);
    await handle(specPath());
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
    const line = tasks.split('\n').findIndex((text) => text.includes('_Requirements: 1.2_'));
    editor.selection = new vscode.Selection(line, 4, line, 4);
    await vscode.commands.executeCommand('tracewright.toggleTask');
    await until('the tick', () => bytesOf(at('tasks.md')).toString().includes('- [x] 1.2 Write the tests'));
  });
});
