import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createApp } from '../src/app.ts';

/** Starts the service on a free port for one test. */
async function withApp(run: (url: string) => Promise<void>): Promise<void> {
  const server = createApp().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await run(`http://127.0.0.1:${port}`);
  } finally {
    server.close();
  }
}

test('GET /health says that the service is up', async () => {
  await withApp(async (url) => {
    const response = await fetch(`${url}/health`);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { status: 'ok' });
  });
});

test('an unknown path is answered with the error shape', async () => {
  await withApp(async (url) => {
    const response = await fetch(`${url}/nothing`);
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), { error: { code: 'not_found', message: 'There is nothing at /nothing.' } });
  });
});
