/**
 * The ports: everything core asks of whoever runs it. `src/node` implements them over Node, the extension replaces
 * `documents`, `secrets` and `ask` by the editor's own. A function takes only the ports it uses.
 *
 * Paths are absolute, with `/` as separator, on every system.
 */

declare const grantBrand: unique symbol;

/** What a grant allows: the runner's own kinds of write, or an agent's write or command that the policy judged. */
export type GrantKind =
  | 'document'
  | 'tick'
  | 'approval'
  | 'sidecar'
  | 'evidence'
  | 'state'
  | 'template'
  | 'agent_write'
  | 'exec';

/** Permission to act once on one subject. Only `core/permissions` makes one, and the ports refuse any other object. */
export interface Grant {
  readonly [grantBrand]: true;
  readonly kind: GrantKind;
  /** The path that may be written, or the command line that may be run. */
  readonly subject: string;
  /** The rule that allowed it, for the log. */
  readonly rule: string;
}

/** What is known of a path without reading it. */
export interface FileStat {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** One name in a folder; a link is not followed. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: FileStat['kind'];
}

/** Files as bytes. Reads ask for nothing; every change wants a grant for exactly its path. */
export interface Files {
  /**
   * The bytes of a file, or those of `range` as far as the file has them (`end` is exclusive); undefined where there
   * is none. Rejects on any other failure, also where the path is a folder.
   */
  read(path: string, range?: { readonly start: number; readonly end: number }): Promise<Uint8Array | undefined>;
  /** Does not follow a link at the last step. */
  stat(path: string): Promise<FileStat | undefined>;
  /** Sorted by name; empty where there is no such folder. */
  list(path: string): Promise<readonly FolderEntry[]>;
  /** The path with every link resolved; undefined where nothing is there. */
  realpath(path: string): Promise<string | undefined>;
  /** Replaces the file in one step (temporary file, sync, rename), making its folders. */
  write(grant: Grant, path: string, bytes: Uint8Array): Promise<void>;
  /** Adds to the end, making file and folders; the bytes are written in one call and on the disk when it resolves. */
  append(grant: Grant, path: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file; no error where there is none. */
  remove(grant: Grant, path: string): Promise<void>;
}

/** A document as its user sees it: the editor's text where it is open, else the file's. */
export interface OpenDocument {
  readonly text: string;
  /** The editor holds changes that are not on disk. */
  readonly dirty: boolean;
}

/** How a document's replacement went; nothing else than `written` changed anything. */
export type ReplaceResult =
  | { readonly kind: 'written' }
  /** Nothing was written: the document is not what the caller had read. */
  | { readonly kind: 'conflict'; readonly current: OpenDocument | undefined };

/** Documents as their user sees them. Rejects only where the disk or the editor fails. */
export interface Documents {
  open(path: string): Promise<OpenDocument | undefined>;
  /**
   * Changes a document from `expected` (undefined: it must not exist) to `text` and saves it, in one undo step where
   * an editor shows it. Never writes over unsaved changes or over text other than `expected`.
   */
  replace(grant: Grant, path: string, text: string, expected: string | undefined): Promise<ReplaceResult>;
}

/** A program and its arguments, without a shell. `env` is added to the environment; time in milliseconds. */
export interface ExecRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** How a program ended, with the end of its output where that was endless. */
export interface ExecResult {
  /** Undefined where a signal or the timeout ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without a shell. Rejects only when it cannot be started. */
export interface Exec {
  run(grant: Grant, request: ExecRequest): Promise<ExecResult>;
}

/** What to look for below a folder. A glob without a slash is compared with names, at any depth. */
export interface SearchRequest {
  readonly root: string;
  readonly pattern: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  /** Globs relative to `root`; empty means every file. */
  readonly globs: readonly string[];
  readonly maxResults: number;
  readonly signal?: AbortSignal;
}

/** A line that holds what was looked for, without its line end; very long lines are cut. */
export interface SearchHit {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** Looks through a folder, honouring .gitignore where there is one. What .kiroignore hides is the caller's to drop. */
export interface Search {
  text(request: SearchRequest): Promise<readonly SearchHit[]>;
  /** Absolute paths of files, sorted. */
  files(root: string, globs: readonly string[], maxResults: number, signal?: AbortSignal): Promise<readonly string[]>;
}

/** Who committed a file as it stands now, for approvals that travel in git. */
export interface CommittedFile {
  readonly commit: string;
  readonly author: string;
  readonly email: string;
  /** Git verified a signature on the commit. */
  readonly signed: boolean;
}

/** What git knows. Undefined where there is no git, no repository or no answer; never rejects for these. */
export interface Git {
  /** Undefined where the file is not in HEAD exactly as it is on disk, or there is no repository. */
  committed(path: string): Promise<CommittedFile | undefined>;
  /** The user's name and e-mail as git knows them. */
  identity(folder: string): Promise<{ readonly name: string; readonly email: string } | undefined>;
}

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

/** Calls back after anything below `path` changed, coalesced; by anyone. */
export interface Watcher {
  watch(path: string, changed: (paths: readonly string[]) => void): Disposable;
}

/** Something that goes on until it is told to end. Ending twice is allowed. */
export interface Disposable {
  dispose(): void;
}

/**
 * The heavy parts by name. Empty here: the file beside each part adds its own entry with
 * `declare module '../host' { interface Parts { name: ThePart } }`, so that leaves stay free of what they load.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Parts {}

/** All ports together, as whoever runs core hands them in. */
export interface Host {
  readonly files: Files;
  readonly documents: Documents;
  readonly exec: Exec;
  readonly search: Search;
  readonly git: Git;
  readonly mac: Mac;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly log: Log;
  readonly watcher: Watcher;
  /** The state folder of design.md, absolute; made on the first write. */
  readonly stateFolder: string;
  readonly homeFolder: string;
  env(name: string): string | undefined;
  /**
   * Loads a heavy part. Parts are bundles of their own (`dist/lazy/<name>.js`) that exchange plain data only: no
   * instanceof across the border.
   */
  loadPart<Name extends keyof Parts>(name: Name): Promise<Parts[Name]>;
}
