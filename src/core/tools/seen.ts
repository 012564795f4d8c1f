/** What an agent knows of files: the text that it has read or written last. */
import { createHash } from 'node:crypto';

/** By absolute path with links resolved. */
export interface Seen {
  /** The agent has read this, or written it. */
  note(path: string, bytes: Uint8Array): void;
  /** `unread`: it never saw the file; `changed`: somebody has changed it since. */
  compare(path: string, bytes: Uint8Array): 'same' | 'changed' | 'unread';
  forget(path: string): void;
}

/** Knows nothing yet. */
export function createSeen(): Seen {
  const known = new Map<string, string>();
  return {
    note: (path, bytes) => void known.set(path, digest(bytes)),
    compare: (path, bytes) => {
      const before = known.get(path);
      if (before === undefined) return 'unread';
      return before === digest(bytes) ? 'same' : 'changed';
    },
    forget: (path) => void known.delete(path),
  };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
