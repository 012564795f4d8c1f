import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
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
  put,
  requirements,
  specPath,
  tasks,
  until,
} from '../support/hostWindow';

/** Labels of the webview panels that are open. */
function panels(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input, label }) => (input instanceof vscode.TabInputWebview ? [label] : []));
}

describeInWindow('commands', () => {
  it('initialise a folder and overwrite nothing', async () => {
    const kept = '# Ours\n';
    put('.kiro/steering/product.md', kept);
    const first = await vscode.commands.executeCommand<{ created: string[]; kept: string[] }>('tracewright.initialise');
    assert.ok(first.created.every((path) => path.startsWith('.kiro/')));
    assert.ok(first.kept.includes('.kiro/steering/product.md'));
    assert.equal(bytesOf('.kiro/steering/product.md').toString(), kept);
    const again = await vscode.commands.executeCommand<{ created: string[] }>('tracewright.initialise');
    assert.deepEqual(again.created, []);
    for (const path of first.created) rmSync(join(folder(), path));
  });

  it('open the start screen and the panel of a spec', async () => {
    put(at('requirements.md'), requirements);
    await handle(specPath());
    await vscode.commands.executeCommand('tracewright.newSpec');
    await until('the start screen', () => panels().length === 1);
    await vscode.commands.executeCommand('tracewright.openPanel', { spec: specPath() });
    await until('the panel', () => panels().length === 2);
    await vscode.commands.executeCommand('tracewright.openPanel', vscode.Uri.file(join(specPath(), 'requirements.md')));
    assert.equal(panels().length, 2);
    const { app } = await access();
    assert.equal(app.panels.active(), specPath());
  });

  it('say that nothing was sent rather than show an empty prompt', async () => {
    put(at('requirements.md'), requirements);
    await handle(specPath());
    assert.equal(await vscode.commands.executeCommand('tracewright.showLastPrompt', { spec: specPath() }), undefined);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('refuse what makes no sense without throwing at the caller', async () => {
    put(at('requirements.md'), requirements);
    await handle(specPath());
    assert.equal(await vscode.commands.executeCommand('tracewright.resume', { spec: specPath() }), undefined);
    assert.equal(await vscode.commands.executeCommand('tracewright.generate', { spec: specPath() }), undefined);
    const gone = { spec: join(folder(), '.kiro/specs/gone'), document: 'requirements.md' };
    assert.equal(await vscode.commands.executeCommand('tracewright.openPanel', { spec: 7 }), undefined);
    assert.equal(await vscode.commands.executeCommand('tracewright.refine', { ...gone, text: 'x' }), undefined);
  });

  it('put a version back as a new version', async () => {
    put(at('tasks.md'), tasks);
    const spec = await handle(specPath());
    const versions = () => spec.snapshot().documents.find(({ name }) => name === 'tasks.md')?.versions ?? [];
    const document = () => spec.snapshot().documents.find(({ name }) => name === 'tasks.md');
    assert.equal((await spec.approve('tasks.md', document()?.hash ?? '')).kind === 'refused', true);
    put(at('requirements.md'), requirements);
    await until('the requirements', () =>
      spec.snapshot().documents.some(({ hash, name }) => hash && name === 'requirements.md'),
    );
    const hash = spec.snapshot().documents.find(({ name }) => name === 'requirements.md')?.hash ?? '';
    assert.equal((await spec.approve('requirements.md', hash)).kind, 'done');
    const [first] = spec.snapshot().documents.find(({ name }) => name === 'requirements.md')?.versions ?? [];
    assert.ok(first, `no version of an approved document; tasks have ${versions().length}`);
    put(at('requirements.md'), requirements.replace('400', '422'));
    await until('the edit', () => spec.snapshot().documents.some(({ state }) => state === 'changed'));
    assert.equal((await spec.restore('requirements.md', first.id)).kind, 'done');
    assert.equal(bytesOf(at('requirements.md')).toString(), requirements);
    assert.equal(spec.snapshot().documents[0]?.state, 'approved');
  });

  it('write a script that starts the command line', async function () {
    if (process.platform === 'win32') this.skip();
    const file = await vscode.commands.executeCommand<string>('tracewright.installCli');
    assert.ok(file.startsWith(homedir()));
    assert.ok(existsSync(file));
    assert.ok(readFileSync(file, 'utf8').includes('dist/cli.js'));
    rmSync(file);
  });

  it('show the log', async () => {
    await vscode.commands.executeCommand('tracewright.showLog');
  });
});
