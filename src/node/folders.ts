import { mkdir, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { errorCode, ifThere } from './errors';

/** Makes a folder and those around it, where they are not there. `secret`: for nobody else to read. */
export async function makeFolder(path: string, secret: boolean): Promise<void> {
  const mode = secret ? { mode: 0o700 } : {};
  try {
    await mkdir(path, { recursive: true, ...mode });
  } catch (error) {
    // Of a folder on a disk that can only be read Node says that it is not there: one step alone tells the reason.
    if (errorCode(error) === 'ENOENT') await mkdir(await firstMissing(path), mode);
    throw error;
  }
}

async function firstMissing(path: string): Promise<string> {
  const around = posix.dirname(path);
  return around === path || (await ifThere(stat(around))) !== undefined ? path : firstMissing(around);
}
