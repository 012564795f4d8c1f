import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import {
  access,
  at,
  bytesOf,
  describeInWindow,
  folder,
  handle,
  outline,
  put,
  requirements,
  specPath,
  tasks,
  until,
} from '../support/hostWindow';

describeInWindow('in Restricted Mode', () => {
  it('the workspace is not trusted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('specs are read, and their errors are found', async () => {
    put(at('requirements.md'), requirements);
    const path = put(at('tasks.md'), tasks.replace('_Requirements: 1.2_', '_Requirements: 7.7_'));
    await until('the tasks', async () => (await outline()).some((line) => line.includes('Check everything')));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
    await until('the error', () =>
      vscode.languages.getDiagnostics(vscode.Uri.file(path)).some(({ message }) => message.includes('7.7')),
    );
  });

  it('no steering of the workspace is loaded, and no context is put together', async () => {
    put('.kiro/steering/words.md', 'Say colour.\n');
    const { steering, contextTree } = await access();
    const scopes = (await steering.provider.getChildren()) ?? [];
    const files = await Promise.all(scopes.map((scope) => steering.provider.getChildren(scope)));
    assert.ok(!JSON.stringify(files).includes('words.md'), JSON.stringify(files));
    assert.deepEqual(await contextTree.provider.getChildren(), []);
  });

  it('nothing is approved, written or begun by a command', async () => {
    put(at('requirements.md'), requirements);
    const spec = await handle(specPath());
    const hash = spec.snapshot().documents[0]?.hash;
    await vscode.commands.executeCommand('tracewright.approve', {
      spec: specPath(),
      document: 'requirements.md',
      hash,
    });
    await vscode.commands.executeCommand('tracewright.refine', {
      spec: specPath(),
      document: 'requirements.md',
      text: 'x',
    });
    await vscode.commands.executeCommand('tracewright.newSpec');
    await vscode.commands.executeCommand('tracewright.initialise');
    assert.equal(spec.snapshot().documents[0]?.state, 'draft');
    assert.equal(bytesOf(at('requirements.md')).toString(), requirements);
    assert.equal(existsSync(join(specPath(), '.tracewright')), false);
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs),
      [],
    );
  });

  it('no hook is read, none fires, and nothing asks', async () => {
    const { app } = await access();
    put(
      '.kiro/hooks.yaml',
      'hooks:\n  - trigger: on_save\n    run: "echo x > fired.log"\n  - trigger: on_save\n    notify: x\n',
    );
    const path = put('saved.txt', 'a');
    await app.hooks.window.start();
    const document = await vscode.workspace.openTextDocument(path);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'x'));
    assert.ok(await document.save());
    await (await app.hooks.window.service()).idle();
    assert.deepEqual(app.hooks.window.folders(), []);
    assert.deepEqual(app.hooks.window.firings(), []);
    assert.deepEqual(app.hooks.questions.waiting(), []);
    assert.deepEqual(await app.hooks.tree.provider.getChildren(), []);
    assert.equal(existsSync(join(folder(), 'fired.log')), false);
  });

  it('the engine loads nothing of the workspace', async () => {
    const { app } = await access();
    assert.equal((await app.engine()).trusted, false);
  });
});
