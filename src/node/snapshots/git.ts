/** The git program on our own store: an environment without the user's settings, bytes in and out. */
import { spawn } from 'node:child_process';
import { errorCode } from '../errors';

/** Where a git command works: a private git folder over somebody's files. */
export interface GitPlace {
  /** Absolute, ours. */
  readonly gitDir: string;
  /** Absolute; the user's files. */
  readonly workTree: string;
  readonly objects: string;
  readonly index: string;
}

/** What a git command gets besides its arguments. */
export interface GitInput {
  readonly stdin?: Buffer;
  readonly signal?: AbortSignal | undefined;
  /** Exit codes that are no failure, besides 0. */
  readonly accept?: readonly number[];
  /** The command does not take paths literally. */
  readonly magic?: boolean;
}

/** Why a checkpoint could not be made, read or put back: one sentence. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';

  constructor(
    message: string,
    /** Git itself failed: what is wrong with our own index can be mended. */
    readonly mendable = false,
  ) {
    super(message);
  }
}

/** Runs git and gives what it printed. Rejects with a `SnapshotError`, or with the signal's reason. */
export function git(place: GitPlace, args: readonly string[], input: GitInput = {}): Promise<Buffer> {
  const { stdin, signal, accept = [], magic = false } = input;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const child = spawn('git', args, {
      cwd: place.workTree,
      env: { ...environment(place), ...(!magic && { GIT_LITERAL_PATHSPECS: '1' }) },
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    // Asked, not killed: git then takes its lock and its half-written files with it.
    const stop = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    const [out, err] = [collect(child.stdout), collect(child.stderr)];
    child.once('error', (error) => reject(notStarted(error)));
    child.once('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted === true) reject(signal.reason);
      else if (code === 0 || accept.includes(code ?? -1)) resolve(out());
      else reject(failure(place, args, err().toString('utf8')));
    });
    // A git that ended early closes its end; its exit code says why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(stdin);
  });
}

/** Nothing of the user's or the system's git settings is read, so that no filter, hook or monitor is known by name. */
export function environment(place: GitPlace): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^GIT_/iu.test(name));
  return {
    ...Object.fromEntries(inherited),
    GIT_DIR: place.gitDir,
    GIT_WORK_TREE: place.workTree,
    GIT_OBJECT_DIRECTORY: place.objects,
    GIT_INDEX_FILE: place.index,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

function collect(stream: NodeJS.ReadableStream | null): () => Buffer {
  const pieces: Buffer[] = [];
  stream?.on('data', (piece: Buffer) => void pieces.push(piece));
  return () => Buffer.concat(pieces);
}

/** The sentence for a git that could not be started. */
export function notStarted(error: unknown): Error {
  return errorCode(error) === 'ENOENT'
    ? new SnapshotError('Checkpoints need git, which was not found. Install git, or put it on the PATH.')
    : new SnapshotError(`Checkpoints need git, which could not be started: ${String(error)}`);
}

/** What git says where our store can't be written; of a user's file that can't be read it names the path last. */
const storeFailure =
  /(?:\.lock'?|temporary file|object file|index file|unable to write|write error)[^\n]*(Read-only file system|Permission denied|Operation not permitted|Too many open files|Device or resource busy)|(insufficient permission) for adding an object/u;

function failure({ objects }: GitPlace, args: readonly string[], stderr: string): SnapshotError {
  if (/No space left on device|Disk quota exceeded/u.test(stderr))
    return new SnapshotError(`The disk that holds the checkpoints (${objects}) is full. Make room, then try again.`);
  const [, refusal, permission] = storeFailure.exec(stderr) ?? [];
  if (refusal !== undefined || permission !== undefined)
    return new SnapshotError(
      `The checkpoints in ${objects} could not be written: ${(refusal ?? permission ?? '').toLowerCase()}. Mend that, then try again.`,
    );
  const said = stderr.trim().split('\n').slice(-2).join(' ');
  if (/bad object|unable to read|not a tree object|Not a valid object/u.test(stderr)) return missing();
  const command = args.find((arg) => /^[a-z]+-[a-z]+$/u.test(arg)) ?? args[0];
  return new SnapshotError(`A checkpoint failed in git ${command}: ${said === '' ? 'it gave no reason' : said}`, true);
}

/** What a state is made of is not there, or can't be read. */
export function missing(): SnapshotError {
  return new SnapshotError('A part of this checkpoint is missing from the store, so that it can’t be read.', true);
}

/** Pieces between NUL bytes. */
export function pieces(output: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0, at);
    const stop = end === -1 ? output.length : end;
    found.push(output.subarray(at, stop));
    at = stop + 1;
  }
  return found;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A path's text; undefined where its bytes are no UTF-8. */
export function pathText(bytes: Buffer): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Paths as git reads them from its input. */
export function pathList(paths: readonly string[]): Buffer {
  return Buffer.from(paths.map((path) => `${path}\0`).join(''), 'utf8');
}
