/** A workspace folder on disk, its checkpoints, and everything about it that a test may want to compare. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshots } from '../../../src/core/host';
import { grantRestore } from '../../../src/core/permissions/grants';
import { createLocks } from '../../../src/node/locks';
import { createSnapshots } from '../../../src/node/snapshots/snapshots';
import { type Tree, temporaryFolder } from '../../support/temporary';

export interface Rig {
  readonly root: string;
  readonly stateFolder: string;
  readonly snapshots: Snapshots;
  /** Takes a state and gives its id. */
  take(): Promise<string>;
  /** Puts back; gives the id of the present as it was before, and sentences of what failed. */
  back(id: string, paths?: readonly string[]): Promise<{ readonly before: string; readonly failed: readonly string[] }>;
  /** Everything on disk below the folder, `.git` left out. */
  disk(): Readonly<Record<string, string>>;
}

export function rig(tree: Tree = {}): Rig {
  const folder = temporaryFolder();
  return rigAt(temporaryFolder(tree), `${folder}/state`);
}

export function rigAt(root: string, stateFolder: string): Rig {
  const log = { write: () => undefined };
  const snapshots = createSnapshots({ stateFolder, locks: createLocks('a test', log), log });
  return {
    root,
    stateFolder,
    snapshots,
    take: async () => (await snapshots.take(root, {})).id,
    back: async (id, paths) => {
      const { before, failed } = await snapshots.restore(grantRestore(root, root), root, id, {}, paths);
      return { before: before.id, failed: failed.map(({ path, why }) => `${path}: ${why}`) };
    },
    disk: () => contents(root),
  };
}

/** Content, kind and executability by relative path; folders end with `/`. Everything called `.git` is left out. */
export function contents(root: string, from = ''): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(root, from)).sort()) {
    if (name === '.git') continue;
    const path = from === '' ? name : `${from}/${name}`;
    const stat = lstatSync(join(root, path));
    if (stat.isSymbolicLink()) found[path] = `-> ${readlinkSync(join(root, path))}`;
    else if (stat.isDirectory()) {
      const below = contents(root, path);
      if (Object.keys(below).length === 0) found[`${path}/`] = 'empty';
      Object.assign(found, below);
    } else found[path] = `${(stat.mode & 0o100) === 0 ? '' : 'x '}${readFileSync(join(root, path)).toString('latin1')}`;
  }
  return found;
}

/** One hash over every path, kind, mode, time and byte below a folder: equal only where nothing was touched. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  const visit = (path: string) => {
    const stat = lstatSync(path);
    hash.update(`${path}\0${stat.mode}\0${stat.mtimeMs}\0${stat.ino}\0`);
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(stat.isSymbolicLink() ? readlinkSync(path) : readFileSync(path));
  };
  visit(folder);
  return hash.digest('hex');
}

/** Runs git as a user would, with nothing of this machine's own settings. */
export function userGit(cwd: string, ...args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...identity, ...args], {
    cwd,
    env: { ...env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();
}

/** A repository with everything in it committed. */
export function commitAll(root: string): void {
  userGit(root, 'init', '-q');
  userGit(root, 'add', '-A');
  userGit(root, 'commit', '-q', '--allow-empty', '-m', 'first');
}
