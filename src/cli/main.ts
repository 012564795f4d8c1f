/** `tracewright`: the same core without an editor. */

import { version } from '../../package.json';
import { createNodeHost } from '../node/host';
import { portPath } from '../node/paths';
import type {} from '../node/sample.part';
import { run } from './run';
import { processTerminal } from './terminal';

const host = createNodeHost();
let stopSample: (() => Promise<void>) | undefined;

async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), {
    host,
    terminal: processTerminal(),
    cwd: portPath(process.cwd()),
    version,
    sampleServer: async () => {
      const server = await (await host.loadPart('sample')).startSampleServer({ paceMs: 0 });
      stopSample = () => server.close();
      return server.url;
    },
  });
  await stopSample?.();
}

// Whoever reads our output may stop reading (`| head`), and that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void main();
