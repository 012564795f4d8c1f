/** Front matter, as it is read. */
import type { Diagnostic } from '../../diagnostic';

/** A key's line: offsets of key and line's end, and the value as it is written there. */
export interface KeyLine {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** Offset of `value`. */
  readonly valueStart: number;
}

/** A file taken apart into front matter and text. */
export interface FrontMatter {
  /** What stands there, by key; empty where there is none or it can't be read. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Each key's line, for diagnostics and their fixes. */
  readonly lines: Readonly<Record<string, KeyLine>>;
  /** The text below it. */
  readonly body: string;
  /** Offset of `body` in the text. */
  readonly bodyStart: number;
  /** What is wrong with its form; what it says counts all the same. */
  readonly problems: readonly Diagnostic[];
}

/** Text between fences, and where it and what is below it begin. */
export interface Block {
  readonly bareGlobs?: boolean;
  /** Offset of the first line between the fences. */
  readonly start: number;
  readonly yaml: string;
  readonly bodyStart: number;
}

/** A glob in braces without quotes, which YAML takes for a mapping. */
export interface Braced {
  readonly key: string;
  readonly glob: string;
  readonly line: KeyLine;
}
