import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  at,
  clean,
  describeInWindow,
  design,
  folder,
  handle,
  put,
  requirements,
  specPath,
  tasks,
  until,
  untilLeft,
} from '../support/hostWindow';

async function stateOf(document: string, path = specPath()): Promise<string | undefined> {
  return (await handle(path)).snapshot().documents.find(({ name }) => name === document)?.state;
}

async function hashOf(document: string): Promise<string> {
  const hash = (await handle(specPath())).snapshot().documents.find(({ name }) => name === document)?.hash;
  assert.ok(hash);
  return hash;
}

describeInWindow('an approval', () => {
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

/** A copy of a spec with approved requirements: the approval comes along, and nothing here vouches for it. */
async function copyOfApproved(): Promise<string> {
  put(at('requirements.md'), requirements);
  const spec = await handle(specPath());
  assert.equal((await spec.approve('requirements.md', await hashOf('requirements.md'))).kind, 'done');
  const copy = `${specPath()}-copy`;
  cpSync(specPath(), copy, { recursive: true });
  await untilState(copy, 'claimed');
  return copy;
}

/** Waits for a state of the requirements; until then `act` is done again and again, as its time is not known. */
async function untilState(path: string, state: string, act: () => Thenable<unknown> = async () => {}): Promise<void> {
  await until(`the requirements to be ${state}`, async () => {
    if ((await stateOf('requirements.md', path).catch(() => undefined)) === state) return true;
    await act();
    return false;
  });
}

const accept = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');

describe('Review Claimed Approval', () => {
  beforeEach(clean);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    rmSync(join(folder(), '.git'), { recursive: true, force: true });
    await clean();
  });

  it('says where nothing is claimed, and changes nothing', async () => {
    put(at('requirements.md'), requirements);
    await handle(specPath());
    await vscode.commands.executeCommand('tracewright.reviewClaim', { spec: specPath() });
    assert.equal(await stateOf('requirements.md'), 'draft');
  });

  it('left with Escape, leaves the approval claimed and the gate closed', async () => {
    const copy = await copyOfApproved();
    const running = vscode.commands.executeCommand('tracewright.reviewClaim', { spec: copy });
    await untilLeft(running);
    assert.equal(await stateOf('requirements.md', copy), 'claimed');
    assert.equal(await stateOf('design.md', copy), 'locked');
  });

  it('takes the approval of an author who is accepted once, and what they commit later', async () => {
    const copy = await copyOfApproved();
    git('init', '-q');
    commit();
    const running = vscode.commands.executeCommand('tracewright.reviewClaim', { spec: copy });
    await untilState(copy, 'approved', accept);
    await running;
    const { snapshot } = await handle(copy);
    assert.equal(snapshot().documents[0]?.approval?.vouched, 'commit');
    assert.equal(snapshot().documents[0]?.approval?.author?.email, 'grace@example.com');
    assert.equal(await stateOf('design.md', copy), 'absent');
    // The same record in another folder, by the same author: nothing is asked.
    const later = `${specPath()}-later`;
    cpSync(copy, later, { recursive: true });
    await untilState(later, 'claimed');
    commit();
    await untilState(later, 'approved');
  });

  it('opens the document first where the user approves it themselves', async () => {
    const copy = await copyOfApproved();
    const running = vscode.commands.executeCommand('tracewright.reviewClaim', { spec: copy });
    const shown = () => vscode.window.activeTextEditor?.document.uri.fsPath.replaceAll('\\', '/');
    await until('the requirements to be open', async () => {
      if (shown() === `${copy}/requirements.md`) return true;
      await accept();
      return false;
    });
    assert.equal(await stateOf('requirements.md', copy), 'claimed');
    await untilState(copy, 'approved', () =>
      vscode.commands.executeCommand('notification.acceptPrimaryAction').then(undefined, () => undefined),
    );
    await running;
    assert.equal((await handle(copy)).snapshot().documents[0]?.approval?.vouched, 'key');
  });
});

function git(...args: readonly string[]): void {
  const who = ['-c', 'user.name=Grace Hopper', '-c', 'user.email=grace@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd: folder() });
}

function commit(): void {
  git('add', '.kiro');
  git('commit', '-q', '-m', 'Approve');
}
