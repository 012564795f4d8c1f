/** Processes that are killed while they take a state, or go back to one. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clock } from '../../../src/node/clock';
import { bundleProgram, startProgram } from '../../support/childProgram';
import { fill } from '../../support/temporary';
import { rig } from './rig';

const rounds = 8;

describe('a process that is killed', () => {
  it('while it goes back leaves one state or the other, whole', async () => {
    const script = bundleProgram('test/support/programs/swapStates.ts');
    const each = rig(
      Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`f${at % 7}/${at}.txt`, `old ${at}\n`])),
    );
    fill(each.root, { 'only-old/x/y.txt': 'old', link: '-> f1/1.txt', turns: 'a file' });
    const one = each.disk();
    const first = await each.take();
    for (let at = 0; at < 80; at += 2) writeFileSync(`${each.root}/f${at % 7}/${at}.txt`, `new ${at}\n`.repeat(200));
    for (const path of ['only-old', 'link', 'turns']) rmSync(`${each.root}/${path}`, { recursive: true });
    fill(each.root, { 'turns/into-a-folder.txt': 'new', 'only-new/z.txt': 'new', link: '-> /nowhere' });
    const two = each.disk();
    const second = await each.take();
    const seen = new Set<string>();
    let cutShort = 0;
    for (let round = 0; round < rounds; round++) {
      const program = startProgram(script, [each.stateFolder, each.root, 'swap', first, second]);
      await program.printed(1 + (round % 3));
      await clock.sleep(Math.random() * 120);
      await program.kill();
      const left = JSON.stringify(each.disk());
      if (left !== JSON.stringify(one) && left !== JSON.stringify(two)) cutShort++;
      await each.snapshots.list(each.root);
      const now = JSON.stringify(each.disk());
      expect([JSON.stringify(one), JSON.stringify(two)]).toContain(now);
      seen.add(now);
    }
    // Else nothing was killed in the middle, and nothing was shown.
    expect(cutShort + seen.size).toBeGreaterThan(1);
    await each.back(first);
    expect(each.disk()).toEqual(one);
  }, 180_000);

  it('while it takes a state leaves a store that goes on', async () => {
    const script = bundleProgram('test/support/programs/swapStates.ts');
    const each = rig({ 'a.txt': '1' });
    for (let round = 0; round < rounds; round++) {
      const program = startProgram(script, [each.stateFolder, each.root, 'take']);
      await program.printed(1 + (round % 2));
      await clock.sleep(Math.random() * 80);
      await program.kill();
      const before = each.disk();
      const id = await each.take();
      expect((await each.snapshots.compare(each.root, id)).changes).toEqual([]);
      fill(each.root, { 'a.txt': 'changed', 'f3.txt': 'changed' });
      await each.back(id);
      expect(each.disk()).toEqual(before);
      expect(existsSync(`${each.root}/f0.txt`)).toBe(true);
    }
  }, 180_000);
});
