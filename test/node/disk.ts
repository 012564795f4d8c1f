/** Small disks that can be made to refuse: real file systems in memory, where this machine lets us mount them. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { temporaryFolder } from '../support/temporary';

/** A disk of its own. */
export interface SmallDisk {
  readonly folder: string;
  /** From now on it refuses. */
  readonly spoil: () => void;
  readonly mend: () => void;
}

const quiet = { stdio: 'ignore' } as const;

/** Whether we may mount: root on Linux. */
export const canMount: boolean = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const probe = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], quiet);
    execFileSync('umount', [probe], quiet);
    return true;
  } catch {
    return false;
  }
})();

const mounts: string[] = [];

/** Takes away every disk that was made; a test that fails leaves none behind. */
export function unmountAll(): void {
  for (const folder of mounts.splice(0)) execFileSync('umount', ['-l', folder], quiet);
}

function mounted(size: string): string {
  const folder = `${temporaryFolder()}/disk`;
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], quiet);
  mounts.push(folder);
  return folder;
}

/** How each reason comes about on a real disk. */
export const smallDisks: Readonly<Record<string, () => SmallDisk>> = {
  ENOSPC: () => {
    const folder = mounted('1m');
    const ballast = `${folder}/ballast`;
    return {
      folder,
      spoil: () => {
        for (const size of [64 * 1024, 4096])
          try {
            for (;;) appendFileSync(ballast, Buffer.alloc(size));
          } catch {
            // It is full for pieces of this size.
          }
      },
      mend: () => rmSync(ballast, { force: true }),
    };
  },
  EROFS: () => {
    const folder = mounted('4m');
    const remount = (how: string) => execFileSync('mount', ['-o', `remount,${how}`, folder], quiet);
    return { folder, spoil: () => remount('ro'), mend: () => remount('rw') };
  },
  EPERM: () => {
    const folder = mounted('4m');
    const attribute = (how: string) => execFileSync('chattr', ['-R', how, folder], quiet);
    return { folder, spoil: () => attribute('+i'), mend: () => attribute('-i') };
  },
};
