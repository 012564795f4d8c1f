/** `tracewright`: the same core without an editor. Only what the command needs is loaded. */
import { bundledParts, createLoadPart } from '../node/loadPart';
import type {} from './check.part';
import type {} from './commands.part';

const loadPart = createLoadPart(bundledParts());

/** Checking is what hooks and CI do all day, so it starts without all the rest. Mending writes, which is the rest's. */
async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] !== 'check' || argv.includes('--fix')) return (await loadPart('commands')).run(argv);
  return (await loadPart('check')).run(argv, async () => (await loadPart('commands')).checkSettings());
}

// Whoever reads our output may stop reading (`| head`), and that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
