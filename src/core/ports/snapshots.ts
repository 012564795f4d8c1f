/** The port for kept states of workspace folders, which checkpoints are made of. */
import type { Grant } from './grant';

/** What a path is in a state of a folder. */
export type SnapshotEntry = 'file' | 'executable' | 'link';

/** A file that differs between two states of a folder. Paths are relative to the folder, with `/`. */
export interface SnapshotChange {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted';
  /** Absent on the side that has none. */
  readonly before?: SnapshotEntry;
  readonly after?: SnapshotEntry;
}

/** A path that a state does not hold, or that could not be written, and why: "too large (120 MB)", "unreadable". */
export interface SnapshotGap {
  readonly path: string;
  readonly why: string;
}

/** A kept state of a workspace folder. */
export interface Snapshot {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** What the caller gave it: label, task, turn. */
  readonly about: Readonly<Record<string, string>>;
  /** Files that are not ignored and yet not in it. */
  readonly left: readonly SnapshotGap[];
}

/** What is different between two states. */
export interface SnapshotComparison {
  /** Sorted by path. */
  readonly changes: readonly SnapshotChange[];
  /** What differs as well, as far as is known, and can't be put back: large files, ignored ones. */
  readonly notHeld: readonly SnapshotGap[];
}

/** What became of a restore. */
export interface SnapshotRestore {
  /** The present as it was before, for going back. */
  readonly before: Snapshot;
  readonly restored: readonly SnapshotChange[];
  /** Files that could not be put back, and why; everything else was. */
  readonly failed: readonly SnapshotGap[];
}

/** How a state is kept. */
export interface SnapshotOptions {
  /** Larger files are left out, and named. The last value given holds for every later call. */
  readonly maxFileBytes?: number;
  readonly signal?: AbortSignal;
}

/**
 * Kept states of workspace folders, in a private store below the state folder. Everything that is not ignored is in
 * them, however it was changed, and small ignored files that nothing can make again (`.env`); nested repositories,
 * submodules and worktrees too. The user's `.git` is never touched, and nothing that a repository names is run. Calls
 * for one folder are queued. A restore that the end of a process cut short is brought to its end by the next call.
 * Every method rejects with a sentence where the store or git fails; nothing in the folder has changed then.
 */
export interface Snapshots {
  take(root: string, about: Readonly<Record<string, string>>, options?: SnapshotOptions): Promise<Snapshot>;
  /** Newest first. */
  list(root: string): Promise<readonly Snapshot[]>;
  /** From one state to another, or to the present. */
  compare(root: string, from: string, to?: string, signal?: AbortSignal): Promise<SnapshotComparison>;
  /** Bytes of files in a state (of a link: its target); a path that has none there is not in the map. */
  read(root: string, snapshot: string, paths: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /**
   * Puts the folder (or these paths, and what is below them) back; the present is kept first, as a snapshot with
   * `about`. A file that changes meanwhile is left alone, and named. A grant of the kind `restore` for the folder.
   */
  restore(
    grant: Grant,
    root: string,
    snapshot: string,
    about: Readonly<Record<string, string>>,
    paths?: readonly string[],
  ): Promise<SnapshotRestore>;
  /** Forgets the oldest states beyond these bounds. */
  prune(root: string, keep: { readonly most: number; readonly maxBytes: number }): Promise<void>;
}
