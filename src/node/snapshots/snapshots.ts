/** The port: kept states of workspace folders. */
import { lstat } from 'node:fs/promises';
import { diskError } from '../../core/diskError';
import type { Locks, Log, Snapshots } from '../../core/host';
import { assertGrant, type GrantCheck } from '../../core/permissions/grants';
import { ifThere } from '../errors';
import { capture } from './capture';
import { compareStates } from './compare';
import { type GitPlace, SnapshotError } from './git';
import { entriesAt, objectsOnly, readBlobs } from './objects';
import { prune } from './prune';
import { readRecord, readRecords, readState, type State, snapshotOf, writeRecord } from './records';
import { recover, restore } from './restore';
import { makeStore, readJson, type Store, storeOf, writeWhole } from './store';
import { createMemo, type Memo } from './unchanged';

/** What the port is made of. */
export interface SnapshotsOptions {
  /** Absolute. */
  readonly stateFolder: string;
  readonly locks: Locks;
  readonly log: Log;
  /** Tests hand in another one to see that the guard matters. */
  readonly check?: GrantCheck;
  readonly memo?: Memo;
}

/** Until a caller says otherwise. */
const usualMaxFileBytes = 10 * 1024 * 1024;
/** How long another window may take before we give up, and how often we look. */
const patience = { tries: 600, everyMs: 100 };

interface Opened {
  readonly store: Store;
  readonly place: GitPlace;
}

/** Kept states in the state folder, made with git. Nothing is made before the first is taken. */
export function createSnapshots({
  stateFolder,
  locks,
  log,
  check = assertGrant,
  memo = createMemo(),
}: SnapshotsOptions): Snapshots {
  const queue = createQueue();
  const open = <Result>(root: string, work: (opened: Opened) => Promise<Result>): Promise<Result> =>
    queue(root, async () => {
      const store = await storeOf(stateFolder, root);
      const lock = await acquire(locks, store.lock);
      const recovered = async () => {
        await makeStore(store);
        const opened = { store, place: objectsOnly(store) };
        const ended = await recover(store, opened.place);
        if (ended !== undefined)
          log.write('info', `A restore of ${root} that had been cut short is done: ${ended.restored.length} files.`);
        return work(opened);
      };
      try {
        return await recovered();
      } catch (error) {
        // It may be one of the user's files as well as one of ours: the error says which.
        const named = error instanceof Error && 'path' in error ? String(error.path) : store.folder;
        throw diskError(error, named, 'used for a checkpoint');
      } finally {
        await lock.release();
      }
    });
  return {
    take: (root, about, { maxFileBytes, signal } = {}) =>
      open(root, async ({ store }) => {
        const state = await capture(store, { maxFileBytes: await limitOf(store, maxFileBytes), memo, signal });
        return snapshotOf(await writeRecord(store, state, about));
      }),
    list: async (root) => {
      const store = await storeOf(stateFolder, root);
      // What a restore left undone is done before anybody looks; else a list needs no lock.
      if ((await ifThere(lstat(store.journal))) !== undefined) await open(root, async () => undefined);
      return (await readRecords(store)).map(snapshotOf).toReversed();
    },
    compare: (root, from, to, signal) =>
      open(root, async ({ store, place }) => {
        const present = async () => capture(store, { maxFileBytes: await limitOf(store), memo, signal });
        const before = await stateNamed(store, from);
        return compareStates(place, before, to === undefined ? await present() : await stateNamed(store, to));
      }),
    read: (root, snapshot, paths) =>
      open(root, async ({ store, place }) => readFiles(place, await stateNamed(store, snapshot), paths)),
    restore: async (grant, root, snapshot, about, paths) => {
      check(grant, ['restore'], root);
      return open(root, async ({ store, place }) => {
        const target = await stateNamed(store, snapshot);
        const maxFileBytes = await limitOf(store);
        return restore(store, place, target, { snapshot, about, paths, maxFileBytes, memo });
      });
    },
    prune: (root, keep) => open(root, ({ store, place }) => prune(store, place, keep)),
  };
}

/** One call at a time for a folder; a failed one does not keep the next from its turn. */
function createQueue(): <Result>(root: string, work: () => Promise<Result>) => Promise<Result> {
  const last = new Map<string, Promise<unknown>>();
  return (root, work) => {
    const mine = (last.get(root) ?? Promise.resolve()).then(work, work);
    last.set(
      root,
      mine.catch(() => undefined),
    );
    return mine;
  };
}

async function acquire(locks: Locks, path: string): Promise<{ release(): Promise<void> }> {
  for (let attempt = 1; ; attempt++) {
    const lock = await locks.acquire(path);
    if ('release' in lock) return lock;
    if (attempt === patience.tries)
      throw new SnapshotError(
        `The checkpoints of this folder are in use by ${lock.heldBy}. Try again when it is done.`,
      );
    await new Promise((resolve) => setTimeout(resolve, patience.everyMs));
  }
}

async function stateNamed(store: Store, id: string): Promise<State> {
  const record = await readRecord(store, id);
  if (record === undefined)
    throw new SnapshotError(`There is no checkpoint ${id} of this folder; it may have been pruned.`);
  return readState(store, record);
}

/** The last limit that was given holds for every later call, by whomever. */
async function limitOf(store: Store, given?: number): Promise<number> {
  const known = await readJson(store.settings);
  const last =
    typeof known === 'object' && known !== null && 'maxFileBytes' in known && typeof known.maxFileBytes === 'number'
      ? known.maxFileBytes
      : usualMaxFileBytes;
  if (given === undefined || given === last) return last;
  await writeWhole(store.settings, JSON.stringify({ maxFileBytes: given }));
  return given;
}

async function readFiles(
  place: GitPlace,
  state: State,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const entries = await entriesAt(place, state, paths);
  if (entries.size === 0) return found;
  const blobs = readBlobs(place);
  try {
    for (const [path, { sha }] of entries) found.set(path, await blobs.read(sha));
    return found;
  } finally {
    blobs.close();
  }
}
