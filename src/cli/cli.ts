/** What every subcommand is given, and what a subcommand is. */
import type { Command } from 'commander';
import type { Host } from '../core/host';
import type { Workspace, WorkspaceOptions } from '../core/workspace';

/** The terminal, as far as commands may use it. */
export interface Terminal {
  /** One line to standard output: results. */
  print(text: string): void;
  /** To standard output as it is. */
  write(text: string): void;
  /** One line to standard error: progress and notes. */
  note(text: string): void;
  /** Undefined where nobody can be asked: input or output is no terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /**
   * Calls back with each line that is typed while no question is open, until the function that it gives is called: what
   * is typed before a question is there must not answer it. Absent where nobody can be asked.
   */
  readonly listen?: (heard: (line: string) => void) => () => void;
  readonly color: boolean;
  /** Calls back once when the user wants to stop (Ctrl+C). */
  onInterrupt(stop: () => void): () => void;
}

/** What a subcommand may ask for when it opens the workspace. */
export interface OpenOptions {
  /** Workspace folder as given, relative to the working directory; the default is found from there. */
  readonly root?: string | undefined;
  /** Loads the steering of a folder that nobody has trusted yet, this once. */
  readonly trust?: boolean | undefined;
  /** Nobody can be asked while tasks run. */
  readonly headless?: boolean | undefined;
  readonly acceptApprovals?: WorkspaceOptions['acceptApprovals'] | undefined;
  readonly onSessionEvent?: WorkspaceOptions['onSessionEvent'] | undefined;
}

/** What subcommands receive: the terminal, the working directory, and the workspace on demand. */
export interface Cli {
  readonly host: Host;
  readonly terminal: Terminal;
  /** Absolute, with `/`. */
  readonly cwd: string;
  /** Sets the exit code of a command that reports by itself. */
  exit(code: number): void;
  /** The workspace of this run and its folder. Disposed of when the command ends. */
  open(options: OpenOptions): Promise<{ readonly workspace: Workspace; readonly root: string }>;
}

/** Adds a subcommand; its action throws a `CliError` for whatever its reader can mend. */
export type Register = (program: Command, cli: Cli) => void;
