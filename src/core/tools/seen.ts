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

/** A file as it was read or written last: SHA-256 of its bytes; absent where it was forgotten. */
export interface SeenFile {
  readonly path: string;
  readonly sum?: string;
}

/** What a conversation that goes on knew before, and who hears what it gets to know, so that it can go on again. */
export interface SeenKept {
  readonly before: readonly SeenFile[];
  /** Must not throw. */
  note(file: SeenFile): void;
}

/** Knows what it knew before; without that, nothing yet. */
export function createSeen(kept?: SeenKept): Seen {
  const known = new Map<string, string>();
  for (const { path, sum } of kept?.before ?? []) {
    if (sum === undefined) known.delete(path);
    else known.set(path, sum);
  }
  return {
    note: (path, bytes) => {
      const sum = digest(bytes);
      if (known.get(path) === sum) return;
      known.set(path, sum);
      kept?.note({ path, sum });
    },
    compare: (path, bytes) => {
      const before = known.get(path);
      if (before === undefined) return 'unread';
      return before === digest(bytes) ? 'same' : 'changed';
    },
    forget: (path) => {
      if (known.delete(path)) kept?.note({ path });
    },
  };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
