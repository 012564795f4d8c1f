import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { SpecHandle } from '../../src/core/flows/service';
import { access, bytesOf, clean, folder, outline, setSetting, until } from '../support/hostWindow';

/** Long enough for an answer that streams at reading speed. */
const patience = 120_000;

async function settled(spec: SpecHandle): Promise<void> {
  const outcome = await spec.settled();
  assert.ok(outcome.kind === 'done' || outcome.kind === 'asking', JSON.stringify(outcome));
}

function hashOf(spec: SpecHandle, name: string): string {
  return spec.snapshot().documents.find((document) => document.name === name)?.hash ?? '';
}

describe('the main job, with sample answers', function () {
  this.timeout(3 * patience);
  beforeEach(clean);
  afterEach(clean);

  it('turns a sentence into approved requirements, a design and tasks', async () => {
    const { app } = await access();
    const { specs } = await app.engine();
    const root = folder().replaceAll('\\', '/');
    const spec = await specs.create({ root, sentence: app.part().exampleSentence });
    assert.ok(!('kind' in spec), JSON.stringify(spec));
    await settled(spec);
    assert.equal(spec.snapshot().activity.kind, 'asking');
    assert.equal(spec.snapshot().model?.sample, true);
    await until('the spec in the view', async () => (await outline()).some((line) => line.includes('Waiting for you')));

    await spec.answer([]);
    await settled(spec);
    assert.ok(hashOf(spec, 'requirements.md'), JSON.stringify(spec.snapshot().activity));
    const argument = (name: string) => ({ spec: spec.path, document: name, hash: hashOf(spec, name) });
    for (const [name, next] of [
      ['requirements.md', 'design.md'],
      ['design.md', 'tasks.md'],
    ] as const) {
      await vscode.commands.executeCommand('tracewright.approve', argument(name));
      await vscode.commands.executeCommand('tracewright.generate', { spec: spec.path, document: next });
      await settled(spec);
    }
    await vscode.commands.executeCommand('tracewright.approve', argument('tasks.md'));
    assert.deepEqual(
      spec.snapshot().documents.map(({ state }) => state),
      ['approved', 'approved', 'approved'],
    );
    const lines = await until('the tasks in the view', async () => {
      const shown = await outline();
      return shown.filter((line) => line.endsWith('[ ]')).length > 5 && shown;
    });
    assert.match(lines[1] ?? '', /^ {2}Requirements \(Approved by /);

    await vscode.commands.executeCommand('tracewright.showLastPrompt', { spec: spec.path });
    const prompt = vscode.window.activeTextEditor?.document;
    assert.ok(prompt?.getText().includes('todo list'));
    assert.equal(prompt?.isDirty, false);
    const name = spec.path.slice(root.length + 1);
    assert.ok(bytesOf(`${name}/tasks.md`).toString().includes('- [ ]'));
  });

  it('goes on with what it began with while settings change, and the next one has the new ones', async () => {
    const { app } = await access();
    const before = await app.engine();
    const root = folder().replaceAll('\\', '/');
    const spec = await before.specs.create({ root, sentence: app.part().exampleSentence });
    assert.ok(!('kind' in spec), JSON.stringify(spec));
    await settled(spec);
    const configuration = () => vscode.workspace.getConfiguration('tracewright');
    const writing = spec.answer([]);
    try {
      await until('the document to arrive', () => spec.snapshot().activity.kind === 'writing', patience);
      await configuration().update('request.attempts', 7, vscode.ConfigurationTarget.Global);
      // A document takes far longer to arrive than settings to settle.
      assert.equal((await writing).kind, 'done');
      assert.ok(hashOf(spec, 'requirements.md'));
      await until('a new engine', async () => (await app.engine()) !== before);
    } finally {
      await setSetting('request.attempts', undefined);
    }
  });
});
