/**
 * The native watcher, where the user has it: it costs a handle for each folder, not for each file. It is code that runs in
 * this process, so it comes from where Tracewright itself was installed, and never from what is worked on.
 */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { posix } from 'node:path';
import type { Log } from '../core/host';
import { partsBesideThisBundle } from './loadPart';
import { portPath } from './paths';

/** What has happened; folders are told of, too. */
export interface NativeEvent {
  readonly type: 'create' | 'update' | 'delete';
  readonly path: string;
}

/** As much of `@parcel/watcher` as is used. */
export interface NativeWatcher {
  subscribe(
    folder: string,
    heard: (error: Error | null, events: readonly NativeEvent[]) => void,
    options: { readonly ignore: readonly string[] },
  ): Promise<{ unsubscribe(): Promise<void> }>;
}

/** Where to look from; absent: this process. */
export interface NativePlaces {
  /** The folder of the bundle. */
  readonly bundle: string;
  /** The Node that runs it. */
  readonly node: string;
}

/** What it is called where it is installed. */
export const nativeName = '@parcel/watcher';

/** Loads it; undefined where it is not installed beside Tracewright, or does not work on this system. */
export function findNativeWatcher(root: string, log: Log, places: NativePlaces = here()): NativeWatcher | undefined {
  const work = repositoryOf(root);
  for (const folder of candidates(places)) {
    const real = existsSync(`${folder}/package.json`) ? realOf(folder) : undefined;
    if (real === undefined) continue;
    // A repository that could bring it could run anything in this process.
    if (real === work || real.startsWith(`${work}/`)) continue;
    try {
      const found: unknown = createRequire(`${real}/package.json`)(real);
      if (isNative(found)) return found;
      log.write('warn', `${real} is no watcher of files.`);
    } catch (error) {
      log.write('warn', `${real} does not work here: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return undefined;
}

function here(): NativePlaces {
  return { bundle: posix.dirname(partsBesideThisBundle()), node: portPath(process.execPath) };
}

/** Beside the package that the bundle is of, in the folders of packages around it, and where this Node keeps its own. */
function candidates({ bundle, node }: NativePlaces): readonly string[] {
  const own = posix.dirname(realOf(bundle) ?? bundle);
  const around: string[] = [];
  for (let at = own; at !== posix.dirname(at); at = posix.dirname(at))
    if (posix.basename(at) === 'node_modules') around.push(at);
  const bin = posix.dirname(node);
  const global = [`${posix.dirname(bin)}/lib/node_modules`, `${bin}/node_modules`];
  return [`${own}/node_modules`, ...around, ...global].map((folder) => `${folder}/${nativeName}`);
}

/** The repository that a folder is of; the folder itself where there is none. */
function repositoryOf(root: string): string {
  const real = realOf(root) ?? root;
  for (let at = real; at !== posix.dirname(at); at = posix.dirname(at)) if (existsSync(`${at}/.git`)) return at;
  return real;
}

function realOf(path: string): string | undefined {
  try {
    return portPath(realpathSync(path));
  } catch {
    return undefined;
  }
}

function isNative(value: unknown): value is NativeWatcher {
  return typeof value === 'object' && value !== null && 'subscribe' in value && typeof value.subscribe === 'function';
}
