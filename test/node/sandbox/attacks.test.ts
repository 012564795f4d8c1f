/** The attacks, inside a sandbox and, to see that they are real, outside one. Linux with bubblewrap only. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Commands, Sandbox } from '../../../src/core/host';
import { createCommands } from '../../../src/node/commands/commands';
import { eventually } from '../../support/eventually';
import { temporaryFolder } from '../../support/temporary';
import { attacks, type Goal } from './attacks';
import { layOut, openSandbox, type Rig, run, startServers } from './rig';

process.env.TRACEWRIGHT_TEST_SECRET = 'TOPSECRET';

let servers: Awaited<ReturnType<typeof startServers>>;
let made = 0;

beforeAll(async () => {
  servers = await startServers(temporaryFolder());
});
afterAll(() => {
  servers.close();
  delete process.env.TRACEWRIGHT_TEST_SECRET;
});

/** Processes whose command line holds the word. */
function alive(word: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/u.test(name)) return [];
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').startsWith(`sleep\0${word}`) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

/** Whether the attack got what it wanted. */
async function succeeds(commands: Commands, rig: Rig, goal: Goal, line: string): Promise<boolean> {
  const mark = String(800_000_000 + process.pid * 1000 + made++);
  const before = rig.fingerprint();
  const { text } = await run(commands, rig, line, { ...servers.env, MARK: mark });
  switch (goal) {
    case 'write':
      return rig.fingerprint() !== before;
    case 'read':
      return text.includes('TOPSECRET');
    case 'reach':
      return text.includes('HELLO');
    case 'outlive': {
      return outlives(mark);
    }
  }
}

/** It is still there when the system has had the time to take everything down. */
async function outlives(mark: string): Promise<boolean> {
  const gone = await expect
    .poll(() => alive(mark), { timeout: 2000 })
    .toEqual([])
    .then(
      () => true,
      () => false,
    );
  for (const pid of alive(mark)) process.kill(pid, 'SIGKILL');
  return !gone;
}

describe('inside a sandbox', () => {
  let rig: Rig;
  let sandbox: Sandbox;
  beforeAll(async () => {
    rig = layOut();
    sandbox = await openSandbox(rig, { doors: [{ kind: 'host', host: 'open.test' }] });
  }, 60_000);
  afterAll(() => sandbox.close());
  it.each(attacks)('%s: %s', async (goal, line) => {
    expect(await succeeds(sandbox, rig, goal, line)).toBe(false);
  });
});

describe('without one', () => {
  // The proxy is not there either; what goes through it has to name it.
  const free = attacks.filter(([, line]) => !line.includes('open.test') && !line.includes(' -p '));
  it.each(free)('%s: %s', async (goal, line) => {
    expect(await succeeds(createCommands(), layOut(), goal, line)).toBe(true);
  });
});

it('with the sandbox nothing of it is left, background commands included', async () => {
  const rig = layOut();
  const sandbox = await openSandbox(rig);
  const mark = String(700_000_000 + process.pid);
  void run(sandbox, rig, `sleep ${mark}`);
  await eventually('the command runs', () => alive(mark).length > 0);
  await sandbox.close();
  await eventually('the command is gone', () => alive(mark).length === 0);
});
