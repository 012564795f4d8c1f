/** States of folders with many files, and with files as young as the index. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Tree } from '../../support/temporary';
import { rig } from './rig';

function manyFiles(count: number): Tree {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at % 40}/${at}.txt`, `${at}\n`]));
}

/** Files of the store's folder by their path in it. */
function stored(stateFolder: string, ending: string): readonly string[] {
  return readdirSync(stateFolder, { recursive: true }).flatMap((name) =>
    String(name).endsWith(ending) ? [String(name)] : [],
  );
}

async function secondIsOver(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  while (Math.floor(Date.now() / 1000) === second) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('many files', () => {
  it('are several packs, and come back each', async () => {
    const each = rig(manyFiles(8_100));
    const id = await each.take();
    expect(stored(each.stateFolder, '.pack')).toHaveLength(2);
    const before = each.disk();
    for (const at of [0, 4_000, 8_099]) writeFileSync(join(each.root, `f${at % 40}/${at}.txt`), 'another\n');
    await each.back(id);
    expect(each.disk()).toEqual(before);
  });

  it('as young as the index are looked at once more, and what changed meanwhile is seen', async () => {
    const each = rig(manyFiles(150));
    for (const [path] of Object.entries(manyFiles(150))) writeFileSync(join(each.root, path), 'young!\n');
    const first = await each.take();
    // Within the second it may be, with the size that it had.
    writeFileSync(join(each.root, 'f3/3.txt'), 'other!\n');
    await secondIsOver();
    const second = await each.take();
    const { changes } = await each.snapshots.compare(each.root, first, second);
    expect(changes.map(({ path }) => path)).toEqual(['f3/3.txt']);
    await secondIsOver();
    await each.take();
    const views = join(each.stateFolder, stored(each.stateFolder, '/views')[0] ?? '');
    expect(readdirSync(views).filter((view) => existsSync(join(views, view, 'fresh')))).toEqual([]);
  });
});
