import { realpath } from 'node:fs/promises';
import { posix } from 'node:path';
import { ifThere } from './errors';

/** A path of the system as the ports write it: `/` between the steps. */
export function portPath(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/** The real path of a file that may not exist yet: links resolved as far as there is something. */
export async function realTarget(path: string): Promise<string> {
  const missing: string[] = [];
  for (let existing = path; ; existing = posix.dirname(existing)) {
    const real = await ifThere(realpath(existing));
    if (real !== undefined) return posix.join(portPath(real), ...missing);
    if (posix.dirname(existing) === existing) return path;
    missing.unshift(posix.basename(existing));
  }
}

/** Two spellings of one path, as far as the system's file systems commonly see it. */
export function samePath(a: string, b: string): boolean {
  if (a === b) return true;
  if (process.platform !== 'darwin' && process.platform !== 'win32') return false;
  return a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
}
