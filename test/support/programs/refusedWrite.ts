/** Writes a file where the system refuses it, by our own ports; prints what it is told, and whether it goes on afterwards. */
import { closeSync, openSync } from 'node:fs';
import { grantAgentWrite } from '../../../src/core/permissions/grants';
import { createFiles } from '../../../src/node/files';

const [how = '', folder = ''] = process.argv.slice(2);
const path = `${folder}/a.txt`;

const write = async (text: string): Promise<string> => {
  try {
    await createFiles().write(grantAgentWrite(path, folder, 'test'), path, Buffer.from(text));
    return 'written';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Takes every file descriptor that is left; gives back what frees them. */
function takeAll(): () => void {
  const held: number[] = [];
  try {
    for (;;) held.push(openSync(path, 'r'));
  } catch {
    // None is left.
  }
  return () => held.forEach((each) => void closeSync(each));
}

async function run(): Promise<void> {
  if (how === 'nobody') {
    process.setgid?.(65534);
    process.setuid?.(65534);
    process.stdout.write(`${await write('new')}\n`);
    return;
  }
  const free = takeAll();
  const said = await write('new');
  free();
  process.stdout.write(`${said}\n${await write('new')}\n`);
}

void run();
