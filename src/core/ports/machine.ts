/** The ports for the machine and its user: keys, secrets, time, locks, log, watching. */

/** Vouches for texts with this machine's key, which lies in the state folder and never leaves the port. */
export interface Mac {
  /** Hex HMAC-SHA256 of the text; makes the key on first use. */
  sign(text: string): Promise<string>;
  /** False where the MAC is not one of this machine's; makes no key. */
  verify(text: string, mac: string): Promise<boolean>;
}

/** Names are `provider/field`, for example `anthropic/apiKey`. */
export interface Secrets {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** Time and chance, so that tests can set both. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
  uuid(): string;
}

/** A lock on a folder's state that other windows and the CLI respect. */
export interface Locks {
  /** Undefined and the holder's name where somebody else has it. */
  acquire(path: string): Promise<{ release(): Promise<void> } | { readonly heldBy: string }>;
}

/** The log of the window or the command line. Never throws; takes no keys and no contents of files. */
export interface Log {
  write(level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
}

/** Calls back after anything in the `.kiro` folders below `path` changed, or in `path` where it lies in one; coalesced; by anyone. */
export interface Watcher {
  /** Whether it reaches every `.kiro` folder below a path; else the one that lies directly in it, and others are watched by name. */
  readonly deep: boolean;
  watch(path: string, changed: (paths: readonly string[]) => void): Disposable;
}

/** Something that goes on until it is told to end. Ending twice is allowed. */
export interface Disposable {
  dispose(): void;
}
