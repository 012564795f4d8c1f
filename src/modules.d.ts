/** The parts we use of packages that bring no types. */
declare module 'picomatch' {
  interface Options {
    readonly dot?: boolean;
    readonly posix?: boolean;
    /** A pattern without a slash is compared with the last step of the path. */
    readonly basename?: boolean;
    readonly nocase?: boolean;
    /** A `!` at the beginning is a character like others. */
    readonly nonegate?: boolean;
  }
  export default function picomatch(glob: string | readonly string[], options?: Options): (path: string) => boolean;
}

declare module 'proper-lockfile' {
  interface LockOptions {
    /** Milliseconds after which a lock that was not renewed counts as left behind. */
    readonly stale?: number;
    readonly update?: number;
    readonly realpath?: boolean;
    readonly lockfilePath?: string;
    readonly onCompromised?: (error: Error) => void;
  }
  /** Rejects with code `ELOCKED` where somebody else has it. */
  export function lock(file: string, options?: LockOptions): Promise<() => Promise<void>>;
}
