import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  /** Compared as a whole; there are no parameters yet. */
  readonly path: string;
  handle(request: IncomingMessage): Promise<Reply>;
}

/** Thrown by a handler; answered as `{"error":{"code","message"}}`, the shape of every error of this service. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function createHttpServer(routes: readonly Route[]): Server {
  return createServer((request, response) => {
    answer(routes, request).then(
      (reply) => send(response, reply),
      (error: unknown) => send(response, errorReply(error)),
    );
  });
}

async function answer(routes: readonly Route[], request: IncomingMessage): Promise<Reply> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const samePath = routes.filter((route) => route.path === path);
  if (samePath.length === 0) throw new ApiError(404, 'not_found', `There is nothing at ${path}.`);
  const route = samePath.find((each) => each.method === request.method);
  if (!route) throw new ApiError(405, 'method_not_allowed', `${path} does not know ${request.method}.`);
  return await route.handle(request);
}

function errorReply(error: unknown): Reply {
  if (error instanceof ApiError) return { status: error.status, body: { error: { code: error.code, message: error.message } } };
  console.error(error);
  return { status: 500, body: { error: { code: 'internal', message: 'Something went wrong here; it has been logged.' } } };
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { 'content-type': 'application/json' });
  response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
}
