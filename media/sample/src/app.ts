import type { Server } from 'node:http';
import { createHttpServer, type Route } from './http.ts';

const health: Route = {
  method: 'GET',
  path: '/health',
  handle: async () => ({ status: 200, body: { status: 'ok' } }),
};

/** The whole service, not listening yet: what `server.ts` starts and what the tests ask. */
export function createApp(): Server {
  return createHttpServer([health]);
}
