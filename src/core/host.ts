/**
 * The ports: everything core asks of whoever runs it. `src/node` implements them over Node, the extension replaces
 * `documents`, `secrets` and `ask` by the editor's own. A function takes only the ports it uses.
 *
 * Paths are absolute, with `/` as separator, on every system.
 */

import type { CodeView, RecentTerminal } from './ports/code';
import type { Commands, Exec } from './ports/commands';
import type { Documents, Files } from './ports/files';
import type { Git } from './ports/git';
import type { Clock, Locks, Log, Mac, Secrets, Watcher } from './ports/machine';
import type { Sandboxes } from './ports/sandbox';
import type { Search } from './ports/search';
import type { Snapshots } from './ports/snapshots';

export type * from './ports/code';
export type * from './ports/commands';
export type * from './ports/files';
export type * from './ports/git';
export type * from './ports/grant';
export type * from './ports/machine';
export type * from './ports/sandbox';
export type * from './ports/search';
export type * from './ports/snapshots';

/**
 * The heavy parts by name. Empty here: the file beside each part adds its own entry with
 * `declare module '../host' { interface Parts { name: ThePart } }`, so that leaves stay free of what they load.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Parts {}

/** All ports together, as whoever runs core hands them in. */
export interface Host {
  readonly files: Files;
  readonly documents: Documents;
  readonly exec: Exec;
  /** Commands of agents on the machine itself, without a sandbox. */
  readonly commands: Commands;
  readonly sandboxes: Sandboxes;
  readonly snapshots: Snapshots;
  readonly code: CodeView;
  /** Absent where there is no editor. */
  readonly terminal?: RecentTerminal;
  readonly search: Search;
  readonly git: Git;
  readonly mac: Mac;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly log: Log;
  readonly watcher: Watcher;
  /**
   * Searches with JavaScript's own regular expressions and gives up after a while (undefined). Must not throw. Absent:
   * patterns that only backtracking can match are never found.
   */
  readonly boundedRegex?: (pattern: string, text: string) => boolean | undefined;
  /** The state folder of design.md, absolute; made on the first write. */
  readonly stateFolder: string;
  readonly homeFolder: string;
  /** The user's name as the operating system knows it; undefined where it knows none. */
  userName(): string | undefined;
  env(name: string): string | undefined;
  /** All variables of the environment, from which what commands of agents get is chosen. */
  environment(): Readonly<Record<string, string | undefined>>;
  /**
   * Loads a heavy part. Parts are bundles of their own (`dist/lazy/<name>.js`) that exchange plain data only: no
   * instanceof across the border.
   */
  loadPart<Name extends keyof Parts>(name: Name): Promise<Parts[Name]>;
}
