import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { readEditorSettings } from '../../src/extension/editorSettings';
import { access, folder, put, setSetting, until } from '../support/hostWindow';

const user = vscode.ConfigurationTarget.Global;

describe('settings and secrets', () => {
  afterEach(async () => {
    rmSync(join(folder(), '.vscode'), { recursive: true, force: true });
    for (const key of ['anthropic.baseUrl', 'models.planning']) await setSetting(key, undefined);
  });

  it('of a workspace about endpoints are not used, and are named', async () => {
    const { app } = await access();
    put('.vscode/settings.json', '{ // sent elsewhere\n "tracewright.anthropic.baseUrl": "http://127.0.0.1:9", }');
    const part = app.part();
    const read = async () => part.readSettings(await readEditorSettings(part.settingKeys, part.strictKeys));
    const { ignored, settings } = await until('the file to be read', async () => {
      const found = await read();
      return found.ignored.length > 0 && found;
    });
    assert.deepEqual(ignored, ['tracewright.anthropic.baseUrl']);
    assert.equal(settings['anthropic.baseUrl'], '');
  });

  it('of the user are used at once, by a new engine', async () => {
    const { app } = await access();
    const before = await app.engine();
    await vscode.workspace
      .getConfiguration('tracewright')
      .update('models.planning', 'anthropic/claude-sonnet-5-5', user);
    await until('a new engine', async () => (await app.engine()) !== before);
    const engine = await app.engine();
    await engine.host.secrets.set('anthropic/apiKey', 'sk-ant-test-0123456789');
    const model = await engine.model('planning');
    await engine.host.secrets.delete('anthropic/apiKey');
    assert.equal('client' in model && model.model, 'claude-sonnet-5-5');
  });

  it('that are no good are left out with a sentence', async () => {
    const { app } = await access();
    const read = app.part().readSettings({ user: { 'models.planning': 'claude' }, workspace: {} });
    assert.equal(read.settings['models.planning'], '');
    assert.match(read.invalid.join(), /tracewright\.models\.planning/);
  });

  it('keep a key in the secret storage and nowhere in files of ours', async () => {
    const { app } = await access();
    const { host } = await app.engine();
    const key = 'sk-ant-api03-onlyfortests-9f8e7d';
    await host.secrets.set('anthropic/apiKey', key);
    assert.equal(await host.secrets.get('anthropic/apiKey'), key);
    assert.deepEqual(filesWith(key, host.stateFolder), []);
    assert.deepEqual(filesWith(key, folder()), []);
    await host.secrets.delete('anthropic/apiKey');
    assert.equal(await host.secrets.get('anthropic/apiKey'), undefined);
  });

  it('fall back to the environment for a secret', async () => {
    const { host } = await (await access()).app.engine();
    process.env.ANTHROPIC_API_KEY = 'sk-ant-from-environment';
    try {
      assert.equal(await host.secrets.get('anthropic/apiKey'), 'sk-ant-from-environment');
    } finally {
      delete process.env.ANTHROPIC_API_KEY;
    }
  });
});

/** Files below a folder that hold a text. */
function filesWith(text: string, path: string): readonly string[] {
  try {
    return readdirSync(path, { recursive: true })
      .map((name) => join(path, String(name)))
      .filter((file) => statSync(file).isFile() && readFileSync(file, 'utf8').includes(text));
  } catch {
    return [];
  }
}
