/** The ports for what an editor knows: problems, outlines, terminals. */

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
