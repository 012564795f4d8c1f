/** What the repository map keeps of a file, and how it is asked. */

/** Something that a file declares. */
export interface MapSymbol {
  readonly name: string;
  /** "function", "class" */
  readonly kind: string;
  /** 1-based. */
  readonly line: number;
  /** 0 at the top of the file. */
  readonly depth: number;
  /** The line that declares it, cut, without a value. */
  readonly text: string;
}

/** What is known of one file. Paths are relative to the workspace folder, with `/`. */
export interface MapFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970 of the last change of its content, place or rights, which no program can set back. */
  readonly modified: number;
  /** False where its language is not known here: it has no symbols then. */
  readonly known: boolean;
  readonly symbols: readonly MapSymbol[];
  /** What it says it uses of others, as written. */
  readonly imports: readonly string[];
  /** Names that stand in it and that it does not declare, each once, with spaces between. */
  readonly words: string;
}

/** What a map is asked for. */
export interface MapRequest {
  /** Words of what is to be done: a request, criteria, a task. */
  readonly about: string;
  /** Files that are named already; what belongs to them ranks high. */
  readonly files: readonly string[];
  /** Files at most in the answer. */
  readonly most: number;
}

/** A file in the answer, the most relevant first. */
export interface RankedFile {
  readonly path: string;
  readonly known: boolean;
  /** Share of the whole, all files together are 1. */
  readonly rank: number;
  /** Why it is there: words of the request, or the named file that it belongs to; empty where it only ranks high. */
  readonly because: readonly string[];
  readonly symbols: readonly (MapSymbol & {
    /** Other files that name it. */
    readonly uses: number;
    /** Words of the request stand in its name. */
    readonly asked: boolean;
  })[];
}

/** What a map answers. */
export interface MapAnswer {
  /** Files that the map holds. */
  readonly total: number;
  readonly files: readonly RankedFile[];
}

/** Where a map is made and kept. */
export interface MapPlace {
  /** Workspace folder, absolute. */
  readonly root: string;
  /** Folder of its state, absolute; the map is kept in `map.jsonl` there. */
  readonly state: string;
  /** Patterns (gitignore syntax) of what settings and the organisation keep away, besides `.kiroignore`. */
  readonly hide: readonly string[];
}

/** Repository maps, made and ranked in threads of their own. Rejects where a map can't be made. */
export interface MapPart {
  /** Brings the map of a workspace folder up to date and ranks its files; undefined in a build without the program. */
  ranked(place: MapPlace, request: MapRequest, signal?: AbortSignal): Promise<MapAnswer | undefined>;
  /** Ends the threads; they start again with the next request. */
  close(): Promise<void>;
}

declare module '../../host' {
  interface Parts {
    map: MapPart;
  }
}
