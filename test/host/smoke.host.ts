import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import manifest from '../../package.json';

describe('the extension', () => {
  const extension = vscode.extensions.getExtension('tracewright.tracewright');

  it('is found and activates', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command of its manifest', async () => {
    const contributes: { readonly commands?: readonly { readonly command: string }[] } =
      'contributes' in manifest && manifest.contributes instanceof Object ? manifest.contributes : {};
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = (contributes.commands ?? []).map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });
});
