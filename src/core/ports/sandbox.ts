/** The port for sandboxes of the operating system. */
import type { Commands } from './commands';

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
   * Asked for each closed door and each agent whose command knocks at it; the connection waits for the answer. `by` is
   * undefined where nobody can tell whose connection it is: then it is asked each time. Absent, closed doors stay closed.
   */
  readonly ask?: (door: NetworkDoor, by: string | undefined) => Promise<boolean>;
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
  /** Opens another hole while the sandbox is in use: for commands of one agent, or for all. */
  open(door: NetworkDoor, by?: string): Promise<void>;
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
