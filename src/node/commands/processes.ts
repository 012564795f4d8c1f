/** Ends processes: those of a group, and those that have left it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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
const rounds = 8;

/**
 * Kills what has left the group (setsid, a second fork) but still carries the command's mark in its environment. Only
 * Linux shows environments; a process that was started with an empty one is not found. The sandbox has no such gaps.
 */
export function killStrays(mark: string): void {
  if (process.platform !== 'linux') return;
  // Once is not enough: who forks and ends while the list is read is on it neither before nor after.
  for (let round = 0, empty = 0; round < rounds && empty < 2; round++) {
    const strays = marked(mark);
    empty = strays.length === 0 ? empty + 1 : 0;
    for (const pid of strays) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
    }
  }
}

/** Read at once and not in turns of the event loop: these files are in memory, and so it is six times as fast. */
function marked(mark: string): readonly number[] {
  const wanted = `${markName}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && environmentOf(name).includes(wanted))
    .map(Number);
}

/** Empty for processes of others, and for those that have ended. */
function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
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
