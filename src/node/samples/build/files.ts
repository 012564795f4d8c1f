/** What the sample answers write when they build the version endpoint: the sample workspace's files as they are to become. */

/** Ids of the criteria and the spec's name, as the task's message has them. */
export interface Names {
  readonly spec: string;
  readonly answer: string;
  readonly started: string;
  readonly missing: string;
}

/** `src/config.ts`, from its first line to its last. */
export const config = `export interface Config {
  readonly port: number;
  /** What \`package.json\` said when the service started. */
  readonly version: string;
}

/** Reads the settings from the environment and the text of package.json; throws one sentence that names what is wrong. */
export function readConfig(env: NodeJS.ProcessEnv, packageText: string): Config {
  const port = Number(env.PORT ?? '8080');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(\`PORT must be a number from 0 to 65535, not "\${env.PORT}".\`);
  }
  return { port, version: readVersion(packageText) };
}

function readVersion(packageText: string): string {
  const version = parsed(packageText)?.version;
  if (typeof version === 'string' && version !== '') return version;
  throw new Error('package.json holds no version.');
}

function parsed(packageText: string): { readonly version?: unknown } | null {
  try {
    return JSON.parse(packageText);
  } catch {
    throw new Error('package.json is not JSON.');
  }
}
`;

/** `src/server.ts` after the first task; \`says\` is how a failed start is told. */
export function server(says: string, app: 'createApp()' | 'createApp({ version })'): string {
  const taken = app === 'createApp()' ? '{ port }' : '{ port, version }';
  return `import { readFileSync } from 'node:fs';
import { createApp } from './app.ts';
import { type Config, readConfig } from './config.ts';

const ${taken} = settings();
const server = ${app};

server.listen(port, () => console.log(\`Daybook answers on http://127.0.0.1:\${port}\`));
process.once('SIGTERM', () => server.close());

/** One sentence and exit code 1 instead of a stack trace: whoever starts the service can mend it. */
function settings(): Config {
  try {
    return readConfig(process.env, readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  } catch (error) {
    ${says}
    process.exit(1);
  }
}
`;
}

/** How the start that failed is told at first, and after somebody wanted it otherwise. */
export const sayings = {
  first: 'console.error(error instanceof Error ? error.message : String(error));',
  other: "console.error('Daybook does not start:', error instanceof Error ? error.message : String(error));",
} as const;

/** `test/start.test.ts` */
export function startTest({ spec, missing }: Names): string {
  return `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../src/config.ts';

/** Starts a copy of the service beside this package.json (undefined: none); its exit code and what it printed. */
async function start(packageText: string | undefined): Promise<{ code: number | null; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-'));
  try {
    cpSync(new URL('../src', import.meta.url), join(folder, 'src'), { recursive: true });
    // Node reads the nearest package.json itself; the one that is tested is not that one.
    writeFileSync(join(folder, 'src/package.json'), '{"type":"module"}');
    if (packageText !== undefined) writeFileSync(join(folder, 'package.json'), packageText);
    const child = spawn(process.execPath, [join(folder, 'src/server.ts')], {
      env: { ...process.env, PORT: '0', NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 10_000,
    });
    let said = '';
    child.stderr.on('data', (text) => {
      said += String(text);
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const broken = { 'no file': undefined, 'an empty object': '{}', 'half a JSON': '{"version":', 'an empty version': '{"version":""}' };

for (const [name, packageText] of Object.entries(broken)) {
  // @spec ${spec}#${missing}
  test(\`the service does not start with \${name} as package.json\`, async () => {
    const { code, said } = await start(packageText);
    assert.equal(code, 1);
    assert.match(said, /package\\.json/);
    assert.equal(said.trim().split('\\n').length, 1);
  });
}

test('the settings hold the version of package.json', () => {
  assert.deepEqual(readConfig({ PORT: '1' }, '{"version":"1.2.3"}'), { port: 1, version: '1.2.3' });
});
`;
}

/** `src/app.ts` after the second task. */
export const app = `import type { Server } from 'node:http';
import type { Config } from './config.ts';
import { createHttpServer, type Route } from './http.ts';

const health: Route = {
  method: 'GET',
  path: '/health',
  handle: async () => ({ status: 200, body: { status: 'ok' } }),
};

/** The whole service, not listening yet: what \`server.ts\` starts and what the tests ask. */
export function createApp({ version }: Pick<Config, 'version'>): Server {
  const running: Route = {
    method: 'GET',
    path: '/version',
    handle: async () => ({ status: 200, body: { version } }),
  };
  return createHttpServer([health, running]);
}
`;

/** `test/version.test.ts` */
export function versionTest({ spec, answer, started }: Names): string {
  return `import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';

/** What GET /version answers of a service that was started with this package.json. */
async function versionOf(packageText: string): Promise<unknown> {
  const server = createApp(readConfig({}, packageText)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const response = await fetch(\`http://127.0.0.1:\${port}/version\`);
    assert.equal(response.status, 200);
    return await response.json();
  } finally {
    server.close();
  }
}

/** Versions as people write them, and some that nobody should: a small generator with a fixed seed. */
function* versions(): Generator<string> {
  yield* ['1.2.3', '2.0.0-rc.1', '0.0.0+a "quoted" build', 'grün'];
  let seed = 7;
  for (let at = 0; at < 30; at++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield [seed % 50, (seed >> 8) % 50, (seed >> 16) % 50].join('.');
  }
}

// Property 1: any version comes through. @spec ${spec}#${answer}
test('GET /version answers the version of package.json', async () => {
  for (const version of versions()) assert.deepEqual(await versionOf(JSON.stringify({ version })), { version });
});

// @spec ${spec}#${started}
test('a version that comes later is told after the next start', async () => {
  const file = { text: '{"version":"1.0.0"}' };
  const server = createApp(readConfig({}, file.text)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  file.text = '{"version":"2.0.0"}';
  const response = await fetch(\`http://127.0.0.1:\${port}/version\`);
  assert.deepEqual(await response.json(), { version: '1.0.0' });
  server.close();
  assert.deepEqual(await versionOf(file.text), { version: '2.0.0' });
});
`;
}

/** The line of `test/health.test.ts` that the second task has to change, and what it becomes. */
export const healthTest = { before: 'createApp().listen(', after: "createApp({ version: '1.2.3' }).listen(" } as const;
