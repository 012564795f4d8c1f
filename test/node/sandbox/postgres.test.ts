/** A real PostgreSQL on this machine, reached from a sandbox by its grant. Where its programs are: the set-up of the tests installs them on Linux. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { postgres } from '../../../scripts/lib/system.mjs';
import { eventually } from '../../support/eventually';
import { temporaryFolder } from '../../support/temporary';
import { layOut, openSandbox, run } from './rig';

const programs = postgres();

describe.skipIf(programs === undefined)('PostgreSQL on this machine', () => {
  it('is reached by grant, and by nothing else', async () => {
    const port = await startPostgres(programs ?? '');
    const line = `${programs}/psql -h localhost -p ${port} -U ana -d postgres -At -c 'select 40 + 2'`;
    const rig = layOut();
    const sandbox = await openSandbox(rig);
    onTestFinished(() => sandbox.close());
    expect((await run(sandbox, rig, line)).code).not.toBe(0);
    await sandbox.open({ kind: 'service', port });
    expect(await run(sandbox, rig, line)).toMatchObject({ code: 0, text: '42\n' });
  }, 60_000);
});

/** A server with a data folder of its own, gone after the test; gives its port. */
async function startPostgres(bin: string): Promise<number> {
  const folder = temporaryFolder();
  // It refuses to run as root.
  const asUser = process.getuid?.() === 0 ? { uid: Number(execFileSync('id', ['-u', 'postgres'])), gid: 0 } : {};
  if ('uid' in asUser) {
    chmodSync(folder, 0o755);
    chownSync(folder, asUser.uid, 0);
  }
  const data = `${folder}/data`;
  execFileSync(`${bin}/initdb`, ['-D', data, '-U', 'ana', '-A', 'trust', '--no-sync'], { ...asUser, cwd: folder });
  const port = await freePort();
  const server = spawn(`${bin}/postgres`, ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data], {
    ...asUser,
    cwd: folder,
    stdio: 'ignore',
  });
  onTestFinished(async () => {
    const gone = once(server, 'exit');
    server.kill('SIGQUIT');
    await gone;
  });
  const ready = () => spawnSync(`${bin}/pg_isready`, ['-h', '127.0.0.1', '-p', String(port), '-q']).status === 0;
  await eventually('the server takes connections', ready);
  return port;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
