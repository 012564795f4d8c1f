/** Where Tracewright keeps what belongs to the machine: sessions, versions, locks, the key. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';

/** What the place of the state folder depends on. */
export interface StateFolderInputs {
  readonly platform: NodeJS.Platform;
  readonly env: (name: string) => string | undefined;
  /** With `/` as separator. */
  readonly home: string;
}

/** The state folder, absolute, with `/` as separator. Nothing is made. Relative values of the environment are ignored. */
export function stateFolderOf({ platform, env, home }: StateFolderInputs): string {
  const set = (name: string) => {
    const value = env(name)?.replaceAll('\\', platform === 'win32' ? '/' : '\\');
    return value !== undefined && /^(?:[A-Za-z]:)?\//u.test(value)
      ? posix.normalize(value).replace(/(?<=.)\/$/u, '')
      : undefined;
  };
  const own = set('TRACEWRIGHT_STATE');
  if (own !== undefined) return own;
  if (platform === 'win32') return posix.join(set('LOCALAPPDATA') ?? posix.join(home, 'AppData/Local'), 'Tracewright');
  if (platform === 'darwin') return posix.join(home, 'Library/Application Support/Tracewright');
  return posix.join(set('XDG_STATE_HOME') ?? posix.join(home, '.local/state'), 'tracewright');
}

/** Name of a workspace folder's own part of the state folder, from the folder's real path. */
export function rootStateFolder(realpath: string): string {
  return `roots/${createHash('sha256').update(realpath, 'utf8').digest('hex').slice(0, 16)}`;
}
