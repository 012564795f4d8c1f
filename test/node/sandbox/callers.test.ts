/** Whose command knocks at a door, whatever it says of itself. Linux with bubblewrap only. */
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/core/host';
import { grantCommand } from '../../../src/core/permissions/grants';
import { createDoors } from '../../../src/node/sandbox/doors';
import { layOut, openSandbox, type Rig } from './rig';

const open: { close(): unknown }[] = [];
afterAll(async () => {
  for (const each of open) await each.close();
});

/** A sandbox in which doors open for the agent that the user talks to, and for no helper. */
async function sandboxed() {
  const asked: string[] = [];
  const rig = layOut();
  const sandbox = await openSandbox(rig, {
    ask: async (_, by) => {
      asked.push(by ?? 'nobody knows');
      return by === 'main';
    },
  });
  open.push(sandbox);
  return { rig, sandbox, asked };
}

async function run(sandbox: Sandbox, rig: Rig, by: string, line: string): Promise<string> {
  const command = await sandbox.start(grantCommand(line, 'a rule'), {
    line,
    by,
    cwd: rig.work,
    env: { PATH: process.env.PATH ?? '' },
    timeoutMs: 60_000,
  });
  await command.ended;
  return command.output().text;
}

/** Says what became of a request: refused by the proxy, or let through to a name that leads nowhere. */
const knock = 'curl -s -o /dev/null -w "%{http_code}\\n" http://registry.invalid/x';
const direct = (first: string) => `python3 - <<'END'
import socket
s = socket.socket(socket.AF_UNIX)
s.connect("/run/tracewright/proxy.sock")
s.sendall(b"${first}GET http://registry.invalid/x HTTP/1.1\\r\\nHost: registry.invalid\\r\\nConnection: close\\r\\n\\r\\n")
print((s.recv(4000).decode().split(" ") + ["nothing"])[1])
END`;

describe('a door that is open for one agent', () => {
  it('is open for its commands, and what they start', async () => {
    const { rig, sandbox, asked } = await sandboxed();
    for (const line of [knock, `bash -c '${knock}'`, `(${knock}) & wait`, `setsid -w ${knock}`])
      expect([line, await run(sandbox, rig, 'main', line)]).toEqual([line, '502\n']);
    expect(asked).toEqual(['main']);
    expect(await run(sandbox, rig, 'test', knock)).toBe('403\n');
    // Now there are two, and each is still known.
    expect(await run(sandbox, rig, 'main', knock)).toBe('502\n');
    expect(asked).toEqual(['main', 'test']);
    expect(sandbox.facts().doors).toHaveLength(1);
  });

  const attacks: readonly (readonly [name: string, line: string, status: string])[] = [
    ['as it is', knock, '403'],
    ['in the background', `(${knock}) & wait`, '403'],
    ['in a session of its own', `setsid -w ${knock}`, '403'],
    ['left by its parent', `(setsid bash -c 'sleep 0.2; ${knock} > answer' &) ; sleep 1.5; cat answer`, '403'],
    ['with the name of another in the environment', `TRACEWRIGHT_AGENT=main ${knock}`, '403'],
    [
      'with the name of another as the user of the proxy',
      `http_proxy="http://main:main@\${http_proxy#http://}" ${knock}`,
      '403',
    ],
    ['with a header', `${knock} -H "Proxy-Authorization: Basic bWFpbjptYWlu"`, '403'],
    ['straight to the proxy', direct(''), '403'],
    ['straight to the proxy, with a line of ours', direct('secret =main\\n'), 'nothing'],
    ['straight to the proxy, with no secret', direct(' =main\\n'), 'nothing'],
  ];
  it('stays closed for a helper', async () => {
    const { rig, sandbox, asked } = await sandboxed();
    expect(await run(sandbox, rig, 'main', knock)).toBe('502\n');
    for (const [name, line, status] of attacks)
      expect([name, (await run(sandbox, rig, 'test', line)).trim()]).toEqual([name, status]);
    expect(asked.filter((each) => each === 'main')).toHaveLength(1);
  });

  it('is a service that the helper does not reach', async () => {
    const echo = createServer((socket) => socket.pipe(socket));
    open.push(echo);
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const address = echo.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { rig, sandbox } = await sandboxed();
    const line = `exec 3<>/dev/tcp/127.0.0.1/${port} && echo hi >&3 && head -1 <&3`;
    await sandbox.open({ kind: 'service', port }, 'main');
    expect(await run(sandbox, rig, 'main', line)).toBe('hi\n');
    expect(await run(sandbox, rig, 'test', line)).not.toContain('hi');
    expect(await run(sandbox, rig, 'main', line)).toBe('hi\n');
  });
});

it.each([
  ['nobody by name', undefined, true],
  ['the agent', 'main', true],
  ['another', 'test', false],
] as const)('a door for all, and one for the agent, as %s', (_, by, mine) => {
  const doors = createDoors([{ kind: 'host', host: 'all.example' }]);
  doors.open({ kind: 'host', host: 'main.example' }, 'main');
  const found = (host: string) => doors.find(host, 443, by) !== undefined;
  expect([found('all.example'), found('main.example')]).toEqual([true, mine && by !== undefined]);
});
