import * as assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { clean, design, folder, handle, put, requirements, tasks, until } from '../support/hostWindow';

const specPath = (name = 'lists'): string => join(folder(), '.kiro/specs', name).replaceAll('\\', '/');
const file = (name: string): string => `.kiro/specs/lists/${name}`;

async function stateOf(document: string, spec = specPath()): Promise<string | undefined> {
  return (await handle(spec)).snapshot().documents.find(({ name }) => name === document)?.state;
}

async function hashOf(document: string): Promise<string> {
  const hash = (await handle(specPath())).snapshot().documents.find(({ name }) => name === document)?.hash;
  assert.ok(hash);
  return hash;
}

describe('an approval', () => {
  beforeEach(clean);
  afterEach(clean);

  it('carries the hash that was shown and opens the next document', async () => {
    put(file('requirements.md'), requirements);
    const spec = await handle(specPath());
    assert.equal(await stateOf('design.md'), 'locked');
    const argument = { spec: specPath(), document: 'requirements.md', hash: await hashOf('requirements.md') };
    await vscode.commands.executeCommand('tracewright.approve', argument);
    assert.equal(await stateOf('requirements.md'), 'approved');
    assert.equal(await stateOf('design.md'), 'absent');
    assert.equal(spec.snapshot().documents[0]?.approval?.vouched, 'key');
  });

  it('is refused for a text that is no longer there', async () => {
    put(file('requirements.md'), requirements);
    const shown = await hashOf('requirements.md');
    put(file('requirements.md'), requirements.replace('400', '422'));
    const outcome = await (await handle(specPath())).approve('requirements.md', shown);
    assert.equal(outcome.kind, 'refused');
    assert.notEqual(await stateOf('requirements.md'), 'approved');
  });

  it('is refused while an editor holds unsaved text', async () => {
    const path = put(file('requirements.md'), requirements);
    const shown = await hashOf('requirements.md');
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'More text.\n'));
    const outcome = await (await handle(specPath())).approve('requirements.md', shown);
    assert.equal(outcome.kind, 'refused');
  });

  it('outlives a tick and ends with an edit that names the criterion', async () => {
    for (const [name, text] of Object.entries({
      'requirements.md': requirements,
      'design.md': design,
      'tasks.md': tasks,
    })) {
      put(file(name), text);
    }
    const spec = await handle(specPath());
    for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) {
      assert.equal((await spec.approve(name, await hashOf(name))).kind, 'done', name);
    }
    put(file('tasks.md'), tasks.replace('- [ ] 2.', '- [x] 2.'));
    await until('the tick to be read', () => spec.spec().documents.some(({ text }) => text.includes('- [x] 2.')));
    assert.equal(await stateOf('tasks.md'), 'approved');
    put(file('requirements.md'), requirements.replace('answer 400', 'answer 422'));
    await until('the edit to be seen', async () => (await stateOf('requirements.md')) === 'changed');
    assert.deepEqual(
      spec.snapshot().documents[0]?.changes.map(({ id }) => id),
      ['1.2'],
    );
    assert.equal(await stateOf('design.md'), 'behind');
  });

  it('does not travel with a copied folder', async () => {
    put(file('requirements.md'), requirements);
    const spec = await handle(specPath());
    await spec.approve('requirements.md', await hashOf('requirements.md'));
    cpSync(specPath(), specPath('copy'), { recursive: true });
    const copied = await until('the copy', async () =>
      stateOf('requirements.md', specPath('copy')).catch(() => undefined),
    );
    assert.notEqual(copied, 'approved');
    assert.equal(await stateOf('design.md', specPath('copy')), 'locked');
  });
});
