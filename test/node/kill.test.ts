/** Processes that are killed: what they had said was written is there, and others go on. */
import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stateFiles } from '../../src/core/permissions/stateFiles';
import { createSessionStore } from '../../src/core/sessions/store';
import { clock } from '../../src/node/clock';
import { createNodeHost } from '../../src/node/host';
import { bundleProgram, startProgram } from '../support/childProgram';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/temporary';

describe('a writer that is killed', () => {
  it('loses nothing it had reported; the session goes on each time', async () => {
    const script = bundleProgram('test/support/programs/writeSession.ts');
    const stateFolder = `${temporaryFolder()}/state`;
    const folder = `${stateFolder}/roots/x/sessions`;
    const host = createNodeHost({ stateFolder });
    const store = createSessionStore(stateFiles(host.files, stateFolder), folder, host.mac, host.clock);
    let before = 0;
    for (let round = 0; round < 20; round++) {
      const program = startProgram(script, [stateFolder, folder, 'killed']);
      await program.printed(1);
      await clock.sleep(Math.random() * 40);
      await program.kill();
      const reported = Number(program.lines.at(-1));
      const verdict = await store.verify('killed');
      if (verdict.kind !== 'unsealed') throw new Error(JSON.stringify(verdict));
      expect(verdict.events).toBeGreaterThanOrEqual(reported);
      expect(reported).toBeGreaterThan(before);
      before = reported;
    }
    const session = await store.resume('killed');
    const events = session?.events() ?? [];
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(events.filter(({ type }) => type === 'unknown')).toEqual([]);
    await session?.close();
    expect((await store.verify('killed')).kind).toBe('sealed');
  }, 120_000);
});

describe('locks', () => {
  const locked = () => `${temporaryFolder()}/state/roots/x/lock`;
  it('are held by one, who is named, until let go', async () => {
    const path = locked();
    const [first, second] = [createNodeHost({ product: 'Visual Studio Code' }).locks, createNodeHost().locks];
    const held = await first.acquire(path);
    if ('heldBy' in held) throw new Error(held.heldBy);
    expect(await second.acquire(path)).toEqual({
      heldBy: `Tracewright in Visual Studio Code (process ${process.pid})`,
    });
    await held.release();
    await held.release();
    const again = await second.acquire(path);
    expect(again).not.toHaveProperty('heldBy');
    if ('release' in again) await again.release();
  });
  it('of another process are respected while it lives, and free soon after it was killed', async () => {
    const path = locked();
    const program = startProgram(bundleProgram('test/support/programs/holdLock.ts'), [path]);
    await program.printed(1);
    expect(program.lines).toEqual(['held']);
    const { locks } = createNodeHost();
    // Its holder has said twice that it lives.
    for (let beat = 0; beat < 2; beat++) {
      const before = statSync(`${path}.lock`).mtimeMs;
      await eventually('a sign of life', () => statSync(`${path}.lock`).mtimeMs > before);
    }
    expect(await locks.acquire(path)).toEqual({ heldBy: `Tracewright in a test (process ${program.child.pid})` });
    await program.kill();
    const held = await locks.acquire(path);
    expect(held).not.toHaveProperty('heldBy');
    if ('release' in held) await held.release();
  });
});
