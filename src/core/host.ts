/**
 * The ports: everything core asks of whoever runs it. `src/node` implements them over Node, the extension replaces
 * `documents`, `secrets` and `ask` by the editor's own. A function takes only the ports it uses.
 *
 * Paths are absolute, with `/` as separator, on every system.
 */

declare const grantBrand: unique symbol;

/**
 * What a grant allows: the runner's own kinds of write, an agent's write or command that the policy judged, or a rule
 * that the user wants remembered (`permission`). `consent` opens no port: it only says yes to a read, a door or a helper.
 */
export type GrantKind =
  | 'document'
  | 'tick'
  | 'approval'
  | 'sidecar'
  | 'evidence'
  | 'state'
  | 'template'
  | 'agent_write'
  | 'restore'
  | 'permission'
  | 'consent'
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
  /** As `modified`, of content, place or rights; no program can set it. Absent where the system does not tell. */
  readonly changed?: number;
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
  /** Renames a file, which keeps its mode, making folders; a grant for each end. Rejects where `to` is another file. */
  move(grants: { readonly from: Grant; readonly to: Grant }, from: string, to: string): Promise<void>;
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

/** Who understands a command line. */
export type ShellKind = 'posix' | 'powershell' | 'cmd';

/** A command line for the system's shell, as an agent wrote it and the policy allowed it. */
export interface CommandRequest {
  readonly line: string;
  /** Absolute. */
  readonly cwd: string;
  /**
   * The environment of the command; nothing is inherited. The port adds what keeps programs from asking (no pager, no
   * editor, CI), and TRACEWRIGHT_AGENT.
   */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Gets stdout and stderr as they come, decoded, in the order of arrival. Must not throw. */
  readonly onOutput?: (text: string) => void;
  /** Given on its stdin, which then ends; absent, it is empty. */
  readonly stdin?: string;
  /** Gets stderr by itself as it comes; it goes to `onOutput` too, without an order between the two. Must not throw. */
  readonly onError?: (text: string) => void;
}

/** How a command ended. */
export interface CommandEnd {
  /** Undefined where it did not end by itself. */
  readonly code: number | undefined;
  /** `input`: it waited for somebody to type, which nobody does. */
  readonly by: 'exit' | 'signal' | 'timeout' | 'stop' | 'input';
  readonly ms: number;
}

/**
 * A command that was started. Every process that it starts belongs to it: what is left of them when it exits, or is
 * stopped, is ended with it.
 */
export interface RunningCommand {
  /** What it printed, its end where that was too much to keep; `dropped` counts the characters that are gone. */
  output(): { readonly text: string; readonly dropped: number };
  /** Resolves at once when the command has exited, whatever still holds its pipes. Never rejects. */
  readonly ended: Promise<CommandEnd>;
  /** Ends the whole group: asks, then kills. */
  stop(): Promise<CommandEnd>;
}

/** Starts command lines: on the machine itself, or inside a sandbox. Rejects only where one can't be started. */
export interface Commands {
  readonly shell: ShellKind;
  /** The grant is of the kind `exec` for exactly this line. */
  start(grant: Grant, request: CommandRequest): Promise<RunningCommand>;
}

/** A hole in the closed network of a sandbox. */
export type NetworkDoor =
  /** A host of the internet, through our proxy; the port is 443 and 80 where none is named. */
  | { readonly kind: 'host'; readonly host: string; readonly port?: number }
  /** A service that listens on this machine's loopback. */
  | { readonly kind: 'service'; readonly port: number };

/** What a sandbox is made for. All paths absolute, links resolved. */
export interface SandboxRequest {
  /** Writable, except for what `readOnly` names. */
  readonly roots: readonly string[];
  /** Files and folders inside the roots that no command may change, whether they exist yet or not. */
  readonly readOnly: readonly string[];
  /** Does not exist for commands: the state folder, credentials, what .kiroignore hides. */
  readonly hidden: readonly string[];
  /** Folders in the roots that are empty for commands but for the files and folders that are shown in them. */
  readonly emptied?: readonly { readonly path: string; readonly shown: readonly string[] }[];
  /**
   * Asked before each command: what must not exist for it, whatever was hidden when the sandbox was opened. Rejects with
   * a sentence where nobody knows; the command does not run then.
   */
  readonly hiddenNow?: () => Promise<readonly string[]>;
  readonly doors: readonly NetworkDoor[];
  /**
   * Asked once for each closed door that a command knocks at; the connection waits for the answer. Absent, closed doors
   * stay closed.
   */
  readonly ask?: (door: NetworkDoor) => Promise<boolean>;
  /** Hears what is in force after a door was opened. Must not throw. */
  readonly opened?: (facts: SandboxFacts) => void;
}

/** What is in force, for panel and log. */
export interface SandboxFacts {
  /** "bubblewrap", "seatbelt", "none". */
  readonly kind: string;
  /** One sentence: what commands may write and reach. */
  readonly sentence: string;
  readonly doors: readonly NetworkDoor[];
}

/** One sandbox a session: its commands share loopback and a private temporary folder. */
export interface Sandbox extends Commands {
  facts(): SandboxFacts;
  /** Opens another hole while the sandbox is in use. */
  open(door: NetworkDoor): Promise<void>;
  /** Ends every command in it, background ones too, and forgets its temporary folder. */
  close(): Promise<void>;
}

/** Sandboxes of the operating system. */
export interface Sandboxes {
  /** Whether one can be had here; `why` is a sentence that says what is missing and how to get it. */
  available(): Promise<{ readonly ok: true; readonly kind: string } | { readonly ok: false; readonly why: string }>;
  /** Rejects where it can't start: then each command asks, and nothing runs silently free. */
  open(request: SandboxRequest): Promise<Sandbox>;
}

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

/** A problem that the editor (or a language tool) shows for a file. Lines are 1-based. */
export interface EditorProblem {
  readonly path: string;
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** "ts 2322" */
  readonly source: string;
}

/** A symbol of a file's outline. Lines are 1-based, both inclusive. */
export interface OutlineSymbol {
  readonly name: string;
  /** "function", "class", "method" */
  readonly kind: string;
  readonly line: number;
  readonly endLine: number;
  readonly children: readonly OutlineSymbol[];
}

/** What the editor knows of code. Undefined where it knows nothing of that kind of file; headless that is always so. */
export interface CodeView {
  /** Waits until the language tools have seen the files as they are now, but never long. */
  problems(paths: readonly string[], signal?: AbortSignal): Promise<readonly EditorProblem[] | undefined>;
  /** What the editor shows at this moment of any file, errors and warnings; absent where there is no editor. */
  readonly shownProblems?: () => Promise<readonly EditorProblem[]>;
  outline(path: string, signal?: AbortSignal): Promise<readonly OutlineSymbol[] | undefined>;
}

/** A command that somebody ran in a terminal of the editor. */
export interface TerminalCommand {
  readonly line: string;
  /** What it printed, colours and all; of very long output the end. */
  readonly output: string;
  /** Absent while it runs, and where the shell does not tell. */
  readonly code?: number;
}

/** What the terminal in front printed last, oldest command first; a sentence where that can't be known. Never rejects. */
export type RecentTerminal = () => Promise<
  { readonly name: string; readonly commands: readonly TerminalCommand[] } | string
>;

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

/** What a repository holds, by name. All paths absolute, links resolved. */
export interface HeldFiles {
  /** The files of the index. */
  readonly now: readonly string[];
  /** Those of every commit, stash and reflog too; undefined where git does not answer. */
  ever(): Promise<readonly string[] | undefined>;
}

/** A commit that changed a file. */
export interface FileCommit {
  /** Full hash. */
  readonly commit: string;
  readonly author: string;
  /** Of the author. */
  readonly email: string;
  /** ISO 8601. */
  readonly at: string;
  /** First line of its message. */
  readonly subject: string;
}

/** A file as a commit has it or will have it, and the lines that are new in it, 1-based. */
export interface NewText {
  /** Relative to the folder that was asked about. */
  readonly path: string;
  readonly text: string;
  readonly addedLines: ReadonlySet<number>;
  /** The commit that brings it, shortened, where it is not about to be made. */
  readonly commit?: string;
}

/** What git knows. Undefined where there is no git, no repository or no answer; never rejects for these. */
export interface Git {
  /** Undefined where the file is not in HEAD exactly as it is on disk, or there is no repository. */
  committed(path: string): Promise<CommittedFile | undefined>;
  /** The text of a file in a commit, a branch or a tag; undefined where it is not in there or there is no such thing. */
  textAt(path: string, revision: string): Promise<string | undefined>;
  /** The newest commits that changed a file, newest first. */
  history(path: string, most: number): Promise<readonly FileCommit[]>;
  /**
   * Those of the paths (absolute, below the folder) whose text is not that of a commit: other, new or gone; line ends do
   * not count. A sentence where git does not know the commit or there is no repository.
   */
  changedSince(folder: string, ref: string, paths: readonly string[]): Promise<readonly string[] | string>;
  /** Which files the repository around a folder holds; undefined where there is none. */
  held(folder: string): Promise<HeldFiles | undefined>;
  /** The user's name and e-mail as git knows them. */
  identity(folder: string): Promise<{ readonly name: string; readonly email: string } | undefined>;
  /** Subjects of the last commits, newest first; empty where there are none. */
  recent(folder: string, most: number): Promise<readonly string[]>;
  /**
   * What is about to be committed below a folder; `index` is git's index file where git names another one, as it does for
   * `git commit -a`. Rejects with a sentence where git does not answer, and for files too large to look at.
   */
  staged(folder: string, index: string | undefined): Promise<readonly NewText[]>;
  /**
   * What commits bring below a folder that no remote has yet, each by itself: those of `tips`, else of HEAD, without what
   * `known` commits hold. Rejects as `staged` does.
   */
  unpushed(
    folder: string,
    pushed?: { readonly tips: readonly string[]; readonly known: readonly string[] },
  ): Promise<readonly NewText[]>;
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
  /** Commands of agents on the machine itself, without a sandbox. */
  readonly commands: Commands;
  readonly sandboxes: Sandboxes;
  readonly snapshots: Snapshots;
  readonly code: CodeView;
  /** Absent where there is no editor. */
  readonly terminal?: RecentTerminal;
  readonly search: Search;
  readonly git: Git;
  readonly mac: Mac;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly log: Log;
  readonly watcher: Watcher;
  /**
   * Searches with JavaScript's own regular expressions and gives up after a while (undefined). Must not throw. Absent:
   * patterns that only backtracking can match are never found.
   */
  readonly boundedRegex?: (pattern: string, text: string) => boolean | undefined;
  /** The state folder of design.md, absolute; made on the first write. */
  readonly stateFolder: string;
  readonly homeFolder: string;
  /** The user's name as the operating system knows it; undefined where it knows none. */
  userName(): string | undefined;
  env(name: string): string | undefined;
  /** All variables of the environment, from which what commands of agents get is chosen. */
  environment(): Readonly<Record<string, string | undefined>>;
  /**
   * Loads a heavy part. Parts are bundles of their own (`dist/lazy/<name>.js`) that exchange plain data only: no
   * instanceof across the border.
   */
  loadPart<Name extends keyof Parts>(name: Name): Promise<Parts[Name]>;
}
