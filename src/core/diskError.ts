/** What a disk refuses, in words: each port that reads and writes says it in the same way. */

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room, then try again.',
  EDQUOT: 'the disk quota is used up. Make room, then try again.',
  EROFS: 'it lies on a disk that can only be read.',
  EACCES: 'the system does not allow it. Look at its permissions, then try again.',
  EPERM: 'the system does not allow it. Look at its permissions, then try again.',
  EBUSY: 'another program keeps it locked. Close it there, then try again.',
  ETXTBSY: 'another program keeps it locked. Close it there, then try again.',
  EMFILE: 'too many files are open. Close some programs, then try again.',
  ENFILE: 'too many files are open. Close some programs, then try again.',
};

/** A read, write, move or deletion that the disk refused: one sentence with the path and the reason. */
export class DiskError extends Error {
  override readonly name = 'DiskError';

  constructor(
    message: string,
    /** Node's own: `ENOSPC`. */
    readonly code: string,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** The code of an error of the disk; undefined for anything else. */
export function diskCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The error as a `DiskError` about the path where its reason is known; anything else as it is. `did`: "written". */
export function diskError(error: unknown, path: string, did: string): unknown {
  const code = diskCode(error);
  const why = code === undefined ? undefined : reasons[code];
  if (code === undefined || why === undefined || error instanceof DiskError) return error;
  return new DiskError(`${path} could not be ${did}: ${why}`, code, error);
}

/** Rejects with what `diskError` makes of a failure. */
export async function onDisk<Result>(path: string, did: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw diskError(error, path, did);
  }
}
