import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { startFakeAnthropic } from '../support/fakeAnthropic';
import { access, untilLeft } from '../support/hostWindow';

const signal = (): AbortSignal => new AbortController().signal;

describe('setting up a model', () => {
  afterEach(async () => {
    const { host } = await (await access()).app.engine();
    assert.equal(await host.secrets.get('anthropic/apiKey'), undefined, 'a trial must keep nothing');
  });

  it('asks the model for real, with what is not saved yet', async () => {
    const server = await startFakeAnthropic([{ blocks: [{ text: 'ready' }] }]);
    const { app } = await access();
    const trial = { settings: { 'anthropic.baseUrl': server.url }, secrets: { 'anthropic/apiKey': 'sk-ant-trial' } };
    const result = await (await app.engine()).tryModel('anthropic/claude-sonnet-5-5', trial, signal());
    assert.ok(result.ok, JSON.stringify(result));
    assert.ok(result.ms >= 0);
    const { headers } = server.requests[0] ?? {};
    assert.ok(
      [headers?.['x-api-key'], headers?.authorization].join().includes('sk-ant-trial'),
      JSON.stringify(headers),
    );
    await server.close();
  });

  it('tells a wrong key in one sentence without the key', async () => {
    const error = { status: 401, type: 'authentication_error', message: 'invalid x-api-key' };
    const server = await startFakeAnthropic([{ error }]);
    const { app } = await access();
    const trial = { settings: { 'anthropic.baseUrl': server.url }, secrets: { 'anthropic/apiKey': 'sk-ant-wrong-1' } };
    const result = await (await app.engine()).tryModel('anthropic/claude-sonnet-5-5', trial, signal());
    assert.ok(!result.ok);
    assert.equal(result.failure.kind, 'key');
    assert.ok(!result.failure.message.includes('sk-ant-wrong-1'));
    await server.close();
  });

  it('recommends one model for each role', async () => {
    const { app } = await access();
    const engine = await app.engine();
    const anthropic = await engine.recommended('anthropic', {
      settings: {},
      secrets: { 'anthropic/apiKey': 'sk-ant-trial' },
    });
    assert.deepEqual(
      anthropic.map(({ role }) => role),
      ['planning', 'building', 'quick'],
    );
    assert.deepEqual(await engine.recommended('anthropic', { settings: {}, secrets: {} }), []);
    const bedrock = await engine.recommended('bedrock', {
      settings: { 'bedrock.region': 'us-gov-west-1' },
      secrets: { 'bedrock/bearerToken': 'ABSKtest' },
    });
    assert.ok(
      bedrock.every(({ id }) => id.startsWith('us-gov.')),
      JSON.stringify(bedrock),
    );
  });

  it('opens with the provider and is left with Escape', async () => {
    const running = vscode.commands.executeCommand('tracewright.setUpModel');
    await untilLeft(running);
    assert.equal(await running, false);
  });
});
