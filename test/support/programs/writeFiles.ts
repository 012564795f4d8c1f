/** Writes a large file anew as fast as it can, and prints a line for each time that it is on the disk. */
import type { Grant } from '../../../src/core/host';
import { createFiles } from '../../../src/node/files';

async function main([path = '']: readonly string[]): Promise<void> {
  const files = createFiles({ grant: () => undefined, links: async () => undefined });
  for (let round = 0; ; round++) {
    await files.write({} as Grant, path, Buffer.alloc(8 * 1024 * 1024, round % 256));
    process.stdout.write(`${round}\n`);
  }
}

void main(process.argv.slice(2));
