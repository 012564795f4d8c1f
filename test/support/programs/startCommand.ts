/** Starts an agent's command, says so, and waits for its end. */
import { grantCommand } from '../../../src/core/permissions/grants';
import { createNodeHost } from '../../../src/node/host';

async function main([line = '', cwd = '/']: readonly string[]): Promise<void> {
  const env = { PATH: process.env.PATH ?? '' };
  const running = await createNodeHost().commands.start(grantCommand(line, 'a test'), { line, cwd, env });
  process.stdout.write('started\n');
  await running.ended;
}

void main(process.argv.slice(2));
