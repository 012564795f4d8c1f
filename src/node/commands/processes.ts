/** Ends processes: those of a group, and those that have left it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { markName } from './environment';

/** Sends a signal to a command's process group; nothing happens where nothing is left of it. */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (process.platform === 'win32')
      spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    else process.kill(-pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

/** Rounds of looking; who forks faster than this is somebody for the sandbox. */
const rounds = 5;

/**
 * Kills what has left the group (setsid, a second fork) but still carries the command's mark in its environment. Only
 * Linux shows environments; a process that was started with an empty one is not found. The sandbox has no such gaps.
 */
export async function killStrays(mark: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (let round = 0; round < rounds; round++) {
    const strays = await marked(mark);
    if (strays.length === 0) return;
    for (const pid of strays) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
    }
  }
}

async function marked(mark: string): Promise<readonly number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const wanted = `${markName}=${mark}`;
  const found = await Promise.all(
    names.map(async (name) => {
      const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
      return environment.includes(wanted) ? [Number(name)] : [];
    }),
  );
  return found.flat();
}

const living = new Set<ChildProcess>();
let watching = false;

/** Ends the command together with this process, unless that is killed itself. */
export function endWithUs(child: ChildProcess): void {
  living.add(child);
  child.once('exit', () => living.delete(child));
  child.once('error', () => living.delete(child));
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const { pid } of living) if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  });
}
