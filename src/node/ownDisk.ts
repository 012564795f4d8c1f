import { statfsSync } from 'node:fs';

/** ext, xfs, btrfs, tmpfs, overlayfs, zfs, f2fs, bcachefs. */
const ownDisks = new Set([0xef53, 0x58465342, 0x9123683e, 0x1021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010, 0xca451a4e]);

/**
 * Whether a path lies on a disk on which nobody but this machine writes, of a kind that tells of every change at once.
 * Only of Linux it is known.
 */
export function isOwnDisk(path: string): boolean {
  return process.platform === 'linux' && ownDisks.has(statfsSync(path).type);
}
