/** What work needs of a sandbox: packages from a cold cache, servers, services, and ends. Linux with bubblewrap only. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import type { Held, NetworkDoor, Sandbox } from '../../../src/core/host';
import { grantCommand } from '../../../src/core/permissions/grants';
import { createSandboxes } from '../../../src/node/sandbox/sandboxes';
import { eventually } from '../../support/eventually';
import { fill, temporaryFolder } from '../../support/temporary';
import { layOut, openSandbox, type Rig, run } from './rig';

const open: Sandbox[] = [];
const servers: { close(): void }[] = [];
afterAll(async () => {
  for (const sandbox of open) await sandbox.close();
  for (const server of servers) server.close();
});

async function sandboxed(change: Parameters<typeof openSandbox>[1] = {}): Promise<{ rig: Rig; sandbox: Sandbox }> {
  const rig = layOut();
  const sandbox = await openSandbox(rig, change);
  open.push(sandbox);
  return { rig, sandbox };
}

async function serving(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server: Server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a sandbox', () => {
  it('runs commands as they are meant', async () => {
    const { rig, sandbox } = await sandboxed();
    const cases: readonly (readonly [string, number | undefined, RegExp])[] = [
      ['echo out; echo err >&2', 0, /^out\nerr\n$|^err\nout\n$/u],
      ['cat README.md', 0, /^ours$/u],
      ['exit 3', 3, /^$/u],
      ['echo x > made && cat made', 0, /^x\n$/u],
      [
        'echo "$HOME"; find "$HOME" -type f -size +0',
        0,
        new RegExp(`^${rig.home}\\n${rig.home}/\\.config/pnpm/rc\\n$`, 'u'),
      ],
      // What only pnpm knows npm would warn of, with every command.
      ['npm config get fund 2>&1', 0, /^false\n$/u],
      [
        'cat ~/.config/pnpm/rc; echo "$pnpm_config_store_dir"',
        0,
        new RegExp(`^store-dir=(${rig.home}/\\.cache/pnpm)\\n\\1\\n$`, 'u'),
      ],
      ['echo store-dir=/w > ~/.config/pnpm/rc', 1, /Read-only/u],
      ['cat <(echo substitution)', 0, /^substitution\n$/u],
      ['id -u', 0, /^[1-9]\d*\n$/u],
      ['echo "$TRACEWRIGHT_AGENT $CI"', 0, /^1 1\n$/u],
      ['echo a > /tmp/a; cat /tmp/a', 0, /^a\n$/u],
      ['cat /tmp/a', 0, /^a\n$/u],
      ['ls /tmp/tracewright-test-none', 2, /No such file/u],
      ['git log -1 2>&1; git status --short', undefined, /./u],
      ['printf "gr\\303\\274n"', 0, /^grün$/u],
      ['kill -9 $$', 137, /^$/u],
      ['no-such-program', 127, /not found/u],
    ];
    for (const [line, code, text] of cases) {
      const end = await run(sandbox, rig, line);
      expect(end.text, line).toMatch(text);
      if (code !== undefined) expect([line, end.code, end.by]).toEqual([line, code, 'exit']);
    }
    expect(readFileSync(`${rig.work}/made`, 'utf8')).toBe('x\n');
    expect(existsSync('/tmp/a')).toBe(false);
  });
  it('gives output as it comes', async () => {
    const { rig, sandbox } = await sandboxed();
    const line = 'echo one; until [ -e go ]; do sleep 0.02; done; echo two';
    let heard = '';
    const command = await sandbox.start(grantCommand(line, 'a rule'), {
      line,
      cwd: rig.work,
      env: { PATH: process.env.PATH ?? '' },
      onOutput: (text) => {
        heard += text;
      },
    });
    await eventually('the first line, while it runs', async () => heard === 'one\n');
    writeFileSync(`${rig.work}/go`, '');
    expect([(await command.ended).code, heard]).toEqual([0, 'one\ntwo\n']);
  });

  it('wants the grant of the very line, and starts nothing where it is closed', async () => {
    const { rig, sandbox } = await sandboxed();
    const request = { line: 'echo x > made', cwd: rig.work, env: {} };
    await expect(sandbox.start(grantCommand('echo y', 'a rule'), request)).rejects.toThrow('The grant is for');
    await sandbox.close();
    await expect(sandbox.start(grantCommand(request.line, 'a rule'), request)).rejects.toThrow('The sandbox has ended');
    expect(existsSync(`${rig.work}/made`)).toBe(false);
  });
  it('says what is in force', async () => {
    const { sandbox } = await sandboxed({ doors: [{ kind: 'host', host: 'registry.npmjs.org' }] });
    expect(sandbox.facts()).toMatchObject({ kind: 'bubblewrap' });
    await sandbox.open({ kind: 'service', port: 5432 });
    expect(sandbox.facts().sentence).toMatch(
      /the network is closed except for registry\.npmjs\.org, service:localhost:5432\.$/u,
    );
  });
});

describe('a command in a sandbox ends', () => {
  it('when its time is over, asked first', async () => {
    const { rig, sandbox } = await sandboxed();
    const line = 'trap "echo bye; exit 0" TERM; echo up; while :; do sleep 0.05; done';
    const command = await sandbox.start(grantCommand(line, 'a rule'), {
      line,
      cwd: rig.work,
      env: {},
      timeoutMs: 1500,
    });
    expect((await command.ended).by).toBe('timeout');
    expect(command.output().text).toMatch(/^up\n(?:Terminated\n)?bye\n$/u);
  });
  it('not while somebody is asked for it: that time is none of its own', async () => {
    const held = { now: () => true, onChange: () => ({ dispose: () => undefined }) };
    const { rig, sandbox } = await sandboxed();
    const begin = (line: string, held?: Held) =>
      sandbox.start(grantCommand(line, 'a rule'), {
        line,
        cwd: rig.work,
        env: { PATH: process.env.PATH ?? '' },
        timeoutMs: 300,
        ...(held && { held }),
      });
    const waiting = await begin('until [ -e answered ]; do sleep 0.02; done', held);
    // One that began later is over by its time.
    expect((await (await begin('sleep 1000')).ended).by).toBe('timeout');
    writeFileSync(`${rig.work}/answered`, '');
    expect(await waiting.ended).toMatchObject({ code: 0, by: 'exit', ms: 0 });
  });
  it('when it is stopped, though it does not want to', async () => {
    const { rig, sandbox } = await sandboxed();
    const line = 'trap "" TERM; echo up; while :; do sleep 0.05; done';
    const command = await sandbox.start(grantCommand(line, 'a rule'), { line, cwd: rig.work, env: {} });
    await eventually('it is up', () => command.output().text === 'up\n');
    expect((await command.stop()).by).toBe('stop');
  });
  it('when the sandbox dies under it, with a word', async () => {
    const { rig, sandbox } = await sandboxed();
    const line = 'echo up; sleep 600';
    const command = await sandbox.start(grantCommand(line, 'a rule'), { line, cwd: rig.work, env: {} });
    await eventually('it is up', () => command.output().text === 'up\n');
    await sandbox.close();
    expect((await command.ended).code).toBeUndefined();
    expect(command.output().text).toContain('The sandbox ended');
  });
  it('at once, whoever it leaves behind holding its output', async () => {
    const { rig, sandbox } = await sandboxed();
    const { code, text } = await run(sandbox, rig, 'sleep 600 & echo done');
    expect([code, text]).toEqual([0, 'done\n']);
  });
  it('after a hundred megabytes, of which the end is kept', async () => {
    const { rig, sandbox } = await sandboxed();
    const { code, text } = await run(sandbox, rig, 'head -c 100000000 /dev/zero | tr "\\0" x; echo end');
    expect(code).toBe(0);
    expect(text.endsWith('xxx' + 'end\n')).toBe(true);
    expect(text.length).toBeLessThan(9_000_000);
  }, 60_000);
});

describe('loopback', () => {
  it('a server that one command started is reached by the next, and by nobody outside', async () => {
    const { rig, sandbox } = await sandboxed();
    // The port is taken outside, so that nobody else's server is met there.
    const port = await serving((_request, response) => void response.end('outside'));
    const address = `http://127.0.0.1:${port}/README.md`;
    const line = `python3 -m http.server ${port} --bind 127.0.0.1`;
    const server = await sandbox.start(grantCommand(line, 'a rule'), {
      line,
      cwd: rig.work,
      env: { PATH: process.env.PATH ?? '' },
    });
    await eventually(
      'the server answers',
      async () => (await run(sandbox, rig, `curl -sf ${address}`)).text === 'ours',
    );
    expect(await (await fetch(address)).text()).toBe('outside');
    await server.stop();
  });
  it('a service of the machine is reached through its door only', async () => {
    const echo = createTcpServer((socket) => socket.pipe(socket));
    servers.push(echo);
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const address = echo.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { rig, sandbox } = await sandboxed();
    const line = `exec 3<>/dev/tcp/127.0.0.1/${port} && echo hi >&3 && head -1 <&3`;
    expect((await run(sandbox, rig, line)).code).not.toBe(0);
    await sandbox.open({ kind: 'service', port });
    expect((await run(sandbox, rig, line)).text).toBe('hi\n');
  });
});

describe('a closed door', () => {
  const knocked = async (answer: boolean | undefined) => {
    const asked: NetworkDoor[] = [];
    const { rig, sandbox } = await sandboxed(
      answer === undefined
        ? {}
        : {
            ask: async (door) => {
              asked.push(door);
              return answer;
            },
          },
    );
    const line =
      'curl -s -o /dev/null -w "%{http_connect} %{http_code}" https://registry.invalid/x; curl -s http://registry.invalid/y';
    const { text } = await run(sandbox, rig, `${line}; ${line}`);
    return { text, asked, doors: sandbox.facts().doors };
  };
  const door: NetworkDoor = { kind: 'host', host: 'registry.invalid' };
  it('stays closed where nobody can be asked, and says whose it is', async () => {
    expect((await knocked(undefined)).text).toMatch(
      /^403 000The network of the sandbox is closed for registry\.invalid/u,
    );
  });
  it('stays closed after a no, and is asked about once', async () => {
    const { text, asked, doors } = await knocked(false);
    expect([asked, doors]).toEqual([[door], []]);
    expect(text).toContain('closed for registry.invalid');
  });
  it('is open after a yes', async () => {
    const { text, asked, doors } = await knocked(true);
    expect([asked, doors]).toEqual([[door], [door]]);
    // The name leads nowhere, but it is let through.
    expect(text).toMatch(/^502 /u);
  });
});

describe('packages from a cold cache', () => {
  it('npm ci, through the door of its registry', async () => {
    const folder = temporaryFolder({
      'package/package.json': '{"name":"tiny","version":"1.0.0"}',
      'package/index.js': 'module.exports = 42;\n',
    });
    execFileSync('tar', ['-czf', 'tiny.tgz', 'package'], { cwd: folder });
    const tarball = readFileSync(`${folder}/tiny.tgz`);
    let port = 0;
    port = await serving((request, response) => {
      if (request.url?.endsWith('.tgz') === true) return void response.end(tarball);
      const dist = { tarball: `http://service.tracewright.internal:${port}/tiny-1.0.0.tgz` };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          name: 'tiny',
          'dist-tags': { latest: '1.0.0' },
          versions: { '1.0.0': { name: 'tiny', version: '1.0.0', dist } },
        }),
      );
    });
    const { rig, sandbox } = await sandboxed({ doors: [{ kind: 'service', port }] });
    const registry = `http://service.tracewright.internal:${port}/`;
    fill(rig.work, {
      'package.json': '{"name":"x","version":"1.0.0","dependencies":{"tiny":"1.0.0"}}',
      'package-lock.json': JSON.stringify({
        name: 'x',
        version: '1.0.0',
        lockfileVersion: 3,
        packages: {
          '': { name: 'x', version: '1.0.0', dependencies: { tiny: '1.0.0' } },
          'node_modules/tiny': { version: '1.0.0', resolved: `${registry}tiny-1.0.0.tgz` },
        },
      }),
    });
    const { code, text } = await run(
      sandbox,
      rig,
      `npm ci --no-audit --registry ${registry} && node -p "require('tiny')"`,
    );
    expect([code, text.trim().split('\n').at(-1)], text).toEqual([0, '42']);
    expect(existsSync(`${rig.home}/.npm`)).toBe(false);
    expect(existsSync(`${rig.state}/packages/npm`)).toBe(true);
  }, 60_000);
  it('pip install, through the door of its index', async () => {
    const folder = temporaryFolder();
    mkdirSync(`${folder}/build`);
    const wheel = 'tiny-1.0.0-py3-none-any.whl';
    const metadata = 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0.0\n';
    const files: Readonly<Record<string, string>> = {
      'tiny.py': 'answer = 42\n',
      'tiny-1.0.0.dist-info/METADATA': metadata,
      'tiny-1.0.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      'tiny-1.0.0.dist-info/RECORD':
        'tiny.py,,\ntiny-1.0.0.dist-info/METADATA,,\ntiny-1.0.0.dist-info/WHEEL,,\ntiny-1.0.0.dist-info/RECORD,,\n',
    };
    fill(`${folder}/build`, files);
    writeFileSync(
      `${folder}/pack.py`,
      `import zipfile\nwith zipfile.ZipFile("${wheel}", "w") as z:\n${Object.keys(files)
        .map((name) => ` z.write("build/${name}", "${name}")`)
        .join('\n')}\n`,
    );
    execFileSync('python3', ['pack.py'], { cwd: folder });
    const bytes = readFileSync(`${folder}/${wheel}`);
    const port = await serving((request, response) => {
      if (request.url?.endsWith('.whl') === true) return void response.end(bytes);
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="/${wheel}">${wheel}</a>`);
    });
    const { rig, sandbox } = await sandboxed({ doors: [{ kind: 'service', port }] });
    const index = `http://service.tracewright.internal:${port}/simple/`;
    const line = `pip install --target lib --index-url ${index} --trusted-host service.tracewright.internal tiny && PYTHONPATH=lib python3 -c "import tiny; print(tiny.answer)"`;
    const { code, text } = await run(sandbox, rig, line);
    expect([code, text.trim().split('\n').at(-1)], text).toEqual([0, '42']);
  }, 60_000);
});

it('a build that writes everywhere it should not builds all the same', async () => {
  const { rig, sandbox } = await sandboxed();
  const before = rig.fingerprint();
  const line =
    'mkdir -p dist && echo built > dist/out; echo x > /usr/lib/x; echo x > "$REAL_HOME/.buildrc"; echo x > "$OUTSIDE/x"; echo x > .git/x; echo x > .kiro/x; echo x > /etc/x; true';
  expect((await run(sandbox, rig, line)).code).toBe(0);
  expect(readFileSync(`${rig.work}/dist/out`, 'utf8')).toBe('built\n');
  expect(rig.fingerprint()).toBe(before);
});

describe('where there is no sandbox', () => {
  const without = (platform: NodeJS.Platform, path: string) =>
    createSandboxes({
      home: '/nowhere',
      stateFolder: '/nowhere',
      supervisor: '/nowhere/supervisor.js',
      platform,
      path,
    });
  const cases: readonly (readonly [string, NodeJS.Platform, string, RegExp])[] = [
    ['bubblewrap is missing', 'linux', '/nowhere', /^bubblewrap is not installed\. Install it/u],
    ['our part is missing', 'linux', process.env.PATH ?? '', /Install Tracewright again/u],
    ['Windows', 'win32', '', /no sandbox for Windows yet/u],
    ['another system', 'freebsd', '', /no sandbox for freebsd/u],
  ];
  it.each(cases)('%s: it says so, and opens nothing', async (_name, platform, path, why) => {
    const sandboxes = without(platform, path);
    expect(await sandboxes.available()).toEqual({ ok: false, why: expect.stringMatching(why) });
    await expect(sandboxes.open({ roots: ['/w'], readOnly: [], hidden: [], doors: [] })).rejects.toThrow(why);
  });
});
