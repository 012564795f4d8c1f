/** Takes a lock, says so, and holds it. */
import { createNodeHost } from '../../../src/node/host';

async function main([path = '']: readonly string[]): Promise<void> {
  const lock = await createNodeHost({ product: 'a test' }).locks.acquire(path);
  process.stdout.write(`${'heldBy' in lock ? lock.heldBy : 'held'}\n`);
  setInterval(() => undefined, 1000);
}

void main(process.argv.slice(2));
