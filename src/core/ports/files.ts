/** The ports for files: as bytes on disk, and as documents that an editor may hold. */
import type { Grant } from './grant';

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
