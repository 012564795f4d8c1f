import { homedir, userInfo } from 'node:os';
import { posix } from 'node:path';
import type { Host, Log } from '../core/host';
import { boundedRegex } from './boundedRegex';
import { clock } from './clock';
import { noCodeView } from './codeView';
import { createCommands } from './commands/commands';
import { createDocuments } from './documents';
import { createExec } from './exec';
import { createFiles } from './files';
import { createGit } from './git';
import { bundledParts, createLoadPart, type PartResolver, partsBesideThisBundle } from './loadPart';
import { createLocks } from './locks';
import { stderrLog } from './log';
import { createMac } from './mac';
import { portPath } from './paths';
import { createSandboxes } from './sandbox/sandboxes';
import { createSearch } from './search/search';
import { createSecrets } from './secrets';
import { createSnapshots } from './snapshots/snapshots';
import { stateFolderOf } from './stateFolder';
import { createWatcher } from './watcher';

/** What may differ between those who run the ports over Node. */
export interface NodeHostOptions {
  /** Who runs, for the others that meet its locks: "Visual Studio Code"; the default is "the command line". */
  readonly product?: string;
  /** Absolute; by default that of the system. */
  readonly stateFolder?: string;
  /** Folder of the heavy parts' bundles; by default `lazy` next to the running bundle. */
  readonly partsFolder?: string;
  /** Loads parts in another way (from source, in tests); goes before `partsFolder`. */
  readonly parts?: PartResolver;
  /** Path of a ripgrep to use before the one on PATH. */
  readonly ripgrep?: string;
  readonly log?: Log;
  readonly env?: (name: string) => string | undefined;
}

/** The ports over Node. Nothing is made, started or asked before a port is used. */
export function createNodeHost(options: NodeHostOptions = {}): Host {
  const env = options.env ?? ((name: string) => process.env[name]);
  const homeFolder = portPath(homedir());
  const stateFolder = options.stateFolder ?? stateFolderOf({ platform: process.platform, env, home: homeFolder });
  const log = options.log ?? stderrLog;
  const files = createFiles();
  const locks = createLocks(options.product ?? 'the command line', log);
  const loadPart = createLoadPart(options.parts ?? ((name) => bundledParts(options.partsFolder)(name)));
  return {
    files,
    documents: createDocuments(files),
    exec: createExec(),
    commands: createCommands(),
    sandboxes: createSandboxes({
      home: homeFolder,
      stateFolder,
      supervisor: `${posix.dirname(options.partsFolder ?? partsBesideThisBundle())}/programs/supervisor.js`,
    }),
    snapshots: createSnapshots({ stateFolder, locks, log }),
    code: noCodeView,
    search: createSearch(options.ripgrep === undefined ? ['rg'] : [options.ripgrep, 'rg']),
    git: createGit(files),
    mac: createMac(stateFolder),
    secrets: createSecrets(env),
    clock,
    locks,
    log,
    watcher: createWatcher(log),
    boundedRegex,
    stateFolder,
    homeFolder,
    userName,
    env,
    environment: () => process.env,
    loadPart,
  };
}

/** A user that only has a number, as in some containers, has no name to ask for. */
function userName(): string | undefined {
  try {
    return userInfo().username || undefined;
  } catch {
    return undefined;
  }
}
