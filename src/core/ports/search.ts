/** The port for looking through a folder. */

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
