/** How much a finding matters. Errors are what breaks meaning; everything else is a warning or less. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/**
 * A stretch of one document's text. Offsets count UTF-16 code units of the decoded text (a BOM counts as one),
 * lines and columns are 1-based, and `end` is exclusive.
 */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** Replaces the text between two offsets (as in `Place`). Edits of one list never overlap and refer to the same text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One finding about one file, in one sentence that says what is wrong and how to mend it. */
export interface Diagnostic {
  /** `<document>/<name>`, for example `tasks/duplicate-id`; Kiro's own name where Kiro has one. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  /** A mend as data, applied by the editor's quick fixes and by `check --fix`. */
  readonly fix?: { readonly title: string; readonly edits: readonly TextEdit[] };
}
