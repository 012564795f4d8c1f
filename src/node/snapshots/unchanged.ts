/**
 * Tells from times alone that a folder is as it was at the state before, so that no git need be started. It remembers
 * how every file and folder looked that the state rests on: what is written, renamed, linked or given other permissions
 * has another change time, which no program can set, and a folder's own changes with whatever comes into it or goes.
 * Where a change may go on under the time that it has, the content is looked at as well (`recent.ts`).
 * Only a disk of this machine is trusted so far (`isOwnDisk`), and only a plain case is remembered: one repository, and
 * a state that the next look would give again. All else is looked at by git.
 */
import {
  closeSync,
  type Dirent,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
  utimesSync,
} from 'node:fs';
import { posix } from 'node:path';
import { isOwnDisk } from '../ownDisk';
import { isMadeAgain } from './ignored';
import type { Others } from './others';
import { type Content, contentsOf, isContent, mostRecent, type Recent, writeBackMs } from './recent';
import type { State } from './records';
import type { Store } from './store';
import { inTurns } from './turns';
import { pathInRoot, treePath, type View } from './view';

/** States that are remembered by how their files looked, one for each folder, as long as the process lives. */
export interface Memo {
  /** Before anything else is looked at: the state before, where nothing has changed since; else how to remember the next. */
  recall(store: Store, view: View, maxFileBytes: number): Promise<Recalled>;
}

/** What {@link Memo.recall} gives. */
export interface Recalled {
  readonly state?: State;
  /** Remembers what was taken after the call, where that is safe. Never rejects. */
  keep(state: State, others: Others): Promise<void>;
}

/** What it rests on; tests switch each off to see that it matters. */
export interface MemoGuards {
  /** A file or folder has been as it is for long enough that another change has another time. */
  readonly isSettled: (stat: Stats, clockMs: number) => boolean;
  /** What was changed in it is on the disk, so that whatever changes its content marks its time. */
  readonly isWrittenBack: (stat: Stats, clockMs: number) => boolean;
  /** What must be equal. */
  readonly stamp: (stat: Stats) => readonly number[];
  /** The clock went as time went by. */
  readonly isSteady: (byClockMs: number, wentByMs: number) => boolean;
  /** What decides about the folder from outside of it. */
  readonly around: (view: View, maxFileBytes: number) => string;
}

/** Of this machine's clock, which goes on by a few milliseconds at a time. */
const marginMs = 100;
export const memoGuards: MemoGuards = {
  // A disk that keeps whole seconds only gives the same time again once the clock is set back.
  isSettled: ({ ctimeMs }, clockMs) => ctimeMs % 1000 !== 0 && clockMs - ctimeMs > marginMs,
  isWrittenBack: ({ ctimeMs }, clockMs) => clockMs - ctimeMs > writeBackMs,
  stamp: ({ dev, ino, mode, size, mtimeMs, ctimeMs }) => [dev, ino, mode, size, mtimeMs, ctimeMs],
  isSteady: (byClockMs, wentByMs) => Math.abs(byClockMs - wentByMs) < marginMs / 2,
  around: (view, maxFileBytes) => JSON.stringify([view, maxFileBytes]),
};

/** With more to look at, git may be as quick. */
const mostEntries = 3000;

interface Stamp {
  /** Absolute. */
  readonly path: string;
  readonly of: readonly number[];
}

/** What can be looked at without git. */
interface Looks {
  readonly stamps: readonly Stamp[];
  readonly contents: readonly Content[];
}

interface Known extends Looks {
  readonly around: string;
  readonly index: readonly number[] | undefined;
  readonly state: State;
  /** Nothing it rests on was changed later. By the clock that nobody sets. */
  readonly sinceMs: number;
}

/** Remembers nothing yet. `look` gives what is at a path, links not followed; undefined where nothing is. */
export function createMemo(guards: MemoGuards = memoGuards, look: Look = lookAt): Memo {
  const known = new Map<string, Known>();
  const large = new Set<string>();
  return {
    recall: async (store, view, maxFileBytes) => {
      const { root } = store;
      const before = known.get(root);
      if (large.has(root) || !isTold(store)) return { keep: async () => undefined };
      const around = guards.around(view, maxFileBytes);
      if (before?.around === around && (await isAsBefore(view, before, guards, look))) {
        // All is written back by now, and is what it was.
        if (performance.now() - before.sinceMs > writeBackMs) known.set(root, { ...before, contents: [] });
        return { state: before.state, keep: async () => undefined };
      }
      known.delete(root);
      const [clock, start] = [clockOf(store, look), performance.now()];
      return {
        keep: async (state, others) => {
          const looks = clock && (await looksOf(store, view, others, { guards, look, clock }));
          if (looks === 'too many') return void large.add(root);
          const now = looks && clockOf(store, look);
          if (!looks || !clock || !now || !guards.isSteady(now - clock, performance.now() - start)) return;
          known.set(root, { around, index: stampAt(view.place.index, guards, look), ...looks, state, sinceMs: start });
        },
      };
    },
  };
}

/** What is at a path. */
export type Look = (path: string) => Stats | undefined;

function lookAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function isTold({ root, folder }: Store): boolean {
  try {
    return isOwnDisk(root) && isOwnDisk(folder);
  } catch {
    return false;
  }
}

/** The time by the clock that changes are marked with: what changes from now on is no older. */
function clockOf({ mark }: Store, look: Look): number | undefined {
  try {
    const now = new Date();
    utimesSync(mark, now, now);
    return look(mark)?.ctimeMs;
  } catch {
    return undefined;
  }
}

function stampAt(path: string, { stamp }: MemoGuards, look: Look): readonly number[] | undefined {
  const stat = look(path);
  return stat && stamp(stat);
}

async function isAsBefore(view: View, before: Known, guards: MemoGuards, look: Look): Promise<boolean> {
  const isSame = ({ path, of }: Stamp) => isEqual(stampAt(path, guards, look), of);
  try {
    // As long as the index is of this tree, no tidying takes the tree away.
    const tree = readFileSync(treePath(view), 'utf8');
    if (tree !== before.state.roots[0]?.tree || !isEqual(stampAt(view.place.index, guards, look), before.index))
      return false;
    return (await inTurns(before.stamps, isSame)) && (await inTurns(before.contents, isContent));
  } catch {
    // What can't be looked at may be anything.
    return false;
  }
}

function isEqual(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.every((each, at) => each === b[at]);
}

interface Looking {
  readonly guards: MemoGuards;
  readonly look: Look;
  readonly clock: number;
}

/** How all looks that a state rests on; undefined where that can't be vouched for. */
async function looksOf(
  store: Store,
  view: View,
  others: Others,
  { guards, look, clock }: Looking,
): Promise<Looks | 'too many' | undefined> {
  const passedOver = new Set(others.ignored);
  const stamps: Stamp[] = [];
  const recent: Recent[] = [];
  const pending: string[] = [view.prefix];
  const isTooMany = () => Math.max(stamps.length, pending.length) > mostEntries;
  const device = look(store.root)?.dev;
  const isKnown = (path: string) => {
    const full = fullPath(view, path);
    const stat = look(full);
    if (stat === undefined || stat.dev !== device || !guards.isSettled(stat, clock)) return false;
    stamps.push({ path: full, of: guards.stamp(stat) });
    // Folders and links are whole whenever they are looked at.
    if (stat.isFile() && !guards.isWrittenBack(stat, clock)) recent.push({ path, size: stat.size });
    return recent.length <= mostRecent.files;
  };
  const enter = (folder: string, entry: Dirent) => {
    if (entry.name === '.git') return folder === '';
    if (isLinkedRule(entry)) return false;
    const path = `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`;
    if (!passedOver.has(path)) pending.push(path);
    // Of what is made again only that it is there counts, which its folder tells.
    else if (!isMadeAgain(pathInRoot(view, path))) return isKnown(path);
    return true;
  };
  const visit = (path: string) => {
    if (isTooMany() || !isKnown(path)) return false;
    return (path !== '' && !path.endsWith('/')) || entriesOf(view, path).every((entry) => enter(path, entry));
  };
  const isKnownAbove = (folder: string) => {
    const rules = entriesOf(view, folder).find(({ name }) => name === '.gitignore');
    return isKnown(folder) && (rules === undefined || (!isLinkedRule(rules) && isKnown(`${folder}.gitignore`)));
  };
  try {
    if (countIn(view.place.index) > mostEntries) return 'too many';
    const looked =
      foldersAbove(view).every(isKnownAbove) &&
      (await inTurns(pending, visit)) &&
      (await inTurns(others.asked, isKnown));
    if (!looked) return isTooMany() ? 'too many' : undefined;
    const contents = await contentsOf(view, recent);
    return contents && { stamps, contents };
  } catch {
    return undefined;
  }
}

function fullPath({ place }: View, path: string): string {
  return posix.join(place.workTree, path.replace(/\/$/u, ''));
}

function entriesOf(view: View, folder: string): readonly Dirent[] {
  return readdirSync(fullPath(view, folder), { withFileTypes: true });
}

/** What it leads to changes without a word. */
function isLinkedRule(entry: Dirent): boolean {
  return entry.name === '.gitignore' && entry.isSymbolicLink();
}

/** Folders of the repository whose rules hold for the workspace folder as well. */
function foldersAbove({ prefix }: View): readonly string[] {
  return prefix.split('/').flatMap((_, at, steps) =>
    at < steps.length - 1
      ? [
          steps
            .slice(0, at)
            .map((step) => `${step}/`)
            .join(''),
        ]
      : [],
  );
}

/** How many files an index has, as its beginning says. */
function countIn(index: string): number {
  const file = openSync(index, 'r');
  try {
    const start = Buffer.alloc(12);
    return readSync(file, start, 0, 12, 0) < 12 ? 0 : start.readUInt32BE(8);
  } finally {
    closeSync(file);
  }
}
