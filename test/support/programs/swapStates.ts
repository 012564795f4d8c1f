/** Goes back and forth between two states of a folder, or takes one after the other, until it is killed. */
import { writeFileSync } from 'node:fs';
import { grantRestore } from '../../../src/core/permissions/grants';
import { createNodeHost } from '../../../src/node/host';

const [, , stateFolder = '', root = '', what = '', first = '', second = ''] = process.argv;
const { snapshots } = createNodeHost({ stateFolder });

async function swap(): Promise<void> {
  for (;;) {
    for (const id of [first, second]) {
      process.stdout.write(`to ${id}\n`);
      await snapshots.restore(grantRestore(root, root), root, id, {});
    }
  }
}

async function takeOn(): Promise<void> {
  for (let round = 0; ; round++) {
    for (let at = 0; at < 60; at++) writeFileSync(`${root}/f${at}.txt`, `${process.pid} ${round} ${at}\n`.repeat(50));
    process.stdout.write(`take ${round}\n`);
    await snapshots.take(root, {});
  }
}

void (what === 'swap' ? swap() : takeOn());
