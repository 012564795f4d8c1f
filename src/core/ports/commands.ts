/** The ports that start programs and command lines. */
import type { Grant } from './grant';
import type { Disposable } from './machine';

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

/** Whether somebody is being asked something that a command waits for: that time is not the command's. */
export interface Held {
  now(): boolean;
  /** Hears when that changes. Must not throw. */
  onChange(listener: () => void): Disposable;
}

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
  /** Absent: it never waits for a person, and all time counts. */
  readonly held?: Held;
  /** The agent whose command it is, for whom a sandbox asks before a door opens. Absent: nobody's by name. */
  readonly by?: string;
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
  /** Without the time that it was held. */
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
