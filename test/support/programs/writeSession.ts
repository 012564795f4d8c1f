/** Writes to a session as fast as it can, and prints the number of each event that is on the disk. */
import { stateFiles } from '../../../src/core/permissions/stateFiles';
import { createSessionStore } from '../../../src/core/sessions/store';
import { createNodeHost } from '../../../src/node/host';

async function main([stateFolder = '', folder = '', id = '']: readonly string[]): Promise<void> {
  const host = createNodeHost({ stateFolder });
  const store = createSessionStore(stateFiles(host.files, stateFolder), folder, host.mac, host.clock);
  const session = (await store.resume(id)) ?? (await store.create(id, { kind: 'planning' }));
  for (let number = 0; ; number++) {
    const text = `Message ${number}: ${'ü'.repeat((number * 7919) % 20_000)}`;
    const { seq } = await session.append({
      type: 'message',
      message: { role: 'user', content: [{ type: 'text', text }] },
    });
    process.stdout.write(`${seq}\n`);
  }
}

void main(process.argv.slice(2));
