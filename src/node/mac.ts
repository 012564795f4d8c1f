import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import type { Mac } from '../core/host';
import { keyFile } from '../core/permissions/grants';
import { errorCode, ifThere } from './errors';
import { temporaryBeside } from './temporaries';

/** MACs with the key of the state folder: 32 random bytes in hex, in a file that only its owner can read. */
export function createMac(stateFolder: string): Mac {
  const path = `${stateFolder}/${keyFile}`;
  let known: Promise<Buffer> | undefined;
  return {
    sign: async (text) => {
      known ??= readKey(path).then((key) => key ?? makeKey(stateFolder, path));
      known.catch(() => {
        known = undefined;
      });
      return hmac(await known, text).toString('hex');
    },
    verify: async (text, mac) => {
      const key = await (known ?? readKey(path));
      if (key === undefined || !/^[0-9a-f]{64}$/u.test(mac)) return false;
      return timingSafeEqual(hmac(key, text), Buffer.from(mac, 'hex'));
    },
  };
}

async function readKey(path: string): Promise<Buffer | undefined> {
  const text = (await ifThere(readFile(path, 'latin1')))?.trim();
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/u.test(text))
    throw new Error(
      `The key in ${path} is damaged. Move it away to begin with a new one; approvals given with it will have to be given again.`,
    );
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
  return Buffer.from(text, 'hex');
}

/** Of two processes that make it at the same time one wins, and both use its key. */
async function makeKey(stateFolder: string, path: string): Promise<Buffer> {
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  const temporary = temporaryBeside(path);
  try {
    const file = await open(temporary, 'wx', 0o600);
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await file.sync();
    await file.close();
    await link(temporary, path).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  const key = await readKey(path);
  if (key === undefined) throw new Error(`The key ${path} could not be made.`);
  return key;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
