/**
 * Tells at which paths of a folder something has happened since the last look at all of it, or that nobody knows. It only
 * vouches for what Linux tells of a disk of this machine: there a change is told before the write has returned, so that what
 * is asked for next is never older than what was written before. Elsewhere everything is looked at.
 */
import { type Dirent, type FSWatcher, lstatSync, readdirSync, watch } from 'node:fs';
import { posix } from 'node:path';
import { createHiddenStep } from '../../core/tools/visible';
import { createFiles } from '../files';
import { isOwnDisk } from '../ownDisk';
import { type FolderRules, isIgnored } from '../search/gitignore';
import { rulesAbove, rulesBelow } from '../search/listed';
import { closedFolders } from '../search/request';

/** What was told. */
export interface FolderWatch {
  /** Begins anew, before a look at everything: what happens from now on is told. */
  begin(hide: readonly string[]): Promise<void>;
  /** Paths relative to the folder, each once, since the last call or `begin`; undefined where something may be missing. */
  told(hide: readonly string[]): Promise<ReadonlySet<string> | undefined>;
  /** Nothing is vouched for until `begin`. */
  distrust(): void;
}

/** Each folder takes a little of what the system has for all programs. */
const mostFolders = 4000;
/** More paths are looked at together, and more news than this at a time may not be all: the system's queue has an end. */
const mostPaths = 500;
const mostNews = 2000;
/** Milliseconds after which everything is looked at all the same: a program may write through memory, which nobody is told of. */
const longest = 600_000;

/** Watches nothing before `begin`; the watchers end with their thread. `root` is a real path. */
export function createFolderWatch(root: string): FolderWatch {
  const watchers: FSWatcher[] = [];
  let paths = new Set<string>();
  let news = 0;
  let since = 0;
  let around = '';
  let sure = false;
  const distrust = () => {
    sure = false;
    for (const each of watchers.splice(0)) each.close();
  };
  const heard = (folder: string, name: string | null) => {
    news++;
    // The system says a folder's own name of what happens to the folder itself.
    if (name === null || name === posix.basename(folder) || news > mostNews || paths.size > mostPaths) distrust();
    else paths.add(`${folder}/${name}`.slice(root.length + 1));
  };
  return {
    distrust,
    begin: async (hide) => {
      distrust();
      paths = new Set();
      news = 0;
      since = Date.now();
      around = surroundings(root, hide);
      sure = true;
      const add = (folder: string) => {
        const watcher = watch(folder, (_, name) => heard(folder, name));
        watchers.push(watcher.on('error', distrust));
      };
      if (!(await watchAll(root, hide, add))) distrust();
    },
    told: async (hide) => {
      await settled();
      if (!sure || Date.now() - since > longest || around !== surroundings(root, hide)) return undefined;
      const told = paths;
      paths = new Set();
      news = 0;
      return told;
    },
  };
}

/** What was told before the call is heard by then: the second turn has asked the system after the call began. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** What outside of the folder decides which of its files count. */
function surroundings(root: string, hide: readonly string[]): string {
  const found: string[] = [...hide];
  for (let folder = posix.dirname(root); ; folder = posix.dirname(folder)) {
    for (const name of ['.git', '.gitignore']) {
      const stat = lstatSync(posix.join(folder, name), { throwIfNoEntry: false });
      if (stat !== undefined) found.push([folder, name, stat.ino, name === '.git' ? '' : stat.ctimeMs].join(':'));
    }
    if (folder === posix.dirname(folder)) return found.join('\n');
  }
}

/** Adds each folder in which files may count; false where one of them can't be vouched for, or there are too many. */
async function watchAll(root: string, hide: readonly string[], add: (folder: string) => void): Promise<boolean> {
  try {
    if (!isOwnDisk(root)) return false;
    const device = lstatSync(root).dev;
    const hidden = createHiddenStep(createFiles(), root, { now: Date.now }, hide);
    const pending: Pending[] = [{ folder: root, rules: await rulesAbove(root) }];
    let count = 0;
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { folder } = next;
      // Before its entries are read, so that nothing comes in between.
      add(folder);
      const entries = readdirSync(folder, { withFileTypes: true });
      if (++count > mostFolders || lstatSync(folder).dev !== device || entries.some(isLinkedRule)) return false;
      const rules = await rulesBelow(folder, root, next.rules, (name) => entries.some((entry) => entry.name === name));
      for (const entry of entries) {
        const path = `${folder}/${entry.name}`;
        if (!entry.isDirectory() || entry.name === '.kiro' || closedFolders.includes(entry.name)) continue;
        if (!isIgnored(rules, path, true) && !(await hidden(path, true))) pending.push({ folder: path, rules });
      }
    }
    return true;
  } catch {
    // A folder that is gone or closed, or no watcher left.
    return false;
  }
}

interface Pending {
  readonly folder: string;
  readonly rules: readonly FolderRules[];
}

/** What it leads to changes without a word. */
function isLinkedRule(entry: Dirent): boolean {
  return entry.isSymbolicLink() && (entry.name === '.gitignore' || entry.name === '.kiroignore');
}
