/** The port for what git knows of a folder. */

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
   * not count. `main...` is the commit where HEAD left main. A sentence where git does not know the commit or there is
   * no repository; with `all`, everything that is there differs from HEAD before the first commit.
   */
  changedSince(
    folder: string,
    ref: string,
    paths: readonly string[],
    beforeFirst?: 'all',
  ): Promise<readonly string[] | string>;
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
