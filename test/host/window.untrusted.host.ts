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

  it('the engine loads nothing of the workspace', async () => {
    const { app } = await access();
    assert.equal((await app.engine()).trusted, false);
  });
});
