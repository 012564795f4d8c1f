/** What stands between the files of a repository and a prompt; tests switch each off to see that it matters. */

/** Each says whether a file may go on, or how much of it. */
export interface SteeringGuards {
  /** Something of this workspace is loaded at all. */
  readonly trusted: (trusted: boolean) => boolean;
  /** With links resolved, it lies in the workspace folder. */
  readonly inside: (realRoot: string, real: string) => boolean;
  /** Neither an ignore file nor a setting hides it. */
  readonly visible: (isShown: () => Promise<boolean>) => Promise<boolean>;
  /** It is a plain file: reading a pipe or a device may never end. */
  readonly plain: (kind: string) => boolean;
  /** Its first bytes are text. */
  readonly text: (bytes: Uint8Array) => boolean;
  /** It was not read on this walk yet, so that no circle is walked twice. */
  readonly once: (seen: ReadonlySet<string>, key: string) => boolean;
  /** Bytes of a steering file that are read, of a file that it refers to, and of all that one brings along. */
  readonly most: { readonly file: number; readonly one: number; readonly all: number };
  /** Steps from a steering file to what it refers to, and what that refers to. */
  readonly deepest: number;
}

/** All of them. */
export const steeringGuards: SteeringGuards = {
  trusted: (trusted) => trusted,
  inside: (realRoot, real) => real.startsWith(`${realRoot}/`),
  visible: (isShown) => isShown(),
  plain: (kind) => kind === 'file',
  text: (bytes) => !bytes.subarray(0, 8192).includes(0),
  once: (seen, key) => !seen.has(key),
  most: { file: 256 * 1024, one: 64 * 1024, all: 192 * 1024 },
  deepest: 5,
};
