/** A command line taken apart, as plain data: what the heavy part hands over. Nothing in it is judged yet. */

/** One word of a command. */
export interface ShellWord {
  /** As it was written. */
  readonly text: string;
  /** With quotes and escapes resolved; what is known only when it runs stands here as it was written. */
  readonly value: string;
  /** False: the shell puts something else here that nobody knows before it runs. */
  readonly known: boolean;
  /** It holds an unquoted pattern that the shell replaces by names of files. */
  readonly glob: boolean;
  /** It begins with a tilde that the shell replaces by a home folder. */
  readonly tilde: boolean;
}

/** `NAME=value`, before a command or by itself. */
export interface ShellAssignment {
  readonly name: string;
  readonly value: ShellWord;
}

/** A redirect. */
export interface ShellRedirect {
  /** `>`, `>>`, `<`, `<<`, `<<<`, `>&` */
  readonly operator: string;
  readonly target?: ShellWord;
  /** What a here-document or here-string feeds in. */
  readonly body?: ShellWord;
}

/** One simple command; a loop or group that only redirects or assigns is one without words. */
export interface ShellCommand {
  readonly text: string;
  readonly words: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  /** Positions in the line's list of the commands whose output this one reads through a pipe. */
  readonly fedBy: readonly number[];
}

/** A whole line. */
export interface ShellLine {
  /** In the order in which they are written; what stands in substitutions, functions and loops is among them. */
  readonly commands: readonly ShellCommand[];
  /** What could not be read; then nothing in `commands` may be relied on. */
  readonly errors: readonly string[];
  /** Names of functions that the line defines. */
  readonly functions: readonly string[];
  /** Words that are read once more, and then may run what stands in them; `hidden` where that stands in the line itself. */
  readonly evaluated: readonly { readonly text: string; readonly hidden: boolean }[];
}
