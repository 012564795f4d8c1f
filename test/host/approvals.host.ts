import * as assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { at, clean, design, handle, put, requirements, specPath, tasks, until } from '../support/hostWindow';

async function stateOf(document: string, path = specPath()): Promise<string | undefined> {
  return (await handle(path)).snapshot().documents.find(({ name }) => name === document)?.state;
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
    put(at('requirements.md'), requirements);
    const spec = await handle(specPath());
    assert.equal(await stateOf('design.md'), 'locked');
    const argument = { spec: specPath(), document: 'requirements.md', hash: await hashOf('requirements.md') };
    await vscode.commands.executeCommand('tracewright.approve', argument);
    assert.equal(await stateOf('requirements.md'), 'approved');
    assert.equal(await stateOf('design.md'), 'absent');
    assert.equal(spec.snapshot().documents[0]?.approval?.vouched, 'key');
  });

  it('is refused for a text that is no longer there', async () => {
    put(at('requirements.md'), requirements);
    const shown = await hashOf('requirements.md');
    put(at('requirements.md'), requirements.replace('400', '422'));
    const outcome = await (await handle(specPath())).approve('requirements.md', shown);
    assert.equal(outcome.kind, 'refused');
    assert.notEqual(await stateOf('requirements.md'), 'approved');
  });

  it('is refused while an editor holds unsaved text', async () => {
    const path = put(at('requirements.md'), requirements);
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
      put(at(name), text);
    }
    const spec = await handle(specPath());
    for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) {
      assert.equal((await spec.approve(name, await hashOf(name))).kind, 'done', name);
    }
    put(at('tasks.md'), tasks.replace('- [ ] 2.', '- [x] 2.'));
    await until('the tick to be read', () => spec.spec().documents.some(({ text }) => text.includes('- [x] 2.')));
    assert.equal(await stateOf('tasks.md'), 'approved');
    put(at('requirements.md'), requirements.replace('answer 400', 'answer 422'));
    await until('the edit to be seen', async () => (await stateOf('requirements.md')) === 'changed');
    assert.deepEqual(
      spec.snapshot().documents[0]?.changes.map(({ id }) => id),
      ['1.2'],
    );
    assert.equal(await stateOf('design.md'), 'behind');
  });

  it('does not travel with a copied folder', async () => {
    put(at('requirements.md'), requirements);
    const spec = await handle(specPath());
    await spec.approve('requirements.md', await hashOf('requirements.md'));
    const copy = `${specPath()}-copy`;
    cpSync(specPath(), copy, { recursive: true });
    const copied = await until('the copy', async () => stateOf('requirements.md', copy).catch(() => undefined));
    assert.notEqual(copied, 'approved');
    assert.equal(await stateOf('design.md', copy), 'locked');
  });
});
